"""Adds up the evidence for candidates, and says what each part of a score was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.candidates import Candidates
from index.engine.ranker import Ranker, Scores
from index.engine.segment import Longs, Segment
from index.evidence.bonuses import Bonuses, BonusFinder, days_of, days_on_subject, longest_runs
from index.evidence.conditions import Mask
from index.evidence.places import OWN, PLACES, RELEASE, TITLE, PlaceFinder
from index.evidence.weights import EvidenceParams
from index.query import Query, QueryTerm, Share, Signals

_SCRAP_TERMS = 5

_NEARNESS = (1.0, 0.8, 0.6, 0.5, 0.2, 0.0)
"""For a signal: how near each place is; the last is for nowhere, whose number is -1."""


_ADDED_APART = 8
"""So many numbers numpy adds up in several sums."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of one segment, and all that speaks for each.

    ``runs`` is the share of the question's weight in the longest run of its words. ``levels``, ``places`` and ``own`` are rows × terms: what each term counts, the place that it counts for, and whether
    it stands in the passage itself, which the title may outweigh; ``bonuses`` are in score; ``in_days`` and ``by_speaker`` say whether a
    row meets what the question asked of day and speaker.
    """

    candidates: Candidates
    scores: Scores
    coverage: Scores
    runs: Scores
    levels: NDArray[np.float64]
    places: NDArray[np.int8]
    own: Mask
    factors: Scores
    bonuses: Bonuses
    in_days: Mask
    by_speaker: Mask


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the query's terms stand, seen from rows of one segment; as in ``Evidence``."""

    candidates: Candidates
    finder: PlaceFinder
    levels: NDArray[np.float64]
    places: NDArray[np.int8]
    own: Mask
    coverage: Scores


