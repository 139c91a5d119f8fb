"""The second stage: candidates are weighed again with all that surrounds them, and become hits.

A sentence seldom holds all the words of a question: the speaker is named a sentence before, the subject in the
title. Each term of the query counts once, by the best of where it was found:

    score(passage) = kind · Σ over the query's terms t of  weight(t) · max(own(t), context(t))  +  bonuses · Σ weight(t)

own(t) is BM25's saturated frequency of t in the passage; context(t) is the constant of the nearest place
outside it that holds t; kind lowers headings and scraps. weight(t) is the first stage's idf, kept above zero, which
only tiny corpora need. Bonuses are for what the question asks beside its terms: the day, the speaker, a figure.
The weights were chosen on the tune half of tests/quality; its ablations show what each is worth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engine.candidates import Candidates
from index.engine.ranker import Ranker, Scores
from index.engine.segment import NO_DATE, NOBODY, Ints, Longs, Segment
from index.query import DateRange, Query, QueryTerm, Share, Signals

Mask = NDArray[np.bool_]
Levels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EvidenceParams:
    """What a term is worth outside the passage, in hits of a sentence, and what the bonuses are, in idf mass."""

    title: float = 0.5
    first: float = 0.3  # the release's first sentence
    paragraph: float = 0.1
    adjacent: float = 0.1  # the sentence before or after
    nearby: float = 0.05  # five sentences around
    release: float = 0.05  # anywhere in the release
    heading: float = 0.9  # factor for a line that only names what follows
    scrap: float = 0.9  # factor for fewer than five terms
    published: float = 0.5  # the release is of the days asked for
    dated: float = 0.3  # the passage or its title names them
    spoken: float = 0.3  # whoever is asked for speaks the passage
    issued: float = 0.2  # the release speaks for whoever is asked for
    named: float = 0.1  # the passage names whoever is asked for
    holds: float = 0.1  # a date, figure, name or place where one is asked for
    run: float = 0.05  # the longest run of the question's words
    pursued: float = 0.4  # the release answered the question before
    newest: float = 0.3  # the newest of the candidates, where the latest is asked for
    least_idf: float = 0.01  # floor of a term's weight, as a share of the highest idf


PLACES = (
    "in the sentence",
    "in the title",
    "in the first sentence",
    "in the paragraph",
    "beside it",
    "nearby",
    "in the release",
)
_OWN, _TITLE, _FIRST, _PARAGRAPH, _ADJACENT, _NEARBY, _RELEASE = range(len(PLACES))
_NEARNESS = (1.0, 0.8, 0.6, 0.6, 0.6, 0.4, 0.2, 0.0)
"""For a signal: how near each place is; the last is for nowhere, whose number is -1."""

_NEARBY_SENTENCES = 5
_SCRAP_TERMS = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of one segment, and all that speaks for each.

    ``levels`` and ``places`` are rows × terms; ``bonuses`` are in score, by label; ``satisfies`` says whether the
    row meets the question's conditions: its day, its speaker.
    """

    candidates: Candidates
    scores: Scores
    coverage: Scores
    levels: Levels
    places: NDArray[np.int8]
    factors: Scores
    bonuses: dict[str, Scores]
    in_days: Mask
    by_speaker: Mask


