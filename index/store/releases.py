"""Writes releases with their versions and passages, and finds what is already there."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from index.engine.entries import PassageEntry, VersionEntry
from index.release import (
    Passage,
    PassageId,
    ReleaseKey,
    Span,
    Version,
    VersionId,
    passage_key,
    wording_hash,
)
from index.store.database import Database
from index.store.rows import day_from, marks
from index.store.uploads import UPLOADS

_COLLECTION = "SELECT id FROM collections WHERE name = ?"
_NEW_COLLECTION = "INSERT INTO collections (name, created_at) VALUES (?, ?)"
_SOURCES = "SELECT id, location FROM sources WHERE collection_id = ? ORDER BY id"
_NEW_SOURCE = "INSERT INTO sources (collection_id, location) VALUES (?, ?)"
_RELEASE = """
SELECT id FROM releases
WHERE collection_id = ? AND key = ? AND (addressed OR source_id = ?) AND addressed = ?"""
_NEW_RELEASE = "INSERT INTO releases (collection_id, source_id, key, addressed, path) VALUES (?, ?, ?, ?, ?)"
_MOVE_RELEASE = "UPDATE releases SET path = ?, source_id = ? WHERE id = ? AND (path != ? OR source_id != ?)"
_KNOWN = """
SELECT releases.id, state, (SELECT location = 'upload:' FROM sources WHERE id = source_id), EXISTS (SELECT 1 FROM stated_facts WHERE release_id = releases.id),
  (SELECT memberships.version_id FROM memberships JOIN versions ON versions.id = memberships.version_id
   WHERE versions.release_id = releases.id AND until_generation IS NULL)
