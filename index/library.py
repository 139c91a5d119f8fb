"""What the bot may ask of the index, as two protocols.

Searcher is quick, pure and in memory: call it in a thread. Library reads the store: await it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.query import (
    DateRange,
    Hits,
    Holdings,
    PassageContext,
    Query,
    ReleasePage,
    ReleaseSummary,
    StoredPassage,
    WholeRelease,
)
from index.release import PassageId, PassageKey, VersionId


class Snapshot(Protocol):
    """An immutable view of the newest generations: one question sees one snapshot from start to end."""

    @property
    def collections(self) -> Sequence[str]:
        """The names of all collections, sorted."""
        ...

    def find(self, query: Query, *, limit: int) -> Hits:
        """The ``limit`` best passages for the query, best first, in one total order."""
        ...

    def suggest(self, word: str, *, collections: frozenset[str]) -> str | None:
        """The word that was probably meant, if these collections do not hold this one and hold one like it."""
        ...

    def speakers(self, name: str, *, collections: frozenset[str]) -> Sequence[str]:
        """The people who speak in these collections whom a typed name may mean, by its words."""
        ...

    def nearest(self, query: Query, *, limit: int) -> Sequence[VersionId]:
        """Releases that come closest to the query, for where no passage answers it."""
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
