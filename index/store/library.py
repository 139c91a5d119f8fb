"""Reads what is shown: passages, paragraphs, lists of releases, and what is indexed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.language.likeness import most_alike
from index.query import (
    DateRange,
    Holdings,
    PassageContext,
    ReleasePage,
    ReleaseSummary,
    StoredPassage,
    WholeRelease,
)
from index.release import PassageId, PassageKey, VersionId
from index.store.database import Database
from index.store.rows import (
    CURRENT,
    FROM_PASSAGES,
    MEMBERSHIPS,
    PASSAGE_COLUMNS,
    RELEASE_COLUMNS,
    day_from,
    marks,
    passage_from,
    release_from,
)

_PASSAGES = f"SELECT {PASSAGE_COLUMNS} {FROM_PASSAGES} WHERE passages.id IN ({{ids}})"
_RELEASES = f"""
SELECT {RELEASE_COLUMNS} FROM versions JOIN releases ON releases.id = versions.release_id
WHERE versions.id IN ({{ids}})"""

# Passages of these keys as they stand in the versions that ever held them: current ones last, newest last.
_BY_KEY = f"""
SELECT {PASSAGE_COLUMNS}, max({CURRENT}) {FROM_PASSAGES} {MEMBERSHIPS}
WHERE passages.key IN ({{keys}}) AND collections.name IN ({{names}})
GROUP BY passages.id ORDER BY max({CURRENT}), versions.id"""
_OF_VERSION = f"SELECT {PASSAGE_COLUMNS} {FROM_PASSAGES} WHERE versions.id = ? ORDER BY passages.id"
_WHOLE = f"""
SELECT {RELEASE_COLUMNS}, versions.speaker, versions.text, max({CURRENT})
FROM versions JOIN releases ON releases.id = versions.release_id {MEMBERSHIPS}
WHERE versions.id = ? AND collections.name IN ({{names}}) GROUP BY versions.id"""
_NEWER = f"""
SELECT versions.id FROM versions AS quoted JOIN versions ON versions.release_id = quoted.release_id {MEMBERSHIPS}
WHERE quoted.id = ? AND {CURRENT} AND collections.name IN ({{names}}) ORDER BY versions.id DESC LIMIT 1"""
_PARAGRAPH = """
SELECT min(others.start_char), max(others.end_char), versions.text
FROM passages JOIN passages AS others
  ON others.version_id = passages.version_id AND others.paragraph = passages.paragraph
JOIN versions ON versions.id = passages.version_id WHERE passages.id = ?"""

_IN_RANGE = f"""
FROM memberships
JOIN collections ON collections.id = memberships.collection_id
JOIN versions ON versions.id = memberships.version_id
JOIN releases ON releases.id = versions.release_id
WHERE {CURRENT} AND collections.name IN ({{names}})
  AND published IS NOT NULL AND (? IS NULL OR published >= ?) AND (? IS NULL OR published < ?)"""
_PUBLISHED = f"SELECT {RELEASE_COLUMNS} {_IN_RANGE} ORDER BY published DESC, versions.id LIMIT ? OFFSET ?"
_COUNT_PUBLISHED = f"SELECT count(*) {_IN_RANGE}"
_LEADS = f"""
SELECT {PASSAGE_COLUMNS}, versions.id {FROM_PASSAGES}
WHERE passages.id IN (SELECT min(id) FROM passages WHERE version_id IN ({{ids}}) AND NOT heading GROUP BY version_id)"""

_COUNTS = """
SELECT coalesce(sum(releases), 0), coalesce(sum(passages), 0), max(made_at) FROM generations WHERE id IN (
  SELECT max(generations.id) FROM generations JOIN collections ON collections.id = generations.collection_id
  WHERE name IN ({names}) GROUP BY collections.id)"""
_NEWEST = """
SELECT max(generations.id) FROM generations JOIN collections ON collections.id = generations.collection_id
WHERE name IN ({names})"""
_SINCE = """
SELECT min(made_at) FROM generations JOIN collections ON collections.id = generations.collection_id
WHERE name IN ({names})"""
_DAYS = f"""
SELECT min(published), max(published) FROM memberships
JOIN versions ON versions.id = memberships.version_id
JOIN collections ON collections.id = memberships.collection_id
WHERE {CURRENT} AND collections.name IN ({{names}})"""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A passage in the newest version that held it, and whether that version is current."""

    passage: StoredPassage
    current: bool


