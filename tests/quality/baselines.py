"""Plain retrieval to compare with: what a good engineer would put up in an afternoon.

rank-bm25 stands for itself through the first stage, whose scores equal it to 1e-6 (tests/index/engine): the same
ranking, in milliseconds instead of seconds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from index.engine.builder import SegmentBuilder
from index.engine.candidates import best_candidates, best_first, published_of
from index.engine.entries import PassageEntry, VersionEntry
from index.engine.ranker import Bm25Params, Ranker
from index.engine.segment import Segment
from index.engine.statistics import LiveSegment, Statistics
from index.language.analyzer import terms
from index.release import PassageId

Baseline = Callable[[str], Sequence[int]]
"""From a question to the ids of the ten best passages."""

PUBLISHED = Bm25Params(k1=1.5, b=0.75, epsilon=0.25)
"""rank-bm25's own defaults."""


def bm25_over_sentences(segments: Sequence[Segment], params: Bm25Params = PUBLISHED) -> Baseline:
    """rank-bm25 over passages."""
    parts = [whole(segment) for segment in segments]
    ranker = Ranker(Statistics.over(parts), params)
    return lambda question: _best(parts, ranker, question, limit=10)


def bm25_over_releases(entries: Sequence[VersionEntry]) -> Baseline:
    """rank-bm25 over whole releases; of each of the ten best, the sentence that it scores highest."""
    builder = SegmentBuilder()
    for entry in entries:
        text = " ".join([entry.title, *(passage.quote for passage in entry.passages)])
        builder.add(
            VersionEntry(
                entry.id, "", entry.published, [PassageEntry(PassageId(entry.id), text, 0, 1, False)]
            )
        )
    parts = [whole(builder.build())]
    ranker = Ranker(Statistics.over(parts), PUBLISHED)
    by_version = {int(entry.id): entry for entry in entries}

    def search(question: str) -> list[int]:
        found = [by_version[version] for version in _best(parts, ranker, question, limit=10)]
        return [_best_sentence(entry, ranker, question) for entry in found if entry.passages]

    return search


def fts5(passages: Sequence[tuple[int, str]]) -> Baseline:
    """SQLite's FTS5 with its Porter stemmer, any of the words."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(
        "CREATE VIRTUAL TABLE passages USING fts5(text, content='', tokenize='porter unicode61')"
    )
    connection.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", passages)

    def search(question: str) -> list[int]:
        words = "".join(letter if letter.isalnum() else " " for letter in question).split()
        wanted = " OR ".join(f'"{word}"' for word in words)
        rows = connection.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT 10", (wanted,)
        )
        return [row[0] for row in rows]

    return search if passages else lambda _question: []


def bm25s_library(passages: Sequence[tuple[int, str]]) -> Baseline | None:
    """The bm25s package as its README shows it, None where it is not installed."""
    try:
        import bm25s
    except ImportError:
        return None
    ids = np.array([id_ for id_, _ in passages])
    engine: Any = bm25s.BM25()
    engine.index(
        bm25s.tokenize([text for _, text in passages], stopwords="en", show_progress=False),
        show_progress=False,
    )

    def search(question: str) -> list[int]:
        tokens = bm25s.tokenize(question, stopwords="en", show_progress=False)
        found, _ = engine.retrieve(tokens, k=10, show_progress=False)
        return [int(ids[place]) for place in found[0]]

    return search


def whole(segment: Segment) -> LiveSegment:
    """A segment of which nothing was removed."""
    return LiveSegment(segment, np.ones(len(segment.version_ids), np.bool_))


def _best(parts: Sequence[LiveSegment], ranker: Ranker, question: str, *, limit: int) -> list[int]:
    query = list(dict.fromkeys(terms(question)))
    found = best_candidates(parts, ranker, query, limit=limit, allowed=lambda part: part.live_rows)
    scores = np.concatenate([part.scores for part in found])
    published = np.concatenate([published_of(part) for part in found])
    ids = np.concatenate([part.part.segment.passage_ids[part.rows] for part in found])
    return [int(ids[place]) for place in best_first(scores, published, ids)]


def _best_sentence(entry: VersionEntry, ranker: Ranker, question: str) -> int:
    query = set(terms(question))

    def weight(passage: PassageEntry) -> float:
        return sum(ranker.idf.get(term, 0.0) for term in query.intersection(terms(passage.quote)))

    return int(max(entry.passages, key=weight).id)
