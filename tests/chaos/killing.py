"""One kill: an operation begins in a process of its own, somebody is killed, and what is left is looked at."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.store.database import Database
from tests.chaos.operations import OPERATIONS, releases_of, said_by
from tests.chaos.victim import BEGUN, CHILD_LOST, DONE, WRONG, gone, victim_of
from tests.index.killed import in_fork, told


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What the store says and holds before and after an operation that nobody kills, and how long that takes once begun."""

    before: str
    after: str
    held_before: frozenset[str]
    held_after: frozenset[str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Kill:
    """Which operation, who dies ("child", "parent", "both") and when: at this share of what it takes."""

    operation: str
    victim: str
    share: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the kill hit a running operation, how long its child lived on, and what was wrong after (nothing: "")."""

    hit: bool
    orphan_s: float
    wrong: str


def rehearse(operation: str, pristine: Path) -> Undisturbed:
    """Prepare the store that the kills begin from, and carry the operation out once in a copy of it."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        pristine.mkdir()
        told("prepared", lambda: str(asyncio.run(OPERATIONS[operation].prepare(pristine))), scratch)
        shutil.copytree(pristine, home)
        with victim_of(operation, home) as victim:
            victim.until(BEGUN)
            began = time.monotonic()
            victim.until(DONE)
            seconds = time.monotonic() - began
            victim.end()
        return Undisturbed(
            told("before", lambda: asyncio.run(said_by(pristine)), scratch),
            told("after", lambda: asyncio.run(said_by(home)), scratch),
            frozenset(
                told("held", lambda: "\n".join(asyncio.run(releases_of(pristine))), scratch).split("\n")
            ),
            frozenset(told("held", lambda: "\n".join(asyncio.run(releases_of(home))), scratch).split("\n")),
            seconds,
        )


def kill(chosen: Kill, pristine: Path, undisturbed: Undisturbed) -> Outcome:
    """Begin the operation in a copy of the store, kill, and look at what is left."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        shutil.copytree(pristine, home)
        with victim_of(chosen.operation, home) as victim:
            child = victim.child
            time.sleep(chosen.share * undisturbed.seconds)
            killed = {"child": [child], "parent": [victim.process], "both": [child, victim.process]}
            for process in killed[chosen.victim]:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            said = victim.end()
        orphan_s = gone(child)
        by_child = chosen.victim == "child"
        hit = CHILD_LOST in said if by_child else "killed by 9" in said and DONE not in said
        wrong = (
            said if WRONG in said else _looked(chosen.operation, home, undisturbed, Path(scratch) / "wrong")
        )
        return Outcome(hit, orphan_s, wrong)


def _looked(operation: str, home: Path, undisturbed: Undisturbed, report: Path) -> str:
    ended = in_fork(lambda: report.write_text(asyncio.run(_look(operation, home, undisturbed))))
    return report.read_text() if ended == 0 else "what is left cannot be opened, or the same again fails"


async def _look(operation: str, home: Path, undisturbed: Undisturbed) -> str:
    """What is wrong with what a kill left; the operation is made again."""
    left, held = await said_by(home), await releases_of(home)
    if OPERATIONS[operation].whole and left not in (undisturbed.before, undisturbed.after):
        return f"it is neither as before nor as after: {left[:2_000]}"
    if not left.startswith("['ok', [], "):
        return f"the store is not sound: {left[:200]}"
    if lost := undisturbed.held_before & undisturbed.held_after - held:
        return f"releases are lost: {lost}"
    async with Database.open(home / "test.db") as database:
        await OPERATIONS[operation].act(database, home, lambda _progress: None)
    again = await said_by(home)
    return "" if again == undisturbed.after else f"the same again did not complete it: {again[:2_000]}"
