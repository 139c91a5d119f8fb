"""Which passages are weighed: the best by BM25, and those that enter by what stands around them.

The right sentence is among BM25's first fifty in seven of ten questions; together with the sentences beside the
best ones, those of the asked days and speaker, and those of releases whose titles and texts hold most of the
question's weight, it is among the candidates in nine of ten. Which ones enter does not depend on how the releases are
spread over segments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.engine.candidates import best_candidates
from index.engine.ordering import Candidates, Mask, best_of, first_places
from index.engine.phrases import rows_with_phrase
from index.engine.ranker import Ranker, Scores
from index.engine.segment import Ints, Longs, Segment, insertion_places
from index.engine.statistics import LiveSegment
from index.evidence.conditions import issued_by, published_within, spoken_by
from index.query import Query, QueryTerm

_STEPS = 4_096


@dataclass(frozen=True, slots=True)
class AdmissionParams:
    """How many passages enter by each door."""

    best: int = 200  # by BM25 over the question's terms
    conditioned: int = 100  # by BM25 among those of the asked days, and of the asked speaker
    expanded: int = 100  # by BM25 over the terms and what means the same
    releases: int = 12  # releases by the weight of the terms in title and text
    passages: int = 30  # of such a release, those with most of the terms
    around: int = 40  # of the best, those whose neighbours enter too


def admit(
    parts: Sequence[LiveSegment], ranker: Ranker, query: Query, params: AdmissionParams
) -> list[Candidates]:
    """The passages to weigh, with their first-stage scores: 0 where BM25 did not bring them in."""
    best, *more = [_by_door(door, parts, ranker, query) for door in doors(query, params)]
    if query.phrases:
        return best
    around = _around(best, query, params)
    of_releases = _of_releases(best, ranker, query, params)
    return [
        _together(found, [entered[place].rows for entered in more] + around[place] + of_releases[place])
        for place, found in enumerate(best)
    ]


def _by_door(door: Door, parts: Sequence[LiveSegment], ranker: Ranker, query: Query) -> list[Candidates]:
    return best_candidates(
        parts, ranker, door.terms, limit=door.limit, allowed=lambda part: door.lets(part, query)
    )


def allowed(part: LiveSegment, query: Query) -> Mask:
    """Rows that may be found at all: live, no reporter's question, with one of the query's phrases."""
    mask: Mask = part.quotable_rows
    if query.phrases:
        holding = np.zeros(len(mask), np.bool_)
        for phrase in query.phrases:
            holding[rows_with_phrase(part.segment, phrase)] = True
        mask = mask & holding
    return mask


@dataclass(frozen=True, slots=True)
class Door:
    """A search by which passages enter: the ``limit`` best by its terms, of the asked days or speaker only where it says so."""

    terms: Sequence[str]
    limit: int
    of_days: bool = False
    by_speaker: bool = False

    def lets(self, part: LiveSegment, query: Query) -> Mask:
        """Which rows may enter by it."""
        mask = allowed(part, query)
        if self.of_days:
            mask = mask & _of_days(part.segment, query)
        if self.by_speaker:
            mask = mask & _by_speaker(part.segment, query)
        return mask


def doors(query: Query, params: AdmissionParams) -> Iterator[Door]:
    """The searches of a query, the one by just its terms first."""
    terms = [term.term for term in query.terms]
    yield Door(terms, params.best)
    if query.phrases:
        return
    others = [word for term in query.terms for other in term.alternatives for word in other.terms]
    if others:
        yield Door(list(dict.fromkeys([*terms, *others])), params.expanded)
    if query.dates:
        yield Door(terms, params.conditioned, of_days=True)
    if query.speakers:
        yield Door(terms, params.conditioned, by_speaker=True)


def _of_days(segment: Segment, query: Query) -> Mask:
    return segment.by_version(published_within(segment, query.dates))


def _by_speaker(segment: Segment, query: Query) -> Mask:
    return spoken_by(segment, query) | issued_by(segment, query)


def _around(best: Sequence[Candidates], query: Query, params: AdmissionParams) -> list[list[Longs]]:
    """Of each segment, rows beside the best of all."""
    return [
        [_allowed_of(found, query, _beside(found.part.segment, found.rows, step)) for step in (-1, 1)]
        for found in best_of(best, params.around)
    ]


def _of_releases(
    best: Sequence[Candidates], ranker: Ranker, query: Query, params: AdmissionParams
) -> list[list[Longs]]:
    """Of each segment, the rows that hold most in the releases that hold most of the question, of all."""
    weighed = [_weighed(found.part, ranker, query) for found in best]
    segments = [found.part.segment for found in best]
    top = first_places(
        np.concatenate([weights.versions for weights in weighed]),
        np.concatenate([segment.published for segment in segments]),
        np.concatenate([segment.version_ids for segment in segments]),
        params.releases,
    )
    bounds = np.cumsum([0, *(len(segment.version_ids) for segment in segments)])
    return [
        _most_of_each(found, weights, top[(start <= top) & (top < end)] - start, query, params)
        for found, weights, start, end in zip(best, weighed, bounds[:-1], bounds[1:], strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Standing:
    """The rows in which a term stands, ascending, and what it weighs."""

    rows: Ints
    weight: float


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much of the question's weight each version of a segment holds, in title and text, and where its terms stand."""

    versions: Scores
    standing: Sequence[_Standing]


