"""`python -m tests.bench.answering DATA`: the whole way from a question to its Answer, and what it waits for.

In: releases, or a database that was built before, of which a copy is changed. Out: a line a figure: one question at a time and
16 at once, how late the event loop is while 100 questions a second are answered, the first question after a change, the start
with a warm and with a cold page cache, and memory. Beside them, what an empty hop to a thread takes in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import gc
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from bot.__main__ import TURN_S
from bot.answering import speakers
from bot.asking.answer import NoAnswer
from bot.asking.desk import Desk
from bot.asking.scope import PUBLIC_SCOPE
from bot.service import Service, open_service
from config.settings import Settings, load_settings
from index.editing import Upload
from index.indexer import run_job
from index.job import IndexJob
from index.query import PUBLIC
from index.store.database import Database, segment_folder
from tests.bench.questions import questions_from
from tests.bench.timing import Timing
from tests.corpus import NOW
from tests.quality.topics import SPLITS, questions_of

SAMPLED = 500
PASSES = 3
AT_ONCE = 16
RATE, RATE_S = 100, 20
TICK_S = 0.005
CHANGES = 5
COLLECTIONS = 50
STARTS = 5
STARTING = {"answer": "what was said about China?", "closest": "what did Stoltenberg say about China?"}


def main() -> None:
    """Measure over the database that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of releases, or a database that was built before")
    given = parser.parse_args().data.resolve()
    sys.setswitchinterval(TURN_S)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "copy.db"
        if given.is_file():
            shutil.copy(given, copy)
            shutil.copytree(segment_folder(given), segment_folder(copy))
        else:
            asyncio.run(run_job(IndexJob(copy, [given], speakers=speakers(load_settings()))))
        _measure_start(copy)
        asyncio.run(_measure(load_settings().model_copy(update={"database": copy})))


async def _measure(settings: Settings) -> None:
    began = time.perf_counter()
    async with open_service(settings) as service:
        _tell(
            "bot's service opens",
            f"{time.perf_counter() - began:.2f} s, then {_resident_mb():.0f} MB resident",
        )
        async with Database.open(settings.database) as database:
            passages = (await service.desk.holdings(scope=PUBLIC_SCOPE)).passages
            sampled = await questions_from(database, passages, SAMPLED)
        natural = [question for split in SPLITS for question in questions_of(split)]
        _tell("passages", f"{passages:,}")
        _tell("hop to a thread", str(Timing([await _timed(_hop()) for _ in sampled])))
        for kind, questions in (("sampled", sampled), ("natural", natural)):
            await _one_at_a_time(service.desk, kind, questions)
        await _at_once(service.desk, [*sampled, *natural])
        await _at_a_rate(service.desk, [*sampled, *natural])
        await _after_changes(service, natural)
        await _after_a_swap(settings, natural[0])
        await _collections(service)


async def _one_at_a_time(desk: Desk, kind: str, questions: Sequence[str]) -> None:
    unanswered = sum([isinstance(await _answer(desk, question), NoAnswer) for question in questions])
    seconds = [
        median([await _timed(_answer(desk, question)) for _ in range(PASSES)]) for question in questions
    ]
    _tell(f"one at a time, {kind}", f"{Timing(seconds)}   ({len(questions)} asked, {unanswered} unanswered)")


async def _at_once(desk: Desk, questions: Sequence[str]) -> None:
    """So many people, each of whom asks the next question when the last one is answered."""
    left = iter(questions)
    seconds: list[float] = []

    async def person() -> None:
        seconds.extend([await _timed(_answer(desk, question)) for question in left])

    took = await _timed(asyncio.gather(*(person() for _ in range(AT_ONCE))))
    _tell(f"{AT_ONCE} at once", f"{Timing(seconds)}   ({len(seconds) / took:.0f} a second)")


