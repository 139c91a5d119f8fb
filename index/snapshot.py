"""From Query to Hits over the newest generations, as they were at one moment.

Pure and immutable: one question is answered from one snapshot, from start to end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.engine.candidates import (
    Candidates,
    Filter,
    Mask,
    best_candidates,
    best_first,
    count_matches,
    published_of,
)
from index.engine.phrases import rows_with_phrase
from index.engine.ranker import Bm25Params, Ranker
from index.engine.segment import NO_DATE, Longs, Segment
from index.engine.statistics import LiveSegment, Statistics
from index.evidence import Evidence, EvidenceParams, Weigher
from index.query import DateRange, Hit, Hits, Query
from index.release import PassageId, VersionId

_TITLED_VERSIONS = 10
"""Releases admitted by their title alone: beyond ten, the title's words are too common to tell."""

_TITLED_PASSAGES = 40
"""Passages of such a release that are weighed: what a title promises is said near the beginning."""


@dataclass(frozen=True, slots=True)
class SearchParams:
    """Sizes and weights of both stages."""

    candidates: int = 200
    bm25: Bm25Params = field(default_factory=Bm25Params)
    evidence: EvidenceParams = field(default_factory=EvidenceParams)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The live segments of some collections with the ranker over all of them (None: they hold no terms)."""

    parts: Sequence[LiveSegment]
    ranker: Ranker | None


class SearchSnapshot:
    """The Snapshot protocol over segments: each collection's newest generation."""

    def __init__(self, collections: Mapping[str, Sequence[LiveSegment]], params: SearchParams) -> None:
        self._collections = collections
        self._params = params
        self._corpora: dict[frozenset[str], Corpus] = {}

    def find(self, query: Query, *, limit: int) -> Hits:
        """The ``limit`` best passages, best first; passages that say the same words count once."""
        corpus = self.corpus(query.collections)
        if corpus.ranker is None or not query.terms:
            return Hits(unknown=[term.word for term in query.terms])
        unknown = [term.word for term in query.terms if term.term not in corpus.ranker.idf]
        found = self._candidates(corpus, corpus.ranker, query)
        weigher = Weigher(corpus.ranker, self._params.evidence, query.terms)
        return Hits(_hits(weigher, found, limit), unknown, count_matches(found))

    def nearest(self, query: Query, *, limit: int) -> Sequence[VersionId]:
        """Releases of the best passages, whatever these say."""
        hits = self.find(query, limit=limit * 5)
        return list(dict.fromkeys(hit.version for hit in hits.best))[:limit]

    def corpus(self, collections: frozenset[str]) -> Corpus:
        """What these collections hold together; made when first asked for."""
        if collections not in self._corpora:
            parts = [part for name in sorted(collections) for part in self._collections.get(name, ())]
            statistics = Statistics.over(parts)
            ranker = Ranker(statistics, self._params.bm25) if statistics.total_length else None
            self._corpora[collections] = Corpus(parts, ranker)
        return self._corpora[collections]

    def _candidates(self, corpus: Corpus, ranker: Ranker, query: Query) -> list[Candidates]:
        allowed = _filter(query)
        terms = [term.term for term in query.terms]
        found = best_candidates(corpus.parts, ranker, terms, limit=self._params.candidates, allowed=allowed)
        if query.phrases:
            return found
        return [_admit(part, _titled_rows(part.part, ranker, terms, allowed(part.part))) for part in found]


def _filter(query: Query) -> Filter:
    def allowed(part: LiveSegment) -> Mask:
        mask = part.live_rows
        if query.dates is not None:
            mask &= _published_within(part.segment, query.dates)[part.segment.version_of]
        if query.phrases:
            holding = np.zeros(len(mask), np.bool_)
            for phrase in query.phrases:
                holding[rows_with_phrase(part.segment, phrase)] = True
            mask &= holding
        return mask

    return allowed


def _published_within(segment: Segment, dates: DateRange) -> Mask:
    mask: Mask = segment.published != NO_DATE
    if dates.start is not None:
        mask &= segment.published >= dates.start.toordinal()
    if dates.end is not None:
        mask &= segment.published < dates.end.toordinal()
    return mask


def _titled_rows(part: LiveSegment, ranker: Ranker, terms: Sequence[str], allowed: Mask) -> Longs:
    """Rows of the releases whose titles hold most of the query's weight."""
    segment = part.segment
    weights = np.zeros(len(segment.version_ids))
    for term in terms:
        weights[segment.titled(term)] += max(ranker.idf.get(term, ranker.highest_idf), 0.0)
    order = best_first(weights, segment.published, segment.version_ids)[:_TITLED_VERSIONS]
    ranges = [segment.rows_of(int(version)) for version in order if weights[version] > 0]
    rows = [np.arange(rows.start, min(rows.stop, rows.start + _TITLED_PASSAGES)) for rows in ranges]
    titled: Longs = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    return titled[allowed[titled]]


def _admit(found: Candidates, rows: Longs) -> Candidates:
    """The candidates together with rows that another field admits, at a first-stage score of 0."""
    more = np.setdiff1d(rows, found.rows)
    every = np.concatenate([found.rows, more])
    scores = np.concatenate([found.scores, np.zeros(len(more))])
    order = np.argsort(every)
    return Candidates(found.part, every[order], scores[order])


def _hits(weigher: Weigher, found: Sequence[Candidates], limit: int) -> list[Hit]:
    evidence = [weigher.weigh(part) for part in found if len(part.rows)]
    if not evidence:
        return []
    owners = np.repeat(np.arange(len(evidence)), [len(part.scores) for part in evidence])
    places = np.concatenate([np.arange(len(part.scores)) for part in evidence])
    wordings = np.concatenate([_column(part, "wordings") for part in evidence])
    order = best_first(
        np.concatenate([part.scores for part in evidence]),
        np.concatenate([published_of(part.candidates) for part in evidence]),
        np.concatenate([_column(part, "passage_ids") for part in evidence]),
    )
    groups: dict[int, list[int]] = {}
    for place in order.tolist():
        groups.setdefault(int(wordings[place]), []).append(place)
    return [
        _hit(weigher, [(evidence[owners[place]], int(places[place])) for place in group])
        for group in list(groups.values())[:limit]
    ]


def _hit(weigher: Weigher, group: Sequence[tuple[Evidence, int]]) -> Hit:
    evidence, place = group[0]
    segment, row = evidence.candidates.part.segment, int(evidence.candidates.rows[place])
    version = _version(evidence, place)
    others = {_version(*other): _passage(*other) for other in reversed(group[1:])}
    others.pop(version, None)
    return Hit(
        passage=PassageId(int(segment.passage_ids[row])),
        version=version,
        score=float(evidence.scores[place]),
        bm25=float(evidence.candidates.scores[place]),
        coverage=float(evidence.coverage[place]),
        matched=weigher.matched(evidence, place),
        found=weigher.found(evidence, place),
        shares=weigher.shares(evidence, place),
        repeated_in=list(reversed(others.values())),
    )


def _passage(evidence: Evidence, place: int) -> PassageId:
    return PassageId(int(_column(evidence, "passage_ids")[place]))


def _version(evidence: Evidence, place: int) -> VersionId:
    segment = evidence.candidates.part.segment
    return VersionId(int(segment.version_ids[segment.version_of[evidence.candidates.rows[place]]]))


def _column(evidence: Evidence, name: str) -> Longs:
    column: Longs = getattr(evidence.candidates.part.segment, name)
    return column[evidence.candidates.rows]
