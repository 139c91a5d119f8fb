"""A segment file gives back what was written, or says that it does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.engine import segment_file
from index.engine.segment_file import Arrays, open_arrays, write_arrays
from index.errors import SegmentDamaged

ARRAYS: Arrays = {
    "rows": np.array([1, 2, 3], np.int32),
    "ids": np.array([2**40], np.int64),
    "none": np.zeros(0, np.uint16),
}


@pytest.fixture(autouse=True, params=[False, True], ids=["small", "large"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is small, or counts as large: that is checked by several threads."""
    if request.param:
        monkeypatch.setattr(segment_file, "_LARGE", 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_arrays(tmp_path / "one.segment", ARRAYS, fingerprint="test")
    return tmp_path / "one.segment"


def test_arrays_come_back_as_written(path: Path) -> None:
    opened = open_arrays(path, fingerprint="test")

    assert opened.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert opened[name].dtype == array.dtype
        assert opened[name].tolist() == array.tolist()


def test_every_byte_that_counts_is_checked(path: Path) -> None:
    content = path.read_bytes()
    used = [place for place in range(len(content)) if content[place]]
    for place in used:
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])

        with pytest.raises(SegmentDamaged):
            open_arrays(path, fingerprint="test")


@pytest.mark.parametrize("length", [0, 5, 40, 200, -1])
def test_a_file_cut_short_is_found(path: Path, length: int) -> None:
    content = path.read_bytes().rstrip(b"\0")
    path.write_bytes(content[:length])

    with pytest.raises(SegmentDamaged):
        open_arrays(path, fingerprint="test")


def test_a_missing_file_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(SegmentDamaged, match="missing"):
        open_arrays(tmp_path / "nothing", fingerprint="test")


def test_another_versions_segment_is_refused(path: Path) -> None:
    with pytest.raises(SegmentDamaged, match="another version"):
        open_arrays(path, fingerprint="other")


def test_nothing_partial_is_left_beside_it(path: Path) -> None:
    assert list(path.parent.iterdir()) == [path]
