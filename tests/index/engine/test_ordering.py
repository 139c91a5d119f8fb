"""The first places are those of a whole sort, however many scores there are and however many tie."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.engine.ordering import best_first, first_places


@given(
    st.integers(1, 3_000), st.sampled_from([1, 2, 5, 1_000_000]), st.integers(1, 100), st.integers(0, 2**32)
)
def test_first_places_are_those_of_a_whole_sort(count: int, different: int, limit: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores = np.where(draw.random(count) < 0.5, draw.integers(0, different, count) / 7, 0.0)
    published = draw.integers(0, 4, count).astype(np.int32)
    ids = draw.permutation(count)

    found = first_places(scores, published, ids, limit)

    assert best_first(scores, published, ids)[:limit].tolist() == found.tolist()
