"""Work that would keep people waiting for answers, done in a child process that tells how far it is.

In: a function that can be pickled, and what it works on. Out: what it returns, or the IndexingError that it raises.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

from index.errors import IndexingError, StoreError
from index.report import Phase, Progress, Told

_NICENESS = 10
"""Answering comes first where both want the processor."""

_TELL_EVERY_S = 0.25
"""Progress goes through the pipe no more often than anybody could show it."""

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

Work = Callable[[_Task, Told], Awaitable[_Result]]
"""What is done in the child; its modules are imported there."""


class Children:
    """The child processes of one owner, which end with it."""

    def __init__(self) -> None:
        self._running: set[SpawnProcess] = set()

    async def run(self, work: Work[_Task, _Result], task: _Task, told: Told) -> _Result:
        """Do the work in a child of its own.

        Raises:
            IndexingError: the work did, or the child was ended.
        """
        # spawned, not forked: a fork would copy the locks of this process's threads in whatever state they are
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        child = context.Process(target=_carry_out, args=(work, task, sender), daemon=True)
        self._running.add(child)
        try:
            await _begun(child)
            sender.close()
            outcome = await _outcome(receiver, told)
        except asyncio.CancelledError:
            child.terminate()
            raise
        except EOFError as error:
            raise IndexingError(
                "The process that does this was ended before it was done; run it again."
            ) from error
        finally:
            receiver.close()
            await asyncio.to_thread(child.join)
            self._running.discard(child)
        if isinstance(outcome, IndexingError):
            raise outcome
        result: _Result = outcome
        return result

    async def close(self) -> None:
        """End what is under way."""
        for child in list(self._running):
            if child.pid is not None:
                child.terminate()
                await asyncio.to_thread(child.join)


async def _begun(child: SpawnProcess) -> None:
    """Start the child; who is cancelled meanwhile waits until it can be ended."""
    starting = asyncio.ensure_future(asyncio.to_thread(child.start))
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        await starting
        raise


async def _outcome(receiver: Connection, told: Told) -> Any:
    """What the child comes to; how far it is meanwhile is passed on."""
    while True:
        message = await asyncio.to_thread(receiver.recv)
        if not isinstance(message, Progress):
            return message
        told(message)


class _Telling:
    """Sends progress through a pipe: each phase's beginning and end, and now and then between them."""

    def __init__(self, sender: Connection) -> None:
        self._sender = sender
        self._phase: Phase | None = None
        self._again_at = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.phase is self._phase and progress.done < progress.of and now < self._again_at:
            return
        self._phase, self._again_at = progress.phase, now + _TELL_EVERY_S
        self._sender.send(progress)


def _carry_out(work: Work[Any, Any], task: object, sender: Connection) -> None:
    os.nice(_NICENESS)
    try:
        sender.send(asyncio.run(_awaited(work, task, sender)))
    except IndexingError as error:
        # a StoreError stays one: its sentence names files, which is for the operator alone
        kind = StoreError if isinstance(error, StoreError) else IndexingError
        # nobody listens any more where the process that wanted the work has ended: so does this one, at its next word
        with suppress(BrokenPipeError):
            sender.send(kind(str(error)))
    finally:
        sender.close()


async def _awaited(work: Work[Any, Any], task: object, sender: Connection) -> object:
    return await work(task, _Telling(sender))
