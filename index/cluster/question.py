"""One question on its way through a cluster: what it proposes is scored again and proven, and then answered from as ever.

In: a query and the places that hold what it searches. Out: hits, and lists of all that holds a phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from index.admission import doors
from index.cluster.access import ClusterAccess
from index.cluster.asking import Search
from index.cluster.assembling import assembled, terms_of
from index.cluster.doors import PassageDoor, PursuedDoor, ReleaseDoor
from index.cluster.live import living
from index.cluster.packing import PackedVersion
from index.cluster.proposing import Kind, Place, Proposing, propose
from index.cluster.ranking import TermRanker
from index.engine.segment import Segment
from index.engine.statistics import LiveSegment, Statistics
from index.listing import Listing
from index.query import Hits, Query
from index.snapshot import Corpus, SearchParams, found_in, holding_in

_SMALL = 20_000
"""In passages. In more than so many hardly a word stands in every second one that is looked for at all."""

_WINDOW = 5_000


@dataclass(frozen=True, slots=True)
class ProofParams:
    """How far proofs go; other values than these are for showing what they are good for."""

    pages: int | None = None
    with_drift: bool = True


IN_FULL = ProofParams()
"""Until it is proven."""


class Question:
    """One query over places in the cluster, and over what only this process's own store holds."""

    def __init__(
        self,
        access: ClusterAccess,
        query: Query,
        places: Sequence[Place],
        own: Corpus,
        params: SearchParams,
        proof: ProofParams,
    ) -> None:
        self._access = access
        self._asking = access.asking()
        self._query = query
        self._places = places
        self._own = own
        self._params = params
        self._proof = proof

    @property
    def can_be_proven(self) -> bool:
        """Whether scores in the cluster bound the true ones."""
        return self._ranker is not None and self._ranker.is_bounded

    def answer(self, limit: int) -> Hits:
        """The hits, by what the cluster proposes.

        Raises:
            ClusterUnavailable: no node gave a whole answer in time.
        """
        ranker = self._ranker
        if ranker is None:
            return found_in(self._own, self._query, self._params, limit=limit)
        proposals = [Proposing(kind, self._places, self._proof.pages) for kind in self._kinds(ranker)]
        propose(self._asking, proposals)
        segment = self._segment(proposals)
        parts = [LiveSegment(segment, np.ones(len(segment.version_ids), np.bool_)), *self._own.parts]
        corpus = replace(self._own, parts=parts, ranker=ranker)
        hits = found_in(corpus, self._query, self._params, limit=limit)
        is_proven = ranker.is_bounded and all(proposing.is_proven for proposing in proposals)
        return replace(hits, exact=is_proven)

    def answer_from_all(self, limit: int) -> Hits:
        """The hits, by reading all that is searched; where that is too much, by what the cluster proposes.

        Raises:
            ClusterUnavailable: no node gave a whole answer in time.
        """
        if not self._is_small:
            return self.answer(limit)
        return found_in(self._everything(), self._query, self._params, limit=limit)

    def holding(self) -> Listing:
        """Every passage that holds one of the query's phrases, with its score by BM25.

        Raises:
            ClusterUnavailable: no node gave a whole answer in time.
        """
        ranker = self._ranker
        if ranker is None:
            return holding_in(self._own, self._query)
        if not ranker.is_bounded and self._is_small:
            return holding_in(self._everything(), self._query)
        listing = holding_in(replace(self._own, ranker=ranker), self._query)
        for place in self._places:
            lists = self._access.lists
            listing = listing.and_also(lists.holding(self._asking, place, self._query, ranker))
        return listing

    @cached_property
    def _ranker(self) -> TermRanker | None:
        """BM25 over all collections searched; None where they hold no terms."""
        terms = terms_of(self._query)
        own = self._own.statistics
        counts = dict.fromkeys(terms, 0)
        for term in terms:
            counts[term] += own.frequencies.get(term, 0)
        for place in self._places:
            for term, count in self._access.frequencies.read(self._asking, place, terms).items():
                counts[term] += count
        statistics = Statistics(
            own.passages + sum(place.serving.passages for place in self._places),
            own.total_length + sum(place.serving.total_length for place in self._places),
            {term: count for term, count in counts.items() if count},
        )
        if not statistics.total_length:
            return None
        alone = len(self._places) == 1 and not own.passages
        floor = self._places[0].serving.idf_floor if alone else None
        return TermRanker(statistics, floor, self._params.bm25)

    def _kinds(self, ranker: TermRanker) -> list[Kind]:
        query, params = self._query, self._params.admission
        kinds: list[Kind] = [
            PassageDoor(door, query, ranker, self._proof.with_drift)
            for door in doors(query, params)
            if any(term in ranker.idf for term in door.terms)
        ]
        if query.phrases:
            return kinds
        kinds.append(ReleaseDoor(query, ranker, params.releases))
        if query.dates:
            kinds.append(ReleaseDoor(query, ranker, params.releases, of_days=True))
        if query.releases:
            kinds.append(PursuedDoor(query, len(query.releases)))
        return kinds

    def _segment(self, proposals: Sequence[Proposing]) -> Segment:
        """All versions that a passage may enter from, as a segment."""
        wanted: dict[Place, dict[str, None]] = {place: {} for place in self._places}
        for proposing in proposals:
            for hit in proposing.best:
                wanted[hit.place][hit.document] = None
        ids = {place: list(documents) for place, documents in wanted.items()}
        versions: list[PackedVersion] = self._access.versions.read(self._asking, ids)
        return assembled(versions, terms_of(self._query))

    @property
    def _is_small(self) -> bool:
        """Whether all that the places hold may be read for one question."""
        return sum(place.serving.passages for place in self._places) <= _SMALL

    def _everything(self) -> Corpus:
        """All that is searched, in one segment."""
        documents = {place: self._documents(place) for place in self._places}
        versions = self._access.versions.read(self._asking, documents)
        segment = assembled(versions, [term for version in versions for term in version.terms])
        live = LiveSegment(segment, np.ones(len(segment.version_ids), np.bool_))
        return Corpus.over([live, *self._own.parts], self._params.bm25)

    def _documents(self, place: Place) -> list[str]:
        """The documents of all versions that a place holds: no more than it has passages."""
        indices = place.serving.indices
        query = {"bool": living(place.collection, place.serving.epoch)}
        body = {
            "query": query,
            "size": _WINDOW,
            "_source": False,
            "track_total_hits": False,
            "sort": ["version"],
        }
        documents: list[str] = []
        while True:
            (hits,) = self._asking.search([Search(indices.versions, indices, body)])
            documents += [hit["_id"] for hit in hits]
            if len(hits) < _WINDOW:
                return documents
            body = body | {"search_after": hits[-1]["sort"]}
