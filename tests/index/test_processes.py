"""Spreading work over processes: what comes out is what one process makes, and no process outlives the one that asks."""

from __future__ import annotations

import pickle
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from index.errors import IndexingError
from index.indexer import run_job
from index.job import IndexJob
from index.processes import LENGTH, Processes
from index.report import IndexReport
from tests.corpus import records, write_files

_ASKING = """
import asyncio, math
from index.processes import Processes

async def ask() -> None:
    async with Processes(math.sqrt, count=2) as processes:
        await (await processes.give(4))
        print(len(processes._processes), "processes", flush=True)
        await asyncio.Event().wait()

asyncio.run(ask())
"""

_TABLES = {
    "releases": "id, key, addressed, path, state, version_id",
    "versions": "id, release_id, content_hash, title, published, speaker, voice, text, assumed, bytes",
    "passages": "*",
    "memberships": "*",
    "segment_versions": "*",
}


def divided(by: int) -> float:
    return 60 / by


async def test_what_is_given_comes_back_made_each_to_its_own() -> None:
    async with Processes(divided, count=2) as processes:
        awaited = [await processes.give(by) for by in (1, 2, 3, 4)]
        made = [await one for one in awaited]

    assert made == [60, 30, 20, 15]


async def test_the_first_of_the_work_starts_no_process() -> None:
    async with Processes(partial(divided), count=2, first_here=2) as processes:
        made = [await (await processes.give(by)) for by in (1, 2)]

        assert processes._processes == []
    assert made == [60, 30]


async def test_what_fails_in_a_process_is_told_and_the_process_goes_on() -> None:
    async with Processes(divided, count=1) as processes:
        failing, fine = await processes.give(0), await processes.give(2)

        with pytest.raises(IndexingError, match="ZeroDivisionError"):
            await failing
        assert await fine == 30


async def test_a_process_that_is_ended_is_told_as_a_sentence() -> None:
    async with Processes(divided, count=1) as processes:
        assert await (await processes.give(1)) == 60
        processes._processes[0].kill()

        with pytest.raises(IndexingError, match="was ended"):
            await (await processes.give(1))


@pytest.mark.parametrize("given", [b"", pickle.dumps(divided) + pickle.dumps(2)])
def test_a_process_ends_when_nobody_asks_any_more(given: bytes) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "index.process"], input=given, capture_output=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, b"")
    answer = LENGTH.pack(len(pickle.dumps(30.0))) + pickle.dumps(30.0)
    assert len(ended.stdout) == (len(answer) if given else 0)


def test_a_process_ends_when_nobody_hears_its_answer() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "index.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(pickle.dumps(divided) + pickle.dumps(2))
        process.stdin.flush()

        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_processes_end_with_the_one_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _ASKING], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asking:
        assert asking.stdout
        assert asking.stderr
        assert asking.stdout.readline() == b"2 processes\n"
        asking.kill()

        # they hold this pipe as well: it ends when all of them have
        assert asking.stderr.read() == b""


async def test_several_processes_store_what_one_does(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "releases", {"many.jsonl": _many(), "z.txt": "***"})
    alone, spread = tmp_path / "alone.db", tmp_path / "spread.db"

    reports = [
        await run_job(IndexJob(alone, [folder], processes=0)),
        await run_job(IndexJob(spread, [folder], processes=2)),
    ]

    assert reports[0] == reports[1]
    assert reports[0].added > 256
    assert len(reports[0].failed) == 5
    assert _stored(alone) == _stored(spread)
    assert _segments(alone) == _segments(spread)


async def test_several_processes_read_anew_what_one_did(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "releases", {"many.jsonl": _many()})
    database = tmp_path / "test.db"
    await run_job(IndexJob(database, [folder], processes=0))

    report = await run_job(IndexJob(database, [folder], processes=2, full=True))

    assert _changes(report) == (0, 0, 0)


def _many() -> str:
    rows = [
        {"id": f"{number}", "title": f"Visit {number}", "date": "2024-05-02", "text": _text(number)}
        for number in range(330)
    ]
    rows[40] |= {"id": "12", "text": "The same release once more. It says something else."}
    rows[300] |= {"text": "***"}
    rows[310] |= {"date": "someday"}
    rows[315] |= {"text": "For immediate release"}
    rows[320] |= {"title": "\ud800"}
    return records(*rows)


def _text(number: int) -> str:
    lands = ("Finland", "Norway", "Iceland", "Denmark")
    land = lands[number % 4]
    return f"Senator Jane {land} spoke of {land} on Tuesday.\n\n“We shall visit {land} {number} times,” she said. She left."


def _changes(report: IndexReport) -> tuple[int, int, int]:
    return report.added, report.changed, report.removed


def _stored(path: Path) -> dict[str, list[object]]:
    connection = sqlite3.connect(path)
    try:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table}").fetchall()
            for table, columns in _TABLES.items()
        }
    finally:
        connection.close()


def _segments(database: Path) -> list[bytes]:
    return [path.read_bytes() for path in database.with_name(database.name + ".index").iterdir()]
