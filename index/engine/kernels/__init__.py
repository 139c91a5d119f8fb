"""Compiled code: built where there is a C compiler when the package is installed, and done without elsewhere."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

_NAME = "_first_stage"

_INTERFACE = 2
"""As in the C file: what was built from another version of it is not used."""

WIDEST = 2
"""Instruction sets that may be used: 0 none that not every processor has, 1 AVX2 too, 2 AVX-512 too."""


@cache
def library() -> ctypes.CDLL | None:
    """The compiled first stage; None where it could not be built."""
    # segments are little-endian on disk, and are read in place
    if sys.byteorder != "little":
        return None
    for suffix in EXTENSION_SUFFIXES:
        path = Path(__file__).with_name(_NAME + suffix)
        if path.exists():
            return opened(path)
    return None


def opened(path: Path) -> ctypes.CDLL | None:
    """The library in a file; None where this machine cannot use it."""
    try:
        compiled = ctypes.CDLL(str(path))
    except OSError:
        # built for another machine: the answers are the same without it
        return None
    compiled.interface_version.restype = ctypes.c_int64
    if compiled.interface_version() != _INTERFACE:
        return None
    compiled.first_stage.restype = ctypes.c_int64
    compiled.first_stage.argtypes = [ctypes.c_char_p, ctypes.c_int64, *[ctypes.c_void_p] * 3]
    compiled.instructions_name.restype = ctypes.c_char_p
    compiled.instructions_name.argtypes = [ctypes.c_int64]
    return compiled
