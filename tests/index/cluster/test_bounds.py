"""Bounds stay bounds when they are rounded."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.cluster.bounds import down, stepped_up, up

VALUES = st.floats(min_value=1e-6, max_value=1e6)


@given(value=VALUES)
def test_rounding_goes_to_the_side_that_it_says(value: float) -> None:
    assert down(value) <= value <= up(value)
    assert float(np.float32(up(value))) == up(value)


@given(weights=st.lists(st.floats(min_value=0.0, max_value=20.0), max_size=64))
def test_sums_of_stepped_weights_are_exact_in_any_order(weights: list[float]) -> None:
    stepped = [stepped_up(weight) for weight in weights]

    forth, back = (
        float(np.add.reduce(np.array(order, np.float32), dtype=np.float32))
        for order in (stepped, stepped[::-1])
    )

    assert forth == back == sum(stepped)
    assert sum(weights) <= forth + 1e-9
