"""Indices come and go: made before documents are written, put in order after it, removed when nothing refers to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from index.cluster.kept.heads import Attempt, Head, Serving
from index.cluster.kept.layout import NO_EPOCH, Indices, definition, is_private, own_indices, shared_indices
from index.cluster.kept.live import living, routed
from index.cluster.push.allocation import Allocation
from index.cluster.wire.bulk import Action, Bulk
from index.cluster.wire.client import Client, Deadline
from index.engine.ranker import Bm25Params
from index.errors import ClusterRefused, ClusterUnavailable
from index.release import VersionId

_STEP_S = 60.0
_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Made:
    """Indices that are there: whether they were just made, and the mean length that they compute scores by."""

    new: bool
    mean_length: float


@dataclass(frozen=True, slots=True)
class Expected:
    """How many living documents a generation comes to."""

    passages: int
    versions: int


class Housekeeping:
    """Makes, tidies and removes indices of a cluster."""

    def __init__(self, client: Client, allocation: Allocation, bm25: Bm25Params, *, shards: int) -> None:
        self._client = client
        self._allocation = allocation
        self._bm25 = bm25
        self._shards = shards
        self._bulk = Bulk(client)

    async def make(self, indices: Indices, mean_length: float) -> Made:
        """Make the indices that are missing; those of which parts were lost before they were full are made anew."""
        lost = indices.routing is None and not await self._is_whole(indices)
        if lost:
            await self.remove(indices)
        new = [await self._make(indices, kind, mean_length) for kind in indices.kinds]
        return Made(any(new), await self._mean_length(indices))

    async def tidy(self, collection: str, attempt: Attempt, base: Serving | None) -> None:
        """Take back what attempts that nobody completed, or that were rolled back, have written after the base."""
        since = base.epoch if base is not None else NO_EPOCH
        indices = attempt.indices
        for index in _living_in(indices):
            await self._refresh(index)
            for field in ("born", "died"):
                ids = await self._ids(indices, index, _written_since(collection, field, since, attempt))
                await self._bulk.write(_taken_back(field, index, id_, indices) for id_ in ids)

    async def settle(self, collection: str, attempt: Attempt, expected: Expected, *, is_new: bool) -> bool:
        """Let what was written be seen, with a copy where it is new; whether all of it is there.

        Raises:
            IndexingError: the cluster makes no copies.
        """
        indices = attempt.indices
        for index in indices.all:
            await self._refresh(index)
        body = {"query": {"bool": living(collection, attempt.epoch)}}
        for index in _living_in(indices):
            counted = await self._ask("POST", routed(f"/{index}/_count", indices), body)
            documents = expected.passages if index == indices.passages else expected.versions
            if counted["count"] != documents or counted["_shards"]["failed"]:
                return False
        if is_new and indices.routing is None:
            # flushed first: copies are then files, and need not be written by every document once more
            await self._ask("POST", f"/{','.join(indices.all)}/_flush")
            copies = {"index": {"auto_expand_replicas": "0-1"}}
            await self._ask("PUT", f"/{','.join(indices.all)}/_settings", copies)
            await self._allocation.copied(indices.all)
        return True

    async def clean(self, head: Head) -> None:
        """Remove what neither the generation served nor one that is kept needs."""
        kept = [serving for serving in (head.serving, *head.kept) if serving is not None]
        if head.serving is None:
            return
        await self._remove_builds(head, {serving.indices.name for serving in kept})
        indices = head.serving.indices
        oldest = min(serving.epoch for serving in kept if serving.indices == indices)
        dead = {
            "bool": {
                "filter": [{"term": {"collection": head.collection}}, {"range": {"died": {"lte": oldest}}}]
            }
        }
        # texts stay: somebody may have kept an answer that quotes them
        for index in (indices.passages, indices.versions):
            await self._delete(indices, index, dead)
        if indices.shows:
            epochs = [serving.epoch for serving in kept if serving.indices == indices]
            await self._delete(indices, indices.names, {"bool": {"must_not": [{"terms": {"epoch": epochs}}]}})

    async def versions(self, collection: str, indices: Indices) -> set[VersionId]:
        """Every version of which there are documents, living or dead."""
        index = indices.texts if indices.shows else indices.versions
        query = {"bool": {"filter": [{"term": {"collection": collection}}]}}
        return {VersionId(int(id_.split(".")[1])) for id_ in await self._ids(indices, index, query)}

    async def erase(self, collection: str, indices: Indices, versions: Collection[VersionId]) -> None:
        """Remove all documents of versions."""
        wanted = sorted(versions)
        for index in _living_in(indices):
            for start in range(0, len(wanted), _PAGE):
                some = {"terms": {"version": wanted[start : start + _PAGE]}}
                query = {"bool": {"filter": [{"term": {"collection": collection}}, some]}}
                await self._delete(indices, index, query)
            await self._refresh(index)

    async def forget(self, head: Head) -> None:
        """Remove all that was written of a collection."""
        prefix, collection = self._client.params.prefix, head.collection
        if not is_private(collection):
            await self._remove_builds(head, set())
            return
        indices = shared_indices(prefix, collection, head.written_as)
        try:
            for index in indices.all:
                await self._empty(indices, index, collection)
        except ClusterRefused as refused:
            # nothing was ever written in this way
            if refused.status != 404:
                raise

    async def remove(self, indices: Indices) -> None:
        """Remove indices, whether they are there or not."""
        await self._ask("DELETE", f"/{','.join(indices.all)}?ignore_unavailable=true")

    async def _remove_builds(self, head: Head, kept: set[str]) -> None:
        prefix = self._client.params.prefix
        pattern = own_indices(prefix, head.collection, 0).name.removesuffix("0")
        found = await self._ask("GET", f"/_cat/indices/{pattern}*?h=index&format=json")
        names = {entry["index"].rpartition("-")[0] for entry in found}
        for name in sorted(names - kept):
            await self.remove(Indices(name))

    async def _make(self, indices: Indices, kind: str, mean_length: float) -> bool:
        body = definition(
            kind,
            mean_length=mean_length,
            bm25=self._bm25,
            loading=indices.routing is None,
            shards=self._shards,
        )
        try:
            await self._ask("PUT", f"/{indices.name}-{kind}", body)
        except ClusterRefused as refused:
            if "already exists" in refused.reason:
                return False
            raise
        return True

    async def _mean_length(self, indices: Indices) -> float:
        mapping = await self._ask("GET", f"/{indices.passages}/_mapping")
        return float(mapping[indices.passages]["mappings"]["_meta"]["mean_length"])

    async def _is_whole(self, indices: Indices) -> bool:
        """Whether nothing is lost of those indices that are there."""
        present = await self._ask("GET", f"/_cat/indices/{indices.name}-*?h=index&format=json")
        return not present or await self._allocation.is_whole([entry["index"] for entry in present])

    async def _delete(self, indices: Indices, index: str, query: Any) -> None:
        ids = await self._ids(indices, index, query)
        await self._bulk.write(Action("delete", index, id_, routing=indices.routing) for id_ in ids)

    async def _empty(self, indices: Indices, index: str, collection: str) -> None:
        """Remove all documents of a collection from an index that it shares."""
        path = routed(f"/{index}/_search?allow_partial_search_results=false", indices)
        body = {"query": {"term": {"collection": collection}}, "size": _PAGE, "_source": False}
        while True:
            await self._refresh(index)
            hits = (await self._ask("POST", path, body))["hits"]["hits"]
            if not hits:
                return
            await self._bulk.write(
                Action("delete", index, hit["_id"], routing=indices.routing) for hit in hits
            )

    async def _ids(self, indices: Indices, index: str, query: Any) -> list[str]:
        """The ids of documents."""
        path = routed(f"/{index}/_search?allow_partial_search_results=false", indices)
        # a passage may have been born twice, of which one is dead
        sort = {indices.passages: ["order", "born"], indices.names: ["epoch"]}
        order = sort.get(index, ["version", "born"])
        body = {"query": query, "size": _PAGE, "_source": False, "sort": order}
        return [hit["_id"] for hit in await self._client.every_hit(path, body, step_s=_STEP_S)]

    async def _refresh(self, index: str) -> None:
        done = await self._ask("POST", f"/{index}/_refresh")
        if done["_shards"]["failed"]:
            raise ClusterUnavailable("not every part could be refreshed")

    async def _ask(self, method: str, path: str, body: Any = None) -> Any:
        return await self._client.ask(method, path, body, deadline=Deadline.within(_STEP_S))


def _living_in(indices: Indices) -> Sequence[str]:
    """The indices whose documents are born and die."""
    searched = (indices.passages, indices.versions)
    return (*searched, indices.texts) if indices.shows else searched


def _written_since(collection: str, field: str, since: int, attempt: Attempt) -> Any:
    return {
        "bool": {
            "filter": [{"term": {"collection": collection}}, {"range": {field: {"gt": since}}}],
            "must_not": [{"term": {field: attempt.epoch}}],
        }
    }


def _taken_back(field: str, index: str, id_: str, indices: Indices) -> Action:
    if field == "born":
        return Action("delete", index, id_, routing=indices.routing)
    return Action("update", index, id_, {"died": None}, indices.routing)
