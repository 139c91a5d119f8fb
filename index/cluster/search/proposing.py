"""Searches that go on until it is proven that nothing better is left: the cluster proposes, exact scores decide.

Versions that the first hits stand in are read, and all that they hold is scored exactly. A score in the cluster is never
below the exact one, but for a known factor. Once the ``limit``-th best exact score is above whatever the cluster
could still propose, the best are known. A hit that is not among them shows that no later one is that holds just the same:
from the page after that one on, these are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any, NamedTuple, Protocol

from index.cluster.kept.heads import Serving
from index.cluster.search.asking import Asking, Search
from index.cluster.search.bounds import SLACK, down
from index.cluster.wire.client import Json
from index.engine.statistics import LiveSegment
from index.release import VersionId

MOST = 10_000
"""So many hits are looked at of one search, at most; beyond, it is not proven that the best are among them."""

_NEXT_PAGE = 1_000

Order = tuple[float, int, int]
"""Best first: by score, then newest, then reading order."""


@dataclass(frozen=True, slots=True)
class Place:
    """A collection that is searched, and the generation that answers; ``apart`` is added to its rows."""

    collection: str
    serving: Serving
    apart: int = 0

    def __hash__(self) -> int:
        # of all that there is, enough: it is asked for at every hit
        return hash((self.collection, self.serving.epoch))


class Document(NamedTuple):
    """A version's document: which version it is, and since which epoch it stands there."""

    version: VersionId
    born: int


Wanted = dict[Place, dict[Document, None]]
"""Documents that are to be read, of each place in the order in which they came."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A hit: what orders it, its score exact or of the cluster, and the version that it stands in."""

    order: Order
    document: Document
    place: Place

    @classmethod
    def by_cluster(cls, place: Place, hit: Json) -> Proposed:
        """A hit as the cluster scores it; its sort values say all."""
        sort = hit["sort"]
        return cls((-sort[0], -sort[1], sort[2] + place.apart), Document(sort[-2], sort[-1]), place)

    @property
    def score(self) -> float:
        """How good it is."""
        return -self.order[0]

    def scored(self, score: float) -> Proposed:
        """The same with another score."""
        return replace(self, order=(-score, *self.order[1:]))


@dataclass(frozen=True, slots=True)
class Rescored:
    """A hit with its exact score, and what it cannot be told apart by (None: nothing is known of that)."""

    hit: Proposed
    kind: str | None


class Kind(Protocol):
    """What a search looks for."""

    @property
    def limit(self) -> int:
        """How many of the best are wanted."""
        ...

    def index(self, place: Place) -> str:
        """Which index it searches."""
        ...

    def body(self, place: Place) -> dict[str, Any]:
        """The search of a place; sorted by score, day, reading order where versions have one, the version, and its birth."""
        ...


class BoundedKind(Kind, Protocol):
    """One whose hits have other scores in the cluster than the exact ones."""

    def looseness(self, place: Place) -> float:
        """By what factor, at most, an exact score may be above the cluster's."""
        ...

    def last_of_best(self, parts: Sequence[LiveSegment]) -> Order | None:
        """The ``limit``-th best of all that these segments hold, exactly; None where they hold fewer."""
        ...

    def close_body(self, place: Place, closed: Sequence[str]) -> dict[str, Any]:
        """As ``body``, with what scores hits exactly, and without some kinds."""
        ...

    def rescored(self, place: Place, hits: Sequence[Json]) -> Sequence[Rescored]:
        """The hits of a close search, without those that may not enter."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A search of one place, and how many hits there may be."""

    place: Place
    search: Search
    size: int


class Proposing(Protocol):
    """A search over some places, in as many steps as it takes."""

    @property
    def is_proven(self) -> bool:
        """Whether nothing can be better that has not come."""
        ...

    def searches(self) -> list[Asked]:
        """What is to be asked next; nothing where it is proven, or goes too far."""
        ...

    def take(self, asked: Asked, hits: Sequence[Json]) -> None:
        """The hits of such a search."""
        ...

    def wanted(self) -> Sequence[Proposed]:
        """Hits whose versions are to be read."""
        ...

    def weigh(self, parts: Sequence[LiveSegment]) -> None:
        """What has been read."""
        ...


@dataclass
class Ranked:
    """A search whose hits the cluster ranks exactly."""

    kind: Kind
    places: Sequence[Place]
    is_proven: bool = False
    found: list[Proposed] = field(default_factory=list)

    def searches(self) -> list[Asked]:
        """All is asked at once."""
        left = () if self.is_proven else self.places
        return [_first_page(self.kind, place, self.kind.limit) for place in left]

    def take(self, asked: Asked, hits: Sequence[Json]) -> None:
        """All that there is to know."""
        self.found += [Proposed.by_cluster(asked.place, hit) for hit in hits]
        self.is_proven = True

    def wanted(self) -> Sequence[Proposed]:
        """The best of all places."""
        return sorted(self.found, key=lambda hit: hit.order)[: self.kind.limit]

    def weigh(self, parts: Sequence[LiveSegment]) -> None:
        """There is nothing to prove."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search of one place is: the last hit's sort values, how many hits there were, whether all have come."""

    after: Sequence[Any] | None = None
    hits: int = 0
    exhausted: bool = False

    @property
    def bound(self) -> float:
        """What no further hit's score in the cluster is above."""
        return float(self.after[0]) if self.after is not None else inf


