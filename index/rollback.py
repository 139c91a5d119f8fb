"""Rollback: a new generation of one collection that holds what an old one held."""

from __future__ import annotations

from collections.abc import Sequence

from index.difference import Difference, report_of
from index.errors import NothingToChange
from index.release import VersionId
from index.report import IndexReport
from index.segments import SegmentKeeper, SegmentPlan
from index.store.database import Database
from index.store.generations import Change, Generations
from index.store.history import history_of
from index.store.releases import Releases
from index.store.states import States

_ALL = 1_000_000


class Rollback:
    """Rolls collections back, through a connection that nobody else writes by."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._releases = Releases(database)
        self._generations = Generations(database)
        self._segments = SegmentKeeper(database)
        self._states = States(database)

    async def to(self, collection: str, generation: int) -> IndexReport:
        """Make the new generation; where the newest one holds just that already, none is made.

        Raises:
            NothingToChange: the collection has no such generation, or it is too old.
        """
        base = await self._base(collection, generation)
        wanted = await self._generations.versions(collection, generation)
        held = await self._generations.versions(collection, base)
        joining, leaving = sorted(set(wanted) - set(held)), sorted(set(held) - set(wanted))
        returning = await self._states.put_away(joining)
        row = await self._releases.collection(collection)
        if joining or leaving:
            plan = await self._plan(collection, base, generation, wanted)
            plan = plan or await self._segments.write(collection, base, joining=joining, leaving=leaving)
            change = Change("rollback", base, joining, leaving, plan.segments, plan.retired)
            await self._generations.publish(row, change)
            await self._segments.clean()
        difference = Difference.between(await self._by_release(leaving), await self._by_release(joining))
        put_away = "releases that had been removed, withdrawn or held back are answered from again."
        return await report_of(
            self._database,
            row,
            difference,
            unchanged=len(wanted) - len(joining),
            notes=[f"{returning:,} {put_away}"] if returning else [],
        )

    async def _base(self, collection: str, generation: int) -> int:
        known = {record.id: record for record in await history_of(self._database, collection, limit=_ALL)}
        record = known.get(generation)
        if record is None:
            raise NothingToChange(f"This collection never had a generation {generation}.")
        if not record.restorable and not record.current:
            raise NothingToChange(f"Generation {generation} is too old to go back to.")
        return max(known)

    async def _plan(
        self, collection: str, base: int, generation: int, wanted: Sequence[VersionId]
    ) -> SegmentPlan | None:
        """The segments that served the old generation once more; None where they are kept no longer."""
        serving = await self._generations.segments(collection, generation)
        present = await self._generations.segments(collection, base)
        held = {version for record in serving for version in await self._generations.segment_versions(record)}
        if not held.issuperset(wanted):
            return None
        retired = [record for record in present if record not in serving]
        copied = [await self._segments.copy(record) for record in serving if record not in present]
        return SegmentPlan(copied, retired)

    async def _by_release(self, versions: Sequence[VersionId]) -> dict[int, VersionId]:
        return {(await self._releases.owner(version))[0]: version for version in versions}
