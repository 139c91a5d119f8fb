"""The catalogue: names by which things are looked up, kept in memory while someone types.

In: of each collection, the releases and segments of its newest generation, and the lexicon's topics. Out: titles,
speakers, topics and months of the collections asked for; of others nothing shows, not even in the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.engine.candidates import Mask
from index.engine.phrases import rows_with_phrase
from index.engine.segment import NOBODY, Longs
from index.engine.statistics import LiveSegment
from index.language.naming import Fit, Names
from index.language.topics import Topic
from index.query import DateRange, TitledRelease
from index.release import name_handle


class Popular:
    """Names with how many passages each has, most first."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self.names = sorted(counts, key=lambda name: (-counts[name], name))
        self.by_handle = {name_handle(name): name for name in self.names}
        self._index = Names(self.names)

    def find(self, typed: str, *, limit: int | None) -> Mapping[str, Fit]:
        """The best-fitting names, in their order; all that fit where there is no limit."""
        found = self._index.find(typed, limit=len(self.names) if limit is None else limit)
        return {self.names[fitting.place]: fitting.fit for fitting in found}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The names of one collection: of its releases, newest first, of who speaks in them and of what they treat."""

    releases: Sequence[TitledRelease]
    handles: Mapping[str, TitledRelease]
    titles: Names
    speakers: Popular
    topics: Popular
    days: Longs
    months: Sequence[date]

    @classmethod
    def of(
        cls, releases: Sequence[TitledRelease], speakers: Mapping[str, int], topics: Mapping[str, int]
    ) -> Shelf:
        """The names of releases, newest first, and how many passages each speaker and topic has; a second for 100,000."""
        days = {release.published for release in releases if release.published}
        return cls(
            releases,
            {release.handle: release for release in releases},
            Names(release.title for release in releases),
            Popular(speakers),
            Popular(topics),
            np.array(sorted(day.toordinal() for day in days), np.int64),
            sorted({day.replace(day=1) for day in days}, reverse=True),
        )


class NamesInMemory:
    """The Catalogue protocol over shelves, by the names of their collections."""

    def __init__(self, shelves: Mapping[str, Shelf]) -> None:
        self._shelves = shelves

    def titles(self, typed: str, *, collections: frozenset[str], limit: int) -> Sequence[TitledRelease]:
        """Releases whose titles may be meant, the best fit first, then the newest."""
        found = [
            (fitting.fit, held.releases[fitting.place])
            for held in self._of(collections)
            for fitting in held.titles.find(typed, limit=limit)
        ]
        found.sort(key=lambda entry: (entry[0], *_newest_first(entry[1])))
        return [release for _, release in found[:limit]]

    def titled(self, title: str, *, collections: frozenset[str]) -> Sequence[TitledRelease]:
        """The releases of just this title, newest first; case, accents and signs don't count."""
        shelves = self._of(collections)
        found = [held.releases[place] for held in shelves for place in held.titles.same(title)]
        return sorted(found, key=_newest_first)

    def release(self, handle: str, *, collections: frozenset[str]) -> TitledRelease | None:
        """The release of a handle."""
        shelves = self._of(collections)
        return next((held.handles[handle] for held in shelves if handle in held.handles), None)

    def speakers(self, typed: str, *, collections: frozenset[str], limit: int) -> Sequence[str]:
        """People who may be meant, the best fit first, then who speaks most."""
        return _fitting([held.speakers for held in self._of(collections)], typed, limit)

    def speaker(self, handle: str, *, collections: frozenset[str]) -> str | None:
        """The person of a name's handle."""
        known = (held.speakers.by_handle for held in self._of(collections))
        return next((names[handle] for names in known if handle in names), None)

    def topics(self, typed: str, *, collections: frozenset[str], limit: int) -> Sequence[str]:
        """Topics that may be meant and that passages treat, the best fit first, then those that most passages treat."""
        return _fitting([held.topics for held in self._of(collections)], typed, limit)

    def months(self, *, collections: frozenset[str]) -> Sequence[date]:
        """The first day of each month of which there are releases, newest first."""
        return sorted({month for held in self._of(collections) for month in held.months}, reverse=True)

    def any_published(self, dates: DateRange, *, collections: frozenset[str]) -> bool:
        """Whether there are releases of these days."""
        return any(_any_of(held.days, dates) for held in self._of(collections))

    def _of(self, collections: Iterable[str]) -> list[Shelf]:
        return [self._shelves[name] for name in sorted(collections) if name in self._shelves]

    def with_shelves(self, shelves: Mapping[str, Shelf]) -> NamesInMemory:
        """With other names of some collections."""
        return NamesInMemory({**self._shelves, **shelves})


NO_NAMES = NamesInMemory({})
"""For who searches and suggests nothing."""


def _fitting(shelves: Sequence[Popular], typed: str, limit: int) -> list[str]:
    """The best-fitting names of several collections, those with most passages in all of them first."""
    if len(shelves) == 1:
        return list(shelves[0].find(typed, limit=limit))
    fits: dict[str, Fit] = {}
    counts: Counter[str] = Counter()
    for popular in shelves:
        for name, fit in popular.find(typed, limit=None).items():
            fits[name] = min(fit, fits.get(name, fit))
            counts[name] += popular.counts[name]
    return sorted(fits, key=lambda name: (fits[name], -counts[name], name))[:limit]


def speakers_of(parts: Sequence[LiveSegment]) -> Mapping[str, int]:
    """How many live passages are each person's words."""
    counts: Counter[str] = Counter()
    for part in parts:
        segment = part.segment
        speaking = segment.speakers[_sayings(part) & (segment.speakers != NOBODY)]
        for number, count in enumerate(np.bincount(speaking, minlength=len(segment.speaker_names)).tolist()):
            if count:
                counts[segment.speaker_names[number]] += count
    return counts


def topics_of(parts: Sequence[LiveSegment], topics: Sequence[Topic]) -> Mapping[str, int]:
    """In how many live passages each topic is treated, without those that none treats."""
    treated = {topic.name: sum(_treating(part, topic) for part in parts) for topic in topics}
    return {name: count for name, count in treated.items() if count}


def _treating(part: LiveSegment, topic: Topic) -> int:
    """How many live passages hold one of the topic's phrases."""
    holding = np.zeros(part.segment.passages, np.bool_)
    for phrase in topic.phrases:
        holding[rows_with_phrase(part.segment, phrase)] = True
    return int(np.count_nonzero(holding & _sayings(part)))


def _sayings(part: LiveSegment) -> Mask:
    """Live passages that are no reporter's questions."""
    mask: Mask = part.live_rows & (part.segment.questions == 0)
    return mask


def _any_of(days: Longs, dates: DateRange) -> bool:
    first = 0 if dates.start is None else int(np.searchsorted(days, dates.start.toordinal()))
    last = len(days) if dates.end is None else int(np.searchsorted(days, dates.end.toordinal()))
    return first < last


def _newest_first(release: TitledRelease) -> tuple[int, int]:
    """Newest first, undated ones last, those of a day in the order in which they were indexed."""
    return (-release.published.toordinal() if release.published else 0, release.version)
