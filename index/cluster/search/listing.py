"""Lists of passages in the cluster, whole: what people say, and what holds a phrase.

In: a place and a condition. Out: the columns of every row that meets it. A list is read once and turned over from memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.cluster.kept.layout import token
from index.cluster.kept.live import living
from index.cluster.search.asking import Asking, Search
from index.cluster.search.proposing import Place
from index.cluster.search.ranking import TermRanker
from index.cluster.wire.client import Json
from index.engine.segment import Longs
from index.listing import Listing
from index.query import Query

MOST_LISTED = 50_000
"""So many rows are read of one list, at most: in reading order, so that a list that is cut is the same at each look."""

_PAGE = 5_000
_KEPT = 16

_COLUMNS = ("order", "day", "wording", "version")


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a place, in reading order, and the terms of each where these were asked for."""

    columns: dict[str, Longs]
    terms: Sequence[Sequence[str]]


class ListCache:
    """Lists by what they are of, those asked for last."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[Place, str], _Rows] = OrderedDict()
        self._lock = threading.Lock()

    def spoken(self, asking: Asking, place: Place, speakers: frozenset[str]) -> Listing:
        """All that these people say."""
        rows = self._read(asking, place, {"terms": {"speaker": sorted(speakers)}}, with_terms=False)
        return _listing(rows, place, np.zeros(len(rows.columns["order"])))

    def holding(self, asking: Asking, place: Place, query: Query, ranker: TermRanker) -> Listing:
        """Every passage that holds one of the query's phrases, with its score by BM25."""
        runs = [[token(term) for term in phrase] for phrase in query.phrases]
        # the cluster knows which terms stand in a passage, and not in which order
        all_of = [{"bool": {"filter": [{"term": {"terms": term}} for term in run]}} for run in runs]
        rows = self._read(
            asking, place, {"bool": {"should": all_of, "minimum_should_match": 1}}, with_terms=True
        )
        held = [
            number for number, passage in enumerate(rows.terms) if any(stands(passage, run) for run in runs)
        ]
        kept = _Rows(
            {name: column[held] for name, column in rows.columns.items()},
            [rows.terms[number] for number in held],
        )
        wanted = [term.term for term in query.terms if term.term in ranker.idf]
        scores = ranker.scores([token(term) for term in wanted], kept.terms)
        return _listing(kept, place, scores, wanted)

    def _read(self, asking: Asking, place: Place, condition: Json, *, with_terms: bool) -> _Rows:
        key = (place, str(condition))
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        rows = _rows(asking, place, condition, with_terms=with_terms)
        with self._lock:
            self._held[key] = rows
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return rows


def _rows(asking: Asking, place: Place, condition: Json, *, with_terms: bool) -> _Rows:
    """Every row that meets the condition, page by page."""
    within = living(place.collection, place.serving.epoch)
    within["filter"].append(condition)
    body: dict[str, Any] = {
        "query": {"bool": within},
        "sort": ["order"],
        "size": _PAGE,
        "track_total_hits": False,
        "docvalue_fields": list(_COLUMNS),
        "_source": ["terms"] if with_terms else False,
    }
    found: list[Json] = []
    indices = place.serving.indices
    while len(found) < MOST_LISTED:
        (hits,) = asking.search([Search(indices.passages, indices, body)])
        found += hits
        if len(hits) < _PAGE:
            break
        body = body | {"search_after": hits[-1]["sort"]}
    columns = {
        name: np.array([hit["fields"][name][0] for hit in found], np.int64).reshape(len(found))
        for name in _COLUMNS
    }
    return _Rows(columns, [hit["_source"]["terms"].split(" ") for hit in found] if with_terms else [])


def _listing(rows: _Rows, place: Place, scores: Any, terms: Sequence[str] = ()) -> Listing:
    columns = rows.columns

    def matched(number: int) -> frozenset[str]:
        return frozenset(term for term in terms if token(term) in rows.terms[number])

    return Listing(
        scores,
        columns["day"].astype(np.int32),
        columns["order"] + place.apart,
        columns["wording"],
        columns["version"] + place.apart,
        matched,
    )


def stands(passage: Sequence[str], run: Sequence[str]) -> bool:
    """Whether a run of tokens stands in a passage side by side."""
    width = len(run)
    return any(list(passage[start : start + width]) == list(run) for start in range(len(passage) - width + 1))
