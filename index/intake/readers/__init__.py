"""Readers: one module a format. A file's bytes in, raw releases out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from index.errors import ReleaseReadError
from index.intake.raw import RawRelease
from index.intake.readers.jsonl import count_lines, read_jsonl
from index.intake.readers.markdown import read_markdown
from index.intake.readers.text import read_text

Reader = Callable[[Path, int], Iterator[RawRelease | ReleaseReadError]]

READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".jsonl": read_jsonl,
    ".jsonl.gz": read_jsonl,
}
"""Reader of each kind of file, by how its name ends. A reader is given the path and the most bytes a release may have."""


def count_releases(path: Path) -> int:
    """About how many releases a file holds, found quickly: for progress, not for truth."""
    return count_lines(path) if reader_for(path) is read_jsonl else 1


def reader_for(path: Path) -> Reader | None:
    """The reader for a file, None if its kind is not read."""
    name = path.name.lower()
    return next((reader for ending, reader in READERS.items() if name.endswith(ending)), None)
