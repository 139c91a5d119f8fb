"""The Snapshot protocol over a cluster.

Questions are answered from it. Names and lists of what this process's own store holds come from there, those of what another
process has pushed from the cluster too. A question over tiny collections, where scores in the cluster prove nothing, is answered
by the embedded engine, over all that they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from index.cluster.kept.served import Served
from index.cluster.search.access import ClusterAccess
from index.cluster.search.proposing import Place
from index.cluster.search.question import IN_FULL, ProofParams, Question
from index.errors import ClusterUnavailable
from index.language.analyzer import terms
from index.language.spelling import Speller
from index.library import Catalogue
from index.query import Hits, PassageList, Query
from index.release import PassageId
from index.snapshot import Corpus, SearchParams, SearchSnapshot, by_family, of_family, spellings_of, spoken_in


class ClusterSnapshot:
    """What the cluster serves of some collections, beside what stands in the process's own store."""

    def __init__(
        self,
        access: ClusterAccess,
        served: Mapping[str, Served],
        embedded: SearchSnapshot,
        params: SearchParams,
        proof: ProofParams = IN_FULL,
        *,
        missed: frozenset[str] = frozenset(),
    ) -> None:
        """``missed`` are collections of which nothing is known, since the cluster never answered yet."""
        self._access = access
        self._served = served
        self._embedded = embedded
        self._params = params
        self._proof = proof
        self.missed = missed
        self._apart = {name: held.names for name, held in served.items() if held.names is not None}
        self._spellers: dict[frozenset[str], Speller] = {}
        self._families = {name: by_family(names.people) for name, names in self._apart.items()}
        self.catalogue: Catalogue = embedded.catalogue.with_shelves(
            {name: names.shelf for name, names in self._apart.items()}
        )

    @property
    def generations(self) -> Mapping[str, int]:
        """Which generation answers, of each collection that the cluster serves."""
        return {name: held.serving.generation for name, held in self._served.items()}

    @property
    def collections(self) -> Sequence[str]:
        """The names of all collections, sorted."""
        return sorted({*self._served, *self._embedded.collections})

    def find(self, query: Query, *, limit: int) -> Hits:
        """The ``limit`` best passages for the query, best first, in one total order.

        Raises:
            ClusterUnavailable: no node gave a whole answer in time.
        """
        places = self._places(query.collections)
        if not places or not query.terms:
            return self._embedded.find(query, limit=limit)
        question = self._question(query, places)
        if question.can_be_proven:
            return question.answer(limit)
        if self._apart.keys() & query.collections:
            return question.answer_from_all(limit)
        return self._embedded.find(query, limit=limit)

    def suggest(self, word: str, *, collections: frozenset[str]) -> str | None:
        """The word that was probably meant, if these collections do not hold this one and hold one like it."""
        if not collections & self._apart.keys():
            return self._embedded.suggest(word, collections=collections)
        speller = self._speller(collections)
        if speller.knows(word) or any(self._frequencies(terms(word), collections).values()):
            return None
        return speller.suggest(
            word, held=lambda meant: all(self._frequencies(terms(meant), collections).values())
        )

    def commonness(self, word: str, *, collections: frozenset[str]) -> float:
        """How often a word in small letters stands in a passage, as it is spelled; 0 for those too short to be counted."""
        apart = collections & self._apart.keys()
        if not apart:
            return self._embedded.commonness(word, collections=collections)
        own = self._own(collections)
        count = own.spelled(word) + sum(self._apart[name].spellings.get(word, 0) for name in apart)
        passages = own.statistics.passages + sum(self._served[name].serving.passages for name in apart)
        return count / passages if count else 0.0

    def speakers(self, name: str, *, collections: frozenset[str]) -> Sequence[str]:
        """The people who speak in these collections whom a typed name may mean, by its words."""
        own = self._embedded.speakers(name, collections=self._owned(collections))
        apart = [of_family(self._families[held], name) for held in sorted(collections & self._apart.keys())]
        return list(dict.fromkeys([*own, *(speaker for found in apart for speaker in found)]))

    def opening(self, *, collections: frozenset[str], limit: int) -> Sequence[PassageId]:
        """The first passages of so many releases, spread over all of them."""
        own = self._embedded.opening(collections=self._owned(collections), limit=limit)
        apart = [self._apart[name].opening for name in sorted(collections & self._apart.keys())]
        every = [*own, *(passage for opening in apart for passage in opening)]
        return every[:: max(len(every) // limit, 1)][:limit]

    def spoken(
        self, speakers: frozenset[str], *, collections: frozenset[str], limit: int, offset: int = 0
    ) -> PassageList:
        """What these people say, newest first, then in reading order; what is said twice counts once."""
        places = self._places_apart(collections)
        asking = self._access.asking()
        listing = spoken_in(self._own(collections), speakers)
        for place in places:
            listing = listing.and_also(self._access.lists.spoken(asking, place, speakers))
        return listing.page(offset=offset, limit=limit)

    def holding(self, query: Query, *, limit: int, offset: int = 0) -> PassageList:
        """Every passage that holds one of the query's phrases, by BM25, then newest first, then in reading order."""
        places = self._places_apart(query.collections)
        if not places:
            return self._embedded.holding(query, limit=limit, offset=offset)
        return self._question(query, places).holding().page(offset=offset, limit=limit)

    def _question(self, query: Query, places: Sequence[Place]) -> Question:
        searched = {place.collection for place in places}
        own = self._embedded.corpus(frozenset(query.collections - searched))
        return Question(self._access, query, places, own, self._params, self._proof)

    def _places(self, collections: Iterable[str]) -> list[Place]:
        if not self.missed.isdisjoint(collections):
            raise ClusterUnavailable("it has not answered yet")
        return [
            Place(name, self._served[name].serving, self._served[name].apart)
            for name in sorted(collections)
            if name in self._served
        ]

    def _places_apart(self, collections: frozenset[str]) -> list[Place]:
        """Those of the collections that only the cluster holds."""
        return self._places(collections - self._owned(collections))

    def _owned(self, collections: frozenset[str]) -> frozenset[str]:
        """Those whose rows stand in this process's own store."""
        return frozenset(collections - self._apart.keys() - self.missed)

    def _own(self, collections: frozenset[str]) -> Corpus:
        return self._embedded.corpus(self._owned(collections))

    def _frequencies(self, words: Sequence[str], collections: frozenset[str]) -> Mapping[str, int]:
        """In how many passages terms stand."""
        asking, own = self._access.asking(), self._own(collections).statistics.frequencies
        counts = {word: own.get(word, 0) for word in words}
        for place in self._places_apart(collections):
            for word, count in self._access.frequencies.read(asking, place, words).items():
                counts[word] += count
        return counts

    def _speller(self, collections: frozenset[str]) -> Speller:
        """Knows how the words of these collections are spelled; made for the first word that may be mistyped."""
        if collections not in self._spellers:
            counts = spellings_of(self._own(collections).parts)
            for name in collections & self._apart.keys():
                counts.update(self._apart[name].spellings)
            self._spellers[collections] = Speller(counts)
        return self._spellers[collections]
