"""Compiled code is used where it was built from the C file that stands here, and done without elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.engine.candidates import first_stage_name
from index.engine.kernels import library, opened


def test_a_file_that_is_no_library_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "broken.so").write_bytes(b"not a library")

    assert opened(tmp_path / "broken.so") is None


@pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler here")
def test_an_install_with_a_compiler_has_compiled_code() -> None:
    assert library() is not None
    assert first_stage_name().startswith("compiled, ")
