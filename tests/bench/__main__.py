"""Indexes a folder of releases and measures what people feel: building, answering, memory, the start.

The peer is SQLite's FTS5 over the same passages in the same run, question by question in turn, so that a noisy
machine slows both. Prints figures; asserts nothing.
"""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.answering import lexicon, speakers
from bot.asking.desk import Desk, DeskParams
from bot.asking.scope import PUBLIC_SCOPE
from config.settings import load_settings
from index.engine.candidates import best_candidates
from index.indexer import run_job
from index.job import IndexJob
from index.language.analyzer import terms
from index.query import PUBLIC
from index.report import IndexReport
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from index.store.library import StoreLibrary
from tests.bench import suggesting
from tests.bench.questions import questions_from
from tests.bench.timing import Timing

STARTS = 3


def main() -> None:
    """Measure over the folder named on the command line."""
    folder = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "bench.db"
        report = _measure_building(folder, database)
        print(f"memory of building  {_peak_mb():8.0f} MB at most")
        asyncio.run(_measure_answering(database, report))
        _measure_start(database)
    suggesting.main()


def _measure_building(folder: Path, database: Path) -> IndexReport:
    began = time.perf_counter()
    report = asyncio.run(run_job(IndexJob(database, [folder], speakers=speakers(load_settings()))))
    seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in database.parent.rglob("*") if path.is_file())
    print(f"releases            {report.added:8,}, {len(report.failed)} failed")
    print(f"passages            {report.passages:8,}")
    print(f"building            {seconds:8.1f} s, {report.passages / seconds:,.0f} passages/s")
    print(f"on disk             {size / 1e6:8.1f} MB")
    return report


async def _measure_answering(path: Path, report: IndexReport) -> None:
    async with Database.open(path) as database:
        searcher = IndexSearcher(database, SearchParams())
        began = time.perf_counter()
        await searcher.refresh()
        print(f"opening the index   {1_000 * (time.perf_counter() - began):8.1f} ms")
        library = StoreLibrary(database)
        questions = await questions_from(database, report.passages)
        peer = await _peer(database)
        ours, theirs = await _interleave(
            Desk(searcher, library, lexicon(load_settings()), DeskParams()), peer, questions
        )
        peer.close()
    print(f"question → Answer   {ours}")
    print(f"first stage alone   {_first_stage(searcher, questions)}   (exact BM25, top 10)")
    print(f"SQLite FTS5 top 10  {theirs}   (passages only: no evidence, no text)")
    ratio = statistics.median(ours.seconds) / statistics.median(theirs.seconds)
    print(f"ratio of medians    {ratio:8.2f}")
    print(f"memory of answering {_peak_mb():8.0f} MB at most (building included)")


async def _peer(database: Database) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE passages USING fts5(text, content='', tokenize='porter unicode61')"
    )
    rows = await database.rows(
        "SELECT passages.id, substr(text, start_char + 1, end_char - start_char) "
        "FROM passages JOIN versions ON versions.id = version_id"
    )
    connection.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", rows)
    return connection


def _first_stage(searcher: IndexSearcher, questions: Sequence[str]) -> Timing:
    corpus = searcher.snapshot.corpus(frozenset({PUBLIC}))
    assert corpus.ranker is not None, "there are passages to search"
    seconds = []
    for question in questions:
        began = time.perf_counter()
        query = list(dict.fromkeys(terms(question)))
        best_candidates(corpus.parts, corpus.ranker, query, limit=10, allowed=lambda part: part.live_rows)
        seconds.append(time.perf_counter() - began)
    return Timing(seconds)


async def _interleave(
    desk: Desk, peer: sqlite3.Connection, questions: Sequence[str]
) -> tuple[Timing, Timing]:
    ours, theirs = [], []
    for question in questions:
        began = time.perf_counter()
        await desk.answer(question, scope=PUBLIC_SCOPE, now=datetime.now(UTC))
        ours.append(time.perf_counter() - began)
        wanted = " OR ".join(f'"{word}"' for word in question.replace('"', " ").split())
        began = time.perf_counter()
        peer.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT 10", (wanted,)
        ).fetchall()
        theirs.append(time.perf_counter() - began)
    return Timing(ours), Timing(theirs)


def _measure_start(database: Path) -> None:
    """From starting the process to its end, which comes right after the first answer."""
    seconds = []
    for _ in range(STARTS):
        began = time.perf_counter()
        command = [sys.executable, "-m", "bot", "ask", "what was said about China?", "--db", str(database)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - began)
    print(f"process, one answer {statistics.median(seconds):8.2f} s (median of {STARTS})")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


if __name__ == "__main__":
    main()
