"""The Library protocol of a process that shows collections of the cluster beside those of its own database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import TypeVar

from index.cluster.kept.rows import is_apart
from index.cluster.kept.served import Served
from index.cluster.shown import ShownCollection
from index.cluster.wire.client import Client
from index.library import Library
from index.query import (
    DateRange,
    Holdings,
    PassageContext,
    ReleasePage,
    ReleaseSummary,
    StoredPassage,
    TitledRelease,
    WholeRelease,
)
from index.release import PassageId, PassageKey, VersionId

Row = TypeVar("Row", bound=int)


class JoinedLibrary:
    """Shows rows of its own database by ``own``, and those apart by what the cluster serves just now."""

    def __init__(self, own: Library, client: Client, served: Callable[[], Mapping[str, Served]]) -> None:
        self._own = own
        self._client = client
        self._served = served

    async def passages(self, ids: Sequence[PassageId]) -> Sequence[StoredPassage]:
        """The passages, in the order asked for."""
        found = {passage.id: passage for passage in await self._own.passages(_near(ids))}
        if apart := [id_ for id_ in ids if is_apart(id_)]:
            for shown in self._apart():
                found |= await shown.passages(apart)
        return [found[id_] for id_ in ids if id_ in found]

    async def releases(self, versions: Sequence[VersionId]) -> Sequence[ReleaseSummary]:
        """The releases, in the order asked for."""
        found = {release.version: release for release in await self._own.releases(_near(versions))}
        if apart := [version for version in versions if is_apart(version)]:
            for shown in self._apart():
                found |= await shown.releases(apart)
        return [found[version] for version in versions if version in found]

    async def passages_by_key(
        self, keys: Sequence[PassageKey], *, collections: frozenset[str]
    ) -> Sequence[StoredPassage]:
        """The passages, in the order asked for, each as it stands in the newest version that held it."""
        own = await self._own.passages_by_key(keys, collections=self._owned(collections))
        found = {passage.key: passage for passage in own}
        for shown in self._apart(collections):
            if lacking := [key for key in keys if key not in found]:
                found |= await shown.by_key(lacking)
        return [found[key] for key in keys if key in found]

    async def whole(self, version: VersionId, *, collections: frozenset[str]) -> WholeRelease | None:
        """A release as it read in that version, whether or not it still does."""
        if not is_apart(version):
            return await self._own.whole(version, collections=self._owned(collections))
        for shown in self._apart(collections):
            if found := await shown.whole(version):
                return found
        return None

    async def context(self, key: PassageKey, *, collections: frozenset[str]) -> PassageContext | None:
        """The passage in its paragraph, also where its release has since changed or gone."""
        found = await self._own.context(key, collections=self._owned(collections))
        for shown in self._apart(collections):
            # one that still stands is shown rather than one that stood once
            if found is None or found.standing != "current":
                found = await shown.context(key) or found
        return found

    async def published(
        self, dates: DateRange, *, collections: frozenset[str], limit: int, offset: int = 0
    ) -> ReleasePage:
        """Releases published in the range, newest first, each with its first sentence."""
        apart, own = self._apart(collections), self._owned(collections)
        if not apart:
            return await self._own.published(dates, collections=own, limit=limit, offset=offset)
        # what stands on the page may be of any of them
        page = await self._own.published(dates, collections=own, limit=offset + limit)
        shown = {
            release.version: (release, lead) for release, lead in zip(page.releases, page.leads, strict=True)
        }
        dated: list[Sequence[ReleaseSummary | TitledRelease]] = [shelf.published(dates) for shelf in apart]
        listed = merge(page.releases, *dated, key=_newest_first)
        versions = [release.version for release in islice(listed, offset, offset + limit)]
        for shelf in apart:
            shown |= await shelf.listed([version for version in versions if is_apart(version)])
        part = [shown[version] for version in versions if version in shown]
        total = page.total + sum(map(len, dated))
        return ReleasePage([release for release, _ in part], [lead for _, lead in part], total)

    async def holdings(self, *, collections: frozenset[str]) -> Holdings:
        """What is indexed in these collections now."""
        held = [await self._own.holdings(collections=self._owned(collections))]
        served = self._served()
        held += [
            names.holdings for name in sorted(collections & served.keys()) if (names := served[name].names)
        ]
        return _together([one for one in held if one.updated is not None])

    def _owned(self, collections: frozenset[str]) -> frozenset[str]:
        served = self._served()
        return frozenset(name for name in collections if name not in served or served[name].is_own)

    def _apart(self, collections: frozenset[str] | None = None) -> list[ShownCollection]:
        return [
            ShownCollection(self._client, name, served, served.names)
            for name, served in sorted(self._served().items())
            if served.names is not None and (collections is None or name in collections)
        ]


def _near(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not is_apart(row)]


def _newest_first(release: ReleaseSummary | TitledRelease) -> tuple[int, int]:
    return (-release.published.toordinal() if release.published else 0, release.version)


def _together(held: Sequence[Holdings]) -> Holdings:
    return Holdings(
        sum(one.releases for one in held),
        sum(one.passages for one in held),
        min((one.first for one in held if one.first), default=None),
        max((one.last for one in held if one.last), default=None),
        max((one.updated for one in held if one.updated), default=None),
        min((one.indexed_since for one in held if one.indexed_since), default=None),
    )