FROM releases
WHERE collection_id = ? AND key = ? AND (addressed OR source_id = ?) AND addressed = ?"""
_SAME = """
SELECT id FROM versions WHERE release_id = ? AND (content_hash = ? OR content_hash GLOB ? || ':*') ORDER BY id DESC"""
_READING = """
SELECT paragraph, sentence, start_char, end_char, heading, question, speaker FROM passages WHERE version_id = ? ORDER BY id"""
_VOICE = "SELECT voice FROM versions WHERE id = ?"
_VERSION = "SELECT id FROM versions WHERE release_id = ? AND content_hash = ?"
_NEW_VERSION = """
INSERT INTO versions
  (release_id, content_hash, added_at, title, published, updated, url, speaker, voice, text, assumed, bytes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_VERSION_OF = (
    "SELECT title, published, updated, url, speaker, voice, text, assumed FROM versions WHERE id = ?"
)
_NEW_PASSAGE = """
INSERT INTO passages (version_id, key, wording, paragraph, sentence, start_char, end_char, heading, question, speaker)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_OWNER = """
SELECT releases.id, releases.key FROM releases JOIN versions ON versions.release_id = releases.id WHERE versions.id = ?"""
_ENTRIES = "SELECT id, title, published, voice, text FROM versions WHERE id IN ({ids})"
_ENTRY_PASSAGES = """
SELECT version_id, id, wording, paragraph, heading, speaker, question, start_char, end_char FROM passages
WHERE version_id IN ({ids}) ORDER BY version_id, id"""


@dataclass(frozen=True, slots=True)
class Source:
    """A source's row and the folder it reads."""

    id: int
    location: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a release was read: its source and the file's path within it."""

    collection: int
    source: int
    path: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A release's key; one that is addressed has the same key in every source of its collection."""

    key: ReleaseKey
    addressed: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A release that is there: its row, its state, and the version answered from.

    ``is_uploaded`` tells whether it was last read from an upload, ``is_stated`` whether people stated facts of it.
    """

    release: int
    state: str
    is_uploaded: bool
    is_stated: bool
    current: VersionId | None


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """A version as the store writes it, worked out where there is time for that: its columns and its passages'.

    ``reading`` is the digest of how it was split and attributed, where that is asked for.
    """

    content_hash: str
    facts: Sequence[object]
    passages: Sequence[Sequence[object]]
    reading: str


class Releases:
    """The releases of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def collection(self, name: str) -> int:
        """The row of a collection, made where it is new."""
        row = await self._database.row(_COLLECTION, (name,))
        return row[0] if row else await self._database.insert(_NEW_COLLECTION, (name, _now()))

    async def has_collection(self, name: str) -> bool:
        """Whether there is such a collection."""
        return await self._database.row(_COLLECTION, (name,)) is not None

    async def sources(self, collection: int) -> list[Source]:
        """All sources of a collection, the oldest first."""
        return [Source(*row) for row in await self._database.rows(_SOURCES, (collection,))]

    async def add_source(self, collection: int, location: str) -> Source:
        """A new source."""
        return Source(await self._database.insert(_NEW_SOURCE, (collection, location)), location)

    async def uploads_source(self, collection: int) -> Source:
        """The source that a collection's uploads stand in, made where it is new."""
        found = [source for source in await self.sources(collection) if source.location == UPLOADS]
        return found[0] if found else await self.add_source(collection, UPLOADS)

    async def place(self, identity: Identity, origin: Origin) -> int:
        """The row of a release, made where it is new, within an open transaction; it was last read at the origin."""
        key, addressed = identity.key, identity.addressed
        row = await self._database.row(_RELEASE, (origin.collection, key, origin.source, addressed))
        if row is None:
            values = (origin.collection, origin.source, key, addressed, origin.path)
            return await self._database.insert(_NEW_RELEASE, values)
        release = int(row[0])
        await self._database.execute(
            _MOVE_RELEASE, (origin.path, origin.source, release, origin.path, origin.source)
        )
        return release

    async def put_version(
        self, release: int, version: WrittenVersion, *, told_apart: bool = False
    ) -> VersionId:
        """Store a version of a release with its passages, within an open transaction; an equal one is found.

        ``told_apart`` tells it apart from those of the same content that were split or attributed otherwise.
        """
        content_hash = version.content_hash + (f":{version.reading}" if told_apart else "")
        row = await self._database.row(_VERSION, (release, content_hash))
        if row:
            return VersionId(row[0])
        values = (release, content_hash, _now(), *version.facts)
        version_id = VersionId(await self._database.insert(_NEW_VERSION, values))
        await self._database.execute_many(_NEW_PASSAGE, [(version_id, *row) for row in version.passages])
        return version_id

    async def known(self, identity: Identity, origin: Origin) -> Known | None:
        """The release of this key, if it is there."""
        key, addressed = identity.key, identity.addressed
        row = await self._database.row(_KNOWN, (origin.collection, key, origin.source, addressed))
        if row is None:
            return None
        release, state, is_uploaded, is_stated, current = row
        return Known(release, state, bool(is_uploaded), bool(is_stated), current and VersionId(current))

    async def same(self, release: int, version: Version) -> list[VersionId]:
        """The stored versions of this content, newest first; the version's passages need not be known."""
        content_hash = version.content_hash
        rows = await self._database.rows(_SAME, (release, content_hash, content_hash))
        return [VersionId(row[0]) for row in rows]

    async def owner(self, version: VersionId) -> tuple[int, ReleaseKey]:
        """The row and the key of a version's release."""
        release, key = await self._database.row(_OWNER, (version,))
        return release, ReleaseKey(key)

    async def titles(self, versions: Sequence[VersionId]) -> list[str]:
        """The titles of some versions, in their order."""
        found = [
            await self._database.row("SELECT title FROM versions WHERE id = ?", (id_,)) for id_ in versions
        ]
        return [title for (title,) in found]

    async def reading(self, version: VersionId) -> str:
        """The digest of how a stored version was split and attributed."""
        (voice,) = await self._database.row(_VOICE, (version,))
        return _reading(voice, await self._database.rows(_READING, (version,)))

    async def version(self, version: VersionId) -> Version:
        """A version with its passages, as it was stored."""
        title, published, updated, url, speaker, voice, text, assumed = await self._database.row(
            _VERSION_OF, (version,)
        )
        passages = [
            Passage(paragraph, sentence, Span(start, end), bool(heading), said_by, bool(question))
            for paragraph, sentence, start, end, heading, question, said_by in await self._database.rows(
                _READING, (version,)
            )
        ]
        return Version(
            title, day_from(published), updated, url, speaker, text, passages, json.loads(assumed), voice
        )

    async def entry(self, version: VersionId) -> VersionEntry:
        """A version as the engine indexes it."""
        return (await self.entries([version]))[0]

    async def entries(self, versions: Sequence[VersionId]) -> list[VersionEntry]:
        """Some versions as the engine indexes them, in the order given."""
        ids = marks(versions)
        facts = await self._database.rows(_ENTRIES.format(ids=ids), versions)
        rows = await self._database.rows(_ENTRY_PASSAGES.format(ids=ids), versions)
        passages = {version: list(found) for version, found in groupby(rows, key=itemgetter(0))}
        found = {row[0]: _entry(row, passages.get(row[0], [])) for row in facts}
        return [found[version] for version in versions]


def _entry(facts: Sequence[Any], rows: Iterable[Sequence[Any]]) -> VersionEntry:
    version, title, published, voice, text = facts
    passages = [
        PassageEntry(
            PassageId(id_), text[start:end], wording, paragraph, bool(heading), speaker, bool(question)
        )
        for _, id_, wording, paragraph, heading, speaker, question, start, end in rows
    ]
    return VersionEntry(VersionId(version), title, day_from(published), passages, voice)


def written(key: ReleaseKey, version: Version, *, compared: bool = False) -> WrittenVersion:
    """A version of the release of this key as the store writes it; one that is ``compared`` comes with its reading."""
    return WrittenVersion(
        version.content_hash,
        _facts_row(version),
        _passage_rows(key, version),
        _reading(version.voice, [_reading_row(one) for one in version.passages]) if compared else "",
    )


def _reading_row(passage: Passage) -> Sequence[object]:
    place = (passage.paragraph, passage.sentence, passage.span.start, passage.span.end)
    return (*place, int(passage.heading), int(passage.question), passage.speaker)


def _reading(voice: str | None, rows: Iterable[Sequence[object]]) -> str:
    digest = hashlib.blake2b(json.dumps(voice).encode(), digest_size=8)
    for row in rows:
        digest.update(json.dumps(list(row)).encode())
    return digest.hexdigest()


def _facts_row(version: Version) -> Sequence[object]:
    return (
        version.title,
        version.published.isoformat() if version.published else None,
        version.updated,
        version.url,
        version.speaker,
        version.voice,
        version.text,
        json.dumps(list(version.assumed)),
        len(version.text.encode()),
    )


def _passage_rows(key: ReleaseKey, version: Version) -> list[Sequence[object]]:
    seen: Counter[str] = Counter()
    rows: list[Sequence[object]] = []
    for passage in version.passages:
        quote = version.quote(passage)
        named = passage_key(key, quote, seen[quote])
        seen[quote] += 1
        place = (passage.paragraph, passage.sentence, passage.span.start, passage.span.end)
        said = (passage.heading, passage.question, passage.speaker)
        rows.append((named, wording_hash(quote), *place, *said))
    return rows


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
