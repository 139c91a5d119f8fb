"""Changes to a collection release by release, each within a transaction of a writer's own connection.

In: what somebody wants changed. Out: a generation that differs in just that, with the states to match; both or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from index.difference import Difference, report_of
from index.editing import Prepared, ReleaseState, Upload
from index.errors import NoSuchRelease
from index.intake.raw import Facts
from index.intake.stated import overlaid
from index.language.speakers.lexicon import SpeakerLexicon
from index.release import Version, VersionId
from index.report import IndexReport
from index.segments import SegmentKeeper
from index.store.database import Database
from index.store.generations import Change, Generations
from index.store.releases import Identity, Known, Origin, Releases, written
from index.store.states import Standing, States
from index.store.uploads import UploadedVersion, Uploads

MERGE_MOST_BYTES = 32 << 20
"""Larger segments (some 170,000 passages) are merged by a job only: writing them again takes longer than a small change
may. A million passages added one release at a time leave six of these, and the few smaller ones."""


@dataclass(slots=True)
class _Taken:
    """Which releases an addition came to, each with its version, the versions that these take the place of, and the
    rows of the uploads that they stand in.
    """

    added: dict[int, VersionId] = field(default_factory=dict)
    changed: dict[int, VersionId] = field(default_factory=dict)
    unchanged: set[int] = field(default_factory=set)
    replaced: list[VersionId] = field(default_factory=list)
    repeated: int = 0
    uploads: dict[Upload, int] = field(default_factory=dict)

    @property
    def releases(self) -> set[int]:
        return {*self.added, *self.changed, *self.unchanged}


class Changes:
    """Changes through one connection that nobody else writes by."""

    def __init__(self, database: Database, speakers: SpeakerLexicon) -> None:
        self._database = database
        self._speakers = speakers
        self._releases = Releases(database)
        self._states = States(database)
        self._uploads = Uploads(database)
        self._generations = Generations(database)
        self._segments = SegmentKeeper(database)

    async def add(
        self, collection: str, prepared: Sequence[Prepared], now: datetime, held_until: datetime | None
    ) -> IndexReport:
        """Take in releases, at once or, held, later."""
        async with self._database.transaction():
            row = await self._releases.collection(collection)
            source = await self._releases.uploads_source(row)
            taken = _Taken()
            for one in prepared:
                await self._take(one, Origin(row, source.id, one.upload.name), taken)
            coming = {**taken.added, **taken.changed}
            if held_until is not None:
                await self._hold(coming, now, held_until)
            elif coming:
                await self.publish(collection, "add", list(coming.values()), taken.replaced)
        await self._segments.clean()
        return await self._report(row, taken, held_until)

    async def edit(self, standing: Standing, collection: str, facts: Facts) -> None:
        """State facts of a release anew: the same text under other facts is another version of it."""
        assert standing.version is not None, "a release without a text is not found"
        async with self._database.transaction():
            stated = facts.over(await self._states.stated(standing.release))
            version = await self._releases.version(standing.version)
            edited = overlaid(version, stated)
            await self._states.state(standing.release, stated)
            if edited.content_hash != version.content_hash:
                edited_id = await self._edited(standing, edited)
                if standing.state == ReleaseState.LIVE:
                    await self.publish(collection, "edit", [edited_id], _known(standing.current))
                else:
                    await self._states.stand_for(standing.release, edited_id)
        await self._segments.clean()

    async def leave(
        self, standing: Standing, collection: str, state: ReleaseState, now: datetime, reason: str | None
    ) -> None:
        """Answer no longer from a release, for the reason that its new state names."""
        if standing.state == state:
            return
        async with self._database.transaction():
            if standing.current is not None:
                why = "remove" if state is ReleaseState.REMOVED else "withdraw"
                await self.publish(collection, why, [], [standing.current])
            await self._states.mark(standing.release, state, now, reason=reason)
        await self._segments.clean()

    async def go_live(self, collection: str, standings: Sequence[Standing], why: str) -> None:
        """Answer from the versions that stand for these releases."""
        coming = [standing for standing in standings if standing.current != standing.version]
        if not coming:
            return
        async with self._database.transaction():
            joining = [version for standing in coming for version in _known(standing.version)]
            leaving = [version for standing in coming for version in _known(standing.current)]
            await self.publish(collection, why, joining, leaving)
        await self._segments.clean()

    async def create(self, collection: str) -> None:
        """Make a collection with a generation that holds nothing."""
        async with self._database.transaction():
            await self.publish(collection, "create", [], [])

    async def standing(self, collection: str, handle: str) -> Standing:
        """How the release of a handle stands.

        Raises:
            NoSuchRelease: there is none, or nothing is left of it.
        """
        found = await self._states.find(collection, handle)
        if found is None:
            raise NoSuchRelease(handle)
        return found

    async def publish(
        self, collection: str, why: str, joining: Sequence[VersionId], leaving: Sequence[VersionId]
    ) -> None:
        """Make the next generation, within the open transaction."""
        base = (await self._generations.newest()).get(collection)
        plan = await self._segments.write(
            collection, base, joining=joining, leaving=leaving, merge_most_bytes=MERGE_MOST_BYTES
        )
        change = Change(why, base, joining, leaving, plan.segments, plan.retired)
        await self._generations.apply(await self._releases.collection(collection), change)

    async def _take(self, prepared: Prepared, origin: Origin, taken: _Taken) -> None:
        release = prepared.release
        identity = Identity(release.key, addressed=release.key == release.version.url)
        known = await self._releases.known(identity, origin)
        if known is not None and known.release in taken.releases:
            taken.repeated += 1
            return
        version = release.version if known is None else await self._with_stated(known, prepared)
        same = [] if known is None else await self._releases.same(known.release, version)
        if known is not None and known.current is not None and known.current in same:
            taken.unchanged.add(known.release)
            return
        release_id = await self._releases.place(identity, origin)
        stored = (
            same[0] if same else await self._releases.put_version(release_id, written(identity.key, version))
        )
        if prepared.upload not in taken.uploads:
            # once for all releases of a file: to tell whether it is there already, all of it is read
            taken.uploads[prepared.upload] = await self._uploads.keep(origin.collection, prepared.upload)
        upload = taken.uploads[prepared.upload]
        await self._uploads.link(UploadedVersion(stored, upload, prepared.place, prepared.given))
        if known is None or known.current is None:
            taken.added[release_id] = stored
        else:
            taken.changed[release_id] = stored
            taken.replaced.append(known.current)

    async def _with_stated(self, known: Known, prepared: Prepared) -> Version:
        """The version under the facts that were stated of its release before, but for those that are given with it."""
        version = prepared.release.version
        if not known.is_stated:
            return version
        before, given = await self._states.stated(known.release), prepared.given
        stated = Facts(
            **{
                name: getattr(before, name) and (getattr(given, name) or getattr(before, name))
                for name in _FACTS
            }
        )
        await self._states.state(known.release, stated)
        return self._attributed(overlaid(version, stated))

    async def _edited(self, standing: Standing, version: Version) -> VersionId:
        assert standing.version is not None, "a release without a text is not found"
        same = await self._releases.same(standing.release, version)
        attributed = written(standing.key, self._attributed(version))
        edited = same[0] if same else await self._releases.put_version(standing.release, attributed)
        await self._uploads.copy_link(edited, of=standing.version)
        return edited

    def _attributed(self, version: Version) -> Version:
        # here: what attributes costs time that asking need not spend
        from index.speaking import with_speakers

        return with_speakers(version, self._speakers)

    async def _hold(self, coming: dict[int, VersionId], now: datetime, until: datetime) -> None:
        for release, version in coming.items():
            await self._states.stand_for(release, version)
            await self._states.mark(release, ReleaseState.HELD, now, held_until=until)

    async def _report(self, collection: int, taken: _Taken, held_until: datetime | None) -> IndexReport:
        notes = []
        if taken.repeated:
            notes.append(
                f"{taken.repeated:,} releases were given more than once; the first of each was taken."
            )
        if held_until is not None and (taken.added or taken.changed):
            notes.append(f"Held back until {held_until:%-d %B %Y, %H:%M %Z}.")
        return await report_of(
            self._database,
            collection,
            Difference(taken.added, taken.changed, gone={}),
            unchanged=len(taken.unchanged),
            notes=notes,
        )


_FACTS = ("title", "date", "updated", "url", "speaker")


def _known(version: VersionId | None) -> list[VersionId]:
    return [] if version is None else [version]
