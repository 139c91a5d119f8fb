"""`python -m tests.bench.peers DATA`: this project's first stage beside other engines, over the same terms in one run.

In: a folder of releases, or a database that was built before. Out: figures, as JSON and as tables. Every engine has the same
passages as terms of our analyzer, and BM25's constants where it lets them be chosen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.answering import speakers
from config.settings import load_settings
from index.engine.segment import Segment
from index.engine.statistics import LiveSegment
from index.indexer import run_job
from index.job import IndexJob
from index.query import PUBLIC
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from tests.bench.peers.drawing import draw
from tests.bench.peers.figures import Run, Size, write_run
from tests.bench.peers.limit import limit_of
from tests.bench.peers.lucene import NoJavaError, lucene_command
from tests.bench.peers.measuring import Measuring
from tests.bench.peers.process import WorkerFailed
from tests.bench.peers.registry import PEERS, Peer, python_command
from tests.bench.peers.report import tables

ALL = "all"
SIZES = ("10000", "100000", ALL)
RESULTS = Path("build") / "bench-peers.json"
BUILT = Path("build") / "lucene"


def main() -> None:
    """Measure over the folder, or the database, that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument(
        "--only", nargs="*", help="names of engines, or how they begin; ours is always measured"
    )
    parser.add_argument("--sizes", nargs="*", default=SIZES, help="how many passages, or all")
    arguments = parser.parse_args()
    peers = [peer for peer in PEERS if peer.ours or _chosen(peer, arguments.only)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        parts = asyncio.run(_parts(_database(arguments.data.resolve(), folder)))
        load = os.getloadavg()[0]
        sizes = [_measure(parts, size, peers, folder) for size in _sizes(parts, arguments.sizes)]
    run = Run(f"{datetime.now(UTC):%d %B %Y}", _machine(), load, sizes)
    write_run(arguments.results, run)
    print(tables(run))
    print(f"written to {arguments.results}; `make performance` puts it into docs/performance.md")


def _chosen(peer: Peer, only: Sequence[str] | None) -> bool:
    return only is None or any(peer.name.startswith(name) for name in only)


def _database(given: Path, scratch: Path) -> Path:
    if given.is_file():
        return given
    _say("indexing the folder")
    database = scratch / "bench.db"
    asyncio.run(run_job(IndexJob(database, [given], speakers=speakers(load_settings()))))
    return database


async def _parts(path: Path) -> Sequence[LiveSegment]:
    async with Database.open(path) as database:
        searcher = IndexSearcher(database, SearchParams(), catalogued=False)
        await searcher.refresh()
        return searcher.snapshot.corpus(frozenset({PUBLIC})).parts


def _sizes(parts: Sequence[LiveSegment], wanted: Sequence[str]) -> list[int | None]:
    """Those that there are passages for; None: all of them."""
    held = sum(int(part.live_rows.sum()) for part in parts)
    sizes = [None if size == ALL else int(size) for size in wanted]
    return [size for size in sizes if size is None or size < held]


def _measure(parts: Sequence[LiveSegment], size: int | None, peers: Sequence[Peer], scratch: Path) -> Size:
    with tempfile.TemporaryDirectory(dir=scratch) as made:
        folder = Path(made)
        drawn = draw(parts, size, folder)
        _say(f"{drawn.passages:,} passages of {drawn.releases:,} releases")
        measuring = Measuring(drawn, folder, _command, _say)
        wanted = [peer for peer in peers if peer.most is None or (size or drawn.passages) <= peer.most]
        figures = measuring.figures(wanted)
        return Size(
            f"{size:,}" if size else ALL,
            drawn.passages,
            drawn.releases,
            drawn.postings,
            dict(Counter(question.kind for question in drawn.questions)),
            measuring.largest_difference,
            limit_of(
                Segment.open(folder / "ours" / "first"), [question.terms for question in drawn.questions]
            ),
            figures,
        )


def _command(peer: Peer) -> list[str]:
    if peer.module != "lucene":
        return python_command(peer)
    try:
        return _lucene()
    except NoJavaError as error:
        raise WorkerFailed(str(error)) from error


@cache
def _lucene() -> list[str]:
    return lucene_command(BUILT.resolve())


def _machine() -> str:
    names = [
        line.split(":")[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


if __name__ == "__main__":
    main()