async def _at_a_rate(desk: Desk, questions: Sequence[str]) -> None:
    """Questions come whether or not those before them are answered."""
    late: list[float] = []
    asking: list[asyncio.Task[float]] = []
    ticking = asyncio.create_task(_tick(late))
    began = time.perf_counter()
    for number, question in enumerate(islice(cycle(questions), RATE * RATE_S)):
        await asyncio.sleep(max(began + number / RATE - time.perf_counter(), 0))
        asking.append(asyncio.create_task(_timed(_answer(desk, question))))
    seconds = [await task for task in asking]
    ticking.cancel()
    _tell(f"{RATE} a second", f"{Timing(seconds)}   ({len(seconds):,} asked)")
    _tell("… event loop late by", str(Timing(late)))


async def _tick(late: list[float]) -> None:
    while True:
        due = time.perf_counter() + TICK_S
        await asyncio.sleep(TICK_S)
        late.append(time.perf_counter() - due)


async def _after_changes(service: Service, questions: Sequence[str]) -> None:
    added, first = [], []
    for number in range(CHANGES):
        word = f"quokkaburg{number}"
        text = f"Visit to {word}\n\n3 May 2023\n\nThe minister thanked the mayor of {word} for the welcome."
        reading = await service.uploads.read(Upload(f"{word}.txt", text.encode()))
        added.append(await _timed(_changed(service, service.editor.add(PUBLIC, reading.prepared))))
        first.append(await _timed(_answer(service.desk, questions[number])))
        assert word in repr(await _answer(service.desk, f"mayor of {word}")), "what was added is found"
    held = (await service.editor.records(PUBLIC, typed="quokkaburg", limit=CHANGES)).records
    removed = [
        await _timed(_changed(service, service.editor.remove(PUBLIC, record.handle))) for record in held
    ]
    _tell("add until found", f"{max(added):.2f} s at most of {CHANGES}")
    _tell("remove until gone", f"{max(removed):.2f} s at most of {len(removed)}")
    _tell("first question after", str(Timing(first)))


async def _changed(service: Service, change: Awaitable[object]) -> None:
    await change
    await service.searcher.refresh()


async def _after_a_swap(settings: Settings, question: str) -> None:
    """A generation of which nothing was known: what opens it, and the first question to it."""
    async with open_service(settings) as service:
        _tell("first after a swap", f"{1_000 * await _timed(_answer(service.desk, question)):.1f} ms")


async def _collections(service: Service) -> None:
    before = _resident_mb()
    for number in range(COLLECTIONS):
        collection = f"{number + 1}/own"
        text = f"Notice {number}\n\n3 May 2023\n\nThe office of district {number} opens at nine."
        await service.editor.create(collection)
        reading = await service.uploads.read(Upload("notice.txt", text.encode()))
        await service.editor.add(collection, reading.prepared)
    await service.searcher.refresh()
    _tell(
        "memory of a collection",
        f"{(_resident_mb() - before) / COLLECTIONS:.2f} MB (of {COLLECTIONS} with a release each)",
    )


def _measure_start(database: Path) -> None:
    """From starting the process to its end, which comes right after the first answer."""
    for verdict, question in STARTING.items():
        cold = [_started(database, question, cold=True) for _ in range(STARTS)]
        warm = [_started(database, question, cold=False) for _ in range(STARTS)]
        _tell(f"process to {verdict}", f"{median(warm):.2f} s, with a cold page cache {median(cold):.2f} s")


def _started(database: Path, question: str, *, cold: bool) -> float:
    if cold:
        for path in (database, *segment_folder(database).iterdir()):
            _forget_pages(path)
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "ask", question, "--db", str(database)]
    # as for whoever installed it: modules are compiled once, not at each start
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - began


def _forget_pages(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


async def _answer(desk: Desk, question: str) -> object:
    return await desk.answer(question, scope=PUBLIC_SCOPE, now=NOW)


async def _hop() -> None:
    await asyncio.to_thread(int)


async def _timed(done: Awaitable[object]) -> float:
    began = time.perf_counter()
    await done
    return time.perf_counter() - began


def _resident_mb() -> float:
    gc.collect()
    if sys.platform == "linux":
        # what was freed and is kept for later use is nobody's memory
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def _tell(what: str, figure: str) -> None:
    print(f"{what:24}{figure}", flush=True)


if __name__ == "__main__":
    main()
