"""JSON Lines (.jsonl, .jsonl.gz): one release a line, as {"id", "title", "date", "url", "speaker", "text"}."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from index.errors import ReleaseReadError
from index.intake.raw import RawRelease
from index.intake.readers.decoding import decode
from index.intake.readers.frontmatter import facts_of

# what scraping leaves behind in text that is not HTML any more
_INLINE_TAG = re.compile(
    r"</?(?:span|strong|sup|sub|em|font|div|br|u|b|i|p|a)\b[^<>\n]{0,300}>", re.IGNORECASE
)


def read_jsonl(path: Path, most_bytes: int) -> Iterator[RawRelease | ReleaseReadError]:
    """The releases of a file; a line that is none is an error among them, and the rest goes on.

    Raises:
        ReleaseReadError: the file itself cannot be opened, or holds nothing.
    """
    found = False
    try:
        with _open(path) as file:
            for number, line in enumerate(_lines(file, most_bytes), start=1):
                if line.strip():
                    found = True
                    yield _release(line, f"{path.name} line {number}", str(path), most_bytes)
    except (OSError, EOFError, zlib.error) as error:
        raise ReleaseReadError(str(path), f"cannot be read: {error}") from error
    if not found:
        raise ReleaseReadError(str(path), "holds no text")


def count_lines(path: Path) -> int:
    """How many lines the file has, 0 if it cannot be read."""
    try:
        with _open(path) as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except (OSError, EOFError, zlib.error):
        return 0


def _open(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if path.name.lower().endswith(".gz") else path.open("rb")


def _lines(file: BinaryIO, most_bytes: int) -> Iterator[bytes]:
    """Lines; of one that is too long, only as much as shows that it is."""
    while line := file.readline(most_bytes + 1):
        yield line
        while len(line) > most_bytes and not line.endswith(b"\n"):
            line = file.readline(most_bytes + 1)


def _release(line: bytes, name: str, path: str, most_bytes: int) -> RawRelease | ReleaseReadError:
    place = f"{path} {name.rsplit(' line ', 1)[-1].join(('line ', ''))}"
    if len(line) > most_bytes:
        return ReleaseReadError(place, f"larger than {most_bytes:,} bytes (setting release_max_bytes)")
    try:
        record = json.loads(line)
        text = record["text"]
        if not isinstance(text, str):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        return ReleaseReadError(place, 'is not a JSON object with a "text"')
    try:
        clean_text = decode(_INLINE_TAG.sub("", text).encode("utf-8", "replace"), place)
    except ReleaseReadError as error:
        return error
    return RawRelease(name, clean_text, facts_of(record), page=False)
