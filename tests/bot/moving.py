"""Two databases between which servers move, and all that they say of a server; run as a module it kills a move at many steps.

In: how many kills. Out: what was wrong after one, and a line with how many there were.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.moving import opened_mover
from bot.records.answers import AnswerId
from bot.records.audit import AuditEntry
from bot.records.channels import ChannelSettings
from bot.records.jobs import Job
from bot.records.records import Records
from bot.records.servers import ServerSettings
from bot.records.votes import Vote
from index.editor import Editor
from index.errors import NothingToChange
from index.intake.raw import Facts
from index.store.database import Database
from tests.bot.records.test_answers import POSTED
from tests.index.editing import START, an_editor, found, handle_of, upload
from tests.index.killed import at_each_step, die_at, in_fork, told, visit

MOVED, STAYING = 7, 8
PRESS, OTHER = f"{MOVED}/press", f"{STAYING}/press"
RECORDS: Mapping[str, str] = {
    "answers": "*",
    "votes": "*",
    "caretakers": "*",
    "channels": "*",
    "servers": "*",
    "shares": "*",
    "unheard": "*",
    "welcomes": "*",
    "audit": "server_id, actor_id, at, action, subject, before, after",
    "jobs": "collection, full, server_id, channel_id, message_id, actor_id, asked_at",
}
"""The tables of records, with the columns that mean something elsewhere."""

_CONDITION = {"votes": "answer_id GLOB '{server}-*'", "shares": "collection GLOB '{server}/*'"}


async def fill_records(path: Path, server_id: int) -> None:
    """Something of a server in each table."""
    async with Records.open(path) as records:
        channel = 10 * server_id
        answer = AnswerId(f"{server_id}-a")
        await records.answers.add(replace(POSTED, id=answer, server_id=server_id, channel_id=channel))
        await records.votes.cast(Vote(answer, 3, True, None, START))
        for number in range(3):
            at = START + timedelta(hours=number)
            await records.audit.add(AuditEntry(server_id, 3, at, f"act {number}", "x"))
        await records.caretakers.remember(server_id, 3, START)
        await records.caretakers.tell(server_id, channel, START)
        await records.channels.choose(server_id, channel, ChannelSettings(frozenset({f"{server_id}/press"})))
        await records.jobs.add(Job(f"{server_id}/press", True, server_id, channel, 3, START))
        await records.servers.choose(server_id, ServerSettings(5, channel))
        await records.servers.share(f"{server_id}/press", 99)
        await records.welcomes.add(server_id, START)


async def fill_collection(editor: Editor, name: str) -> None:
    """Releases in every state, facts that were stated, several generations."""
    for land in ("Finland", "Norway", "Sweden", "Denmark"):
        await editor.add(name, upload(f"{land}.txt", visit(land)))
    await editor.add(name, upload("Iceland.txt", visit("Iceland")), held_until=START + timedelta(days=1))
    await editor.edit(
        name, await handle_of(editor, "Norway", name), Facts(title="A day in Norway", speaker="Ada Lund")
    )
    await editor.remove(name, await handle_of(editor, "Sweden", name), reason="by mistake")
    await editor.withdraw(name, await handle_of(editor, "Denmark", name))


async def prepare(home: Path) -> None:
    """A database with two servers, and another one with rows of its own."""
    for file, servers in (("a.db", (MOVED, STAYING)), ("b.db", (9,))):
        async with Database.open(home / file) as database:
            for server_id in servers:
                await fill_collection(an_editor(database), f"{server_id}/press")
        for server_id in servers:
            await fill_records(home / file, server_id)
    async with Records.open(home / "a.db") as records:
        await records.answers.add(replace(POSTED, id=AnswerId("direct"), server_id=None, question_id=40))
        await records.votes.cast(Vote(AnswerId("direct"), 3, False, "wrong", START))


async def said_of(path: Path, server_id: int) -> dict[str, Any]:
    """All that a database says of a server, without the numbers of its rows."""
    said: dict[str, Any] = {}
    async with Records.open(path), Database.open(path) as database:
        for table, columns in RECORDS.items():
            condition = _CONDITION.get(table, "server_id = {server}").format(server=server_id)
            order = "at" if table == "audit" else "1"
            said[table] = await database.rows(
                f"SELECT {columns} FROM {table} WHERE {condition} ORDER BY {order}"
            )
        editor, name = an_editor(database), f"{server_id}/press"
        records = (await editor.records(name)).records
        said["releases"] = sorted(
            (record.title, record.state, record.passages, record.handle, record.reason) for record in records
        )
        said["found"] = sorted(await found(database, "minister", collection=name))
        history = await editor.history(name)
        said["history"] = [
            (one.reason, one.made_at, one.releases, one.passages, one.added, one.removed) for one in history
        ]
        said["uploads"] = await database.rows(
            "SELECT uploads.name, digest, bytes FROM uploads JOIN collections ON collections.id = collection_id "
            "WHERE collections.name = ? ORDER BY digest",
            (name,),
        )
        said["keys"] = await database.rows(
            "SELECT passages.key, wording FROM passages JOIN versions ON versions.id = passages.version_id "
            "JOIN releases ON releases.id = release_id JOIN collections ON collections.id = collection_id "
            "WHERE collections.name = ? ORDER BY passages.id",
            (name,),
        )
        said["sound"] = [
            *await database.rows("PRAGMA integrity_check"),
            *await database.rows("PRAGMA foreign_key_check"),
        ]
    return said


def is_empty(said: Mapping[str, Any]) -> bool:
    """Whether nothing is said of a server."""
    return not any(value for name, value in said.items() if name != "sound")


async def move(home: Path, server_id: int = MOVED) -> None:
    """Move a server from one to the other; one that is there already stays."""
    async with opened_mover(home / "a.db", home / "b.db") as mover:
        try:
            await mover.move(server_id)
        except NothingToChange:
            assert is_empty(await said_of(home / "a.db", server_id))


async def all_said(home: Path) -> str:
    """What both databases say of the server that moves, and of those that don't."""
    a, b = home / "a.db", home / "b.db"
    pairs = [(a, MOVED), (b, MOVED), (a, STAYING), (b, 9)]
    return repr([await said_of(path, server_id) for path, server_id in pairs])


