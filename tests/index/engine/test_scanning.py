"""What is scanned says of each term what its postings say, in the order of passages by length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.engine.inverting import inverted
from index.engine.scanning import scanned
from index.engine.vocabulary import offsets_of

TERMS, PASSAGES = 40, 3_000


@dataclass(frozen=True)
class Held:
    """Postings, and what was made of them."""

    lengths: NDArray[np.int64]
    postings: dict[str, NDArray[Any]]
    scanned: dict[str, NDArray[Any]]

    def of(self, name: str, term: int) -> NDArray[Any]:
        """The part of an array that is a term's."""
        arrays = self.postings | self.scanned
        starts = arrays[f"{name.partition('_')[0]}_starts"]
        return arrays[name][starts[term] : starts[term + 1]]


@pytest.fixture(scope="module")
def held() -> Held:
    """Passages from empty to very long, of terms from very frequent to rare."""
    draws = np.random.default_rng(3)
    lengths = draws.geometric(0.05, PASSAGES) - 1
    lengths[::200] *= 30
    text = np.minimum(draws.geometric(0.2, int(lengths.sum())) - 1, TERMS - 1).astype(np.int32)
    owners = np.repeat(np.arange(PASSAGES), lengths)
    postings = inverted(text, owners, passages=PASSAGES, vocabulary=TERMS)
    starts, rows, counts = (postings[f"postings_{name}"] for name in ("starts", "rows", "counts"))
    made = scanned(starts, rows, counts, lengths)
    return Held(lengths, postings, made)


def test_places_are_rows_by_length_and_those_of_one_length_in_reading_order(held: Held) -> None:
    rows = held.scanned["place_rows"]

    assert rows.tolist() == sorted(range(PASSAGES), key=lambda row: (held.lengths[row], row))
    np.testing.assert_array_equal(held.scanned["row_places"][rows], np.arange(PASSAGES))


def test_each_term_is_a_bitmap_or_a_list_of_the_places_where_it_stands(held: Held) -> None:
    words = -(-PASSAGES // 64)
    dense = held.scanned["dense_terms"].tolist()
    assert 0 < len(dense) < TERMS
    for term in range(TERMS):
        stands = np.sort(held.scanned["row_places"][held.of("postings_rows", term)])
        listed = held.of("lists_places", term)
        if term in dense:
            assert not len(listed)
            bitmap = held.scanned["bitmaps"][dense.index(term) * words :][:words]
            listed = np.flatnonzero(np.unpackbits(bitmap.view(np.uint8), bitorder="little"))
        np.testing.assert_array_equal(listed, stands)


def test_repeats_are_where_a_term_stands_more_than_once_and_how_often(held: Held) -> None:
    assert len(held.scanned["repeats_places"])
    for term in range(TERMS):
        rows, counts = held.of("postings_rows", term), held.of("postings_counts", term)
        places = held.scanned["row_places"][rows[counts > 1]]
        order = np.argsort(places)
        np.testing.assert_array_equal(held.of("repeats_places", term), places[order])
        np.testing.assert_array_equal(held.of("repeats_counts", term), counts[counts > 1][order])


def test_a_run_is_of_one_length_or_of_lengths_that_differ_little(held: Held) -> None:
    starts, shortest = held.scanned["run_starts"], held.scanned["run_lengths"]
    ascending = np.sort(held.lengths)
    assert starts[0] == 0
    assert starts[-1] == PASSAGES
    assert ascending[-1] > 500
    for run, least in enumerate(shortest.tolist()):
        own = ascending[starts[run] : starts[run + 1]]
        assert own[0] == least
        assert own[-1] <= max(least, least * 33 // 32)


def test_of_no_passages_nothing_is_scanned() -> None:
    nothing = np.zeros(0, np.int32)

    made = scanned(offsets_of(np.zeros(3, np.int64)), nothing, nothing.astype(np.uint16), nothing)

    assert made["run_starts"].tolist() == [0]
    assert not any(len(made[name]) for name in ("place_rows", "lists_places", "repeats_places", "bitmaps"))
