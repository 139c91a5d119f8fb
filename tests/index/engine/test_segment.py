"""What a segment tells of terms, versions and words, beside the plain way to find it out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import segment as segments
from index.engine.phrases import rows_with_phrase
from index.engine.vocabulary import Vocabulary
from tests.index.engine.test_first_stage import WORDS, segment_of

TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8), min_size=1, max_size=60)


@pytest.mark.parametrize("frequent", [0, 8_192])
@given(texts=TEXTS, each=st.integers(1, 9))
def test_a_weight_is_added_to_each_version_that_holds_the_term(
    frequent: int, texts: list[list[str]], each: int
) -> None:
    segment = segment_of(texts, 0, 0, each=each)
    holding = [
        float(any(WORDS[0] in text for text in texts[start : start + each]))
        for start in range(0, len(texts), each)
    ]
    totals = np.ones(len(holding))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(segments, "_FREQUENT", frequent)
        # the second time from what was kept
        for _ in range(2):
            segment.add_to_holders(totals, WORDS[0], 0.25)
            segment.add_to_holders(totals, "peru", 0.25)

    assert [1 + 0.5 * held for held in holding] == totals.tolist()


@given(TEXTS, st.lists(st.sampled_from([*WORDS[:3], "peru"]), min_size=1, max_size=3))
def test_rows_with_a_phrase_hold_its_terms_side_by_side(texts: list[list[str]], phrase: list[str]) -> None:
    segment = segment_of(texts, 0, 0, each=3)
    size = len(phrase)
    holding = [
        row
        for row, text in enumerate(texts)
        if any(text[place : place + size] == phrase for place in range(len(text) - size + 1))
    ]

    assert holding == rows_with_phrase(segment, phrase).tolist()


@given(st.sets(st.text(max_size=12), max_size=60), st.text(max_size=12))
def test_a_vocabulary_finds_each_of_its_terms_and_no_other(terms: set[str], other: str) -> None:
    ordered = sorted(
        {*map(_encodable, terms)} | {f"commonbegin{term}" for term in map(_encodable, terms)}, key=str.encode
    )
    vocabulary = Vocabulary(*Vocabulary.pack(ordered))

    assert list(range(len(ordered))) == [vocabulary.number(term) for term in ordered]
    assert (_encodable(other) in ordered) == (vocabulary.number(_encodable(other)) is not None)


def _encodable(text: str) -> str:
    return text.encode(errors="ignore").decode().replace("\0", "")


def test_a_word_is_counted_as_it_is_spelled() -> None:
    segment = segment_of([["summit", "summit"], ["summits"]], 0, 0, each=1)

    assert (2, 1, 0) == tuple(segment.spelled(word) for word in ("summit", "summits", "peru"))
