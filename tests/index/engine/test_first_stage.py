"""Every way through the first stage finds the same rows with the same scores, to the last bit and the last tie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.engine import compiled, exhaustive, pruned
from index.engine.builder import SegmentBuilder
from index.engine.candidates import Candidates, Mask, best_candidates
from index.engine.entries import PassageEntry, VersionEntry
from index.engine.kernels import library
from index.engine.ranker import Bm25Params, Ranker
from index.engine.segment import Segment
from index.engine.statistics import LiveSegment, Statistics
from index.release import PassageId, VersionId

Search = Callable[..., list[Candidates]]

WORDS = ["china", "russia", "ukrain", "nato", "alli", "summit", "peac", "treati"]
"""Words that the analyzer leaves as they are."""

WAYS = [pytest.param(pruned.search, id="numpy")] + [
    pytest.param(
        partial(compiled.search, widest=widest),
        id=f"compiled-{widest}",
        marks=pytest.mark.skipif(library() is None, reason="no compiled code was built here"),
    )
    for widest in range(3)
]


@dataclass(frozen=True)
class Searched:
    """Collections with what a question asks of them."""

    parts: Sequence[LiveSegment]
    masks: Sequence[Mask]
    query: Sequence[str]
    limit: int


@st.composite
def searches(draw: st.DrawFn) -> Searched:
    """Up to three segments with repeated words, duplicates, empty passages, deletions, filters and many ties."""
    fill = st.lists(st.sampled_from(WORDS[:3] * 3 + WORDS), max_size=12)
    kinds = draw(st.lists(fill, min_size=1, max_size=6))
    parts, masks, passages, versions = [], [], 0, 0
    for _ in range(draw(st.integers(1, 3))):
        # few kinds of passages over many places: most scores are held by many
        picked = draw(st.lists(st.integers(0, len(kinds) - 1), min_size=1, max_size=90))
        texts = [kinds[kind] for kind in picked] + [[]] * draw(st.integers(0, 150))
        segment = segment_of(texts, passages, versions, each=draw(st.integers(1, 9)))
        passages, versions = passages + len(texts), versions + len(segment.version_ids)
        draws = np.random.default_rng(draw(st.integers(0, 9)))
        part = LiveSegment(
            segment, draws.random(len(segment.version_ids)) < draw(st.sampled_from([1.0, 0.7]))
        )
        parts.append(part)
        masks.append(part.live_rows & (draws.random(len(texts)) < draw(st.sampled_from([1.0, 0.8, 0.1]))))
    query = draw(st.lists(st.sampled_from([*WORDS, "peru"]), min_size=1, max_size=6))
    return Searched(parts, masks, query, draw(st.sampled_from([1, 2, 10, 40, 200])))


def segment_of(
    texts: Sequence[Sequence[str]], first_passage: int, first_version: int, *, each: int
) -> Segment:
    builder = SegmentBuilder()
    for number, start in enumerate(range(0, len(texts), each)):
        entries = [
            PassageEntry(PassageId(first_passage + start + place), " ".join(text), 0, 1, False)
            for place, text in enumerate(texts[start : start + each])
        ]
        version = VersionId(first_version + number)
        builder.add(VersionEntry(version, "", date(2024, 1, 1 + number % 3) if number % 4 else None, entries))
    return builder.build()


def found_by(search: Search, searched: Searched) -> list[tuple[list[int], list[float]]]:
    ranker = Ranker(Statistics.over(searched.parts), Bm25Params())
    found = search(searched.parts, ranker, searched.query, searched.limit, searched.masks)
    return [(part.rows.tolist(), part.scores.tolist()) for part in found]


def bounds_hold(searched: Searched) -> bool:
    statistics = Statistics.over(searched.parts)
    if not statistics.total_length:
        return False
    idf = Ranker(statistics, Bm25Params()).idf
    return all(idf.get(term, 1.0) > 0 for term in searched.query)


@pytest.mark.parametrize("search", WAYS)
@settings(deadline=None, max_examples=250)
@given(searched=searches())
def test_the_same_rows_with_the_same_scores_as_adding_up_everything(
    search: Search, searched: Searched
) -> None:
    if not bounds_hold(searched):
        return

    assert found_by(exhaustive.search, searched) == found_by(search, searched)


@settings(deadline=None, max_examples=250)
@given(searched=searches())
def test_what_questions_get_equals_rank_bm25_over_what_is_live(searched: Searched) -> None:
    statistics = Statistics.over(searched.parts)
    if not statistics.total_length:
        return
    ranker = Ranker(statistics, Bm25Params())
    masks = {id(part): mask for part, mask in zip(searched.parts, searched.masks, strict=True)}

    found = best_candidates(
        searched.parts, ranker, searched.query, limit=searched.limit, allowed=lambda part: masks[id(part)]
    )

    expected = oracle(searched)
    scores = sorted((score for part in found for score in part.scores.tolist()), reverse=True)
    assert scores == pytest.approx(expected[: searched.limit], abs=1e-6)


def oracle(searched: Searched) -> list[float]:
    """The scores, best first, of the allowed passages that share a term with the query, as rank-bm25 gives them."""
    corpus, allowed = [], []
    for part, mask in zip(searched.parts, searched.masks, strict=True):
        for row in np.flatnonzero(part.live_rows).tolist():
            corpus.append([part.segment.vocabulary[number] for number in part.segment.text(row).tolist()])
            allowed.append(bool(mask[row]))
    scores = BM25Okapi(corpus, k1=0.9, b=0.25).get_scores(searched.query)
    wanted = set(searched.query)
    return sorted(
        (
            float(score)
            for score, text, may in zip(scores, corpus, allowed, strict=True)
            if may and wanted & set(text)
        ),
        reverse=True,
    )


@pytest.fixture(scope="module")
def large() -> Sequence[LiveSegment]:
    """Two segments of more rows than are summed up at a time, with bitmaps, lists, repeats and long passages."""
    draws = np.random.default_rng(15)
    names = [f"{first}{second}{third}q" for first in "bcdfg" for second in "lmnpr" for third in "stvwz"]
    shares = 1 / np.arange(1, len(names) + 1) ** 1.1
    parts, passages, versions = [], 0, 0
    for size in (70_001, 3_000):
        lengths = np.minimum(draws.geometric(0.12, size) - 1, 80)
        words = draws.choice(len(names), int(lengths.sum()), p=shares / shares.sum())
        ends = np.cumsum(lengths)
        texts = [
            [names[word] for word in words[end - length : end]]
            for end, length in zip(ends, lengths, strict=True)
        ]
        segment = segment_of(texts, passages, versions, each=17)
        passages, versions = passages + size, versions + len(segment.version_ids)
        parts.append(LiveSegment(segment, draws.random(len(segment.version_ids)) < 0.9))
    return parts


@pytest.mark.parametrize("search", WAYS)
@pytest.mark.parametrize("limit", [10, 200])
@pytest.mark.parametrize("share", [1.0, 0.3, 0.01, 0.0005])
def test_several_windows_are_searched_as_one(
    search: Search, large: Sequence[LiveSegment], limit: int, share: float
) -> None:
    draws = np.random.default_rng(7)
    names = [name for name in large[0].segment.vocabulary if name.endswith("q")]
    masks = [part.live_rows & (draws.random(part.segment.passages) < share) for part in large]
    for count in (1, 1, 2, 3, 5, 8, 30):
        query = draws.choice(names, count).tolist()
        searched = Searched(large, masks, query, limit)
        if bounds_hold(searched):
            assert found_by(exhaustive.search, searched) == found_by(search, searched)


def test_large_corpora_have_questions_for_which_bounds_hold(large: Sequence[LiveSegment]) -> None:
    held = [bounds_hold(Searched(large, (), [name], 10)) for name in large[0].segment.vocabulary]

    assert sum(held) > 50


@pytest.mark.parametrize("search", WAYS)
def test_ties_at_the_last_rank_go_to_the_newest_then_to_reading_order(search: Search) -> None:
    texts = [["china", "nato"] for _ in range(40)] + [["russia"] for _ in range(300)]
    part = LiveSegment(segment_of(texts, 0, 0, each=1), np.ones(340, np.bool_))
    searched = Searched([part], [part.live_rows], ["china"], 15)

    rows = found_by(search, searched)[0][0]

    newest = [row for row in range(40) if row % 4 and row % 3 == 2]
    second = [row for row in range(40) if row % 4 and row % 3 == 1]
    assert sorted((newest + second)[:15]) == rows


@pytest.mark.parametrize("search", WAYS)
def test_a_term_that_stands_very_often_counts_as_often(search: Search) -> None:
    texts = [["china"] * count for count in (1, 2, 8, 9, 10, 300)] + [["russia", "nato"]] * 60
    part = LiveSegment(segment_of(texts, 0, 0, each=2), np.ones(33, np.bool_))
    searched = Searched([part], [part.live_rows], ["china", "china"], 3)

    assert found_by(exhaustive.search, searched) == found_by(search, searched)
