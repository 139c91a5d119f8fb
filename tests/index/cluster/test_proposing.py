"""Whatever the cluster's scores hide, the best are read, or it is not called proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from index.cluster.kept.heads import Serving
from index.cluster.kept.layout import Indices
from index.cluster.search.asking import Asking, Search
from index.cluster.search.proposing import Bounded, Document, Order, Place, Proposed, Rescored, propose
from index.cluster.wire.client import Json
from index.engine.statistics import LiveSegment

PLACE = Place("public", Serving(Indices("test-1"), 1, 1, "", 1, 1, 0.0, 1.0))


@dataclass(frozen=True)
class Passage:
    """A passage by what orders it; the cluster rounds its score up to a multiple of ``step``."""

    exact: float
    day: int
    id: int
    step: float

    @property
    def rounded(self) -> float:
        return -(-self.exact // self.step) * self.step

    @property
    def order(self) -> Order:
        return (-self.exact, -self.day, self.id)

    def hit(self) -> Json:
        return {"sort": [self.rounded, self.day, self.id, self.id, 1]}


@dataclass
class Few:
    """A kind of which the best few are wanted; what is read by it stays."""

    passages: Sequence[Passage]
    limit: int
    read: list[Passage] = field(default_factory=list)

    def index(self, place: Place) -> str:
        return place.serving.indices.passages

    def body(self, place: Place) -> dict[str, Any]:
        return {"closed": []}

    def close_body(self, place: Place, closed: Sequence[str]) -> dict[str, Any]:
        return {"closed": closed}

    def looseness(self, place: Place) -> float:
        return 1.0 + 1e-6

    def last_of_best(self, parts: Sequence[LiveSegment]) -> Order | None:
        orders = sorted(passage.order for passage in self.read)
        return orders[self.limit - 1] if len(orders) >= self.limit else None

    def rescored(self, place: Place, hits: Sequence[Json]) -> list[Rescored]:
        found = [self.passages[hit["sort"][2]] for hit in hits]
        return [
            Rescored(Proposed(passage.order, Document(passage.id, 1), place), str(passage.exact))
            for passage in found
        ]

    def take(self, documents: Mapping[Place, Sequence[Document]]) -> list[LiveSegment]:
        self.read = [self.passages[document.version] for document in documents.get(PLACE, ())]
        return []


@dataclass
class Node:
    """Searches the passages as a cluster does."""

    passages: Sequence[Passage]
    asked: int = 0

    def search(self, searches: Sequence[Search]) -> list[list[Json]]:
        self.asked += 1
        return [self._found(search.body) for search in searches]

    def _found(self, body: Mapping[str, Any]) -> list[Json]:
        after = body.get("search_after")
        least = body.get("min_score", 0.0)
        in_order = sorted(self.passages, key=lambda one: (-one.rounded, -one.day, one.id))
        return [
            one.hit()
            for one in in_order
            if one.rounded >= least
            and str(one.exact) not in body["closed"]
            and (after is None or (-one.rounded, -one.day, one.id) > (-after[0], -after[1], after[2]))
        ][: body["size"]]


@st.composite
def corpora(draw: st.DrawFn) -> list[Passage]:
    scores = draw(st.lists(st.sampled_from([1.0, 1.5, 1.75, 2.0, 2.25, 3.0]), min_size=0, max_size=120))
    step = draw(st.sampled_from([0.25, 0.5, 1.0]))
    return [Passage(score, draw(st.integers(1, 3)), number, step) for number, score in enumerate(scores)]


@given(passages=corpora(), limit=st.integers(1, 40), goes_on=st.booleans())
def test_what_is_proven_holds_the_best(passages: list[Passage], limit: int, goes_on: bool) -> None:
    kind, node = Few(passages, limit), Node(passages)
    proposing = Bounded(kind, [PLACE], goes_on)

    propose(cast("Asking", node), [proposing], kind.take)

    best = sorted(passages, key=lambda passage: passage.order)[:limit]
    assert not proposing.is_proven or set(best) <= set(kind.read)
    assert proposing.is_proven or not goes_on


def test_of_many_that_tie_with_the_last_of_the_best_none_is_read_in_vain() -> None:
    passages = [Passage(1.0, 1, number, 0.25) for number in range(5_000)]
    kind, node = Few(passages, 20), Node(passages)

    propose(cast("Asking", node), [Bounded(kind, [PLACE])], kind.take)

    assert len(kind.read) < 100
    assert node.asked == 3
