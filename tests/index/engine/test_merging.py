"""Merged segments are the very segment that would be built from all their versions."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine.builder import with_scanned
from index.engine.merging import merged
from tests.index.engine.test_trimming import Drawn, a_version, built, entry


@settings(max_examples=120, deadline=None)
@given(drawn=st.lists(a_version, min_size=1, max_size=9), in_order=st.booleans(), picked=st.data())
def test_merged_segments_are_the_one_built_from_all_their_versions(
    drawn: list[Drawn], in_order: bool, picked: st.DataObject
) -> None:
    versions = [entry(number, version) for number, version in enumerate(drawn)]
    shares = picked.draw(st.lists(st.integers(0, 2), min_size=len(versions), max_size=len(versions)))
    shares = sorted(shares) if in_order else shares
    parts = [
        built([version for version, held in zip(versions, shares, strict=True) if held == share])
        for share in dict.fromkeys(shares)
    ]

    made, expected = with_scanned(merged([part.arrays for part in parts])), built(versions).arrays

    assert list(made) == list(expected)
    for name, array in expected.items():
        assert made[name].dtype == array.dtype, name
        np.testing.assert_array_equal(made[name], array, name)
