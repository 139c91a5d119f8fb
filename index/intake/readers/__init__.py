"""Readers: one module a format. A file's bytes in, raw releases out.

A format's module is imported when a file of it is read: who only asks does without the parsers of YAML and Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from index.errors import ReleaseReadError
from index.intake.raw import RawRelease

Reader = Callable[[Path, int], Iterator[RawRelease | ReleaseReadError]]


def _text(path: Path, most_bytes: int) -> Iterator[RawRelease | ReleaseReadError]:
    from index.intake.readers.text import read_text

    return read_text(path, most_bytes)


def _markdown(path: Path, most_bytes: int) -> Iterator[RawRelease | ReleaseReadError]:
    from index.intake.readers.markdown import read_markdown

    return read_markdown(path, most_bytes)


def _jsonl(path: Path, most_bytes: int) -> Iterator[RawRelease | ReleaseReadError]:
    from index.intake.readers.jsonl import read_jsonl

    return read_jsonl(path, most_bytes)


READERS: Mapping[str, Reader] = {
    ".txt": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".jsonl": _jsonl,
    ".jsonl.gz": _jsonl,
}
"""Reader of each kind of file, by how its name ends. A reader is given the path and the most bytes a release may have."""


def count_releases(path: Path) -> int:
    """About how many releases a file holds, found quickly: for progress, not for truth."""
    if reader_for(path) is not _jsonl:
        return 1
    from index.intake.readers.jsonl import count_lines

    return count_lines(path)


def reader_for(path: Path) -> Reader | None:
    """The reader for a file, None if its kind is not read."""
    name = path.name.lower()
    return next((reader for ending, reader in READERS.items() if name.endswith(ending)), None)
