"""Moves servers from one database to another: what is remembered of them, and the collections that are their own.

In: two databases that no bot runs on. Out: each server in the second one, and no longer in the first. A server moves in
four steps, each of which is made wholly or not at all: it is noted that it is on its way; all rows are copied; they are
deleted where they were; the note goes. Whenever that is killed, the same again completes it.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.records.database import open_records
from bot.records.moving import Begun, ServerRows
from config.shards import Shards
from index.arriving import Arrivals
from index.cluster.kept.owner import owner_of
from index.errors import NothingToChange, StoreError
from index.segments import SegmentKeeper
from index.store.database import Database, not_run, one_writer, run
from index.store.erasure import Erasure
from index.store.moving import MovedCollection


@dataclass(frozen=True, slots=True)
class Moved:
    """A server that moved: how many rows of each table, and its collections; ``before`` says that it had come before."""

    server_id: int
    rows: Mapping[str, int] = field(default_factory=dict)
    collections: Sequence[MovedCollection] = ()
    before: bool = False


class ServerMover:
    """Moves servers between two open databases."""

    def __init__(self, source: Database, target: Database) -> None:
        self._source = source
        self._target = target
        self._leaving = ServerRows(source)
        self._coming = ServerRows(target)
        self._arrivals = Arrivals(target)

    async def servers(self, shards: Shards) -> list[int]:
        """The servers of some shards that are to be moved, or whose move did not end; direct messages belong to shard 0."""
        known = {*await self._leaving.servers(), *await self._leaving.on_their_way()}
        return sorted(server_id for server_id in known if shards.hold(server_id))

    async def move(self, server_id: int) -> Moved:
        """Move a server, or go on with moving it.

        Raises:
            NothingToChange: nothing is remembered of it, it is on its way elsewhere, or the target holds a collection of it.
            StoreError: a database cannot be written.
        """
        begun = await self._begun(server_id)
        if begun is None:
            return Moved(server_id, before=True)
        rows = await self._leaving.counts(server_id)
        came = await self._copy(server_id, begun)
        await self._leave(server_id)
        async with self._target.transaction():
            await self._coming.settle(server_id)
        return Moved(server_id, rows, came or (), before=came is None)

    async def _begun(self, server_id: int) -> Begun | None:
        """What is to be done; None where all was done but to say so."""
        begun, target = await self._leaving.begun(server_id), self._target.path.resolve()
        if begun is not None:
            if begun.target != target:
                raise NothingToChange(
                    f"Server {server_id} is on its way to {begun.target}: run the command with --into {begun.target}."
                )
            return begun
        if server_id not in await self._leaving.servers():
            if not await self._coming.is_arriving(server_id):
                raise NothingToChange(f"{self._source.path} remembers nothing of server {server_id}.")
            async with self._target.transaction():
                await self._coming.settle(server_id)
            return None
        begun = Begun(secrets.token_hex(8), target)
        async with self._source.transaction():
            await self._leaving.begin(server_id, begun)
        return begun

    async def _copy(self, server_id: int, begun: Begun) -> list[MovedCollection] | None:
        """Copy all rows at once; None where they are there."""
        if await self._coming.has(begun.token):
            return None
        collections, owner = await self._leaving.collections(server_id), owner_of(self._source.path)
        await self._arrivals.attach(self._source)
        try:
            async with self._target.transaction():
                came = [await self._arrivals.take(name) for name in collections]
                await self._coming.take(server_id)
                if owner is not None:
                    await self._coming.came_from(collections, owner)
                await self._coming.arrive(begun.token, server_id)
        except NothingToChange:
            # nothing was copied: the server stays where it is, and its bot may start again
            await self._stay(server_id)
            raise
        finally:
            await self._arrivals.detach()
            await self._arrivals.tidy()
        return came

    async def _stay(self, server_id: int) -> None:
        async with self._source.transaction():
            await self._leaving.stay(server_id)

    async def _leave(self, server_id: int) -> None:
        async with self._source.transaction():
            for name in await self._leaving.collections(server_id):
                await Erasure(self._source).drop(name)
            await self._leaving.leave(server_id)
        await SegmentKeeper(self._source).clean()
        await self._source.scrub()


@asynccontextmanager
async def opened_mover(source: Path, target: Path) -> AsyncIterator[ServerMover]:
    """What moves servers from a database to another one, which is made where there is none; nobody else uses them.

    Raises:
        StoreError: there is nothing to move from, both are the same, a bot runs on one, or one is being indexed into.
    """
    _refuse_strays(source, target)
    with not_run(source), not_run(target), one_writer(source), one_writer(target):
        async with opened_rows(source) as leaving, opened_rows(target) as coming:
            yield ServerMover(leaving, coming)


@asynccontextmanager
async def opened_rows(path: Path) -> AsyncIterator[Database]:
    """A database with the tables of both, the index and the bot."""
    async with Database.open(path) as database:
        async with open_records(path):
            pass
        yield database


@asynccontextmanager
async def run_by_a_bot(path: Path) -> AsyncIterator[None]:
    """Keep servers from being moved while a bot runs on a database.

    Raises:
        StoreError: some are being moved, or are on their way since that was killed.
    """
    with run(path):
        async with opened_rows(path) as database:
            moving = await ServerRows(database).on_their_way()
        for server_id, target in moving.items():
            raise StoreError(
                f"{path}: server {server_id} is on its way to {target}. Complete that first: "
                f"communique servers move {server_id} --into {target}"
            )
        yield


def _refuse_strays(source: Path, target: Path) -> None:
    if not source.exists():
        raise StoreError(f"{source}: there is no such database.")
    if target.exists() and target.samefile(source):
        raise StoreError(f"{target}: is the database itself; name another one.")
