"""Brings the newest generation of a collection to the cluster; killed at any moment, the same again completes it.

In: an open database and a client. Out: a head that answers from the generation. A generation that differs little from the one
before is written into the same indices, as another epoch: passages are born and marked as dead, and nobody sees it before
the head moves. Any other one gets indices of its own.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from index.cluster.bulk import Action, Bulk
from index.cluster.client import Client, Deadline
from index.cluster.documents import Birth, Death, version_id
from index.cluster.frequencies import first_counts, next_counts
from index.cluster.generation import LocalGeneration, newest_generation, packed_versions
from index.cluster.heads import WRITTEN_AS, Attempt, Head, Heads, Held, Serving, claimed
from index.cluster.housekeeping import Housekeeping
from index.cluster.layout import Indices, is_private, own_indices, shared_indices
from index.cluster.live import living_versions, routed
from index.cluster.packing import PackedVersion, unpacked
from index.engine.ranker import Bm25Params
from index.errors import IndexingError, StoreError, WriterRefused
from index.release import VersionId
from index.report import Phase, Progress, Told, untold
from index.store.database import Database, one_writer

log = logging.getLogger(__name__)

STEP_S = 60.0
"""How long anything but the writing of documents may take."""

_VERSIONS_AT_ONCE = 100
_KEPT = 2


@dataclass(frozen=True, slots=True)
class PushParams:
    """How generations are written: BM25's constants, how many parts an index has, whose place is taken.

    Up to ``small_change`` of the versions may come or go within the same indices, while the mean length stays within
    ``drift`` of the one that their scores are computed by: bounds grow loose with it.
    """

    bm25: Bm25Params = field(default_factory=Bm25Params)
    shards: int = 1
    take_over: bool = False
    small_change: float = 0.2
    drift: float = 0.02


@dataclass(frozen=True, slots=True)
class PushReport:
    """What a push did: versions that came and went, and whether into indices of their own."""

    collection: str
    generation: int
    passages: int
    added: int = 0
    removed: int = 0
    built_anew: bool = False


class Pusher:
    """Brings collections of a database to a cluster."""

    def __init__(self, database: Database, client: Client, params: PushParams, told: Told = untold) -> None:
        self._database = database
        self._client = client
        self._params = params
        self._told = told
        self._heads = Heads(client)
        self._bulk = Bulk(client)
        self._keeping = Housekeeping(client, params.bm25, shards=params.shards)

    @property
    def owner(self) -> str:
        """Whose rows the cluster holds: this database on this machine."""
        return f"{socket.gethostname()}:{self._database.path.resolve()}"

    async def push(self, collection: str) -> PushReport:
        """Bring the newest generation of a collection.

        Raises:
            WriterRefused: another writer brings this collection.
            ClusterUnavailable: the cluster does not answer; the same again goes on from here.
            IndexingError: the cluster refuses it, or does not hold what was written.
        """
        async with self._alone(collection):
            generation = await newest_generation(self._database, collection, self._params.bm25)
            await self._heads.prepare(_step())
            found = await self._heads.read([collection], _step())
            before = found[0] if found else None
            head = claimed(before, collection, self.owner, take_over=self._params.take_over)
            if _is_there(head, before, generation):
                return PushReport(collection, generation.id, generation.statistics.passages)
            held = await self._begin(head, before, generation)
            return await self._carry_out(held, generation)

    async def roll_back(self, collection: str) -> Serving:
        """Answer from the generation before again, at once.

        Raises:
            IndexingError: none is kept.
        """
        async with self._alone(collection):
            found = await self._heads.read([collection], _step())
            if not found or not found[0].head.kept:
                raise IndexingError(f"The cluster keeps no generation of {collection} to go back to.")
            head = claimed(found[0], collection, self.owner, take_over=self._params.take_over)
            serving, *kept = head.kept
            moved = replace(head, serving=serving, kept=kept, attempt=None)
            await self._heads.write(moved, found[0], _step())
            return serving

    @asynccontextmanager
    async def _alone(self, collection: str) -> AsyncIterator[None]:
        path = self._database.path
        try:
            lock = one_writer(path.with_name(f"{path.name}.push"))
            lock.__enter__()
        except StoreError as error:
            raise WriterRefused(collection, "this database, just now") from error
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    async def _begin(self, head: Head, before: Held | None, generation: LocalGeneration) -> Held:
        """Claim the head for a generation, or for going on with it where it was begun."""
        attempt = head.attempt
        if attempt is None or attempt.generation != generation.id or head.written_as != WRITTEN_AS:
            attempt = await self._planned(head, generation)
        head = replace(
            head,
            owner=self.owner,
            attempt=attempt,
            last_epoch=max(head.last_epoch, attempt.epoch),
            last_build=head.last_build + (attempt.indices != _indices(head.attempt)),
        )
        return await self._heads.write(head, before, _step())

    async def _planned(self, head: Head, generation: LocalGeneration) -> Attempt:
        epoch, prefix = head.last_epoch + 1, self._client.params.prefix
        if is_private(head.collection):
            indices = shared_indices(prefix, head.collection)
            return Attempt(indices, epoch, generation.id, generation.mean_length)
        if head.serving is not None and await self._is_small(head, head.serving, generation):
            serving = head.serving
            return Attempt(serving.indices, epoch, generation.id, serving.built_mean_length)
        indices = own_indices(prefix, head.collection, head.last_build + 1)
        return Attempt(indices, epoch, generation.id, generation.mean_length)

    async def _is_small(self, head: Head, serving: Serving, generation: LocalGeneration) -> bool:
        if head.written_as != WRITTEN_AS or head.owner != self.owner or not serving.passages:
            return False
        drift = abs(generation.mean_length / serving.built_mean_length - 1)
        there = await living_versions(self._client, head.collection, serving, _step())
        changed = len(there.keys() ^ generation.places.keys())
        return drift <= self._params.drift and changed <= self._params.small_change * len(there)

    async def _carry_out(self, held: Held, generation: LocalGeneration) -> PushReport:
        head, attempt = held.head, held.head.attempt
        assert attempt is not None, "the head was claimed for it"
        base = _base(head, attempt)
        made = await self._keeping.make(attempt.indices, attempt.built_mean_length)
        attempt = replace(attempt, built_mean_length=made.mean_length, done=0 if made.new else attempt.done)
        held = replace(held, head=replace(head, attempt=attempt))
        await self._keeping.tidy(head.collection, attempt, base)
        there = await living_versions(self._client, head.collection, base, _step()) if base else {}
        joining = sorted(version for version in generation.places if version not in there)
        leaving = {version: born for version, born in there.items() if version not in generation.places}
        held = await self._write_born(held, generation, joining)
        gone = await self._write_dead(held, attempt, leaving)
        await self._write_counts(attempt, base, generation, joining, gone)
        is_new, expected = base is None, generation.findable
        if not await self._keeping.settle(head.collection, attempt, expected, is_new=is_new):
            await self._heads.write(replace(held.head, attempt=None), held, _step())
            raise IndexingError(
                f"The cluster does not hold what was written of {head.collection}; push again."
            )
        await self._publish(held, attempt, generation, base)
        return PushReport(
            head.collection,
            generation.id,
            generation.statistics.passages,
            len(joining),
            len(leaving),
            built_anew=base is None,
        )

    async def _write_born(
        self, held: Held, generation: LocalGeneration, joining: Sequence[VersionId]
    ) -> Held:
        packers = await asyncio.to_thread(generation.packers)
        attempt = held.head.attempt
        assert attempt is not None
        birth = Birth(held.head.collection, attempt.indices, attempt.epoch)

        def actions(versions: Sequence[VersionId]) -> list[Action]:
            packed = packed_versions(packers, generation, versions)
            return [action for version in packed for action in birth.of(version)]

        for start in range(attempt.done, len(joining), _VERSIONS_AT_ONCE):
            # in a thread: a bot that pushes goes on answering
            await self._bulk.write(
                await asyncio.to_thread(actions, joining[start : start + _VERSIONS_AT_ONCE])
            )
            done = min(start + _VERSIONS_AT_ONCE, len(joining))
            # tells how far it is, and finds out whether somebody has taken this writer's place
            head = replace(held.head, attempt=replace(attempt, done=done))
            held = await self._heads.write(head, held, _step())
            self._told(Progress(Phase.PUSHING, done, len(joining)))
        return held

    async def _write_dead(
        self, held: Held, attempt: Attempt, leaving: dict[VersionId, int]
    ) -> list[PackedVersion]:
        """Mark versions that leave; what they hold."""
        collection, gone = held.head.collection, list[PackedVersion]()
        death = Death(collection, attempt.indices, attempt.epoch)
        left = sorted(leaving)
        for start in range(0, len(left), _VERSIONS_AT_ONCE):
            some = left[start : start + _VERSIONS_AT_ONCE]
            ids = [version_id(collection, version, leaving[version]) for version in some]
            path = routed(f"/{attempt.indices.versions}/_mget", attempt.indices)
            found = await self._client.ask("POST", path, {"ids": ids}, deadline=_step())
            packed = [unpacked(document["_source"]["packed"]) for document in found["docs"]]
            await self._bulk.write(
                action for version in packed for action in death.of(version, leaving[version.id])
            )
            gone += packed
        return gone

    async def _write_counts(
        self,
        attempt: Attempt,
        base: Serving | None,
        generation: LocalGeneration,
        joining: Sequence[VersionId],
        gone: Sequence[PackedVersion],
    ) -> None:
        collection, counts = generation.collection, generation.statistics.frequencies
        if base is None:
            await self._bulk.write(first_counts(collection, attempt.indices, attempt.epoch, counts))
            return
        came = await asyncio.to_thread(packed_versions, generation.packers(), generation, joining)
        changed = {term: counts.get(term, 0) for version in (*came, *gone) for term in version.terms}
        await self._bulk.write(
            await next_counts(
                self._client,
                collection,
                base,
                attempt.epoch,
                counts=changed,
                deadline=_step(),
            )
        )

    async def _publish(
        self, held: Held, attempt: Attempt, generation: LocalGeneration, base: Serving | None
    ) -> None:
        head = held.head
        void = (*base.void, *range(base.epoch + 1, attempt.epoch)) if base is not None else ()
        serving = Serving(
            attempt.indices,
            attempt.epoch,
            generation.id,
            generation.statistics.passages,
            generation.statistics.total_length,
            generation.idf_floor,
            attempt.built_mean_length,
            void,
        )
        kept = [head.serving, *head.kept] if head.serving and head.written_as == WRITTEN_AS else []
        new = replace(head, serving=serving, kept=kept[:_KEPT], attempt=None, written_as=WRITTEN_AS)
        held = await self._heads.write(new, held, _step())
        log.info("the cluster serves generation %s of %s", generation.id, head.collection)
        await self._keeping.clean(new)


def _is_there(head: Head, before: Held | None, generation: LocalGeneration) -> bool:
    return (
        before is not None
        and before.head.owner == head.owner
        and head.serving is not None
        and head.serving.generation == generation.id
        and head.attempt is None
        and head.written_as == WRITTEN_AS
    )


def _base(head: Head, attempt: Attempt) -> Serving | None:
    """The generation within the same indices that an attempt adds to, if any."""
    serving = head.serving
    if serving is None or serving.indices != attempt.indices or head.written_as != WRITTEN_AS:
        return None
    return serving


def _indices(attempt: Attempt | None) -> Indices | None:
    return attempt.indices if attempt is not None else None


def _step() -> Deadline:
    return Deadline.within(STEP_S)
