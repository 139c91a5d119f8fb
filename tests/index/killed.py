"""Kills a process at one step after another of an operation, and looks at what is left; run as a module.

In: how many kills, and names of operations (none: all). Out: what was wrong after a kill, and a line for each operation
with how many kills there were. What is killed is a fork of this process, so that a kill costs no start.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

from index.editing import REMOVED_KEPT_DAYS
from index.editor import Editor
from index.errors import NothingToChange
from index.indexer import run_job
from index.intake.raw import Facts
from index.job import IndexJob
from index.query import PUBLIC
from index.store import database
from index.store.database import Database
from tests.corpus import write_files
from tests.index.editing import START, an_editor, found, handle_of, upload

OWN = "7/own"
_FILES = {"open", "os.rename", "os.link", "os.remove"}


def visit(land: str) -> str:
    return f"Visit to {land}\n\n3 May 2023\n\nThe minister thanked {land}. He spoke of beasts in {land}."


async def _add(editor: Editor, _home: Path) -> None:
    await editor.add(PUBLIC, upload("s.txt", visit("Sweden")))


async def _edit(editor: Editor, _home: Path) -> None:
    await editor.edit(PUBLIC, await handle_of(editor, "Finland"), Facts(title="A day in Finland"))


async def _remove(editor: Editor, _home: Path) -> None:
    await editor.remove(PUBLIC, await handle_of(editor, "Finland"))


async def _rollback(editor: Editor, _home: Path) -> None:
    first = (await editor.history(PUBLIC))[-1]
    await editor.rollback(PUBLIC, first.id)


async def _erase(editor: Editor, _home: Path) -> None:
    await editor.erase_removed(START + timedelta(days=REMOVED_KEPT_DAYS + 1))


async def _drop(editor: Editor, _home: Path) -> None:
    try:
        await editor.drop(OWN)
    except NothingToChange:
        assert OWN not in {name for (name,) in await _names(editor)}


async def _index(_editor: Editor, home: Path) -> None:
    write_files(home / "releases", {"finland.txt": visit("Lapland"), "iceland.txt": visit("Iceland")})
    await run_job(IndexJob(home / "test.db", [home / "releases"]))


async def _names(editor: Editor) -> list[Any]:
    return await editor._database.rows("SELECT name FROM collections")


OPERATIONS: Mapping[str, Callable[[Editor, Path], Awaitable[None]]] = {
    "add": _add,
    "edit": _edit,
    "remove": _remove,
    "rollback": _rollback,
    "erase": _erase,
    "drop": _drop,
    "index": _index,
}


async def prepare(home: Path) -> None:
    """A store with a folder's releases, an upload, a removed release and a collection of a server's own."""
    write_files(home / "releases", {f"{land.lower()}.txt": visit(land) for land in ("Finland", "Norway")})
    await run_job(IndexJob(home / "test.db", [home / "releases"]))
    async with Database.open(home / "test.db") as opened:
        editor = an_editor(opened)
        await editor.add(PUBLIC, upload("d.txt", visit("Denmark")))
        await editor.add(OWN, upload("p.txt", visit("Poland")))
        await editor.remove(PUBLIC, await handle_of(editor, "Denmark"))


async def operate(home: Path, operation: str) -> None:
    """Open the store and carry out the operation."""
    async with Database.open(home / "test.db") as opened:
        await OPERATIONS[operation](an_editor(opened), home)


async def answers(home: Path) -> str:
    """All that the store says."""
    async with Database.open(home / "test.db") as opened:
        editor = an_editor(opened)
        said: list[object] = [
            (await opened.row("PRAGMA integrity_check"))[0],
            await opened.rows("PRAGMA foreign_key_check"),
        ]
        for collection in (PUBLIC, OWN):
            records = (await editor.records(collection)).records
            said.append(sorted((record.title, record.state, record.passages) for record in records))
            said.append(sorted(await found(opened, "minister", collection=collection)))
            history = await editor.history(collection)
            said.append([(record.reason, record.releases, record.passages) for record in history])
        stored = {name for (name,) in await opened.rows("SELECT name FROM segments")}
        said.append(stored <= {path.name for path in opened.segment_folder.iterdir()})
        return repr(said)


def at_each_step(do: Callable[[], object]) -> None:
    """From now on do something before and after each statement, and before files are opened, renamed or removed."""

    def look_at_call(frame: FrameType, event: str, _argument: object) -> None:
        # a coroutine is called again each time that it goes on
        if event == "call" and frame.f_code.co_filename == database.__file__:
            do()

    def look_at_file(event: str, _arguments: tuple[object, ...]) -> None:
        if event in _FILES:
            do()

    sys.setprofile(look_at_call)
    sys.addaudithook(look_at_file)


def die_at(step: int) -> None:
    """End this process, as kill -9 does, before its ``step``-th step."""
    steps = count(1)

    def look() -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    at_each_step(look)


def in_fork(work: Callable[[], object]) -> int:
    """Do something in a fork; 0, or what it ended by."""
    process = os.fork()
    if process == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  # whatever it was, a fork must not go on as its parent
            traceback.print_exc(file=sys.stdout)
            sys.stdout.flush()
            os._exit(1)
        os._exit(0)
    return os.waitpid(process, 0)[1]


def kill_and_look(pristine: Path, operation: str, step: int, undisturbed: Mapping[str, str]) -> bool:
    """Whether the operation was killed at this step; what is left then must be as before or as after."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        shutil.copytree(pristine, home)

        def killed() -> None:
            die_at(step)
            asyncio.run(operate(home, operation))

        def look() -> None:
            left = asyncio.run(answers(home))
            assert left in undisturbed.values(), f"neither before nor after: {left}"
            asyncio.run(operate(home, operation))
            assert asyncio.run(answers(home)) == undisturbed["after"], "the same again did not complete it"

        was_killed = in_fork(killed) == signal.SIGKILL
        if in_fork(look):
            print(f"wrong after a kill of {operation} at step {step}", flush=True)
        return was_killed


def main(operation: str, kills: int) -> None:
    """Kill the operation at so many steps, spread over all that it takes."""
    with tempfile.TemporaryDirectory() as scratch:
        pristine, done = Path(scratch) / "before", Path(scratch) / "after"
        told("steps", lambda: str(asyncio.run(prepare(pristine))), scratch)
        shutil.copytree(pristine, done)
        steps = int(told("steps", lambda: steps_of(done, operation), scratch))
        undisturbed = {
            "before": told("said", lambda: asyncio.run(answers(pristine)), scratch),
            "after": told("said", lambda: asyncio.run(answers(done)), scratch),
        }
        chosen = range(1, steps + 1, max(steps // kills, 1))
        killed = sum(kill_and_look(pristine, operation, step, undisturbed) for step in chosen)
        print(f"{operation}: {killed} kills in {steps} steps", flush=True)


def told(name: str, work: Callable[[], str], scratch: str) -> str:
    """What a fork tells by way of a file: this process itself stays without threads, which no fork would have."""
    path = Path(scratch) / name
    assert in_fork(lambda: path.write_text(work())) == 0, "the operation itself works"
    return path.read_text()


def steps_of(home: Path, operation: str) -> str:
    """How many steps an operation takes."""
    steps = count()
    at_each_step(lambda: next(steps))
    asyncio.run(operate(home, operation))
    return str(next(steps))


if __name__ == "__main__":
    for named in sys.argv[2:] or OPERATIONS:
        main(named, int(sys.argv[1]))
