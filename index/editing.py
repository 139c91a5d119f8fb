"""What may be changed in a collection, release by release, and what is told of it: the nouns, and a protocol.

Every change makes a new generation of the collection, at once or not at all; what was before can be had back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from index.intake.raw import Facts
from index.release import Release, ReleaseKey, VersionId
from index.report import FailedFile, IndexReport

REMOVED_KEPT_DAYS = 30
"""A removed release can be restored for so long; then its text is gone for good."""


class ReleaseState(StrEnum):
    """Whether a release is answered from, and if not, why."""

    LIVE = "live"
    HELD = "held"  # until its embargo is over
    WITHDRAWN = "withdrawn"  # by who published it: answers given from it say so
    REMOVED = "removed"  # from the collection; can be restored for REMOVED_KEPT_DAYS


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was given: its name (for messages and for its format) and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release read from an upload, parsed, split and with its speakers: ready to go live, and shown before it does.

    ``given`` are the facts that whoever uploads it states; ``place`` tells several releases of one file apart.
    """

    upload: Upload
    release: Release
    given: Facts = field(default_factory=Facts)
    place: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What an upload came to: releases to look at, and what could not be read, each with its reason."""

    prepared: Sequence[Prepared] = ()
    failed: Sequence[FailedFile] = ()


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """A release as those who look after it see it; ``handle`` names it for life (index.release.release_handle).

    ``bytes`` is the size of what is stored of all its versions; ``uploaded`` tells an upload from a file of a folder.
    """

    handle: str
    key: ReleaseKey
    version: VersionId
    title: str
    published: date | None
    speaker: str | None
    url: str | None
    state: ReleaseState
    changed_at: datetime
    passages: int
    versions: int
    bytes: int
    uploaded: bool
    held_until: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseRecords:
    """Some records of a longer list, and the list's whole length."""

    records: Sequence[ReleaseRecord] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class GenerationRecord:
    """A generation of a collection: when and why it was made, what it holds, and what it changed.

    ``restorable`` tells whether a rollback to it is possible; the newest one is ``current``.
    """

    id: int
    made_at: datetime
    reason: str
    releases: int
    passages: int
    added: int
    changed: int
    removed: int
    current: bool
    restorable: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """How much some collections hold: releases that are not removed, and bytes of all that is stored."""

    releases: int = 0
    bytes: int = 0


class Editing(Protocol):
    """Changes to collections; each raises IndexingError with a sentence for people where it cannot be done.

    A ``collection`` is named in full; a ``handle`` that the collection does not know raises NoSuchRelease.
    """

    async def add(
        self, collection: str, prepared: Sequence[Prepared], *, held_until: datetime | None = None
    ) -> IndexReport:
        """Take in releases; one whose key is known becomes a new version of it, one that is held goes live later."""
        ...

    async def edit(self, collection: str, handle: str, facts: Facts) -> ReleaseRecord:
        """State facts (title, date, address, speaker) anew; they outlast a re-indexing. Facts that are None stay."""
        ...

    async def remove(self, collection: str, handle: str, *, reason: str | None = None) -> ReleaseRecord:
        """Answer no longer from a release; its text is kept for REMOVED_KEPT_DAYS."""
        ...

    async def withdraw(self, collection: str, handle: str, *, reason: str | None = None) -> ReleaseRecord:
        """Answer no longer from a release that its publisher took back; its text stays, for answers given from it."""
        ...

    async def restore(self, collection: str, handle: str) -> ReleaseRecord:
        """Answer again from a release that was removed, withdrawn or held."""
        ...

    async def records(
        self,
        collection: str,
        *,
        states: frozenset[ReleaseState] = frozenset(ReleaseState),
        typed: str = "",
        limit: int = 10,
        offset: int = 0,
    ) -> ReleaseRecords:
        """Releases of these states whose titles hold what was typed, changed last first."""
        ...

    async def record(self, collection: str, handle: str) -> ReleaseRecord:
        """One release."""
        ...

    async def create(self, collection: str) -> None:
        """Make an empty collection; one that is there already is an error."""
        ...

    async def drop(self, collection: str) -> int:
        """Remove a collection with all that it holds; how many releases that were."""
        ...

    async def usage(self, collections: Sequence[str]) -> Usage:
        """How much these collections hold together."""
        ...

    async def history(self, collection: str, *, limit: int = 10) -> Sequence[GenerationRecord]:
        """The newest generations, newest first."""
        ...

    async def rollback(self, collection: str, generation: int) -> IndexReport:
        """Make a new generation that holds what an old one held."""
        ...

    async def release_held(self, now: datetime) -> int:
        """Let releases go live whose embargo is over; how many there were. To be called every minute."""
        ...

    async def erase_removed(self, now: datetime) -> int:
        """Erase the text of releases that were removed more than REMOVED_KEPT_DAYS ago; how many there were."""
        ...
