"""One question on its way through a cluster: what it proposes is scored again and proven, and then answered from as ever.

In: a query and the places that hold what it searches. Out: hits, and lists of all that holds a phrase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from index.admission import doors
from index.cluster.kept.live import living
from index.cluster.search.access import ClusterAccess
from index.cluster.search.asking import Search
from index.cluster.search.assembling import assembled, terms_of
from index.cluster.search.doors import JUST_SORTED, PassageDoor, PursuedDoor, ReleaseDoor
from index.cluster.search.numbering import NumberedVersions
from index.cluster.search.proposing import Bounded, Document, Kind, Place, Proposing, Ranked, propose
from index.cluster.search.ranking import TermRanker
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

    goes_on: bool = True
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
        proposals = [*self._bounded(ranker), *self._ranked(ranker)]
        parts = propose(self._asking, proposals, self._read)
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

    def _bounded(self, ranker: TermRanker) -> list[Proposing]:
        proof = self._proof
        return [
            Bounded(PassageDoor(door, self._query, ranker, proof.with_drift), self._places, proof.goes_on)
            for door in doors(self._query, self._params.admission)
            if any(term in ranker.idf for term in door.terms)
        ]

    def _ranked(self, ranker: TermRanker) -> list[Proposing]:
        query, limit = self._query, self._params.admission.releases
        if query.phrases:
            return []
        kinds: list[Kind] = [ReleaseDoor(query, ranker, limit)]
        if query.dates:
            kinds.append(ReleaseDoor(query, ranker, limit, of_days=True))
        if query.releases:
            kinds.append(PursuedDoor(query, len(query.releases)))
        return [Ranked(kind, self._places) for kind in kinds]

    def _read(self, documents: Mapping[Place, Sequence[Document]]) -> list[LiveSegment]:
        """These versions as a segment, beside what only this process holds."""
        return self._beside_own(self._access.versions.read(self._asking, documents), terms_of(self._query))

    def _beside_own(self, versions: NumberedVersions, terms: Sequence[str]) -> list[LiveSegment]:
        segment = assembled(versions, terms)
        return [LiveSegment(segment, np.ones(len(segment.version_ids), np.bool_)), *self._own.parts]

    @property
    def _is_small(self) -> bool:
        """Whether all that the places hold may be read for one question."""
        return sum(place.serving.passages for place in self._places) <= _SMALL

    def _everything(self) -> Corpus:
        """All that is searched, in one segment."""
        documents = {place: self._documents(place) for place in self._places}
        versions = self._access.versions.read(self._asking, documents)
        return Corpus.over(self._beside_own(versions, versions.terms), self._params.bm25)

    def _documents(self, place: Place) -> list[Document]:
        """The documents of all versions that a place holds: no more than it has passages."""
        indices = place.serving.indices
        query = {"bool": living(place.collection, place.serving.epoch)}
        body = {
            "query": query,
            "size": _WINDOW,
            "track_total_hits": False,
            "sort": ["version", "born"],
        } | JUST_SORTED
        hits = self._asking.every_hit(Search(indices.versions, indices, body))
        return [Document(*hit["sort"]) for hit in hits]
