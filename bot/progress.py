"""A progress bar for indexing, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.report import Progress, Told, untold


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Told]:
    """Tells what the run is at, how many of all releases are done, how fast, and how long the rest will take."""
    if not shown:
        yield untold
        return
    # a tenth of a second that only a terminal is worth
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def tell(progress: Progress) -> None:
            if progress.phase not in tasks:
                tasks[progress.phase] = bar.add_task(progress.phase.capitalize(), total=progress.of)
            described = f"{progress.phase.capitalize()} {progress.file or ''}".strip()
            bar.update(
                tasks[progress.phase], completed=progress.done, total=progress.of, description=described
            )

        yield tell
