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
from index.cluster.search.phrases import Phrases
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
        rows = self._read(asking, place, {"terms": {"speaker": sorted(speakers)}})
        return _listing(rows, place, np.zeros(len(rows.columns["order"])))

    def holding(self, asking: Asking, place: Place, query: Query, ranker: TermRanker) -> Listing:
        """Every passage that holds one of the query's phrases, with its score by BM25."""
        phrases = Phrases(query.phrases)
        rows = self._read(asking, place, phrases.condition, phrases)
        wanted = [term.term for term in query.terms if term.term in ranker.idf]
        scores = ranker.scores([token(term) for term in wanted], rows.terms)
        return _listing(rows, place, scores, wanted)

    def _read(self, asking: Asking, place: Place, condition: Json, phrases: Phrases | None = None) -> _Rows:
        key = (place, str(condition))
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        rows = _rows(asking, place, condition, phrases)
        with self._lock:
            self._held[key] = rows
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return rows


def _rows(asking: Asking, place: Place, condition: Json, phrases: Phrases | None) -> _Rows:
    """Every row that meets the condition and holds one of the phrases, with its terms where there are phrases."""
    within = living(place.collection, place.serving.epoch)
    within["filter"].append(condition)
    body = {
        "query": {"bool": within},
        "sort": ["order"],
        "size": _PAGE,
        "track_total_hits": False,
        "docvalue_fields": list(_COLUMNS),
        "_source": ["terms"] if phrases else False,
    }
    indices = place.serving.indices
    found = asking.every_hit(Search(indices.passages, indices, body), most=MOST_LISTED)
    columns = {
        name: np.array([hit["fields"][name][0] for hit in found], np.int64).reshape(len(found))
        for name in _COLUMNS
    }
    if phrases is None:
        return _Rows(columns, [])
    terms = [hit["_source"]["terms"].split(" ") for hit in found]
    held = [number for number, passage in enumerate(terms) if phrases.stand_in(passage)]
    return _Rows({name: column[held] for name, column in columns.items()}, [terms[number] for number in held])


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
