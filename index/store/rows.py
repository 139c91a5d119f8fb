"""Columns of releases and passages as the store reads them back, and what a row of them comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from index.query import ReleaseSummary, StoredPassage
from index.release import PassageId, PassageKey, ReleaseKey, VersionId

RELEASE_COLUMNS = "releases.key, versions.id, versions.title, versions.published, versions.url"
PASSAGE_COLUMNS = f"""
passages.id, passages.key, paragraph, sentence, start_char, end_char,
substr(versions.text, start_char + 1, end_char - start_char), passages.speaker, {RELEASE_COLUMNS}"""
FROM_PASSAGES = """
FROM passages
JOIN versions ON versions.id = passages.version_id
JOIN releases ON releases.id = versions.release_id"""
KEYED_WITHIN = "CASE WHEN releases.addressed THEN '' ELSE sources.location END"
"""The source within which a release's key is one, as its handle is made of it; an address is one everywhere."""

MEMBERSHIPS = """
JOIN memberships ON memberships.version_id = versions.id
JOIN collections ON collections.id = memberships.collection_id"""
CURRENT = "memberships.until_generation IS NULL"


def passage_from(row: Sequence[Any]) -> StoredPassage:
    """A passage from a row that begins with PASSAGE_COLUMNS."""
    id_, key, paragraph, sentence, start, end, quote, speaker = row[:8]
    return StoredPassage(
        PassageId(id_),
        PassageKey(key),
        release_from(row[8:]),
        paragraph,
        sentence,
        start,
        end,
        quote,
        speaker,
    )


def release_from(row: Sequence[Any]) -> ReleaseSummary:
    """A release from a row that begins with RELEASE_COLUMNS."""
    key, version, title, published, url = row[:5]
    return ReleaseSummary(ReleaseKey(key), VersionId(version), title, day_from(published), url)


def day_from(text: str | None) -> date | None:
    """A day as the store writes it."""
    return date.fromisoformat(text) if text else None


def marks(values: Iterable[object]) -> str:
    """As many question marks, for ``IN (…)``."""
    return ", ".join("?" for _ in values)
