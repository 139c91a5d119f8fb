"""A trimmed segment is the very segment that would be built from what is left."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine.builder import SegmentBuilder
from index.engine.entries import PassageEntry, VersionEntry
from index.engine.segment import Segment
from index.engine.trimming import without
from index.release import PassageId, VersionId

WORDS = ("Birch", "cedar’s", "daisy", "12 elders", "Ficus-Grape", "Ñandú", "a", "the hazel")
PEOPLE = (None, "Anna Smith", "Bob Miller", "Carl Öst")

a_quote = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
a_passage = st.tuples(a_quote, st.sampled_from(PEOPLE), st.booleans())
Drawn = tuple[str, str | None, list[tuple[str, str | None, bool]]]
a_version = st.tuples(a_quote, st.sampled_from(PEOPLE), st.lists(a_passage, max_size=4))


def built(versions: list[VersionEntry]) -> Segment:
    builder = SegmentBuilder()
    for version in versions:
        builder.add(version)
    return builder.build()


def entry(number: int, drawn: Drawn) -> VersionEntry:
    title, voice, passages = drawn
    return VersionEntry(
        VersionId(number),
        title,
        date(2023, 1, 1 + number) if number % 2 else None,
        [
            PassageEntry(
                PassageId(100 * number + row), quote, row, 1, heading=False, speaker=who, question=asks
            )
            for row, (quote, who, asks) in enumerate(passages)
        ],
        voice,
    )


@settings(max_examples=80, deadline=None)
@given(drawn=st.lists(a_version, min_size=1, max_size=6), going=st.sets(st.integers(0, 5)))
def test_a_trimmed_segment_is_the_one_built_from_what_is_left(drawn: list[Drawn], going: set[int]) -> None:
    versions = [entry(number, version) for number, version in enumerate(drawn)]
    left = [version for version in versions if version.id not in going]
    gone = [version for version in versions if version.id in going]

    trimmed, expected = without(built(versions), built(gone)).arrays, built(left).arrays

    assert list(trimmed) == list(expected)
    for name, array in expected.items():
        assert trimmed[name].dtype == array.dtype, name
        np.testing.assert_array_equal(trimmed[name], array, name)
