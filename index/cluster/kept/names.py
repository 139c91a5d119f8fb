"""The names by which a generation is looked up, as the cluster keeps them: for processes that lack its database.

In: titles, people, topics, spellings, and what is held at all. Out: a few strings, and back again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from index.catalogue import Shelf
from index.cluster.kept.squeezing import squeezed, unsqueezed
from index.query import Holdings, TitledRelease
from index.release import PassageId, VersionId
from index.store.rows import day_from

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
    days = {name: day_from(holdings[name]) for name in ("first", "last")}
    titles = [
        TitledRelease(handle, title, day_from(published), VersionId(version))
        for handle, title, published, version in fields["titles"]
    ]
    return GenerationNames(**fields | {"holdings": Holdings(**holdings | days), "titles": titles})


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
