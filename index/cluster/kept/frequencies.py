"""Document frequencies in the cluster: for each term how many passages hold it, epoch by epoch.

A question reads those of its terms as of its epoch; a push adds an epoch to the terms that it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.cluster.kept.documents import term_id
from index.cluster.kept.heads import Serving
from index.cluster.kept.layout import Indices
from index.cluster.kept.live import routed
from index.cluster.wire.bulk import Action
from index.cluster.wire.client import Client, Deadline, Json

_AT_ONCE = 1_000
_EPOCHS_KEPT = 8


def count_in(document: Json, serving: Serving) -> int:
    """In how many passages of a generation a term stands; 0 where the document is missing."""
    history = _history(document, serving)
    return history[-1][1] if history else 0


def asked_by_id(collection: str, terms: Sequence[str]) -> Json:
    """The body of a request for the documents of some terms."""
    return {"ids": [term_id(collection, term) for term in terms]}


def terms_path(indices: Indices) -> str:
    """Where it is sent."""
    return routed(f"/{indices.terms}/_mget", indices)


def first_counts(
    collection: str, indices: Indices, epoch: int, counts: Mapping[str, int]
) -> Iterator[Action]:
    """All terms of a collection that is new."""
    for term, count in counts.items():
        yield _written(collection, indices, term, [(epoch, count)])


async def next_counts(
    client: Client,
    collection: str,
    base: Serving,
    epoch: int,
    *,
    counts: Mapping[str, int],
    deadline: Deadline,
) -> list[Action]:
    """Some terms that have changed since a generation; what was written after that one does not count."""
    indices, actions = base.indices, list[Action]()
    changed = list(counts)
    for start in range(0, len(changed), _AT_ONCE):
        terms = changed[start : start + _AT_ONCE]
        body = asked_by_id(collection, terms)
        found = await client.ask("POST", terms_path(indices), body, deadline=deadline)
        for term, document in zip(terms, found["docs"], strict=True):
            before = _history(document, base)
            actions.append(_written(collection, indices, term, [*before, (epoch, counts[term])]))
    return actions


def _history(document: Json, serving: Serving) -> list[tuple[int, int]]:
    if not document.get("found"):
        return []
    source = document["_source"]
    pairs = zip(source["epochs"], source["counts"], strict=True)
    return [(at, count) for at, count in pairs if at <= serving.epoch and at not in serving.void][
        -_EPOCHS_KEPT:
    ]


def _written(collection: str, indices: Indices, term: str, history: Sequence[tuple[int, int]]) -> Action:
    fields: dict[str, Any] = {
        "collection": collection,
        "epochs": [at for at, _ in history],
        "counts": [count for _, count in history],
    }
    return Action("index", indices.terms, term_id(collection, term), fields, indices.routing)
