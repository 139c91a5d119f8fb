"""`python -m tests.chaos.full_disk`: writes are refused at one size of files after another, as a full disk would.

The limit is RLIMIT_FSIZE, which needs no mount and no rights: the database, its log and the segments meet it in turn. After
each, the change must have said so or be made, the store must answer as before or as after, and the same again complete it.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from index.errors import IndexingError
from index.indexer import run_job
from index.job import IndexJob
from index.store.database import Database
from tests.chaos.operations import OPERATIONS, said_by
from tests.index.killed import in_fork, told

STEPS = 40
REFUSED = 3
NAMES = ("reindex", "add", "remove")


def main(steps: int, names: Sequence[str]) -> int:
    """Refuse writes at so many sizes for each operation; how many left something wrong."""
    wrong = 0
    for name in names:
        with tempfile.TemporaryDirectory() as scratch:
            outcomes = _refuse(name, Path(scratch), steps)
        wrong += sum(count for outcome, count in outcomes.items() if outcome.startswith("WRONG"))
        print(f"{name}: {dict(outcomes)}", flush=True)
    return wrong


def _refuse(name: str, scratch: Path, steps: int) -> Counter[str]:
    pristine, done = scratch / "before", scratch / "after"
    pristine.mkdir()
    told("prepared", lambda: str(asyncio.run(OPERATIONS[name].prepare(pristine))), str(scratch))
    shutil.copytree(pristine, done)
    assert in_fork(lambda: asyncio.run(_act(name, done))) == 0, "the operation itself works"
    before, after = (
        told("said", lambda at=at: asyncio.run(said_by(at)), str(scratch))  # type: ignore[misc]  # bound at once
        for at in (pristine, done)
    )
    largest = max(path.stat().st_size for path in done.rglob("*") if path.is_file()) + 4_096
    return Counter(
        _at(
            name,
            pristine,
            scratch / f"step-{step}",
            largest * step // steps,
            _allowed(name, before, after),
            after,
        )
        for step in range(1, steps + 1)
    )


def _allowed(name: str, before: str, after: str) -> Callable[[str], bool]:
    """Whether a store may say so after: several changes may have been made in part, one may not."""
    whole = OPERATIONS[name].whole
    return lambda said: said in {before, after} or (not whole and said.startswith("['ok', [], "))


def _at(
    name: str, pristine: Path, home: Path, most_bytes: int, allowed: Callable[[str], bool], after: str
) -> str:
    shutil.copytree(pristine, home)
    ended = in_fork(lambda: _act_within(name, home, most_bytes))

    def look() -> None:
        left = asyncio.run(said_by(home))
        assert allowed(left), left[:2_000]
        asyncio.run(_act(name, home))
        assert asyncio.run(said_by(home)) == after, "the same again did not complete it"

    looked = in_fork(look)
    shutil.rmtree(home)
    if ended not in {0, REFUSED << 8}:
        return f"WRONG: ended with {ended}"
    return "WRONG: left broken" if looked else ("refused in words" if ended else "made")


def _act_within(name: str, home: Path, most_bytes: int) -> None:
    """Make the change with files of at most this size; exit code REFUSED if it was refused with a sentence."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    with suppress(IndexingError):
        asyncio.run(_act(name, home))
        return
    os._exit(REFUSED)


async def _act(name: str, home: Path) -> None:
    if OPERATIONS[name].job:  # here and not in a child: limits are this process's own
        await run_job(IndexJob(home / "test.db", [home / "releases"]))
        return
    async with Database.open(home / "test.db") as database:
        await OPERATIONS[name].act(database, home, lambda _progress: None)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else STEPS, sys.argv[2:] or NAMES) else 0)
