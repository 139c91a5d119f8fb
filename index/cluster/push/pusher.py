"""Brings the newest generation of a collection to the cluster; killed at any moment, the same again completes it.

In: an open database and a client. Out: a head that answers from the generation. A generation that differs little from the one
before is written into the same indices, as another epoch: passages are born and marked as dead, and nobody sees it before
the head moves. Any other one gets indices of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from index.cluster.kept.heads import Attempt, Head, Heads, Held, Serving, claimed, written_as
from index.cluster.kept.layout import Indices, is_private, own_indices, shared_indices
from index.cluster.kept.live import living_versions
from index.cluster.kept.owner import goes_on_from, owner_made
from index.cluster.push.allocation import IDLE_S, Allocation
from index.cluster.push.generation import LocalGeneration, newest_generation
from index.cluster.push.housekeeping import Expected, Housekeeping
from index.cluster.push.naming import names_of
from index.cluster.push.writing import DocumentWriter
from index.cluster.wire.client import Client, Deadline
from index.engine.ranker import Bm25Params
from index.errors import IndexingError, StoreError
from index.language.topics import Topic
from index.report import Told, untold
from index.store.database import Database, one_writer
from index.store.generations import Generations
from index.store.texts import ever_held

log = logging.getLogger(__name__)

STEP_S = 60.0
"""How long anything but the writing of documents may take."""

_KEPT = 2


@dataclass(frozen=True, slots=True)
class PushParams:
    """How generations are written: BM25's constants, how many parts an index has, whose place is taken.

    Up to ``small_change`` of the versions may come or go within the same indices, while the mean length stays within
    ``drift`` of the one that their scores are computed by: bounds grow loose with it. ``topics`` are what releases are looked up by.
    Copies are waited for until the cluster has done nothing about them for ``idle_s``.
    """

    bm25: Bm25Params = field(default_factory=Bm25Params)
    shards: int = 1
    take_over: bool = False
    small_change: float = 0.2
    drift: float = 0.02
    topics: Sequence[Topic] = ()
    idle_s: float = IDLE_S


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
        self._written_as = written_as(params.bm25)
        self._heads = Heads(client)
        self._writer = DocumentWriter(client, database, told)
        allocation = Allocation(client, idle_s=params.idle_s, told=told)
        self._keeping = Housekeeping(client, allocation, params.bm25, shards=params.shards)

    async def push(self, collection: str) -> PushReport:
        """Bring the newest generation of a collection.

        Raises:
            WriterRefused: another writer brings this collection.
            ClusterUnavailable: the cluster does not answer; the same again goes on from here.
            IndexingError: the cluster refuses it, does not hold what was written, or makes no copies of it.
        """
        with self._alone() as owner:
            generation = await newest_generation(self._database, collection, self._params.bm25)
            await self._heads.prepare(_step())
            found = await self._heads.read([collection], _step())
            before = found[0] if found else None
            goes_on = await self._goes_on(before)
            head = claimed(before, collection, owner, take_over=self._params.take_over, goes_on=goes_on)
            if before is not None and self._is_there(head, generation):
                await self._forget_erased(before, generation)
                return PushReport(collection, generation.id, generation.statistics.passages)
            held = await self._begin(head, before, generation)
            return await self._carry_out(held, generation)

    async def roll_back(self, collection: str) -> Serving:
        """Answer from the generation before again, at once.

        Raises:
            IndexingError: none is kept.
        """
        with self._alone() as owner:
            found = await self._heads.read([collection], _step())
            head = claimed(found[0] if found else None, collection, owner, take_over=False)
            if not head.kept:
                raise IndexingError(f"The cluster keeps no generation of {collection} to go back to.")
            serving, *kept = head.kept
            moved = replace(head, serving=serving, kept=kept, attempt=None)
            await self._heads.write(moved, found[0], _step())
            return serving

    async def forget_dropped(self) -> list[str]:
        """Remove from the cluster what this database has pushed and holds no longer; the names of these collections."""
        forgotten = []
        with self._alone() as owner:
            await self._heads.prepare(_step())
            there = await Generations(self._database).newest()
            for held in await self._heads.owned(owner, step_s=STEP_S):
                if held.head.collection not in there:
                    await self._forget(held)
                    forgotten.append(held.head.collection)
        return forgotten

    async def _forget(self, held: Held) -> None:
        head = held.head
        # first nobody answers from it; killed after that, the same again goes on from here
        left = await self._heads.write(replace(head, serving=None, kept=(), attempt=None), held, _step())
        await self._keeping.forget(head)
        await self._heads.remove(left, _step())

    @contextmanager
    def _alone(self) -> Iterator[str]:
        """The name of the database, while nobody else pushes from it."""
        path = self._database.path
        with ExitStack() as held:
            try:
                held.enter_context(one_writer(path.with_name(f"{path.name}.push")))
            except StoreError as error:
                raise IndexingError(
                    f"{path} is being pushed just now; run the command again when that is done."
                ) from error
            yield owner_made(path)

    async def _begin(self, head: Head, before: Held | None, generation: LocalGeneration) -> Held:
        """Claim the head for a generation, or for going on with it where it was begun."""
        attempt = head.attempt
        if attempt is None or not self._is_of(attempt, generation):
            attempt = await self._planned(head, generation)
        head = replace(
            head,
            attempt=attempt,
            last_epoch=max(head.last_epoch, attempt.epoch),
            last_build=head.last_build + (attempt.indices != _indices(head.attempt)),
        )
        return await self._heads.write(head, before, _step())

    async def _planned(self, head: Head, generation: LocalGeneration) -> Attempt:
        epoch, prefix = head.last_epoch + 1, self._client.params.prefix
        if is_private(head.collection):
            indices = shared_indices(prefix, head.collection, self._written_as)
            return Attempt(
                indices, epoch, generation.id, generation.made.at, generation.mean_length, self._written_as
            )
        if head.serving is not None and await self._is_small(head, head.serving, generation):
            serving = head.serving
            return Attempt(
                serving.indices,
                epoch,
                generation.id,
                generation.made.at,
                serving.built_mean_length,
                self._written_as,
            )
        indices = own_indices(prefix, head.collection, head.last_build + 1)
        return Attempt(
            indices, epoch, generation.id, generation.made.at, generation.mean_length, self._written_as
        )

    async def _is_small(self, head: Head, serving: Serving, generation: LocalGeneration) -> bool:
        if not self._is_ours(head) or not serving.passages:
            return False
        drift = abs(generation.mean_length / serving.built_mean_length - 1)
        there = await living_versions(self._client, head.collection, serving, step_s=STEP_S)
        changed = len(there.keys() ^ generation.places.keys())
        return drift <= self._params.drift and changed <= self._params.small_change * len(there)

    async def _carry_out(self, held: Held, generation: LocalGeneration) -> PushReport:
        head, attempt = held.head, held.head.attempt
        assert attempt is not None, "the head was claimed for it"
        base = self._base(head, attempt)
        made = await self._keeping.make(attempt.indices, attempt.built_mean_length)
        attempt = replace(attempt, built_mean_length=made.mean_length, done=0 if made.new else attempt.done)
        held = replace(held, head=replace(head, attempt=attempt))
        await self._keeping.tidy(head.collection, attempt, base)
        there = await living_versions(self._client, head.collection, base, step_s=STEP_S) if base else {}
        joining = sorted(version for version in generation.places if version not in there)
        leaving = {version: born for version, born in there.items() if version not in generation.places}
        held = await self._writer.born(held, generation, joining)
        gone = await self._writer.dead(held, attempt, leaving)
        await self._writer.counts(attempt, base, generation, joining, gone)
        names = await self._shown(attempt, base, generation)
        is_new, expected = base is None, Expected(generation.findable, len(generation.places))
        if not await self._keeping.settle(head.collection, attempt, expected, is_new=is_new):
            await self._heads.write(replace(held.head, attempt=None), held, _step())
            raise IndexingError(
                f"The cluster does not hold what was written of {head.collection}; push again."
            )
        held = await self._publish(held, attempt, generation, base, names)
        await self._forget_erased(held, generation)
        return PushReport(
            head.collection,
            generation.id,
            generation.statistics.passages,
            len(joining),
            len(leaving),
            built_anew=base is None,
        )

    async def _shown(self, attempt: Attempt, base: Serving | None, generation: LocalGeneration) -> int:
        """Bring what the collection is looked up by, and to a new build also what it once held; how many documents of names."""
        if not attempt.indices.shows:
            return 0
        collection = generation.collection
        if base is None:
            ever = await ever_held(self._database, collection, generation.id)
            past = [version for version in ever if version not in generation.places]
            await self._writer.past(collection, attempt, past)
        names = await names_of(self._database, generation, self._params.topics)
        return await self._writer.names(collection, attempt, names)

    async def _forget_erased(self, held: Held, generation: LocalGeneration) -> None:
        """Remove what was erased from the database, and with it the generations before, which may hold it."""
        head, collection = held.head, generation.collection
        assert head.serving is not None, "it was just published"
        indices = head.serving.indices
        ever = await ever_held(self._database, collection, generation.id)
        erased = await self._keeping.versions(collection, indices) - set(ever)
        if erased:
            held = await self._heads.write(replace(head, kept=()), held, _step())
            await self._keeping.clean(held.head)
            await self._keeping.erase(collection, indices, erased)
            log.info("%s erased versions of %s were removed from the cluster", len(erased), collection)

    async def _goes_on(self, before: Held | None) -> bool:
        """Whether this database still has the rows of what it pushed: not so once an older backup took its place."""
        serving = before.head.serving if before is not None else None
        return serving is None or await goes_on_from(self._database, serving.generation, serving.made_at)

    def _is_of(self, attempt: Attempt, generation: LocalGeneration) -> bool:
        """Whether an attempt is one to bring this generation, and may be gone on with."""
        same = (attempt.generation, attempt.made_at) == (generation.id, generation.made.at)
        return same and attempt.written_as == self._written_as

    def _is_there(self, head: Head, generation: LocalGeneration) -> bool:
        return (
            self._is_ours(head)
            and head.attempt is None
            and head.serving is not None
            and (head.serving.generation, head.serving.made_at) == (generation.id, generation.made.at)
        )

    def _is_ours(self, head: Head) -> bool:
        """Whether what is served are this database's rows, written as this program writes them."""
        return head.written_as == self._written_as and not head.is_foreign

    def _base(self, head: Head, attempt: Attempt) -> Serving | None:
        """The generation within the same indices that an attempt adds to, if any."""
        serving = head.serving
        if serving is None or serving.indices != attempt.indices or not self._is_ours(head):
            return None
        return serving

    async def _publish(
        self, held: Held, attempt: Attempt, generation: LocalGeneration, base: Serving | None, names: int
    ) -> Held:
        head = held.head
        void = (*base.void, *range(base.epoch + 1, attempt.epoch)) if base is not None else ()
        serving = Serving(
            attempt.indices,
            attempt.epoch,
            generation.id,
            generation.made.at,
            generation.statistics.passages,
            generation.statistics.total_length,
            generation.idf_floor,
            attempt.built_mean_length,
            void,
            names,
        )
        kept = [head.serving, *head.kept] if head.serving is not None and self._is_ours(head) else []
        new = replace(
            head,
            serving=serving,
            kept=kept[:_KEPT],
            attempt=None,
            written_as=self._written_as,
            is_foreign=False,
        )
        held = await self._heads.write(new, held, _step())
        log.info("the cluster serves generation %s of %s", generation.id, head.collection)
        await self._keeping.clean(new)
        return held


def _indices(attempt: Attempt | None) -> Indices | None:
    return attempt.indices if attempt is not None else None


def _step() -> Deadline:
    return Deadline.within(STEP_S)