@dataclass
class Bounded:
    """A search page by page; where it never ``goes_on``, there is just the first one of each place."""

    kind: BoundedKind
    places: Sequence[Place]
    goes_on: bool = True
    weighed: bool = False
    last: Order | None = None
    reached: float = -inf
    found: list[Proposed] = field(default_factory=list)
    better: list[Proposed] = field(default_factory=list)
    closed: dict[Place, dict[str, None]] = field(default_factory=dict)
    progress: dict[Place, Progress] = field(default_factory=dict)

    @property
    def is_proven(self) -> bool:
        """Whether nothing can be better that has not come."""
        return all(self._is_done(place) for place in self.places)

    def searches(self) -> list[Asked]:
        """The first page of each place, or the next one where it is needed."""
        if not self.progress:
            size = _first_size(self.kind.limit)
            return [_first_page(self.kind, place, size) for place in self.places]
        if not self.goes_on:
            return []
        left = [place for place in self.places if not self._is_done(place)]
        return [self._next_page(place) for place in left if self.progress[place].hits < MOST]

    def take(self, asked: Asked, hits: Sequence[Json]) -> None:
        """The hits of a page."""
        place = asked.place
        before = self.progress.get(place, Progress())
        if before.after is None:
            self.found += [Proposed.by_cluster(place, hit) for hit in hits]
        else:
            self._take_close(place, hits)
        self.progress[place] = replace(
            before,
            after=hits[-1]["sort"] if hits else before.after,
            hits=before.hits + len(hits),
            exhausted=len(hits) < asked.size,
        )

    def wanted(self) -> Sequence[Proposed]:
        """The first hits, and then whatever may be better than the last of the best."""
        in_order = sorted(self.found, key=lambda hit: hit.order)
        first, others = in_order[: self.kind.limit], in_order[self.kind.limit :]
        if not self.weighed:
            # as good exactly, most likely: whatever ties with it is read at once
            self.reached = first[-1].score / SLACK if others else -inf
        return [*first, *(hit for hit in others if self._may_enter(hit.score, hit.place)), *self.better]

    def weigh(self, parts: Sequence[LiveSegment]) -> None:
        """How good the last of the best is, of all that was read."""
        self.last, self.weighed = self.kind.last_of_best(parts), True
        self.reached = -inf if self.last is None else -self.last[0]

    def _take_close(self, place: Place, hits: Sequence[Json]) -> None:
        for rescored in self.kind.rescored(place, hits):
            if self.last is None or rescored.hit.order < self.last:
                self.better.append(rescored.hit)
            elif rescored.kind is not None:
                self.closed.setdefault(place, {})[rescored.kind] = None

    def _next_page(self, place: Place) -> Asked:
        body = self.kind.close_body(place, list(self.closed.get(place, ())))
        body |= {"search_after": self.progress[place].after, "min_score": self._least(place)}
        return _asked(self.kind, place, body, _NEXT_PAGE)

    def _is_done(self, place: Place) -> bool:
        progress = self.progress.get(place, Progress())
        return progress.exhausted or not self._may_enter(progress.bound, place)

    def _may_enter(self, score: float, place: Place) -> bool:
        """Whether a hit with this score in the cluster may be better than the last of the best."""
        return score * self.kind.looseness(place) >= self.reached

    def _least(self, place: Place) -> float:
        return max(down(self.reached / self.kind.looseness(place) / SLACK), 0.0)


Read = Callable[[Mapping[Place, Sequence[Document]]], Sequence[LiveSegment]]
"""Reads the versions of some documents: all that is searched then, exactly."""


def propose(asking: Asking, proposals: Sequence[Proposing], read: Read) -> Sequence[LiveSegment]:
    """Carry out some searches side by side, until each is proven or goes too far; what they lead to.

    Raises:
        ClusterUnavailable: no node gave a whole answer in time.
    """
    wanted = _wanted(())
    parts = None
    while asked := [(proposing, one) for proposing in proposals for one in proposing.searches()]:
        answers = asking.search([one.search for _, one in asked])
        for (proposing, one), hits in zip(asked, answers, strict=True):
            proposing.take(one, hits)
        while (now := _wanted(proposals)) != wanted or parts is None:
            wanted = now
            parts = read({place: list(documents) for place, documents in wanted.items()})
            for proposing in proposals:
                proposing.weigh(parts)
    return read({}) if parts is None else parts


def _wanted(proposals: Sequence[Proposing]) -> Wanted:
    wanted: Wanted = {}
    for proposing in proposals:
        for hit in proposing.wanted():
            wanted.setdefault(hit.place, {})[hit.document] = None
    return wanted


def _first_page(kind: Kind, place: Place, size: int) -> Asked:
    return _asked(kind, place, kind.body(place), size)


def _asked(kind: Kind, place: Place, body: dict[str, Any], size: int) -> Asked:
    body |= {"size": size, "track_total_hits": False}
    return Asked(place, Search(kind.index(place), place.serving.indices, body), size)


def _first_size(limit: int) -> int:
    """Enough that the last hit is mostly below the best ones."""
    return limit + limit // 4 + 20
