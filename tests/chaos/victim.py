"""The process that is killed: it carries out an operation as the bot would, answers questions meanwhile, and says how far it is."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import IndexingError
from index.report import Progress
from index.store.database import Database
from tests.chaos.operations import OPERATIONS, questions_answered

BEGUN, DONE, CHILD_LOST, WRONG = "begun", "done", "child lost", "wrong"

WAIT_S = 120.0
"""Longer than anything takes: whoever waits so long waits for nothing."""


class Victim:
    """A process that carries out an operation; ``child`` is the one that it started for a job, 0 for none."""

    def __init__(self, process: int, pipe: int) -> None:
        self.process = process
        self._pipe = pipe
        self._said = b""

    @property
    def child(self) -> int:
        """The process of the job that has begun."""
        return int(self.until(BEGUN).split()[1])

    def until(self, word: str) -> str:
        """Wait for a line that begins with a word; the line."""
        while True:
            found = [line for line in self._said.decode().split("\n")[:-1] if line.startswith(word)]
            if found:
                return found[0]
            if not select.select([self._pipe], [], [], WAIT_S)[0] or not self._read():
                raise EOFError(f"it never said “{word}”: {self._said!r}")

    def end(self) -> str:
        """Wait until it has ended; all that it said, and the signal that it ended by."""
        while self._read():
            pass
        os.close(self._pipe)
        status = os.waitpid(self.process, 0)[1]
        return self._said.decode() + (f"killed by {os.WTERMSIG(status)}\n" if os.WIFSIGNALED(status) else "")

    def _read(self) -> bytes:
        more = os.read(self._pipe, 65_536)
        self._said += more
        return more


@contextmanager
def victim_of(operation: str, home: Path) -> Iterator[Victim]:
    """Start a process that carries out an operation; nothing of it is left in the end."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        os._exit(exit_code_of(operation, home, writing))
    os.close(writing)
    try:
        yield Victim(process, reading)
    finally:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def exit_code_of(operation: str, home: Path, pipe: int) -> int:
    """Carry the operation out; the exit code."""

    def say(line: str) -> None:
        os.write(pipe, f"{line}\n".encode())

    try:
        asyncio.run(_carry_out(operation, home, say))
    except BaseException as error:  # noqa: BLE001  # whatever it was, a fork must not go on as its parent
        say(f"{WRONG}: {error!r}")
        return 1
    return 0


def gone(process: int) -> float:
    """Wait until a process that nobody waits for has ended; how long that took, in seconds."""
    began = time.monotonic()
    while process and _lives(process) and time.monotonic() - began < WAIT_S:
        time.sleep(0.01)
    return time.monotonic() - began


async def _carry_out(operation: str, home: Path, say: Callable[[str], None]) -> None:
    begun = False

    def told(_progress: Progress | None) -> None:
        nonlocal begun
        if not begun:
            begun = True
            say(f"{BEGUN} {next((child.pid for child in multiprocessing.active_children()), 0)}")

    async with Database.open(home / "test.db") as database:
        asking = asyncio.create_task(_ask_on(database))
        if not OPERATIONS[operation].job:
            told(None)
        try:
            await OPERATIONS[operation].act(database, home, told)
            say(DONE)
        except IndexingError as error:
            await questions_answered(database)
            say(f"{CHILD_LOST if 'ended before' in str(error) else WRONG}: {error}")
        finally:
            asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking


async def _ask_on(database: Database) -> None:
    while True:
        await questions_answered(database)
        await asyncio.sleep(0.05)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
