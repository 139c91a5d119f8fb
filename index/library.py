"""What the bot may ask of the index, as two protocols.

Searcher is quick, pure and in memory: call it in a thread. Library reads the store: await it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from index.query import (
    DateRange,
    Hits,
    Holdings,
    PassageContext,
    PassageList,
    Query,
    ReleasePage,
    ReleaseSummary,
    StoredPassage,
    TitledRelease,
    WholeRelease,
)
from index.release import PassageId, PassageKey, VersionId


class Catalogue(Protocol):
    """Names to look things up by, in memory; of other collections than those asked for it tells nothing.

    What is typed is a name's beginning, or some of its words, or a slip of the pen; nothing typed means all names.
    """

    def titles(self, typed: str, *, collections: frozenset[str], limit: int) -> Sequence[TitledRelease]:
        """Releases whose titles may be meant, the best fit first, then the newest."""
        ...

    def titled(self, title: str, *, collections: frozenset[str]) -> Sequence[TitledRelease]:
        """The releases of just this title, newest first; case, accents and signs don't count."""
        ...

    def release(self, handle: str, *, collections: frozenset[str]) -> TitledRelease | None:
        """The release of a handle."""
        ...

    def speakers(self, typed: str, *, collections: frozenset[str], limit: int) -> Sequence[str]:
        """People who may be meant, the best fit first, then who speaks most."""
        ...

    def speaker(self, handle: str, *, collections: frozenset[str]) -> str | None:
        """The person of a name's handle."""
        ...

    def topics(self, typed: str, *, collections: frozenset[str], limit: int) -> Sequence[str]:
        """Topics that may be meant and that passages treat, the best fit first, then those that most passages treat."""
        ...

    def months(self, *, collections: frozenset[str]) -> Sequence[date]:
        """The first day of each month of which there are releases, newest first."""
        ...

    def any_published(self, dates: DateRange, *, collections: frozenset[str]) -> bool:
        """Whether there are releases of these days."""
        ...


class Snapshot(Protocol):
    """An immutable view of the newest generations: one question sees one snapshot from start to end."""

    @property
    def collections(self) -> Sequence[str]:
        """The names of all collections, sorted."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """The names of what these generations hold."""
        ...

    def find(self, query: Query, *, limit: int) -> Hits:
        """The ``limit`` best passages for the query, best first, in one total order."""
        ...

    def suggest(self, word: str, *, collections: frozenset[str]) -> str | None:
        """The word that was probably meant, if these collections do not hold this one and hold one like it."""
        ...

    def commonness(self, word: str, *, collections: frozenset[str]) -> float:
        """How often a word in small letters stands in a passage, as it is spelled; 0 for those too short to be counted."""
        ...

    def speakers(self, name: str, *, collections: frozenset[str]) -> Sequence[str]:
        """The people who speak in these collections whom a typed name may mean, by its words."""
        ...

    def opening(self, *, collections: frozenset[str], limit: int) -> Sequence[PassageId]:
        """The first passages of so many releases, spread over all of them."""
        ...

    def spoken(
        self, speakers: frozenset[str], *, collections: frozenset[str], limit: int, offset: int = 0
    ) -> PassageList:
        """What these people say, newest first, then in reading order; what is said twice counts once."""
        ...

    def holding(self, query: Query, *, limit: int, offset: int = 0) -> PassageList:
        """Every passage that holds one of the query's phrases, by BM25, then newest first, then in reading order."""
        ...


class Searcher(Protocol):
    """Keeps the current snapshot; swapped at once when a new generation is ready."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        ...

    async def refresh(self) -> bool:
        """Take up the newest generations; True if there was anything new."""
        ...


class Library(Protocol):
    """Reads what is shown: texts of passages, lists of releases, what is indexed."""

    async def passages(self, ids: Sequence[PassageId]) -> Sequence[StoredPassage]:
        """The passages, in the order asked for."""
        ...

    async def releases(self, versions: Sequence[VersionId]) -> Sequence[ReleaseSummary]:
        """The releases, in the order asked for."""
        ...

    async def passages_by_key(
        self, keys: Sequence[PassageKey], *, collections: frozenset[str]
    ) -> Sequence[StoredPassage]:
        """The passages, in the order asked for, without those that no release of these collections ever held."""
        ...

    async def whole(self, version: VersionId, *, collections: frozenset[str]) -> WholeRelease | None:
        """A release as it read in that version; None if that was never in these collections."""
        ...

    async def context(self, key: PassageKey, *, collections: frozenset[str]) -> PassageContext | None:
        """The passage in its paragraph; None if no release of these collections ever held it."""
        ...

    async def published(
        self, dates: DateRange, *, collections: frozenset[str], limit: int, offset: int = 0
    ) -> ReleasePage:
        """Releases published in the range, newest first."""
        ...

    async def holdings(self, *, collections: frozenset[str]) -> Holdings:
        """What is indexed in these collections."""
        ...