class Weigher:
    """Weighs rows for one query over one set of collections."""

    def __init__(self, ranker: Ranker, params: EvidenceParams, query: Query) -> None:
        self._ranker = ranker
        self._params = params
        self._query = query
        self._least = params.least_idf * ranker.highest_idf
        self._weights = np.array([self._weight(term) for term in query.terms])
        self._shares = self._weights / self._weights.sum()
        self._rarest = int(self._weights.argmax())
        known = np.array([self._is_known(term) for term in query.terms], np.bool_)
        self._unknown = float(self._shares[~known].sum())

    def weigh(self, found: Sequence[Candidates]) -> list[Evidence]:
        """The evidence for each candidate, segment by segment."""
        standings = [self._standing(candidates) for candidates in found]
        on_subject = days_on_subject(
            np.concatenate(
                [days_of(part.candidates.part.segment, part.candidates.rows) for part in standings]
            ),
            np.concatenate([part.coverage for part in standings]),
        )
        return [self._evidence(standing, on_subject) for standing in standings]

    def _standing(self, candidates: Candidates) -> _Standing:
        segment, rows = candidates.part.segment, candidates.rows
        finder = PlaceFinder(self._ranker, self._params, segment, rows)
        # a term's numbers stand side by side, as they are computed
        shape = (len(self._query.terms), len(rows))
        levels, places, own = np.empty(shape).T, np.empty(shape, np.int8).T, np.empty(shape, np.bool_).T
        for column, term in enumerate(self._query.terms):
            found = finder.query_term(term)
            levels[:, column] = found.max(axis=0)
            own[:, column] = found[OWN] > 0
            places[:, column] = np.where(levels[:, column] > 0, found.argmax(axis=0), -1)
        coverage = self._weighed(levels > 0) / self._weights.sum()
        return _Standing(candidates, finder, levels, places, own, coverage)

    def _evidence(self, standing: _Standing, on_subject: Longs) -> Evidence:
        candidates, levels = standing.candidates, standing.levels
        segment, rows = candidates.part.segment, candidates.rows
        bonus = BonusFinder(self._query, self._params, segment, rows, finder=standing.finder)
        in_days, days = bonus.days()
        by_speaker, speaker = bonus.speaker()
        mass = self._weights.sum()
        runs = longest_runs(segment, rows, self._shares_by_number(segment))
        shares = days | speaker | bonus.others(runs, on_subject)
        bonuses = {label: share * mass for label, share in shares.items()}
        factors = self._factors(segment, rows)
        scores = self._weighed(levels) * factors + sum(bonuses.values(), np.zeros(len(rows)))
        return Evidence(
            candidates,
            scores,
            standing.coverage,
            runs,
            levels,
            standing.places,
            standing.own,
            factors,
            bonuses,
            in_days,
            by_speaker,
        )

    def _weighed(self, levels: NDArray[Any]) -> Scores:
        """The terms' weights times their levels, added up in the query's order.

        A product of matrices would add in an order that depends on how many rows there are beside a row.
        """
        total = np.zeros(len(levels))
        for column, weight in enumerate(self._weights.tolist()):
            total += levels[:, column] * weight
        return total

    def shares(self, evidence: Evidence, place: int) -> list[Share]:
        """What the score of one of the rows is made of; the parts sum to the score."""
        factor = float(evidence.factors[place])
        levels, places = evidence.levels[place].tolist(), evidence.places[place].tolist()
        terms = [
            Share(f"{term.word} {PLACES[at]}", level * factor * weight)
            for term, weight, level, at in zip(
                self._query.terms, self._weights.tolist(), levels, places, strict=True
            )
            if level > 0
        ]
        bonuses = ((label, float(bonus[place])) for label, bonus in evidence.bonuses.items())
        return terms + [Share(label, bonus) for label, bonus in bonuses if bonus]

    def matched(self, evidence: Evidence, place: int) -> frozenset[str]:
        """The terms, of the question or meaning the same, that stand for it in the passage itself."""
        standing = zip(self._query.terms, evidence.own[place].tolist(), strict=True)
        chosen = [term for term, own in standing if own]
        return frozenset(
            word
            for term in chosen
            for words in ((term.term,), *(other.terms for other in term.alternatives))
            for word in words
        )

    def found(self, evidence: Evidence, place: int) -> frozenset[str]:
        """The question's terms that stand in the passage or around it."""
        places = zip(self._query.terms, evidence.places[place].tolist(), strict=True)
        return frozenset(term.term for term, at in places if at >= 0)

    def signals(self, evidence: Evidence, place: int) -> Signals:
        """What tells whether one of the rows answers."""
        standing = zip(evidence.own[place].tolist(), evidence.places[place].tolist(), strict=True)
        places = [OWN if own else at for own, at in standing]
        shares = list(zip(self._shares.tolist(), places, strict=True))
        segment, row = evidence.candidates.part.segment, evidence.candidates.rows[place]
        asked = self._query.asks_for.value
        return Signals(
            coverage=float(evidence.coverage[place]),
            own=_sum([share for share, at in shares if at == OWN]),
            near=_sum([share for share, at in shares if 0 <= at < RELEASE]),
            title=_sum([share for share, at in shares if at == TITLE]),
            rarest=_NEARNESS[places[self._rarest]],
            unknown=self._unknown,
            run=float(evidence.runs[place]),
            holds=float(not asked or bool(segment.holds[row] & asked)),
            terms=len(self._query.terms) + self._conditions_met(evidence, place),
        )

    def _conditions_met(self, evidence: Evidence, place: int) -> int:
        """How many words' worth of the question its day and speaker make up, where these are met."""
        speaker = len(self._query.speaker_terms) + 1 if self._query.speaker_terms else 0
        return speaker * bool(evidence.by_speaker[place]) + bool(
            self._query.dates and evidence.in_days[place]
        )

    def _factors(self, segment: Segment, rows: Longs) -> Scores:
        factors: Scores = np.where(segment.lengths[rows] < _SCRAP_TERMS, self._params.scrap, 1.0)
        return factors

    def _shares_by_number(self, segment: Segment) -> dict[int, float]:
        """Each term's share of the question's weight, by its number in the segment; none where just one is known at all.

        Which terms this segment knows beside them must not matter: another one may know more.
        """
        if sum(term.term in self._ranker.idf for term in self._query.terms) < 2:
            return {}
        numbers = (segment.vocabulary.number(term.term) for term in self._query.terms)
        shares = zip(numbers, self._shares.tolist(), strict=True)
        return {number: share for number, share in shares if number is not None}

    def _is_known(self, term: QueryTerm) -> bool:
        return term.term in self._ranker.idf or bool(self._known_alternatives(term))

    def _known_alternatives(self, term: QueryTerm) -> list[Sequence[str]]:
        idf = self._ranker.idf
        return [other.terms for other in term.alternatives if all(word in idf for word in other.terms)]

    def _weight(self, term: QueryTerm) -> float:
        """The term's idf; of a term that no passage holds but an alternative does, the alternative's."""
        idf = self._ranker.idf
        known = (
            [term.term]
            if term.term in idf
            else [max(words, key=idf.__getitem__) for words in self._known_alternatives(term)]
        )
        return term.weight * max(
            (max(idf[word], self._least) for word in known), default=self._ranker.highest_idf
        )


def _sum(shares: Sequence[float]) -> float:
    """As numpy adds up, to the last bit: a few numbers one after another."""
    if len(shares) >= _ADDED_APART:
        return float(np.array(shares).sum())
    total = 0.0
    for share in shares:
        total += share
    return total
