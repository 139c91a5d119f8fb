"""The Snapshot protocol over a cluster: questions are answered from it, names and lists from this process's own store.

A question that the cluster cannot prove an answer to, in tiny collections, and one over collections that were not pushed, is
answered by the embedded engine, which holds the same releases.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from index.admission import doors
from index.cluster.asking import Asking
from index.cluster.assembling import assembled, terms_of
from index.cluster.caches import FrequencyCache, VersionCache
from index.cluster.client import Client, Deadline
from index.cluster.doors import PassageDoor, PursuedDoor, ReleaseDoor
from index.cluster.heads import Serving
from index.cluster.packing import PackedVersion
from index.cluster.proposing import Kind, Place, Proposing, propose
from index.cluster.ranking import TermRanker
from index.engine.segment import Segment
from index.engine.statistics import LiveSegment, Statistics
from index.library import Catalogue
from index.query import Hits, PassageList, Query
from index.release import PassageId
from index.snapshot import Corpus, SearchParams, SearchSnapshot, found_in


@dataclass(frozen=True)
class ClusterAccess:
    """How questions reach the cluster, and what they have read from it."""

    client: Client
    loop: asyncio.AbstractEventLoop
    versions: VersionCache = field(default_factory=VersionCache)
    frequencies: FrequencyCache = field(default_factory=FrequencyCache)

    def asking(self) -> Asking:
        """The requests of a question that begins now."""
        return Asking(self.client, self.loop, Deadline.within(self.client.params.question_timeout_s))


@dataclass(frozen=True, slots=True)
class ProofParams:
    """How far proofs go; other values than these are for showing what they are good for."""

    pages: int | None = None
    with_drift: bool = True


class ClusterSnapshot:
    """What the cluster serves of some collections, beside the same ones in the process's own store."""

    def __init__(
        self,
        access: ClusterAccess,
        served: Mapping[str, Serving],
        embedded: SearchSnapshot,
        params: SearchParams,
        proof: ProofParams = ProofParams(),  # frozen
    ) -> None:
        self._access = access
        self._served = served
        self._embedded = embedded
        self._params = params
        self._proof = proof

    @property
    def generations(self) -> Mapping[str, int]:
        """Which generation answers, of each collection that the cluster serves."""
        return {name: serving.generation for name, serving in self._served.items()}

    @property
    def collections(self) -> Sequence[str]:
        """The names of all collections, sorted."""
        return sorted({*self._served, *self._embedded.collections})

    @property
    def catalogue(self) -> Catalogue:
        """The names of what this process's own store holds."""
        return self._embedded.catalogue

    def find(self, query: Query, *, limit: int) -> Hits:
        """The ``limit`` best passages for the query, best first, in one total order.

        Raises:
            ClusterUnavailable: no node gave a whole answer in time.
        """
        places = [Place(name, self._served[name]) for name in sorted(query.collections & self._served.keys())]
        if not places or not query.terms:
            return self._embedded.find(query, limit=limit)
        question = _Question(self._access, query, places, self._own(query), self._params, self._proof)
        hits = question.answer(limit)
        return self._embedded.find(query, limit=limit) if hits is None else hits

    def suggest(self, word: str, *, collections: frozenset[str]) -> str | None:
        """The word that was probably meant, if these collections do not hold this one and hold one like it."""
        return self._embedded.suggest(word, collections=collections)

    def speakers(self, name: str, *, collections: frozenset[str]) -> Sequence[str]:
        """The people who speak in these collections whom a typed name may mean, by its words."""
        return self._embedded.speakers(name, collections=collections)

    def opening(self, *, collections: frozenset[str], limit: int) -> Sequence[PassageId]:
        """The first passages of so many releases, spread over all of them in the order in which they were indexed."""
        return self._embedded.opening(collections=collections, limit=limit)

    def spoken(
        self, speakers: frozenset[str], *, collections: frozenset[str], limit: int, offset: int = 0
    ) -> PassageList:
        """What these people say, newest first, then in reading order; what is said twice counts once."""
        return self._embedded.spoken(speakers, collections=collections, limit=limit, offset=offset)

    def holding(self, query: Query, *, limit: int, offset: int = 0) -> PassageList:
        """Every passage that holds one of the query's phrases, by BM25, then newest first, then in reading order."""
        return self._embedded.holding(query, limit=limit, offset=offset)

    def _own(self, query: Query) -> Corpus:
        """What only this process's own store holds of the collections searched."""
        return self._embedded.corpus(frozenset(query.collections - self._served.keys()))


class _Question:
    """One query on its way."""

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

    def answer(self, limit: int) -> Hits | None:
        """The hits; None where scores in the cluster prove nothing."""
        ranker = self._ranker()
        if ranker is None or not ranker.is_bounded:
            return None
        proposals = [Proposing(kind, self._places, self._proof.pages) for kind in self._kinds(ranker)]
        propose(self._asking, proposals)
        segment = self._segment(proposals)
        parts = [LiveSegment(segment, np.ones(len(segment.version_ids), np.bool_)), *self._own.parts]
        corpus = replace(self._own, parts=parts, ranker=ranker)
        hits = found_in(corpus, self._query, self._params, limit=limit)
        return replace(hits, exact=all(proposing.is_proven for proposing in proposals))

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
