"""Heads: one document a collection, which says what is answered from, and which one writer at a time may move.

Each write names the sequence number of the one before: whoever was displaced meanwhile is refused, whatever it was about
to publish. An alias could not refuse it, so a swap is a head that moves, and not an alias.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from index.cluster.kept.layout import LAYOUT, Indices, heads_index, is_private
from index.cluster.wire.client import Client, Deadline, Incomplete, Json
from index.engine.ranker import Bm25Params
from index.errors import ClusterRefused, NotInCluster, WriterRefused
from index.language.analyzer import FINGERPRINT

_MISSING = 404
_CONFLICT = 409
_EXISTS = 400
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Serving:
    """A generation of a collection as the cluster holds it, with BM25's statistics of it.

    ``built_mean_length`` is the mean length that scores in the cluster are computed by; it stays when epochs move. ``void`` are
    epochs before this one that it does not come from: given up, or rolled back. ``names`` is in how many documents its names stand.
    """

    indices: Indices
    epoch: int
    generation: int
    made_at: str
    passages: int
    total_length: int
    idf_floor: float
    built_mean_length: float
    void: tuple[int, ...] = ()
    names: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A generation on its way: ``done`` of its versions are there for certain."""

    indices: Indices
    epoch: int
    generation: int
    made_at: str
    built_mean_length: float
    written_as: str
    done: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """What a collection is answered from, what can be gone back to (newest first), and what is on its way.

    ``is_foreign`` until the first push after a writer's place was taken: what is served are rows of another database.
    """

    collection: str
    owner: str
    serving: Serving | None = None
    kept: Sequence[Serving] = ()
    attempt: Attempt | None = None
    last_epoch: int = 0
    last_build: int = 0
    written_as: str = ""
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A head as it was read, and what a write that follows must name."""

    head: Head
    sequence: int
    term: int
    nonce: str


def written_as(bm25: Bm25Params) -> str:
    """How this program writes: another string where the same release would be written, or scored, otherwise."""
    return f"{FINGERPRINT}, cluster layout {LAYOUT}, k1 {bm25.k1}, b {bm25.b}, epsilon {bm25.epsilon}"


class Heads:
    """The heads in a cluster."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._index = heads_index(client.params.prefix)

    async def read(self, collections: Sequence[str], deadline: Deadline) -> list[Held]:
        """The heads of those of the collections that have one.

        Raises:
            ClusterUnavailable: no node could read them in time.
        """
        if not collections:
            return []
        path, body = f"/{self._index}/_mget", {"ids": list(collections)}
        try:
            return await self._client.ask_whole(path, body, deadline=deadline, read=_heads)
        except ClusterRefused as refused:
            if refused.status == _MISSING:
                return []
            raise

    async def owned(self, owner: str, *, step_s: float) -> list[Held]:
        """The heads of all collections that a database has pushed."""
        body = {
            "query": {"term": {"owner": owner}},
            "sort": ["collection"],
            "size": _PAGE,
            "seq_no_primary_term": True,
        }
        path = f"/{self._index}/_search?allow_partial_search_results=false"
        await self._client.ask("POST", f"/{self._index}/_refresh", deadline=Deadline.within(step_s))
        return [_held(hit) for hit in await self._client.every_hit(path, body, step_s=step_s)]

    async def remove(self, held: Held, deadline: Deadline) -> None:
        """Remove a head as it was read.

        Raises:
            WriterRefused: somebody else has moved it meanwhile.
        """
        try:
            await self._client.ask("DELETE", self._path(held.head.collection, held), deadline=deadline)
        except ClusterRefused as refused:
            if refused.status == _CONFLICT:
                raise WriterRefused(held.head.collection, "unknown") from refused
            if refused.status != _MISSING:
                raise

    async def prepare(self, deadline: Deadline) -> None:
        """Make the index of heads where it is missing."""
        # few and small, and nothing works without them: two more nodes hold a copy, where there are so many
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-2"}
        properties = {name: {"type": "keyword"} for name in ("collection", "owner")}
        mappings = {"dynamic": False, "properties": properties}
        body = {"settings": {"index": settings}, "mappings": mappings}
        try:
            await self._client.ask("PUT", f"/{self._index}", body, deadline=deadline)
        except ClusterRefused as refused:
            if refused.status != _EXISTS or "exists" not in refused.reason:
                raise

    async def write(self, head: Head, before: Held | None, deadline: Deadline) -> Held:
        """Move a head on from how it was before.

        Raises:
            WriterRefused: somebody else has moved it meanwhile.
        """
        nonce = secrets.token_hex(8)
        path = self._path(head.collection, before)
        try:
            done = await self._client.ask("PUT", path, asdict(head) | {"nonce": nonce}, deadline=deadline)
        except ClusterRefused as refused:
            if refused.status != _CONFLICT:
                raise
            return await self._after_conflict(head, nonce, deadline)
        return Held(head, done["_seq_no"], done["_primary_term"], nonce)

    def _path(self, collection: str, before: Held | None) -> str:
        """Where a head is written, if it is still as it was before."""
        fence = (
            "op_type=create"
            if before is None
            else f"if_seq_no={before.sequence}&if_primary_term={before.term}"
        )
        return f"/{self._index}/_doc/{_quoted(collection)}?{fence}"

    async def _after_conflict(self, head: Head, nonce: str, deadline: Deadline) -> Held:
        """The write may have been done, and its reply lost with the node that did it."""
        now = await self.read([head.collection], deadline)
        if now and now[0].nonce == nonce:
            return now[0]
        raise WriterRefused(head.collection, now[0].head.owner if now else "unknown")