class StoreLibrary:
    """The Library protocol over the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[frozenset[str], tuple[int | None, Holdings]] = {}

    async def passages(self, ids: Sequence[PassageId]) -> Sequence[StoredPassage]:
        """The passages, in the order asked for."""
        rows = await self._database.rows(_PASSAGES.format(ids=marks(ids)), ids)
        found = {row[0]: passage_from(row) for row in rows}
        return [found[id_] for id_ in ids if id_ in found]

    async def releases(self, versions: Sequence[VersionId]) -> Sequence[ReleaseSummary]:
        """The releases, in the order asked for."""
        rows = await self._database.rows(_RELEASES.format(ids=marks(versions)), versions)
        found = {row[1]: release_from(row) for row in rows}
        return [found[version] for version in versions if version in found]

    async def passages_by_key(
        self, keys: Sequence[PassageKey], *, collections: frozenset[str]
    ) -> Sequence[StoredPassage]:
        """The passages, in the order asked for, each as it stands in the newest version that held it."""
        found = await self._by_key(keys, collections)
        return [found[key].passage for key in keys if key in found]

    async def whole(self, version: VersionId, *, collections: frozenset[str]) -> WholeRelease | None:
        """A release as it read in that version, whether or not it still does."""
        names = sorted(collections)
        row = await self._database.row(_WHOLE.format(names=marks(names)), (version, *names))
        if row is None:
            return None
        speaker, text, current = row[-3:]
        return WholeRelease(release_from(row), speaker, text, await self._of_version(version), bool(current))

    async def context(self, key: PassageKey, *, collections: frozenset[str]) -> PassageContext | None:
        """The passage in its paragraph, also where its release has since changed or gone."""
        found = (await self._by_key([key], collections)).get(key)
        if found is None:
            return None
        if found.current:
            return await self._in_paragraph(found.passage)
        newer = await self._newer(found.passage, collections)
        if newer is None:
            return replace(await self._in_paragraph(found.passage), standing="withdrawn")
        like = most_alike(found.passage.quote, [passage.quote for passage in newer])
        if like is not None and newer[like].quote == found.passage.quote:
            # the release says it less often than it did: it still says it
            return await self._in_paragraph(newer[like])
        now = None if like is None else newer[like].quote
        return replace(await self._in_paragraph(found.passage), standing="changed", now=now)

    async def published(
        self, dates: DateRange, *, collections: frozenset[str], limit: int, offset: int = 0
    ) -> ReleasePage:
        """Releases published in the range, newest first, each with its first sentence."""
        names = sorted(collections)
        first, last = (day.isoformat() if day else None for day in (dates.start, dates.end))
        wanted = (*names, first, first, last, last)
        in_names = marks(names)
        (total,) = await self._database.row(_COUNT_PUBLISHED.format(names=in_names), wanted)
        rows = await self._database.rows(_PUBLISHED.format(names=in_names), (*wanted, limit, offset))
        releases = [release_from(row) for row in rows]
        return ReleasePage(releases, await self._leads([release.version for release in releases]), total)

    async def holdings(self, *, collections: frozenset[str]) -> Holdings:
        """What is indexed in these collections now."""
        names = sorted(collections)
        in_names = marks(names)
        (newest,) = await self._database.row(_NEWEST.format(names=in_names), names)
        # the days are those of every release: read once a generation, not for each question without an answer
        known_at, held = self._held.get(collections, (None, Holdings()))
        if newest is None or known_at != newest:
            held = await self._count(names)
            self._held[collections] = (newest, held)
        return held

    async def _count(self, names: Sequence[str]) -> Holdings:
        in_names = marks(names)
        releases, passages, updated = await self._database.row(_COUNTS.format(names=in_names), names)
        first, last = await self._database.row(_DAYS.format(names=in_names), names)
        (since,) = await self._database.row(_SINCE.format(names=in_names), names)
        return Holdings(releases, passages, day_from(first), day_from(last), updated, since)

    async def _leads(self, versions: Sequence[VersionId]) -> list[StoredPassage | None]:
        rows = await self._database.rows(_LEADS.format(ids=marks(versions)), versions)
        found = {row[-1]: passage_from(row) for row in rows}
        return [found.get(version) for version in versions]

    async def _by_key(
        self, keys: Sequence[PassageKey], collections: frozenset[str]
    ) -> dict[PassageKey, _Kept]:
        names = sorted(collections)
        statement = _BY_KEY.format(keys=marks(keys), names=marks(names))
        rows = await self._database.rows(statement, (*keys, *names))
        return {PassageKey(row[1]): _Kept(passage_from(row), bool(row[-1])) for row in rows}

    async def _in_paragraph(self, passage: StoredPassage) -> PassageContext:
        start, end, text = await self._database.row(_PARAGRAPH, (passage.id,))
        return PassageContext(passage, text[start : passage.start], text[passage.end : end])

    async def _newer(
        self, passage: StoredPassage, collections: frozenset[str]
    ) -> Sequence[StoredPassage] | None:
        """The passages of the release as it reads now; None where it was withdrawn."""
        names = sorted(collections)
        wanted = (passage.release.version, *names)
        row = await self._database.row(_NEWER.format(names=marks(names)), wanted)
        return None if row is None else await self._of_version(VersionId(row[0]))

    async def _of_version(self, version: VersionId) -> list[StoredPassage]:
        return [passage_from(row) for row in await self._database.rows(_OF_VERSION, (version,))]
