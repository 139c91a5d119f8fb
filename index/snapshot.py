"""From Query to Hits over the newest generations, as they were at one moment.

Pure and immutable: one question is answered from one snapshot, from start to end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from index.admission import AdmissionParams, admit, allowed
from index.catalogue import NO_NAMES, NamesInMemory
from index.engine.candidates import Candidates, best_candidates, best_first, count_matches, published_of
from index.engine.ranker import Bm25Params, Ranker
from index.engine.segment import NOBODY, Longs
from index.engine.statistics import LiveSegment, Statistics
from index.evidence.weigher import Evidence, Weigher
from index.evidence.weights import EvidenceParams
from index.language.analyzer import terms
from index.language.spelling import Speller, surface_words
from index.listing import Listing, rows_of, spoken_by
from index.query import Hit, Hits, PassageList, Query
from index.release import PassageId, VersionId


@dataclass(frozen=True, slots=True)
class SearchParams:
    """Sizes and weights of both stages."""

    bm25: Bm25Params = field(default_factory=Bm25Params)
    admission: AdmissionParams = field(default_factory=AdmissionParams)
    evidence: EvidenceParams = field(default_factory=EvidenceParams)


@dataclass(frozen=True)
class Corpus:
    """The live segments of some collections with the ranker over all of them (None: they hold no terms)."""

    parts: Sequence[LiveSegment]
    ranker: Ranker | None
    statistics: Statistics

    @classmethod
    def over(cls, parts: Sequence[LiveSegment], params: Bm25Params) -> Corpus:
        """What these segments hold together."""
        statistics = Statistics.over(parts)
        return cls(parts, Ranker(statistics, params) if statistics.total_length else None, statistics)

    @cached_property
    def families(self) -> Mapping[str, Sequence[str]]:
        """Who speaks, by family name."""
        return by_family(name for part in self.parts for name in part.live_speakers)

    def spelled(self, word: str) -> int:
        """How often a word stands in these passages, spelled just so."""
        return sum(part.segment.spelled(word) for part in self.parts)

    @cached_property
    def speller(self) -> Speller:
        """Knows how the words of these collections are spelled; made for the first word that they lack."""
        return Speller(spellings_of(self.parts))


class SearchSnapshot:
    """The Snapshot protocol over segments: each collection's newest generation."""

    def __init__(
        self,
        collections: Mapping[str, Sequence[LiveSegment]],
        params: SearchParams,
        catalogue: NamesInMemory = NO_NAMES,
        before: SearchSnapshot | None = None,
    ) -> None:
        """What is known from the snapshot before of collections that are the same in this one is not computed anew."""
        self.catalogue = catalogue
        self._collections = collections
        self._params = params
        self._corpora: dict[frozenset[str], Corpus] = {} if before is None else before.corpora_of(collections)

    def with_params(self, params: SearchParams) -> SearchSnapshot:
        """The same generations, searched by other sizes and weights."""
        return SearchSnapshot(self._collections, params, self.catalogue)

    @property
    def collections(self) -> Sequence[str]:
        """The names of all collections."""
        return sorted(self._collections)

    def find(self, query: Query, *, limit: int) -> Hits:
        """The ``limit`` best passages, best first; passages that say the same words count once."""
        return found_in(self.corpus(query.collections), query, self._params, limit=limit)

    def suggest(self, word: str, *, collections: frozenset[str]) -> str | None:
        """The word that was probably meant, if these collections do not hold this one and hold one like it."""
        corpus = self.corpus(collections)
        if corpus.ranker is None or any(term in corpus.ranker.idf for term in terms(word)):
            return None
        idf = corpus.ranker.idf
        return corpus.speller.suggest(word, held=lambda meant: all(term in idf for term in terms(meant)))

    def commonness(self, word: str, *, collections: frozenset[str]) -> float:
        """How often a word in small letters stands in a passage, as it is spelled; 0 for those too short to be counted."""
        corpus = self.corpus(collections)
        count = corpus.spelled(word)
        return count / corpus.statistics.passages if count else 0.0

    def speakers(self, name: str, *, collections: frozenset[str]) -> Sequence[str]:
        """The people who speak in these collections whom a typed name may mean: its last word is their family name."""
        return of_family(self.corpus(collections).families, name)

    def opening(self, *, collections: frozenset[str], limit: int) -> Sequence[PassageId]:
        """The first passages of so many releases, spread over all of them in the order in which they were indexed."""
        return opening_of(self.corpus(collections).parts, limit=limit)

    def spoken(
        self, speakers: frozenset[str], *, collections: frozenset[str], limit: int, offset: int = 0
    ) -> PassageList:
        """What these people say, newest first, then in reading order; what is said twice counts once."""
        return spoken_in(self.corpus(collections), speakers).page(offset=offset, limit=limit)

    def holding(self, query: Query, *, limit: int, offset: int = 0) -> PassageList:
        """Every passage that holds one of the query's phrases, by BM25, then newest first, then in reading order."""
        return holding_in(self.corpus(query.collections), query).page(offset=offset, limit=limit)

    def corpora_of(self, collections: Mapping[str, Sequence[LiveSegment]]) -> dict[frozenset[str], Corpus]:
        """What was made for collections that are just the same among these."""
        same = {name for name, parts in collections.items() if self._collections.get(name) is parts}
        return {names: corpus for names, corpus in list(self._corpora.items()) if names <= same}

    def make_ready(self, collections: frozenset[str], *, named: bool) -> None:
        """Compute what questions about these collections share; ``named`` for names and spellings, which not every one needs."""
        corpus = self.corpus(collections)
        if named:
            _ = corpus.families, corpus.speller  # the corpus keeps both

    def corpus(self, collections: frozenset[str]) -> Corpus:
        """What these collections hold together; made when first asked for."""
        if collections not in self._corpora:
            parts = [part for name in sorted(collections) for part in self._collections.get(name, ())]
            self._corpora[collections] = Corpus.over(parts, self._params.bm25)
        return self._corpora[collections]


