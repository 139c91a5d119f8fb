"""A progress bar for indexing, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.indexer import Progress
from index.intake.readers import count_releases
from index.intake.sources.folder import files_under


@contextmanager
def progress_bar(paths: Sequence[Path], *, shown: bool) -> Iterator[Progress]:
    """Tells how many of all releases are read, how fast, and how long the rest will take."""
    if not shown:
        yield lambda _path, _done: None
        return
    # a tenth of a second that only a terminal is worth
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    files = [path for root in paths for path in files_under(root.resolve()) if isinstance(path, Path)]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Indexing", total=sum(map(count_releases, files)))
        yield lambda path, done: bar.update(task, advance=1, description=f"Indexing {path.name}")
