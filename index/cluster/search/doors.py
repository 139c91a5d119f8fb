"""By which searches of the cluster passages enter, and with them the versions that they stand in: the doors of admission.

In: a query, its ranker and the places searched. Out: kinds of searches whose best hits lead to every version that
``index.admission`` would admit passages of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.admission import Door, weight_of
from index.cluster.kept.layout import token
from index.cluster.kept.live import living
from index.cluster.search.bounds import SLACK, up
from index.cluster.search.phrases import Phrases
from index.cluster.search.proposing import Order, Place, Proposed, Rescored
from index.cluster.search.ranking import TermRanker
from index.cluster.wire.client import Json
from index.engine.candidates import best_candidates, best_first, count_matches, published_of
from index.engine.statistics import LiveSegment
from index.query import DateRange, Query

Clause = dict[str, Any]


@dataclass(frozen=True)
class PassageDoor:
    """The best passages by BM25, by one door of admission."""

    door: Door
    query: Query
    ranker: TermRanker
    with_drift: bool = True

    @property
    def limit(self) -> int:
        """How many enter."""
        return self.door.limit

    def index(self, place: Place) -> str:
        """The passages."""
        return place.serving.indices.passages

    def looseness(self, place: Place) -> float:
        """Lengths count for less as the mean length grows beyond the one that scores in the cluster are computed by."""
        drift = self.ranker.avgdl / place.serving.built_mean_length
        return max(1.0, drift) * SLACK if self.with_drift else 1.0

    def last_of_best(self, parts: Sequence[LiveSegment]) -> Order | None:
        """By the same search as admission's."""
        found = best_candidates(
            parts,
            self.ranker,
            self.door.terms,
            limit=self.limit,
            allowed=lambda part: self.door.lets(part, self.query),
        )
        if count_matches(found) < self.limit:
            return None
        scores = np.concatenate([part.scores for part in found])
        days = np.concatenate([published_of(part) for part in found])
        ids = np.concatenate([part.part.segment.passage_ids[part.rows] for part in found])
        last = best_first(scores, days, ids)[-1]
        return (-float(scores[last]), -int(days[last]), int(ids[last]))

    def body(self, place: Place) -> Clause:
        """Terms with our idf as boost, within what may enter."""
        within = living(place.collection, place.serving.epoch)
        within["must"] = [{"bool": {"should": [self._term(term) for term in self._terms]}}]
        within["filter"] += self._conditions()
        return {"query": {"bool": within}, "sort": [*_BEST_FIRST, {"order": "asc"}, *_VERSION]} | JUST_SORTED

    def close_body(self, place: Place, closed: Sequence[str]) -> Clause:
        """With the terms of each passage."""
        body = {name: part for name, part in self.body(place).items() if name not in JUST_SORTED}
        if closed:
            body["query"]["bool"]["must_not"].append({"terms": {"bag": list(closed)}})
        return body | {"_source": ["terms", "bag"]}

    def rescored(self, place: Place, hits: Sequence[Json]) -> list[Rescored]:
        """Exact scores by the terms of each passage."""
        phrases = Phrases(self.query.phrases)
        passages = [hit["_source"]["terms"].split(" ") for hit in hits]
        scores = self.ranker.scores([token(term) for term in self._terms], passages).tolist()
        return [
            Rescored(
                Proposed.by_cluster(place, hit).scored(score),
                # which terms stand in a passage does not tell in which order they do
                None if self.query.phrases else hit["_source"]["bag"],
            )
            for hit, passage, score in zip(hits, passages, scores, strict=True)
            if not self.query.phrases or phrases.stand_in(passage)
        ]

    @property
    def _terms(self) -> list[str]:
        return [term for term in self.door.terms if term in self.ranker.idf]

    def _term(self, term: str) -> Clause:
        return {"term": {"terms": {"value": token(term), "boost": up(self.ranker.idf[term])}}}

    def _conditions(self) -> list[Clause]:
        conditions = []
        if self.door.of_days:
            conditions.append(_of_days(self.query.dates))
        if self.door.by_speaker:
            people = sorted(self.query.speakers)
            conditions.append(_any({"terms": {"speaker": people}}, {"terms": {"issuer": people}}))
        if self.query.phrases:
            conditions.append(Phrases(self.query.phrases).condition)
        return conditions


@dataclass(frozen=True)
class ReleaseDoor:
    """The releases that hold most of the question's weight in title and text; of the asked days only, where it says so.

    Weights come in steps whose sums are exact in the cluster as well, and so is the order.
    """

    query: Query
    ranker: TermRanker
    limit: int
    of_days: bool = False

    def index(self, place: Place) -> str:
        """The versions."""
        return place.serving.indices.versions

    def body(self, place: Place) -> Clause:
        """Each term in title and text, by its weight."""
        within = living(place.collection, place.serving.epoch)
        within["must"] = [{"bool": {"should": self._clauses()}}]
        if self.of_days:
            within["filter"].append(_of_days(self.query.dates))
        return _versions(within)

    def _clauses(self) -> list[Clause]:
        return [
            {
                "constant_score": {
                    "filter": {"term": {field: token(term.term)}},
                    "boost": weight_of(term, self.ranker),
                }
            }
            for term in self.query.terms
            for field in _FIELDS
        ]


@dataclass(frozen=True)
class PursuedDoor:
    """The releases that answered the question before."""

    query: Query
    limit: int

    def index(self, place: Place) -> str:
        """The versions."""
        return place.serving.indices.versions

    def body(self, place: Place) -> Clause:
        """Those that the generation holds."""
        within = living(place.collection, place.serving.epoch)
        versions = sorted(version - place.apart for version in self.query.releases)
        within["filter"].append({"terms": {"version": versions}})
        return _versions(within)


_FIELDS = ("text", "title")
_BEST_FIRST: Sequence[Clause] = ({"_score": "desc"}, {"day": "desc"})
_VERSION: Sequence[Clause] = ({"version": "asc"}, {"born": "asc"})
"""Behind what orders hits: of which document of a version they are."""

JUST_SORTED: Clause = {"_source": False, "stored_fields": "_none_"}
"""Hits of just their sort values: nothing is read but columns."""


def _versions(within: Clause) -> Clause:
    return {"query": {"bool": within}, "sort": [*_BEST_FIRST, *_VERSION]} | JUST_SORTED


def _of_days(dates: Sequence[DateRange]) -> Clause:
    return _any(*({"range": {"day": _range(days)}} for days in dates))


def _range(days: DateRange) -> Clause:
    # an unknown day is 0, and in no range
    bounds: Clause = {"gte": days.start.toordinal() if days.start else 1}
    return bounds | ({"lt": days.end.toordinal()} if days.end else {})


def _any(*clauses: Clause) -> Clause:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}