def claimed(held: Held | None, collection: str, owner: str, *, take_over: bool, goes_on: bool = True) -> Head:
    """The head for an owner to write on; one who takes over builds anew, for rows of another database are others.

    So does an owner who no longer ``goes_on`` from what is served.

    Raises:
        WriterRefused: it is somebody else's.
    """
    if held is None:
        return Head(collection, owner)
    if held.head.owner == owner and goes_on:
        return held.head
    if held.head.owner != owner and not take_over:
        raise WriterRefused(collection, held.head.owner)
    # documents that private collections share have the ids of rows, and are all written anew
    serving = None if is_private(collection) else held.head.serving
    return replace(held.head, owner=owner, attempt=None, serving=serving, kept=(), is_foreign=True)


def served(head: Head, bm25: Bm25Params) -> Serving:
    """What a collection is answered from.

    Raises:
        NotInCluster: nothing that this program can read.
    """
    if head.serving is None or head.written_as != written_as(bm25):
        raise NotInCluster(
            f"The search cluster holds {head.collection} not yet, or by other settings or another version: "
            f"communique push --collection {head.collection}"
        )
    return head.serving


def is_own(head: Head, owner: str | None) -> bool:
    """Whether what is served are rows of the database of this name."""
    return head.owner == owner and not head.is_foreign


def _heads(reply: Json) -> list[Held]:
    """The heads that a reply holds; none where there is no index of them."""
    documents = reply["docs"]
    if any(_lacks_index(document) for document in documents):
        return []
    for document in documents:
        if "error" in document:
            # an index that was just made, or whose node has just gone, is there in a moment
            raise Incomplete(str(document["error"].get("reason"))[:200])
    return [_held(document) for document in documents if document["found"]]


def _held(document: Any) -> Held:
    source = dict(document["_source"])
    nonce = source.pop("nonce")
    attempt, serving = source.pop("attempt"), source.pop("serving")
    head = Head(
        **source
        | {
            "kept": [_serving(kept) for kept in source["kept"]],
            "serving": serving and _serving(serving),
            "attempt": attempt and Attempt(**attempt | {"indices": Indices(**attempt["indices"])}),
        }
    )
    return Held(head, document["_seq_no"], document["_primary_term"], nonce)


def _serving(fields: Any) -> Serving:
    return Serving(**fields | {"indices": Indices(**fields["indices"]), "void": tuple(fields["void"])})


def _lacks_index(document: Any) -> bool:
    return "error" in document and document["error"].get("type") == "index_not_found_exception"


def _quoted(collection: str) -> str:
    return collection.replace("%", "%25").replace("/", "%2F")