def kill_and_look(pristine: Path, step: int, undisturbed: str, everything: str) -> bool:
    """Whether a move was killed at this step: then nothing is lost, and the same again completes it."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        shutil.copytree(pristine, home)

        def killed() -> None:
            die_at(step)
            asyncio.run(move(home))

        def look() -> None:
            places = [asyncio.run(said_of(home / name, MOVED)) for name in ("a.db", "b.db")]
            whole = [repr(place) == everything for place in places]
            assert any(whole), f"nowhere whole: {places}"
            # where it is not whole it is not at all: half a server is nowhere
            assert all(
                is_empty(place) for place, all_of_it in zip(places, whole, strict=True) if not all_of_it
            )
            asyncio.run(move(home))
            assert asyncio.run(all_said(home)) == undisturbed, "the same again did not complete it"

        was_killed = in_fork(killed) == signal.SIGKILL
        if in_fork(look):
            print(f"wrong after a kill at step {step}", flush=True)
        return was_killed


def main(kills: int) -> None:
    """Kill a move at so many steps, spread over all that it takes."""
    with tempfile.TemporaryDirectory() as scratch:
        pristine, done = Path(scratch) / "before", Path(scratch) / "after"
        told("prepared", lambda: str(asyncio.run(prepare(pristine))), scratch)
        everything = told("all", lambda: repr(asyncio.run(said_of(pristine / "a.db", MOVED))), scratch)
        shutil.copytree(pristine, done)

        def steps() -> str:
            counted = count()
            at_each_step(lambda: next(counted))
            asyncio.run(move(done))
            return str(next(counted))

        total = int(told("steps", steps, scratch))
        undisturbed = told("said", lambda: asyncio.run(all_said(done)), scratch)
        chosen = range(1, total + 1, max(total // kills, 1))
        killed = sum(kill_and_look(pristine, step, undisturbed, everything) for step in chosen)
        print(f"moved: {killed} kills in {total} steps", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