class Weigher:
    """Weighs rows for one query over one set of collections."""

    def __init__(self, ranker: Ranker, params: EvidenceParams, query: Query) -> None:
        self._ranker = ranker
        self._params = params
        self._query = query
        self._least = params.least_idf * ranker.highest_idf
        self.weights = np.array([self._weight(term) for term in query.terms])

    def weigh(self, candidates: Candidates) -> Evidence:
        """The evidence for each candidate of a segment."""
        segment, rows, params = candidates.part.segment, candidates.rows, self._params
        levels = np.zeros((len(rows), len(self._query.terms)))
        places = np.full(levels.shape, -1, np.int8)
        for column, term in enumerate(self._query.terms):
            found = self._term_levels(segment, rows, term)
            places[:, column] = np.where(found.max(axis=0) > 0, found.argmax(axis=0), -1)
            levels[:, column] = found.max(axis=0)
        factors = np.where(segment.headings[rows] > 0, params.heading, 1.0)
        factors = np.where(segment.lengths[rows] < _SCRAP_TERMS, factors * params.scrap, factors)
        in_days, days = self._days(segment, rows)
        by_speaker, speaker = self._speaker(segment, rows)
        bonuses = days | speaker | self._other_bonuses(segment, rows)
        mass = self.weights.sum()
        bonuses = {label: bonus * mass for label, bonus in bonuses.items()}
        scores = (levels @ self.weights) * factors + sum(bonuses.values(), np.zeros(len(rows)))
        coverage = (levels > 0) @ self.weights / mass
        return Evidence(candidates, scores, coverage, levels, places, factors, bonuses, in_days, by_speaker)

    def shares(self, evidence: Evidence, place: int) -> list[Share]:
        """What the score of one of the rows is made of; the parts sum to the score."""
        levels = evidence.levels[place] * evidence.factors[place]
        terms = [
            Share(f"{term.word} {PLACES[evidence.places[place, column]]}", float(levels[column] * weight))
            for column, (term, weight) in enumerate(zip(self._query.terms, self.weights, strict=True))
            if levels[column] > 0
        ]
        return terms + [
            Share(label, float(bonus[place])) for label, bonus in evidence.bonuses.items() if bonus[place]
        ]

    def matched(self, evidence: Evidence, place: int) -> frozenset[str]:
        """The terms, of the question or meaning the same, that stand for it in the passage itself."""
        chosen = [
            term for term, at in zip(self._query.terms, evidence.places[place], strict=True) if at == _OWN
        ]
        return frozenset(
            word
            for term in chosen
            for words in ((term.term,), *(other.terms for other in term.alternatives))
            for word in words
        )

    def found(self, evidence: Evidence, place: int) -> frozenset[str]:
        """The question's terms that stand in the passage or around it."""
        places = zip(self._query.terms, evidence.places[place], strict=True)
        return frozenset(term.term for term, at in places if at >= 0)

    def signals(self, evidence: Evidence, place: int) -> Signals:
        """What tells whether one of the rows answers."""
        places, shares = evidence.places[place], self.weights / self.weights.sum()
        rarest = int(self.weights.argmax())
        known = np.array([self._is_known(term) for term in self._query.terms])
        segment, row = evidence.candidates.part.segment, evidence.candidates.rows[place]
        asked = self._query.asks_for.value
        return Signals(
            coverage=float(evidence.coverage[place]),
            own=float(shares[places == _OWN].sum()),
            near=float(shares[(places >= 0) & (places < _NEARBY)].sum()),
            title=float(shares[places == _TITLE].sum()),
            rarest=_NEARNESS[places[rarest]],
            unknown=float(shares[~known].sum()),
            run=float(self._runs(segment, np.array([row]))[0]),
            holds=float(not asked or bool(segment.holds[row] & asked)),
            terms=len(self._query.terms),
        )

    def _is_known(self, term: QueryTerm) -> bool:
        idf = self._ranker.idf
        return term.term in idf or any(all(word in idf for word in other.terms) for other in term.alternatives)

    def _weight(self, term: QueryTerm) -> float:
        """The term's idf; of a term that no passage holds but an alternative does, the alternative's."""
        idf = self._ranker.idf
        if term.term in idf:
            return term.weight * max(idf[term.term], self._least)
        known = [
            self._idf(other.terms) for other in term.alternatives if all(word in idf for word in other.terms)
        ]
        return term.weight * max(known, default=self._ranker.highest_idf)

    def _idf(self, terms: Sequence[str]) -> float:
        return max(self._least, *(self._ranker.idf.get(term, self._ranker.highest_idf) for term in terms))

    def _term_levels(self, segment: Segment, rows: Longs, term: QueryTerm) -> Levels:
        """What the term, or what means the same, is worth at each place, for each row."""
        found = self._levels(segment, rows, term.term)
        for other in term.alternatives:
            parts = [self._levels(segment, rows, word) for word in other.terms]
            # a rarer alternative says no more than the word that was asked for
            share = other.weight * min(1.0, self._idf(other.terms) / self._idf((term.term,)))
            found = np.maximum(found, share * np.minimum.reduce(parts))
        return found

    def _levels(self, segment: Segment, rows: Longs, term: str) -> Levels:
        params, holding = self._params, segment.postings(term)
        versions = segment.version_of[rows]
        found = np.zeros((len(PLACES), len(rows)))
        found[_TITLE] = params.title * _holds(segment.titled(term), versions)
        if not len(holding.rows):
            return found
        own = _own(rows, holding.rows)
        counts = holding.counts[own[own >= 0]]
        found[_OWN, own >= 0] = self._ranker.saturation(counts, segment.lengths[rows[own >= 0]])
        found[_FIRST] = params.first * _holds(holding.rows, segment.version_starts[versions])
        for neighbour in _neighbours(rows, holding.rows):
            same = segment.version_of[neighbour] == versions
            distance = np.abs(neighbour - rows)
            paragraph = same & (segment.paragraphs[neighbour] == segment.paragraphs[rows])
            for place, worth in (
                (_PARAGRAPH, params.paragraph * paragraph),
                (_ADJACENT, params.adjacent * (same & (distance == 1))),
                (_NEARBY, params.nearby * (same & (distance <= _NEARBY_SENTENCES))),
                (_RELEASE, params.release * same),
            ):
                found[place] = np.maximum(found[place], worth)
        return found

    def _days(self, segment: Segment, rows: Longs) -> tuple[Mask, dict[str, Scores]]:
        if not self._query.dates:
            return np.ones(len(rows), np.bool_), {}
        published = published_within(segment, self._query.dates)[segment.version_of[rows]]
        named = np.zeros(len(rows), np.bool_)
        for run in self._query.date_terms:
            standing = np.ones(len(rows), np.bool_)
            for term in run:
                # the year may stand in the sentence or beside it, not just anywhere in the release
                standing &= self._levels(segment, rows, term)[: _ADJACENT + 1].max(axis=0) > 0
            named |= standing
        worth = np.where(published, self._params.published, np.where(named, self._params.dated, 0.0))
        return published | named, {"of the days asked for": worth}

    def _speaker(self, segment: Segment, rows: Longs) -> tuple[Mask, dict[str, Scores]]:
        if not self._query.speakers and not self._query.speaker_terms:
            return np.ones(len(rows), np.bool_), {}
        wanted = np.array([name in self._query.speakers for name in segment.speaker_names] + [False])
        spoken = wanted[segment.speakers[rows]]
        others = ~spoken & (segment.speakers[rows] != NOBODY)
        issued = wanted[segment.version_speakers[segment.version_of[rows]]] & ~others
        named = np.full(len(rows), bool(self._query.speaker_terms))
        for term in self._query.speaker_terms:
            named &= self._levels(segment, rows, term)[[_OWN, _ADJACENT]].max(axis=0) > 0
        params = self._params
        worth = np.where(
            spoken, params.spoken, np.where(issued, params.issued, np.where(named, params.named, 0.0))
        )
        return spoken | issued, {"by whom was asked for": worth}

    def _other_bonuses(self, segment: Segment, rows: Longs) -> dict[str, Scores]:
        bonuses: dict[str, Scores] = {
            "longest run of the question's words": self._params.run * self._runs(segment, rows)
        }
        if self._query.asks_for.value:
            holds = segment.holds[rows] & self._query.asks_for.value > 0
            bonuses["holds what is asked for"] = np.where(holds, self._params.holds, 0.0)
        if self._query.releases:
            pursued = np.isin(segment.version_ids, list(self._query.releases))[segment.version_of[rows]]
            bonuses["in the release that answered before"] = np.where(pursued, self._params.pursued, 0.0)
        if self._query.newest:
            days = segment.published[segment.version_of[rows]].astype(np.float64)
            dated = days != NO_DATE
            if dated.any():
                first, last = days[dated].min(), days[dated].max()
                rank = np.where(dated, (days - first) / max(last - first, 1.0), 0.0)
                bonuses["among the newest"] = self._params.newest * rank
        return bonuses

    def _runs(self, segment: Segment, rows: Longs) -> Scores:
        """The weight of the longest run of the question's terms, as a share of all of them; one term is no run."""
        numbers = {
            segment.vocabulary.number(term.term): weight
            for term, weight in zip(self._query.terms, self.weights, strict=True)
        }
        numbers.pop(None, None)
        mass = self.weights.sum()
        runs = np.zeros(len(rows))
        if len(numbers) < 2:
            return runs
        for place, row in enumerate(rows.tolist()):
            best = current = 0.0
            length = 0
            for number in segment.text(row).tolist():
                weight = numbers.get(number)
                current, length = (current + weight, length + 1) if weight is not None else (0.0, 0)
                if length > 1 and current > best:
                    best = current
            runs[place] = min(best / mass, 1.0)
        return runs


