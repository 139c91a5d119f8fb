"""By which searches of the cluster passages enter, and with them the versions that they stand in: the doors of admission.

In: a query, its ranker and the places searched. Out: kinds of searches whose best hits lead to every version that
``index.admission`` would admit passages of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.admission import Door, weight_of
from index.cluster.bounds import SLACK, stepped_up, up
from index.cluster.client import Json
from index.cluster.layout import token
from index.cluster.listing import stands
from index.cluster.live import living
from index.cluster.proposing import Place, Proposed
from index.cluster.ranking import TermRanker
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

    def body(self, place: Place, full: Sequence[object]) -> Clause:
        """Terms with our idf as boost, within what may enter."""
        within = living(place.collection, place.serving.epoch)
        within["must"] = [{"bool": {"should": [self._term(term) for term in self._terms]}}]
        within["filter"] += self._conditions()
        if full:
            within["must_not"].append({"terms": {"bag": list(full)}})
        return {
            "query": {"bool": within},
            "sort": [{"_score": "desc"}, {"day": "desc"}, {"order": "asc"}],
            "_source": ["terms", "bag", "of"],
        }

    def read(self, place: Place, hits: Sequence[Json]) -> list[Proposed]:
        """Exact scores by the terms of each passage."""
        passages = [hit["_source"]["terms"].split(" ") for hit in hits]
        scores = self.ranker.scores([token(term) for term in self._terms], passages).tolist()
        return [
            Proposed(
                score,
                hit["sort"][1],
                hit["sort"][2] + place.apart,
                None if self.query.phrases else hit["_source"]["bag"],
                hit["_source"]["of"],
                place,
            )
            for hit, passage, score in zip(hits, passages, scores, strict=True)
            if self._holds_phrase(passage)
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
            runs = [[{"term": {"terms": token(term)}} for term in run] for run in self.query.phrases]
            conditions.append(_any(*({"bool": {"filter": run}} for run in runs)))
        return conditions

    def _holds_phrase(self, passage: Sequence[str]) -> bool:
        """The cluster knows which terms stand in a passage, and not in which order."""
        return not self.query.phrases or any(
            stands(passage, [token(term) for term in run]) for run in self.query.phrases
        )


@dataclass(frozen=True)
class ReleaseDoor:
    """The releases that hold most of the question's weight in title and text; of the asked days only, where it says so."""

    query: Query
    ranker: TermRanker
    limit: int
    of_days: bool = False

    def index(self, place: Place) -> str:
        """The versions."""
        return place.serving.indices.versions

    def looseness(self, place: Place) -> float:  # the same everywhere
        """Weights are rounded up, and their sums are exact."""
        return SLACK

    def body(self, place: Place, full: Sequence[object]) -> Clause:
        """Each term in title and text, by its weight."""
        within = living(place.collection, place.serving.epoch)
        clauses = self._clauses()
        within["must"] = [{"bool": {"should": list(clauses.values())}}]
        if self.of_days:
            within["filter"].append(_of_days(self.query.dates))
        within["must_not"] += [_just(held, clauses) for held in full if isinstance(held, frozenset)]
        return {
            "query": {"bool": within},
            "sort": [{"_score": "desc"}, {"day": "desc"}, {"version": "asc"}],
            "_source": False,
        }

    def read(self, place: Place, hits: Sequence[Json]) -> list[Proposed]:
        """Exact weights by what each release holds."""
        return [
            Proposed(
                self._weight(held := frozenset(hit["matched_queries"])),
                hit["sort"][1],
                hit["sort"][2] + place.apart,
                held,
                hit["_id"],
                place,
            )
            for hit in hits
        ]

    def _clauses(self) -> dict[str, Clause]:
        clauses = {}
        for number, term in enumerate(self.query.terms):
            boost = stepped_up(weight_of(term, self.ranker))
            for field in _FIELDS:
                holds = {"term": {field: token(term.term)}}
                name = f"{number} {field}"
                clauses[name] = {"constant_score": {"filter": holds, "boost": boost, "_name": name}}
        return clauses

    def _weight(self, held: frozenset[str]) -> float:
        total = 0.0
        for number, term in enumerate(self.query.terms):
            weight = weight_of(term, self.ranker)
            for field in _FIELDS:
                if f"{number} {field}" in held:
                    total += weight
        return total


@dataclass(frozen=True)
class PursuedDoor:
    """The releases that answered the question before."""

    query: Query
    limit: int

    def index(self, place: Place) -> str:
        """The versions."""
        return place.serving.indices.versions

    def looseness(self, place: Place) -> float:  # the same everywhere
        """There is nothing to prove: all are asked for."""
        return 1.0

    def body(self, place: Place, full: Sequence[object]) -> Clause:  # none is left out
        """Those that the generation holds."""
        within = living(place.collection, place.serving.epoch)
        versions = sorted(version - place.apart for version in self.query.releases)
        within["filter"].append({"terms": {"version": versions}})
        return {
            "query": {"bool": within},
            "sort": [{"_score": "desc"}, {"day": "desc"}, {"version": "asc"}],
            "_source": False,
        }

    def read(self, place: Place, hits: Sequence[Json]) -> list[Proposed]:
        """All of them."""
        return [
            Proposed(0.0, hit["sort"][1], hit["sort"][2] + place.apart, None, hit["_id"], place)
            for hit in hits
        ]


_FIELDS = ("text", "title")
"""In the order in which admission adds them up."""


def _just(held: frozenset[str], clauses: dict[str, Clause]) -> Clause:
    """Holds these and none of the others."""
    conditions = {name: clause["constant_score"]["filter"] for name, clause in clauses.items()}
    return {
        "bool": {
            "filter": [conditions[name] for name in sorted(held)],
            "must_not": [condition for name, condition in conditions.items() if name not in held],
        }
    }


def _of_days(dates: Sequence[DateRange]) -> Clause:
    return _any(*({"range": {"day": _range(days)}} for days in dates))


def _range(days: DateRange) -> Clause:
    # an unknown day is 0, and in no range
    bounds: Clause = {"gte": days.start.toordinal() if days.start else 1}
    return bounds | ({"lt": days.end.toordinal()} if days.end else {})


def _any(*clauses: Clause) -> Clause:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}
