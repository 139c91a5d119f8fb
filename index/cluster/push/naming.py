"""The names of a generation, as they are counted where it was made."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from index.catalogue import speakers_of, topics_of
from index.cluster.kept.names import GenerationNames
from index.cluster.push.generation import LocalGeneration
from index.language.topics import Topic
from index.query import Holdings
from index.snapshot import opening_of, spellings_of
from index.store.database import Database
from index.store.titles import titles_of

_OPENING = 50
"""So many first passages tell in which languages releases are."""


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
