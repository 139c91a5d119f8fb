"""Reads what is shown: passages, paragraphs, lists of releases, and what is indexed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from index.query import (
    DateRange,
    Holdings,
    PassageContext,
    ReleasePage,
    ReleaseSummary,
    StoredPassage,
)
from index.release import PassageId, PassageKey, ReleaseKey, VersionId
from index.store.database import Database

_RELEASE_COLUMNS = "releases.key, versions.id, versions.title, versions.published, versions.url"
_PASSAGE_COLUMNS = f"""
passages.id, passages.key, paragraph, sentence, start_char, end_char,
substr(versions.text, start_char + 1, end_char - start_char), passages.speaker, {_RELEASE_COLUMNS}"""
_FROM_PASSAGES = """
FROM passages
JOIN versions ON versions.id = passages.version_id
JOIN releases ON releases.id = versions.release_id"""
_CURRENT = "memberships.until_generation IS NULL"

_PASSAGES = f"SELECT {_PASSAGE_COLUMNS} {_FROM_PASSAGES} WHERE passages.id IN ({{ids}})"
_RELEASES = f"""
SELECT {_RELEASE_COLUMNS} FROM versions JOIN releases ON releases.id = versions.release_id
WHERE versions.id IN ({{ids}})"""

# The passage as it stands in the newest version that ever held it, current ones first.
_BY_KEY = f"""
SELECT {_PASSAGE_COLUMNS}, max({_CURRENT}) {_FROM_PASSAGES}
JOIN memberships ON memberships.version_id = versions.id
JOIN collections ON collections.id = memberships.collection_id
WHERE passages.key = ? AND collections.name IN ({{names}})
GROUP BY passages.id ORDER BY max({_CURRENT}) DESC, versions.id DESC LIMIT 1"""
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
WHERE {_CURRENT} AND collections.name IN ({{names}})
  AND published IS NOT NULL AND (? IS NULL OR published >= ?) AND (? IS NULL OR published < ?)"""
_PUBLISHED = f"SELECT {_RELEASE_COLUMNS} {_IN_RANGE} ORDER BY published DESC, versions.id LIMIT ? OFFSET ?"
_COUNT_PUBLISHED = f"SELECT count(*) {_IN_RANGE}"
_LEADS = f"""
SELECT {_PASSAGE_COLUMNS}, versions.id {_FROM_PASSAGES}
WHERE passages.id IN (SELECT min(id) FROM passages WHERE version_id IN ({{ids}}) AND NOT heading GROUP BY version_id)"""

_COUNTS = """
SELECT coalesce(sum(releases), 0), coalesce(sum(passages), 0), max(made_at) FROM generations WHERE id IN (
  SELECT max(generations.id) FROM generations JOIN collections ON collections.id = generations.collection_id
  WHERE name IN ({names}) GROUP BY collections.id)"""
_SINCE = """
SELECT min(made_at) FROM generations JOIN collections ON collections.id = generations.collection_id
WHERE name IN ({names})"""
_DAYS = f"""
SELECT min(published), max(published) FROM memberships
JOIN versions ON versions.id = memberships.version_id
JOIN collections ON collections.id = memberships.collection_id
WHERE {_CURRENT} AND collections.name IN ({{names}})"""


class StoreLibrary:
    """The Library protocol over the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def passages(self, ids: Sequence[PassageId]) -> Sequence[StoredPassage]:
        """The passages, in the order asked for."""
        rows = await self._database.rows(_PASSAGES.format(ids=_marks(ids)), ids)
        found = {row[0]: _passage(row) for row in rows}
        return [found[id_] for id_ in ids if id_ in found]

    async def releases(self, versions: Sequence[VersionId]) -> Sequence[ReleaseSummary]:
        """The releases, in the order asked for."""
        rows = await self._database.rows(_RELEASES.format(ids=_marks(versions)), versions)
        found = {row[1]: _release(row) for row in rows}
        return [found[version] for version in versions if version in found]

    async def context(self, key: PassageKey, *, collections: frozenset[str]) -> PassageContext | None:
        """The passage in its paragraph, also where its release has since changed or gone."""
        names = sorted(collections)
        row = await self._database.row(_BY_KEY.format(names=_marks(names)), (key, *names))
        if row is None:
            return None
        passage = _passage(row)
        start, end, text = await self._database.row(_PARAGRAPH, (passage.id,))
        return PassageContext(
            passage, text[start : passage.start], text[passage.end : end], current=bool(row[-1])
        )

    async def published(
        self, dates: DateRange, *, collections: frozenset[str], limit: int, offset: int = 0
    ) -> ReleasePage:
        """Releases published in the range, newest first, each with its first sentence."""
        names = sorted(collections)
        first, last = (day.isoformat() if day else None for day in (dates.start, dates.end))
        wanted = (*names, first, first, last, last)
        marks = _marks(names)
        (total,) = await self._database.row(_COUNT_PUBLISHED.format(names=marks), wanted)
        rows = await self._database.rows(_PUBLISHED.format(names=marks), (*wanted, limit, offset))
        releases = [_release(row) for row in rows]
        return ReleasePage(releases, await self._leads([release.version for release in releases]), total)

    async def holdings(self, *, collections: frozenset[str]) -> Holdings:
        """What is indexed in these collections now."""
        names = sorted(collections)
        marks = _marks(names)
        releases, passages, updated = await self._database.row(_COUNTS.format(names=marks), names)
        first, last = await self._database.row(_DAYS.format(names=marks), names)
        (since,) = await self._database.row(_SINCE.format(names=marks), names)
        return Holdings(releases, passages, _day(first), _day(last), updated, since)

    async def _leads(self, versions: Sequence[VersionId]) -> list[StoredPassage | None]:
        rows = await self._database.rows(_LEADS.format(ids=_marks(versions)), versions)
        found = {row[-1]: _passage(row) for row in rows}
        return [found.get(version) for version in versions]


def _passage(row: Sequence[Any]) -> StoredPassage:
    id_, key, paragraph, sentence, start, end, quote, speaker = row[:8]
    return StoredPassage(
        PassageId(id_), PassageKey(key), _release(row[8:]), paragraph, sentence, start, end, quote, speaker
    )


def _release(row: Sequence[Any]) -> ReleaseSummary:
    key, version, title, published, url = row[:5]
    return ReleaseSummary(ReleaseKey(key), VersionId(version), title, _day(published), url)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
