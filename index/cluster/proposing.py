"""Searches that go on until it is proven that nothing better is left: the cluster proposes, exact scores decide.

A score in the cluster is never below the exact one, but for a known factor. Once the ``limit``-th best exact score is
above whatever the cluster could still propose, the best are known. Hits that hold just the same as ``limit`` others, which
came first, cannot be among them: from the next page on they are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from index.cluster.asking import Asking, Search
from index.cluster.bounds import SLACK, down
from index.cluster.client import Json
from index.cluster.heads import Serving

MOST = 10_000
"""So many hits are looked at of one search, at most; beyond, it is not proven that the best are among them."""

_NEXT_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """A collection that is searched, and the generation that answers; ``apart`` is added to its rows."""

    collection: str
    serving: Serving
    apart: int = 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """A hit: what orders it, exactly; what it cannot be told apart by; and the document of the version it leads to."""

    score: float
    day: int
    id: int
    kind: object
    document: str
    place: Place

    @property
    def order(self) -> tuple[float, int, int]:
        """Best first: by score, then newest, then reading order."""
        return (-self.score, -self.day, self.id)


class Kind(Protocol):
    """What a search looks for, and what its hits come to."""

    @property
    def limit(self) -> int:
        """How many of the best are wanted."""
        ...

    def body(self, place: Place, full: Sequence[object]) -> dict[str, Any]:
        """The search of a place, without hits of those kinds of which enough have come."""
        ...

    def index(self, place: Place) -> str:
        """Which index it searches."""
        ...

    def read(self, place: Place, hits: Sequence[Json]) -> Sequence[Proposed]:
        """The hits with their exact scores, without those that may not enter."""
        ...

    def looseness(self, place: Place) -> float:
        """By what factor, at most, an exact score may be above the cluster's."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search of one place is: the last hit's sort values, how many hits there were, whether all have come."""

    after: Sequence[Any] | None = None
    hits: int = 0
    exhausted: bool = False

    @property
    def bound(self) -> float:
        """What no further hit's score in the cluster is above."""
        return float(self.after[0]) if self.after is not None else float("inf")


@dataclass
class Proposing:
    """One search over some places, page by page; ``pages`` is how many there may be of each (None: as many as it takes)."""

    kind: Kind
    places: Sequence[Place]
    pages: int | None = None
    found: list[Proposed] = field(default_factory=list)
    progress: dict[Place, Progress] = field(default_factory=dict)

    @property
    def best(self) -> list[Proposed]:
        """The best of what has come."""
        return sorted(self.found, key=lambda hit: hit.order)[: self.kind.limit]

    @property
    def is_proven(self) -> bool:
        """Whether nothing can be better that has not come."""
        return all(self._is_done(place) for place in self.places)

    def searches(self) -> list[tuple[Place, Search, int]]:
        """What is to be asked next, and how many hits of each; nothing where it is proven, or goes too far."""
        return [
            (place, *self._search(place))
            for place in self.places
            if not self._is_done(place) and self._of(place).hits < MOST and not self._is_last(place)
        ]

    def take(self, place: Place, hits: Sequence[Json], size: int) -> None:
        """The hits of a page."""
        before = self._of(place)
        after = hits[-1]["sort"] if hits else before.after
        self.progress[place] = replace(
            before, after=after, hits=before.hits + len(hits), exhausted=len(hits) < size
        )
        self.found += self.kind.read(place, hits)

    def _search(self, place: Place) -> tuple[Search, int]:
        progress = self._of(place)
        size = _first_page(self.kind.limit) if progress.after is None else _NEXT_PAGE
        body = self.kind.body(place, self._full(place)) | {"size": size, "track_total_hits": False}
        if progress.after is not None:
            body |= {"search_after": progress.after, "min_score": self._least(place)}
        return Search(self.kind.index(place), place.serving.indices, body), size

    def _is_done(self, place: Place) -> bool:
        progress = self._of(place)
        if progress.exhausted:
            return True
        return progress.bound * self.kind.looseness(place) < self._reached()

    def _is_last(self, place: Place) -> bool:
        return self.pages is not None and self._of(place).hits > 0 and self.pages == 1

    def _reached(self) -> float:
        """The score that ``limit`` of the hits reach."""
        scores = sorted((hit.score for hit in self.found), reverse=True)
        return scores[self.kind.limit - 1] if len(scores) >= self.kind.limit else float("-inf")

    def _least(self, place: Place) -> float:
        return max(down(self._reached() / self.kind.looseness(place) / SLACK), 0.0)

    def _full(self, place: Place) -> list[object]:
        """Kinds of which so many have come from a place that no further one of there can be among the best."""
        counts: dict[object, int] = {}
        for hit in self.found:
            if hit.kind is not None and hit.place == place:
                counts[hit.kind] = counts.get(hit.kind, 0) + 1
        return [kind for kind, count in counts.items() if count >= self.kind.limit]

    def _of(self, place: Place) -> Progress:
        return self.progress.get(place, Progress())


def propose(asking: Asking, proposals: Sequence[Proposing]) -> None:
    """Carry out some searches side by side, until each is proven or goes too far.

    Raises:
        ClusterUnavailable: no node gave a whole answer in time.
    """
    while True:
        asked = [(proposing, *search) for proposing in proposals for search in proposing.searches()]
        if not asked:
            return
        answers = asking.search([search for _, _, search, _ in asked])
        for (proposing, place, _, size), hits in zip(asked, answers, strict=True):
            proposing.take(place, hits, size)


def _first_page(limit: int) -> int:
    """Enough that the last hit is mostly below the best ones."""
    return limit + limit // 4 + 20
