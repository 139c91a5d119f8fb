"""The first stage finds what rank_bm25.BM25Okapi finds, with its scores, in a total order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.engine.builder import SegmentBuilder
from index.engine.candidates import best_candidates
from index.engine.entries import PassageEntry, VersionEntry
from index.engine.ranker import Bm25Params, Ranker
from index.engine.segment import Segment
from index.engine.statistics import LiveSegment, Statistics
from index.release import PassageId, VersionId

WORDS = ["china", "russia", "ukrain", "nato", "alli", "summit"]
"""Words that the analyzer leaves as they are, so that a corpus of words is a corpus of terms."""

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
corpora = st.lists(st.lists(texts, min_size=1, max_size=4), min_size=1, max_size=8)
queries = st.lists(st.sampled_from([*WORDS, "peru"]), min_size=1, max_size=5, unique=True)


@dataclass(frozen=True)
class Scored:
    """A passage by its number in reading order, with its score."""

    passage: int
    score: float


def segment_of(
    versions: Sequence[Sequence[str]], *, first_version: int = 0, first_passage: int = 0
) -> Segment:
    builder = SegmentBuilder()
    passage = first_passage
    for number, passages in enumerate(versions, start=first_version):
        entries = []
        for text in passages:
            entries.append(PassageEntry(PassageId(passage), text, hash(text), 1, False))
            passage += 1
        builder.add(VersionEntry(VersionId(number), "", date(2024, 1, 1 + number % 28), entries))
    return builder.build()


def whole(segment: Segment) -> LiveSegment:
    return LiveSegment(segment, np.ones(len(segment.version_ids), np.bool_))


def ours(parts: Sequence[LiveSegment], query: Sequence[str], *, limit: int = 10) -> list[Scored]:
    statistics = Statistics.over(parts)
    if not statistics.total_length:
        return []
    ranker = Ranker(statistics, Bm25Params())
    found = best_candidates(parts, ranker, query, limit=limit, allowed=lambda part: part.live_rows)
    return [
        Scored(int(part.part.segment.passage_ids[row]), float(score))
        for part in found
        for row, score in zip(part.rows, part.scores, strict=True)
    ]


def oracle(corpus: Sequence[Sequence[str]], query: Sequence[str]) -> list[Scored]:
    """All passages that share a term with the query, as rank-bm25 scores them."""
    if not any(corpus):
        return []
    scores = BM25Okapi(corpus, k1=0.9, b=0.25).get_scores(query)
    return [
        Scored(number, float(score))
        for number, score in enumerate(scores)
        if not set(corpus[number]).isdisjoint(query)
    ]


def assert_same(found: Sequence[Scored], expected: Sequence[Scored], *, limit: int) -> None:
    """The same best scores; a passage among ours has the oracle's score."""
    scores = {scored.passage: scored.score for scored in expected}
    best = sorted((scored.score for scored in expected), reverse=True)[:limit]

    assert sorted((scored.score for scored in found), reverse=True) == pytest.approx(best, abs=1e-6)
    for scored in found:
        assert scored.score == pytest.approx(scores[scored.passage], abs=1e-6)


@settings(deadline=None, max_examples=300)
@given(corpora, queries)
def test_candidates_equal_rank_bm25(versions: list[list[str]], query: list[str]) -> None:
    corpus = [text.split() for passages in versions for text in passages]

    assert_same(ours([whole(segment_of(versions))], query), oracle(corpus, query), limit=10)


@settings(deadline=None, max_examples=200)
@given(corpora, corpora, st.sets(st.integers(0, 7)), queries)
def test_segments_and_deletions_equal_rank_bm25_over_what_is_left(
    first: list[list[str]], second: list[list[str]], deleted: set[int], query: list[str]
) -> None:
    segments = [
        segment_of(first),
        segment_of(second, first_version=len(first), first_passage=sum(map(len, first))),
    ]
    parts = [LiveSegment(segment, ~np.isin(segment.version_ids, list(deleted))) for segment in segments]
    numbered = list(enumerate(text.split() for passages in first + second for text in passages))
    owners = [number for number, passages in enumerate(first + second) for _ in passages]
    left = [(number, text) for number, text in numbered if owners[number] not in deleted]
    expected = oracle([text for _, text in left], query)

    assert_same(
        ours(parts, query), [Scored(left[scored.passage][0], scored.score) for scored in expected], limit=10
    )


def test_scores_equal_the_formula_written_out() -> None:
    corpus = [["china", "russia"], ["china", "china", "nato"], ["alli"], ["summit", "alli"], ["nato"]]
    mean = sum(map(len, corpus)) / len(corpus)
    idf = math.log(5 - 2 + 0.5) - math.log(2 + 0.5)
    expected = [
        idf * tf * 1.9 / (tf + 0.9 * (0.75 + 0.25 * length / mean)) for tf, length in ((1, 2), (2, 3))
    ]

    found = ours([whole(segment_of([[" ".join(text)] for text in corpus]))], ["china"])

    assert [scored.score for scored in found] == pytest.approx(expected)


def test_ties_come_newest_first_then_in_reading_order() -> None:
    segment = segment_of([["china", "china"], ["china"]])

    found = ours([whole(segment)], ["china"], limit=2)

    assert [scored.passage for scored in found] == [0, 2]


def test_a_passage_that_shares_no_term_is_never_a_candidate() -> None:
    segment = segment_of([["china"], ["russia"], [""]])

    assert [scored.passage for scored in ours([whole(segment)], ["china"])] == [0]


def test_a_score_below_zero_is_still_a_match() -> None:
    assert len(ours([whole(segment_of([["china"]]))], ["china"])) == 1


def test_the_ranker_refuses_a_corpus_without_terms() -> None:
    with pytest.raises(ValueError, match="without terms"):
        Ranker(Statistics.over([whole(segment_of([[""]]))]), Bm25Params())
