"""What speaks for a passage beside the question's terms, as shares of the question's idf mass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engine.ranker import Scores
from index.engine.segment import NO_DATE, Longs, Segment
from index.evidence.conditions import Mask, issued_by, published_within, spoken_by
from index.evidence.places import NEARBY, OWN, TITLE, PlaceFinder
from index.evidence.weights import EvidenceParams
from index.query import Query

_ON_SUBJECT = 0.8
"""Share of the best coverage that a passage needs to count among the newest on the subject."""

Bonuses = dict[str, Scores]
"""By what they are for: one number a row."""


class BonusFinder:
    """Finds the bonuses of the rows of one segment."""

    def __init__(
        self, query: Query, params: EvidenceParams, segment: Segment, rows: Longs, *, finder: PlaceFinder
    ) -> None:
        self._query = query
        self._params = params
        self._segment = segment
        self._rows = rows
        self._finder = finder

    def days(self) -> tuple[Mask, Bonuses]:
        """Which rows are of the days asked for: by their release's date, or because they name them."""
        if not self._query.dates:
            return np.ones(len(self._rows), np.bool_), {}
        published = published_within(self._segment, self._query.dates)[self._segment.version_of[self._rows]]
        named = np.zeros(len(self._rows), np.bool_)
        for run in self._query.date_terms:
            standing = np.ones(len(self._rows), np.bool_)
            for term in run:
                # in the sentence or the title: a year that stands near by tells of something else as often
                standing &= self._finder.stands(term, (OWN, TITLE))
            named |= standing
        worth = np.where(published, self._params.published, np.where(named, self._params.dated, 0.0))
        return published | named, {"of the days asked for": worth}

    def speaker(self) -> tuple[Mask, Bonuses]:
        """Which rows are the words of whoever is asked for, or stand in a release that speaks for them."""
        if not self._query.speakers and not self._query.speaker_terms:
            return np.ones(len(self._rows), np.bool_), {}
        spoken = spoken_by(self._segment, self._query, self._rows)
        issued = issued_by(self._segment, self._query, self._rows)
        named = np.full(len(self._rows), bool(self._query.speaker_terms))
        for term in self._query.speaker_terms:
            named &= self._finder.stands(term, (OWN, NEARBY))
        params = self._params
        worth = np.select([spoken, issued, named], [params.spoken, params.issued, params.named], 0.0)
        return spoken | issued, {"by whom was asked for": worth}

    def others(self, runs: Scores, on_subject: Longs) -> Bonuses:
        """Runs of the question's words, what it asks for, the newest of the days on the subject, the release pursued."""
        segment, query, params = self._segment, self._query, self._params
        bonuses: Bonuses = {"longest run of the question's words": params.run * runs}
        if query.asks_for.value:
            holds = segment.holds[self._rows] & query.asks_for.value > 0
            bonuses["holds what is asked for"] = np.where(holds, params.holds, 0.0)
        if query.releases:
            pursued = np.isin(segment.version_ids, list(query.releases))[segment.version_of[self._rows]]
            bonuses["in the release that answered before"] = np.where(pursued, params.pursued, 0.0)
        if query.newest:
            bonuses["among the newest"] = params.newest * self._newness(on_subject)
        return bonuses

    def _newness(self, on_subject: Longs) -> Scores:
        """1 for the newest of the days on the subject, less by rank for older ones; 0 for undated rows."""
        days = days_of(self._segment, self._rows)
        ranks = np.searchsorted(on_subject, days, side="right") / max(len(on_subject), 1)
        newness: Scores = np.where(days != NO_DATE, ranks, 0.0)
        return newness


def days_on_subject(days: Longs, coverage: Scores) -> Longs:
    """The different days of rows that are on the subject, ascending."""
    on_subject = (coverage >= _ON_SUBJECT * coverage.max(initial=0.0)) & (days != NO_DATE)
    return np.unique(days[on_subject])


def days_of(segment: Segment, rows: Longs) -> Longs:
    """The day of each row's version."""
    return segment.published[segment.version_of[rows]].astype(np.int64)


def longest_runs(segment: Segment, rows: Longs, shares: dict[int, float]) -> NDArray[np.float64]:
    """The share of the question's weight in the longest run of its terms, for each row; one word is no run.

    ``shares`` gives each term's share by its number in the segment.
    """
    runs = np.zeros(len(rows))
    if not shares:
        return runs
    best = [0.0] * len(rows)
    current, last, last_owner = 0.0, -2, -1
    for at, owner, number in zip(*_standing(segment, rows, list(shares)), strict=True):
        if at == last + 1 and owner == last_owner:
            current += shares[number]
            best[owner] = max(best[owner], current)
        else:
            current = shares[number]
        last, last_owner = at, owner
    np.minimum(best, 1.0, out=runs)
    return runs


def _standing(
    segment: Segment, rows: Longs, numbers: Sequence[int]
) -> tuple[list[int], list[int], list[int]]:
    """Where the terms stand beside one another in the texts of the rows: the place, by place among the rows whose, and which."""
    owners, terms = segment.texts(rows)
    wanted = np.zeros(len(terms) + 1, np.bool_)
    for number in numbers:
        wanted[:-1] |= terms == number
    # alone, a term is no run
    joined = wanted[:-1] & (wanted[1:] | np.roll(wanted, 1)[:-1])
    places = np.flatnonzero(joined)
    return places.tolist(), owners[places].tolist(), terms[places].tolist()
