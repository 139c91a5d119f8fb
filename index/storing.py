"""Stores releases in the order in which they come: drafts in, the versions to answer from out.

They are split many at a time, in other processes where that pays, and stored many in a transaction; of a run that is
killed, the next one does again what was under way.
"""

from __future__ import annotations

import logging
import traceback
from collections import deque
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReleaseReadError
from index.intake.parser import Draft
from index.processes import Processes
from index.read import Read
from index.release import VersionId
from index.splitting import Unreadable, Unsplit
from index.store.database import DATABASE_ERRORS, Database
from index.store.releases import Identity, Known, Origin, Releases, WrittenVersion

log = logging.getLogger(__name__)

Splitting = Processes[Sequence[Unsplit], list[WrittenVersion | Unreadable]]

_TOGETHER = 32
"""Releases that are split and stored at once: others that write wait no longer than a moment for their turn."""

_TOGETHER_CHARS = 200_000
"""… or fewer, where they are long."""

_IN_TURN = 4
"""How many times as many of these as there are processes may be under way."""

_Outcome = WrittenVersion | Unreadable


@dataclass(frozen=True, slots=True)
class Waiting:
    """A release that is to be split and stored, where it was read, and what the store knew of it then.

    ``same`` are the stored versions of its content, which it is not stored beside unless it is read otherwise.
    """

    name: str
    path: Path
    draft: Draft
    identity: Identity
    origin: Origin
    known: Known | None
    same: Sequence[VersionId]


@dataclass(frozen=True, slots=True)
class _Batch:
    waiting: Sequence[Waiting]
    split: Awaitable[list[_Outcome]]


@dataclass(frozen=True, slots=True)
class _Kept:
    release: int
    version: VersionId
    is_new: bool


class Storing:
    """Stores what one run reads."""

    def __init__(self, database: Database, splitting: Splitting, read: Read) -> None:
        self._database = database
        self._releases = Releases(database)
        self._splitting = splitting
        self._read = read
        self._gathered: list[Waiting] = []
        self._batches: deque[_Batch] = deque()
        self._identities: set[Identity] = set()

    def awaits(self, identity: Identity) -> bool:
        """Whether the store does not know yet what was read of this release."""
        return identity in self._identities

    async def add(self, waiting: Waiting) -> None:
        """Have a release stored, by and by."""
        self._gathered.append(waiting)
        self._identities.add(waiting.identity)
        chars = sum(len(one.draft.version.text) for one in self._gathered)
        if len(self._gathered) < _TOGETHER and chars < _TOGETHER_CHARS:
            return
        await self._begin()
        while len(self._batches) > self._splitting.count * _IN_TURN:
            await self._finish()

    async def settle(self) -> None:
        """Store all that is under way."""
        if self._gathered:
            await self._begin()
        while self._batches:
            await self._finish()

    async def _begin(self) -> None:
        gathered, self._gathered = self._gathered, []
        unsplit = [Unsplit(one.identity.key, one.draft, compared=bool(one.same)) for one in gathered]
        self._batches.append(_Batch(gathered, await self._splitting.give(unsplit)))

    async def _finish(self) -> None:
        batch = self._batches.popleft()
        split = await batch.split
        await self._store(list(zip(batch.waiting, split, strict=True)))
        self._identities.difference_update(one.identity for one in batch.waiting)

    async def _store(self, pairs: Sequence[tuple[Waiting, _Outcome]]) -> None:
        try:
            async with self._database.transaction():
                stored = [await self._stored(waiting, outcome) for waiting, outcome in pairs]
        except DATABASE_ERRORS:
            raise
        except Exception:  # noqa: BLE001  # which release it is that no one foresaw shows one by one
            await self._store_apart(pairs)
        else:
            for (waiting, _), outcome in zip(pairs, stored, strict=True):
                self._note(waiting, outcome)

    async def _store_apart(self, pairs: Sequence[tuple[Waiting, _Outcome]]) -> None:
        """Store one by one what cannot be stored together: one that no one foresaw must not keep away the others."""
        if len(pairs) == 1:
            self._note(pairs[0][0], Unreadable(trace=traceback.format_exc()))
            return
        for pair in pairs:
            await self._store([pair])

    async def _stored(self, waiting: Waiting, outcome: _Outcome) -> _Kept | Unreadable:
        if isinstance(outcome, Unreadable):
            return outcome
        for version in waiting.same:
            if waiting.known is not None and await self._releases.reading(version) == outcome.reading:
                return _Kept(waiting.known.release, version, is_new=False)
        release = await self._releases.place(waiting.identity, waiting.origin)
        version = await self._releases.put_version(release, outcome, told_apart=bool(waiting.same))
        return _Kept(release, version, is_new=True)

    def _note(self, waiting: Waiting, outcome: _Kept | Unreadable) -> None:
        if isinstance(outcome, Unreadable):
            self._fail(waiting, outcome)
            return
        if outcome.is_new:
            self._read.assumed |= dict.fromkeys(
                (f"{waiting.name}: {sentence}" for sentence in waiting.draft.version.assumed), 1
            )
        self._read.keep(outcome.release, outcome.version)

    def _fail(self, waiting: Waiting, why: Unreadable) -> None:
        if why.trace:
            log.error(
                "parsing failed in a release of collection %s\n%s", waiting.origin.collection, why.trace
            )
        reason = why.reason or unforeseen(waiting.name)
        self._read.fail(waiting.path, ReleaseReadError(str(waiting.path), reason))


def unforeseen(name: str) -> str:
    """What people are told where the log tells more."""
    return f"{name} could not be parsed; the log has the details"
