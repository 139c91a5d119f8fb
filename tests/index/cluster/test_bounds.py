"""Bounds stay bounds when they are rounded."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.cluster.search.bounds import down, up

VALUES = st.floats(min_value=1e-6, max_value=1e6)


@given(value=VALUES)
def test_rounding_goes_to_the_side_that_it_says(value: float) -> None:
    assert down(value) <= value <= up(value)
    assert float(np.float32(up(value))) == up(value)
