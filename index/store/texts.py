"""Reads versions as they are shown, many at a time: for who brings them where there is no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.query import StoredPassage, WholeRelease
from index.release import ReleaseKey, VersionId, release_handle
from index.store.database import Database
from index.store.rows import (
    FROM_PASSAGES,
    KEYED_WITHIN,
    MEMBERSHIPS,
    PASSAGE_COLUMNS,
    RELEASE_COLUMNS,
    marks,
    passage_from,
    release_from,
)

_TEXTS = f"""
SELECT {RELEASE_COLUMNS}, versions.speaker, versions.text,
  {KEYED_WITHIN},
  (SELECT min(passages.id) FROM passages WHERE passages.version_id = versions.id AND NOT heading)
FROM versions JOIN releases ON releases.id = versions.release_id JOIN sources ON sources.id = releases.source_id
WHERE versions.id IN ({{ids}})"""
_PASSAGES = f"""
SELECT {PASSAGE_COLUMNS} {FROM_PASSAGES} WHERE versions.id IN ({{ids}}) ORDER BY passages.id"""
_EVER = f"""
SELECT DISTINCT versions.id FROM versions {MEMBERSHIPS}
WHERE collections.name = ? AND since_generation <= ? ORDER BY versions.id"""


@dataclass(frozen=True, slots=True)
class StoredText:
    """A version as it is shown, the handle of its release, and the row of its first sentence that is no heading."""

    whole: WholeRelease
    handle: str
    lead: int | None


async def texts_of(database: Database, collection: str, versions: Sequence[VersionId]) -> list[StoredText]:
    """Some versions, in the order of their rows; those that were erased are not among them."""
    rows = await database.rows(_PASSAGES.format(ids=marks(versions)), versions)
    passages: dict[VersionId, list[StoredPassage]] = {}
    for row in rows:
        passage = passage_from(row)
        passages.setdefault(passage.release.version, []).append(passage)
    texts = []
    for row in await database.rows(_TEXTS.format(ids=marks(versions)), versions):
        release = release_from(row)
        speaker, text, source, lead = row[-4:]
        whole = WholeRelease(release, speaker, text, passages.get(release.version, []), current=True)
        texts.append(StoredText(whole, release_handle(collection, source, ReleaseKey(release.key)), lead))
    return texts


async def ever_held(database: Database, collection: str, generation: int) -> list[VersionId]:
    """Every version that a generation or one before it held, but those that were erased."""
    return [VersionId(row[0]) for row in await database.rows(_EVER, (collection, generation))]
