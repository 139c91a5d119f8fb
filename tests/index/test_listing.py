"""Lists of passages are whole, in one order, and turn over page by page without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from index.engine.builder import SegmentBuilder
from index.engine.entries import PassageEntry, VersionEntry
from index.engine.statistics import LiveSegment
from index.query import PUBLIC, PassageList, Query, QueryTerm
from index.release import PassageId, VersionId, wording_hash
from index.snapshot import SearchParams, SearchSnapshot

ADA = frozenset({"Ada Lovelace"})
OWN = frozenset({PUBLIC})


def segment(
    *versions: tuple[int, date | None, Sequence[PassageEntry]], gone: int | None = None
) -> LiveSegment:
    builder = SegmentBuilder()
    for number, published, passages in versions:
        builder.add(VersionEntry(VersionId(number), "Title", published, passages))
    built = builder.build()
    return LiveSegment(built, built.version_ids != (gone or -1))


def says(
    number: int, quote: str, speaker: str | None = "Ada Lovelace", *, asks: bool = False
) -> PassageEntry:
    return PassageEntry(
        PassageId(number), quote, wording_hash(quote), 1, heading=False, speaker=speaker, question=asks
    )


def ids(found: PassageList) -> list[int]:
    return [listed.passage for listed in found.passages]


@pytest.fixture
def searched() -> SearchSnapshot:
    older = segment(
        (1, date(2023, 1, 1), [says(10, "One."), says(11, "Two."), says(12, "Bob’s.", "Bob")]),
        (2, None, [says(20, "Undated.")]),
        (3, date(2023, 5, 1), [says(30, "Dropped.")]),
        gone=3,
    )
    newer = segment(
        (4, date(2024, 1, 1), [says(40, "Three."), says(41, "ONE."), says(42, "Why?", asks=True)]),
        (5, date(2023, 1, 1), [says(50, "Four."), says(51, "Nobody’s.", None)]),
    )
    other = segment((6, date(2025, 1, 1), [says(60, "Private.")]))
    return SearchSnapshot({PUBLIC: [older, newer], "7/private": [other]}, SearchParams())


def test_what_a_person_says_comes_newest_first_then_in_reading_order(searched: SearchSnapshot) -> None:
    found = searched.spoken(ADA, collections=OWN, limit=10)

    assert ids(found) == [40, 41, 11, 50, 20]
    assert found.total == 5


def test_what_is_said_twice_stands_at_its_newest_place_and_names_the_other(searched: SearchSnapshot) -> None:
    found = searched.spoken(ADA, collections=OWN, limit=10)

    assert [list(listed.repeated_in) for listed in found.passages] == [[], [10], [], [], []]


@pytest.mark.parametrize("size", [1, 2, 3, 9])
def test_pages_together_are_the_list(searched: SearchSnapshot, size: int) -> None:
    pages = [
        ids(searched.spoken(ADA, collections=OWN, limit=size, offset=offset)) for offset in range(0, 9, size)
    ]

    assert [passage for page in pages for passage in page] == [40, 41, 11, 50, 20]


def test_a_page_beyond_the_end_is_empty_and_knows_the_total(searched: SearchSnapshot) -> None:
    assert searched.spoken(ADA, collections=OWN, limit=5, offset=99) == PassageList([], 5)


def test_who_does_not_speak_in_the_collections_has_an_empty_list(searched: SearchSnapshot) -> None:
    assert searched.spoken(frozenset({"Eve"}), collections=OWN, limit=5) == PassageList([])
    assert searched.spoken(ADA, collections=frozenset({"nowhere"}), limit=5) == PassageList([])
    assert ids(searched.spoken(ADA, collections=frozenset({"7/private"}), limit=5)) == [60]


def test_every_passage_with_a_phrase_is_listed_the_fullest_first() -> None:
    passages = [says(n, f"Harbour number{n} has a crane and a long quay.") for n in range(300)]
    passages += [says(300, "Harbour, harbour."), says(301, "A harbour, a ferry and much else that is long.")]
    everything = segment((1, date(2023, 1, 1), passages), (2, None, [says(400, "Nothing of it.")]))
    searched = SearchSnapshot({PUBLIC: [everything]}, SearchParams())
    query = Query([QueryTerm("harbour", "harbour"), QueryTerm("ferri", "ferry")], [("harbour",), ("ferri",)])

    first = searched.holding(query, limit=2)
    last = searched.holding(query, limit=10, offset=300)

    assert (ids(first), first.total) == ([301, 300], 302)
    assert [sorted(listed.matched) for listed in first.passages] == [["ferri", "harbour"], ["harbour"]]
    assert ids(last) == [298, 299]
    assert np.all(np.diff(ids(searched.holding(query, limit=300, offset=2))) > 0)
