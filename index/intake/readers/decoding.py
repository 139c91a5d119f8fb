"""Bytes of one text file → clean text, whatever the encoding that people saved it in."""

from __future__ import annotations

import codecs
from pathlib import Path

from index.errors import ReleaseReadError
from index.language.characters import clean

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "gzip-compressed",
    b"{\\rtf": "an RTF document",
}


def read_clean(path: Path, most_bytes: int) -> str:
    """The file's text, in one form for each character.

    Raises:
        ReleaseReadError: the file is unreadable, empty, too large or not text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise ReleaseReadError(str(path), f"cannot be read: {error.strerror or error}") from error
    if len(content) > most_bytes:
        raise ReleaseReadError(
            str(path), f"larger than {most_bytes:,} bytes, so not a release (setting release_max_bytes)"
        )
    return decode(content, str(path))


def decode(content: bytes, name: str) -> str:
    """Text of bytes in UTF-8 or UTF-16 (by their mark) or, failing that, Windows-1252.

    Raises:
        ReleaseReadError: there is no text, or these are not the bytes of a text.
    """
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise ReleaseReadError(name, f"is {kind}, not text; save it as text first")
    try:
        if content.startswith(_UTF16_MARKS):
            text = content.decode("utf-16")
        elif b"\0" in content:
            raise ReleaseReadError(name, "is binary, not text")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Latin-1 takes the five bytes that Windows-1252 leaves undefined; clean() then drops them
        text = (
            content.decode("cp1252", errors="surrogateescape")
            .encode("utf-8", "surrogateescape")
            .decode("utf-8", "ignore")
        )
    text = clean(text)
    if not any(map(str.isalnum, text)):
        raise ReleaseReadError(name, "holds no text")
    return text
