"""One file that holds named arrays: written once, checked when opened, then read in place.

Layout: 8 magic bytes; the header's length and CRC-32 (little-endian uint32 each); the header, JSON:
the analyzer's fingerprint and each array's name, type, length, offset and CRC-32; the arrays, each at a
multiple of 64 bytes. Arrays are one-dimensional and little-endian.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import SegmentDamaged

_MAGIC = b"CMQSEG01"
_PREFIX = struct.Struct("<8sII")
_ALIGNMENT = 64

_LARGE = 10_000_000
"""Bytes from which on threads are worth their start when a file is checked."""

Arrays = Mapping[str, NDArray[Any]]


def write_arrays(path: Path, arrays: Arrays, *, fingerprint: str) -> None:
    """Write the file whole or not at all: under another name first, flushed to disk, then renamed."""
    little = {
        name: np.ascontiguousarray(array, array.dtype.newbyteorder("<")) for name, array in arrays.items()
    }
    header = _header(little, fingerprint)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        file.write(_PREFIX.pack(_MAGIC, len(header), zlib.crc32(header)))
        file.write(header)
        for array in little.values():
            file.write(b"\0" * (-file.tell() % _ALIGNMENT))
            file.write(array.data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def open_arrays(path: Path, *, fingerprint: str) -> Arrays:
    """Map the arrays into memory, read-only.

    Raises:
        SegmentDamaged: missing, cut short, altered, or built by another version or analyzer.
    """
    try:
        with path.open("rb") as file:
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise SegmentDamaged(path, "missing or empty") from error
    header, body = _read_header(path, content)
    if header["fingerprint"] != fingerprint:
        raise SegmentDamaged(path, "built by another version")
    fields, read = header["arrays"], partial(_array, path, content, body)
    if len(content) < _LARGE:
        arrays = [read(field) for field in fields]
    else:
        # sums are taken outside of Python's lock: each core takes some
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            arrays = list(pool.map(read, fields))
    return {field["name"]: array for field, array in zip(fields, arrays, strict=True)}


def _header(arrays: Arrays, fingerprint: str) -> bytes:
    fields, offset = [], 0
    for name, array in arrays.items():
        crc = zlib.crc32(array.data)
        fields.append(
            {"name": name, "type": array.dtype.str, "length": len(array), "offset": offset, "crc": crc}
        )
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    return json.dumps({"fingerprint": fingerprint, "arrays": fields}).encode()


def _read_header(path: Path, content: memoryview) -> tuple[dict[str, Any], int]:
    if len(content) < _PREFIX.size:
        raise SegmentDamaged(path, "cut short")
    magic, length, crc = _PREFIX.unpack(content[: _PREFIX.size])
    raw = bytes(content[_PREFIX.size : _PREFIX.size + length])
    if magic != _MAGIC:
        raise SegmentDamaged(path, "of another format")
    if zlib.crc32(raw) != crc:
        raise SegmentDamaged(path, "its header was altered")
    end = _PREFIX.size + length
    return json.loads(raw), end + -end % _ALIGNMENT


def _array(path: Path, content: memoryview, body: int, field: Mapping[str, Any]) -> NDArray[Any]:
    dtype = np.dtype(field["type"])
    start = body + field["offset"]
    raw = content[start : start + field["length"] * dtype.itemsize]
    if len(raw) != field["length"] * dtype.itemsize or zlib.crc32(raw) != field["crc"]:
        raise SegmentDamaged(path, f"its {field['name']} were altered or cut short")
    return np.frombuffer(raw, dtype)
