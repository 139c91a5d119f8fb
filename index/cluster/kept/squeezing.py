"""Bytes as a short string, as documents of a cluster hold what it need not read."""

from __future__ import annotations

import base64
import zlib


def squeezed(content: bytes, *, level: int = 1) -> str:
    """The content, compressed (zlib) and in letters (base64)."""
    return base64.b64encode(zlib.compress(content, level)).decode()


def unsqueezed(string: str) -> bytes:
    """The content that a string was made of."""
    return zlib.decompress(base64.b64decode(string))
