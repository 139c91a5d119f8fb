"""Work that is spread over processes: what a pure function is to be given comes in, what it makes of it goes out.

The processes are told what to do through a pipe and end when it does, however this process ends. They start as late as
they pay: the first of the work is done here, and all of it where there is but one processor. (multiprocessing would not
do: a bot indexes in a child of its own, which may have no such children.)
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Generic, Self, TypeVar

from index.errors import IndexingError

log = logging.getLogger(__name__)

Given = TypeVar("Given")
Made = TypeVar("Made")

_MOST = 3
"""More would wait for the one process that stores."""

LENGTH = struct.Struct("<Q")
"""Stands before each answer."""

_BUFFERED = 1 << 24


def processors_to_use() -> int:
    """How many processes may calculate beside this one, which itself has little to do: none where there is one processor.

    A process that gives way to others leaves them one.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    gives_way = hasattr(os, "nice") and os.nice(0) > 0
    return min(allowed - gives_way, _MOST) if allowed > 1 else 0


class Processes(Generic[Given, Made]):
    """Up to ``count`` processes that do one kind of work, for as long as the ``async with`` lasts."""

    def __init__(self, work: Callable[[Given], Made], *, count: int, first_here: int = 0) -> None:
        """Take a function of a module, or a partial of one; ``first_here`` are done before any process starts."""
        self.count = count
        self._work = work
        self._here = first_here
        self._wanted: asyncio.Queue[tuple[Given, asyncio.Future[Made]]] = asyncio.Queue()
        self._processes: list[Process] = []
        self._serving: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        for process in self._processes:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def give(self, given: Given) -> Awaitable[Made]:
        """Have something done; who awaits the answer gets what was made, or an IndexingError if a process broke down."""
        made: asyncio.Future[Made] = asyncio.get_running_loop().create_future()
        self._here -= 1
        if self._here >= 0 or not await self._started():
            made.set_result(self._work(given))
        else:
            self._wanted.put_nowait((given, made))
        return made

    async def _started(self) -> bool:
        """Whether there are processes."""
        try:
            while len(self._processes) < self.count:
                process = await _start()
                self._processes.append(process)
                self._serving.append(asyncio.create_task(self._serve(process)))
        except OSError as error:
            log.warning("indexing goes on in fewer processes: %s", error)
            self.count = len(self._processes)
        return bool(self._processes)

    async def _serve(self, process: Process) -> None:
        told = pickle.dumps(self._work, pickle.HIGHEST_PROTOCOL)
        while True:
            given, made = await self._wanted.get()
            try:
                answer = await _asked(process, told + pickle.dumps(given, pickle.HIGHEST_PROTOCOL))
            except (OSError, asyncio.IncompleteReadError):
                answer = IndexingError("A process that helps to index was ended; run it again.")
            told = b""
            if isinstance(answer, IndexingError):
                made.set_exception(answer)
            else:
                made.set_result(answer)


async def _start() -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "index.process"),
        stdin=PIPE,
        stdout=PIPE,
        limit=_BUFFERED,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


async def _asked(process: Process, content: bytes) -> Any:
    assert process.stdin is not None, "its input is a pipe"
    assert process.stdout is not None, "its output is a pipe"
    process.stdin.write(content)
    await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    return pickle.loads(await process.stdout.readexactly(length))  # noqa: S301  # from our own process