def found_in(corpus: Corpus, query: Query, params: SearchParams, *, limit: int) -> Hits:
    """Both stages: the ``limit`` best passages, best first; passages that say the same words count once."""
    if corpus.ranker is None or not query.terms:
        return Hits(unknown=[term.word for term in query.terms])
    found = admit(corpus.parts, corpus.ranker, query, params.admission)
    weigher = Weigher(corpus.ranker, params.evidence, query)
    return Hits(_hits(weigher, found, limit), _unknown(corpus.ranker, query), count_matches(found))


def spoken_in(corpus: Corpus, speakers: frozenset[str]) -> Listing:
    """All that these people say."""
    return Listing.of(rows_of(corpus.parts, spoken_by(speakers)))


def holding_in(corpus: Corpus, query: Query) -> Listing:
    """Every passage that holds one of the query's phrases, with its score by BM25."""
    if corpus.ranker is None or not corpus.parts:
        return Listing.of([])
    terms = [term.term for term in query.terms]
    found = best_candidates(
        corpus.parts,
        corpus.ranker,
        terms,
        limit=sum(part.segment.passages for part in corpus.parts),
        allowed=lambda part: allowed(part, query),
    )
    return Listing.of(found, terms)


def name_words(name: str) -> list[str]:
    """The words of a name as they are compared: folded, small, without full stops.

    >>> name_words("Robert C. Byrd’s")
    ['robert', 'c', 'byrd']
    """
    return list(surface_words(name)) or [name.casefold()]


def opening_of(parts: Sequence[LiveSegment], *, limit: int) -> list[PassageId]:
    """The first passages of so many versions, spread over all of them."""
    every = np.concatenate([np.zeros(0, np.int64), *(_first_passages(part) for part in parts)])
    spread = np.linspace(0, len(every) - 1, min(limit, len(every))).astype(np.int64)
    return [PassageId(passage) for passage in every[spread].tolist()]


