"""Writes the documents of a generation that is on its way: versions that join, marks at those that leave, counts of terms."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from index.cluster.kept.documents import Birth, Death, version_id
from index.cluster.kept.frequencies import first_counts, next_counts
from index.cluster.kept.heads import Attempt, Heads, Held, Serving
from index.cluster.kept.live import routed
from index.cluster.kept.names import GenerationNames
from index.cluster.kept.packing import PackedVersion, unpacked
from index.cluster.push.generation import LocalGeneration, packed_versions
from index.cluster.wire.bulk import Action, Bulk
from index.cluster.wire.client import Client, Deadline
from index.release import VersionId
from index.report import Phase, Progress, Told
from index.store.database import Database
from index.store.texts import texts_of

_STEP_S = 60.0
_VERSIONS_AT_ONCE = 100


class DocumentWriter:
    """Writes to the indices of an attempt."""

    def __init__(self, client: Client, database: Database, told: Told) -> None:
        self._client = client
        self._database = database
        self._heads = Heads(client)
        self._bulk = Bulk(client)
        self._told = told

    async def born(self, held: Held, generation: LocalGeneration, joining: Sequence[VersionId]) -> Held:
        """Versions that join, from where an attempt before was killed; the head as it is then.

        Raises:
            WriterRefused: somebody has taken this writer's place meanwhile.
        """
        packers = await asyncio.to_thread(generation.packers)
        attempt = held.head.attempt
        assert attempt is not None
        birth = Birth(held.head.collection, attempt.indices, attempt.epoch)

        def actions(versions: Sequence[VersionId]) -> list[Action]:
            packed = packed_versions(packers, generation, versions)
            return [action for version in packed for action in birth.of(version)]

        for start in range(attempt.done, len(joining), _VERSIONS_AT_ONCE):
            some = joining[start : start + _VERSIONS_AT_ONCE]
            # in a thread: a bot that pushes goes on answering
            await self._bulk.write(await asyncio.to_thread(actions, some))
            await self._shown(birth, some)
            done = min(start + _VERSIONS_AT_ONCE, len(joining))
            # tells how far it is, and finds out whether somebody has taken this writer's place
            head = replace(held.head, attempt=replace(attempt, done=done))
            held = await self._heads.write(head, held, Deadline.within(_STEP_S))
            self._told(Progress(Phase.PUSHING, done, len(joining)))
        return held

    async def past(self, collection: str, attempt: Attempt, versions: Sequence[VersionId]) -> None:
        """Versions that the generation holds no longer, as they were shown."""
        birth = Birth(collection, attempt.indices, attempt.epoch)
        for start in range(0, len(versions), _VERSIONS_AT_ONCE):
            await self._shown(birth, versions[start : start + _VERSIONS_AT_ONCE], past=True)

    async def names(self, collection: str, attempt: Attempt, names: GenerationNames) -> int:
        """The names of the generation; in how many documents they stand."""
        packed = await asyncio.to_thread(names.packed)
        await self._bulk.write(Birth(collection, attempt.indices, attempt.epoch).names(packed))
        return len(packed)

    async def _shown(self, birth: Birth, versions: Sequence[VersionId], *, past: bool = False) -> None:
        if not birth.indices.shows:
            return
        texts = await texts_of(self._database, birth.collection, versions)
        await self._bulk.write(birth.shown(text, past=past) for text in texts)

    async def dead(self, held: Held, attempt: Attempt, leaving: dict[VersionId, int]) -> list[PackedVersion]:
        """Mark versions that leave; what they hold."""
        collection, gone = held.head.collection, list[PackedVersion]()
        death = Death(collection, attempt.indices, attempt.epoch)
        left = sorted(leaving)
        for start in range(0, len(left), _VERSIONS_AT_ONCE):
            some = left[start : start + _VERSIONS_AT_ONCE]
            ids = [version_id(collection, version, leaving[version]) for version in some]
            path = routed(f"/{attempt.indices.versions}/_mget", attempt.indices)
            found = await self._client.ask("POST", path, {"ids": ids}, deadline=Deadline.within(_STEP_S))
            packed = [unpacked(document["_source"]["packed"]) for document in found["docs"]]
            await self._bulk.write(
                action for version in packed for action in death.of(version, leaving[version.id])
            )
            gone += packed
        return gone

    async def counts(
        self,
        attempt: Attempt,
        base: Serving | None,
        generation: LocalGeneration,
        joining: Sequence[VersionId],
        gone: Sequence[PackedVersion],
    ) -> None:
        """In how many passages terms stand now: all, or those that versions which came and went hold."""
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
                deadline=Deadline.within(_STEP_S),
            )
        )
