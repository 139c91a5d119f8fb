"""Files and folders on disk: a path in, the files to read out, with what could not be walked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.errors import ReleaseReadError
from index.intake.readers import READERS, reader_for


def files_under(path: Path) -> Iterator[Path | ReleaseReadError]:
    """The file itself, or all files of a folder that can be read, in the order of their names.

    A folder's files of other kinds are passed over; a file that is named and of another kind is an error.
    """
    if path.is_dir():
        yield from _walk(path, frozenset())
    elif not path.exists():
        yield ReleaseReadError(str(path), "there is no such file or folder")
    elif reader_for(path) is None:
        yield ReleaseReadError(str(path), f"is of a kind that is not read; what is: {', '.join(READERS)}")
    else:
        yield path


def _walk(folder: Path, ancestors: frozenset[Path]) -> Iterator[Path | ReleaseReadError]:
    try:
        real = folder.resolve(strict=True)
        if real in ancestors:
            yield ReleaseReadError(str(folder), "is a link to a folder that holds it; not followed")
            return
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield ReleaseReadError(str(folder), f"cannot be read: {error.strerror or error}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, ancestors | {real})
        elif reader_for(entry) is not None:
            yield entry if entry.exists() else ReleaseReadError(str(entry), "is a link that leads nowhere")
