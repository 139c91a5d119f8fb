"""Plain text (.txt): a page as people save it, with or without front matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.errors import ReleaseReadError
from index.intake.raw import RawRelease
from index.intake.readers.decoding import read_clean
from index.intake.readers.frontmatter import split_front_matter


def read_text(path: Path, most_bytes: int) -> Iterator[RawRelease | ReleaseReadError]:
    """The one release of a text file.

    Raises:
        ReleaseReadError: the file holds no text that can be read.
    """
    facts, text = split_front_matter(read_clean(path, most_bytes), str(path))
    yield RawRelease(path.name, text, facts)