def published_within(segment: Segment, dates: Sequence[DateRange]) -> Mask:
    """Which versions were published on one of the days; undated ones never were."""
    mask: Mask = np.zeros(len(segment.published), np.bool_)
    for days in dates:
        mask |= _published(segment, days)
    return mask & (segment.published != NO_DATE)


def _published(segment: Segment, days: DateRange) -> Mask:
    mask: Mask = np.ones(len(segment.published), np.bool_)
    if days.start is not None:
        mask &= segment.published >= days.start.toordinal()
    if days.end is not None:
        mask &= segment.published < days.end.toordinal()
    return mask


def _holds(ascending: Ints, wanted: Ints | Longs) -> Mask:
    """Whether each wanted number is among the ascending ones."""
    if not len(ascending):
        return np.zeros(len(wanted), np.bool_)
    held: Mask = ascending[np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)] == wanted
    return held


def _own(rows: Longs, holding: Ints) -> Longs:
    """Place of each row among the postings, -1 where it is not there."""
    places = np.minimum(np.searchsorted(holding, rows), len(holding) - 1)
    own: Longs = np.where(holding[places] == rows, places, -1)
    return own


def _neighbours(rows: Longs, holding: Ints) -> Iterator[Longs]:
    """The nearest row before, and after, each row that is among the postings (else the first or the last one)."""
    before = np.searchsorted(holding, rows, side="left") - 1
    after = np.searchsorted(holding, rows, side="right")
    yield holding[np.maximum(before, 0)].astype(np.int64)
    yield holding[np.minimum(after, len(holding) - 1)].astype(np.int64)