def by_family(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Names of people, by family name."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(name_words(name)[-1], []).append(name)
    return found


def of_family(families: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """The people whom a typed name may mean: its last word is their family name, and they have all of the others."""
    words = name_words(name)
    same = families.get(words[-1], ()) if words else ()
    return [speaker for speaker in same if set(words) <= set(name_words(speaker))]


def spellings_of(parts: Sequence[LiveSegment]) -> Counter[str]:
    """In how many passages each word stands as it is spelled, those of dropped versions among them."""
    counts: Counter[str] = Counter()
    for part in parts:
        segment = part.segment
        counts.update(dict(zip(segment.spellings, segment.spelling_counts.tolist(), strict=True)))
    return counts


def _first_passages(part: LiveSegment) -> Longs:
    starts = part.segment.version_starts
    holding = part.live & (np.diff(starts) > 0)
    return part.segment.passage_ids[starts[:-1][holding]]


def _unknown(ranker: Ranker, query: Query) -> list[str]:
    """Words of the question for which no release has a term, not even one that means the same."""
    return [
        term.word
        for term in query.terms
        if term.term not in ranker.idf
        and not any(all(word in ranker.idf for word in other.terms) for other in term.alternatives)
    ]


def _hits(weigher: Weigher, found: Sequence[Candidates], limit: int) -> list[Hit]:
    holding = [part for part in found if len(part.rows)]
    if not holding:
        return []
    evidence = weigher.weigh(holding)
    owners = np.repeat(np.arange(len(evidence)), [len(part.scores) for part in evidence])
    places = np.concatenate([np.arange(len(part.scores)) for part in evidence])
    wordings = np.concatenate([_column(part, "wordings") for part in evidence])
    order = best_first(
        np.concatenate([part.scores for part in evidence]),
        np.concatenate([published_of(part.candidates) for part in evidence]),
        np.concatenate([_column(part, "passage_ids") for part in evidence]),
    )
    matching = np.concatenate([part.coverage > 0 for part in evidence])
    return [
        _hit(weigher, [(evidence[owners[place]], int(places[place])) for place in group])
        for group in _same_words(order[matching[order]], wordings, limit)
    ]


def _same_words(places: Longs, wordings: Longs, limit: int) -> list[list[int]]:
    """The first places that say something else each, ``limit`` of them, each with those after it that say the same."""
    said = wordings[places].tolist()
    groups: dict[int, list[int]] = {}
    for wording in said:
        if len(groups) == limit:
            break
        groups.setdefault(wording, [])
    for place, wording in zip(places.tolist(), said, strict=True):
        if wording in groups:
            groups[wording].append(place)
    return list(groups.values())


def _hit(weigher: Weigher, group: Sequence[tuple[Evidence, int]]) -> Hit:
    evidence, place = group[0]
    segment, row = evidence.candidates.part.segment, int(evidence.candidates.rows[place])
    version = _version(evidence, place)
    others = {_version(*other): _passage(*other) for other in reversed(group[1:])}
    others.pop(version, None)
    speaker = int(segment.speakers[row])
    return Hit(
        passage=PassageId(int(segment.passage_ids[row])),
        version=version,
        score=float(evidence.scores[place]),
        bm25=float(evidence.candidates.scores[place]),
        signals=weigher.signals(evidence, place),
        matched=weigher.matched(evidence, place),
        found=weigher.found(evidence, place),
        shares=weigher.shares(evidence, place),
        repeated_in=list(reversed(others.values())),
        in_days=bool(evidence.in_days[place]),
        by_speaker=bool(evidence.by_speaker[place]),
        speaker=None if speaker == NOBODY else segment.speaker_names[speaker],
    )


def _passage(evidence: Evidence, place: int) -> PassageId:
    return PassageId(int(_column(evidence, "passage_ids")[place]))


def _version(evidence: Evidence, place: int) -> VersionId:
    segment = evidence.candidates.part.segment
    return VersionId(int(segment.version_ids[segment.version_of[evidence.candidates.rows[place]]]))


def _column(evidence: Evidence, name: str) -> Longs:
    column: Longs = getattr(evidence.candidates.part.segment, name)
    return column[evidence.candidates.rows]