def _most_of_each(
    found: Candidates, weights: _Weights, versions: Longs, query: Query, params: AdmissionParams
) -> list[Longs]:
    """Of each of these releases that holds anything of the question, the rows that hold most of it and may enter."""
    segment = found.part.segment
    versions = versions[weights.versions[versions] > 0]
    starts, ends = segment.version_starts[versions], segment.version_starts[versions + 1]
    held = [
        (insertion_places(term.rows, starts), insertion_places(term.rows, ends)) for term in weights.standing
    ]
    rows = []
    for place, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        standing = [
            (term.rows[first[place] : last[place]] - start, term.weight)
            for term, (first, last) in zip(weights.standing, held, strict=True)
        ]
        rows.append(start + _heaviest(end - start, standing, params.passages))
    return [_allowed_of(found, query, most) for most in rows]


def _heaviest(rows: int, standing: Sequence[tuple[Ints, float]], limit: int) -> Longs:
    """Of so many rows, those whose terms weigh most, the first of equal ones first."""
    weights = np.zeros(rows, np.float32)
    for holding, weight in standing:
        weights[holding] += weight
    most: Longs = np.argsort(-weights, kind="stable")[:limit]
    return most


def _weighed(part: LiveSegment, ranker: Ranker, query: Query) -> _Weights:
    segment = part.segment
    weights = np.zeros(len(segment.version_ids))
    standing: list[_Standing] = []
    for term in query.terms:
        weight = weight_of(term, ranker)
        segment.add_to_holders(weights, term.term, weight)
        weights[segment.titled(term.term)] += weight
        standing.append(_Standing(segment.postings(term.term).rows, weight))
    if query.dates:
        weights = np.where(published_within(segment, query.dates), weights * 2, weights)
    if query.releases:
        mass = sum(2 * weight_of(term, ranker) for term in query.terms)
        weights = np.where(np.isin(segment.version_ids, list(query.releases)), weights + mass, weights)
    return _Weights(weights if part.whole else np.where(part.live, weights, 0.0), standing)


def weight_of(term: QueryTerm, ranker: Ranker) -> float:
    """What a term counts where releases are looked for by all that they hold.

    In steps of 1/4096: sums of some hundred are exact then, in whatever order and also in float32, so that everyone who adds
    them up comes to the same order of releases.
    """
    weight = term.weight * max(ranker.idf.get(term.term, ranker.highest_idf), 0.0)
    return round(weight * _STEPS) / _STEPS


def _allowed_of(found: Candidates, query: Query, rows: Longs) -> Longs:
    entered: Longs = rows[allowed(found.part, query)[rows]]
    return entered


def _beside(segment: Segment, rows: Longs, step: int) -> Longs:
    """The rows so many steps on, where they are still of the same version."""
    beside: Longs = np.clip(rows + step, 0, segment.passages - 1)
    same: Longs = beside[segment.version_of[beside] == segment.version_of[rows]]
    return same


def _together(found: Candidates, entered: Sequence[Longs]) -> Candidates:
    every = np.unique(np.concatenate([found.rows, *entered]))
    scores = np.zeros(len(every))
    scores[np.searchsorted(every, found.rows)] = found.scores
    return Candidates(found.part, every, scores)
