"""The names by which a generation is looked up, as the cluster keeps them: for processes that lack its database.

In: a generation as it stands beside its database. Out: a few strings, and back again: titles, people, topics, spellings,
and what is held at all.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from index.catalogue import Shelf, speakers_of, topics_of
from index.cluster.generation import LocalGeneration
from index.cluster.squeezing import squeezed, unsqueezed
from index.language.topics import Topic
from index.query import Holdings, TitledRelease
from index.release import PassageId, VersionId
from index.snapshot import opening_of, spellings_of
from index.store.database import Database
from index.store.titles import titles_of

_OPENING = 50
"""So many first passages tell in which languages releases are."""

_CHUNK_CHARS = 2_000_000
"""A document of a cluster should not be larger than a few megabytes."""

_LEVEL = 6
"""Names are read by every process, and written once."""


@dataclass(frozen=True)
class GenerationNames:
    """What a generation is looked up by; ``people`` are all who speak or are spoken for, ``speakers`` count passages."""

    holdings: Holdings
    titles: Sequence[TitledRelease]
    people: Sequence[str]
    speakers: Mapping[str, int]
    topics: Mapping[str, int]
    spellings: Mapping[str, int]
    opening: Sequence[PassageId]

    @cached_property
    def shelf(self) -> Shelf:
        """The names as they are suggested from; takes a second for 100,000 releases."""
        return Shelf.of(self.titles, self.speakers, self.topics)

    def apart(self, apart: int) -> GenerationNames:
        """The same with rows moved by so many."""
        titles = [replace(title, version=VersionId(title.version + apart)) for title in self.titles]
        opening = [PassageId(passage + apart) for passage in self.opening]
        return replace(self, titles=titles, opening=opening)

    def packed(self) -> list[str]:
        """The names as strings, each of a size that a document may have."""
        first, last = self.holdings.first, self.holdings.last
        fields = {
            "holdings": asdict(self.holdings) | {"first": _text(first), "last": _text(last)},
            "titles": [
                (title.handle, title.title, _text(title.published), title.version) for title in self.titles
            ],
            "people": list(self.people),
            "speakers": dict(self.speakers),
            "topics": dict(self.topics),
            "spellings": dict(self.spellings),
            "opening": list(self.opening),
        }
        packed = squeezed(json.dumps(fields, ensure_ascii=False).encode(), level=_LEVEL)
        return [packed[start : start + _CHUNK_CHARS] for start in range(0, len(packed), _CHUNK_CHARS)]


def names_from(chunks: Sequence[str]) -> GenerationNames:
    """The names that strings were made of."""
    fields: dict[str, Any] = json.loads(unsqueezed("".join(chunks)))
    holdings = fields["holdings"]
    days = {name: _day(holdings[name]) for name in ("first", "last")}
    titles = [
        TitledRelease(handle, title, _day(published), VersionId(version))
        for handle, title, published, version in fields["titles"]
    ]
    return GenerationNames(**fields | {"holdings": Holdings(**holdings | days), "titles": titles})


async def names_of(
    database: Database, generation: LocalGeneration, topics: Sequence[Topic]
) -> GenerationNames:
    """The names of a generation, and how many of its passages treat each of the topics."""
    titles = await titles_of(database, generation.collection, generation.id)
    made = generation.made
    days = [title.published for title in titles if title.published]
    first, last = min(days, default=None), max(days, default=None)
    holdings = Holdings(made.releases, made.passages, first, last, made.at, made.first_at)
    parts = generation.parts

    def count() -> GenerationNames:
        people = list(dict.fromkeys(name for part in parts for name in part.live_speakers))
        return GenerationNames(
            holdings,
            titles,
            people,
            speakers_of(parts),
            topics_of(parts, topics),
            spellings_of(parts),
            opening_of(parts, limit=_OPENING),
        )

    return await asyncio.to_thread(count)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
