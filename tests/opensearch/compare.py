"""`python -m tests.opensearch.compare DATABASE`: 1,000 questions, asked of a cluster of three nodes and of the embedded engine.

In: a database with a public collection. Out: for each state of the collections how many answers are the same, bit by bit, and
how many are called exact; how long loading took, and how long questions take. The database itself stays as it is.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.cluster.push.pusher import PushParams
from index.editor import Editor
from index.engine.statistics import LiveSegment
from index.indexer import run_job
from index.job import IndexJob
from index.query import PUBLIC, Hits, Query
from index.store.database import Database
from tests.asked import drawn_queries
from tests.opensearch.cluster import Cluster, running_cluster
from tests.opensearch.comparing import LIMIT, Opened, compared, opened
from tests.opensearch.corpus import OWN

_SEED = 20_240_131
_STATES = ((frozenset({PUBLIC}), 400), (frozenset({OWN}), 150), (frozenset({PUBLIC, OWN}), 150))
_BEFORE = 300
_TIMED = 200
_AT_ONCE = 16


async def compare(source: Path, cluster: Cluster, folder: Path, *, shards: int) -> bool:
    """Compare, print, and say whether all was the same."""
    database = folder / "compared.db"
    await _copy(source, database)
    same = True
    async with opened(database, cluster.addresses, prefix="compare") as ways:
        await _pushed(ways, "loading", PUBLIC, shards=shards)
        _tell_size(cluster)
        same &= await _told(ways, "as it was", frozenset({PUBLIC}), _BEFORE)
        await _change(database, folder)
        await _pushed(ways, "5 % added, 2 % removed, a private collection", PUBLIC, OWN, shards=shards)
        for collections, count in _STATES:
            same &= await _told(ways, ", ".join(sorted(collections)), collections, count)
        await _timed(ways, cluster)
    return same


async def _copy(source: Path, database: Path) -> None:
    # by opening it: what still stands in the log of writes comes as well
    async with Database.open(source) as opened_source:
        await opened_source.execute("VACUUM INTO ?", (str(database),))
    shutil.copytree(f"{source}.index", f"{database}.index")


async def _pushed(ways: Opened, what: str, *collections: str, shards: int) -> None:
    began = time.perf_counter()
    reports = await ways.push(*collections, params=PushParams(shards=shards))
    print(f"{what}: {time.perf_counter() - began:.1f} s")
    for report in reports:
        print(f"  {report}")


async def _told(ways: Opened, what: str, collections: frozenset[str], count: int) -> bool:
    cluster, embedded = ways.snapshots()
    queries = drawn_queries(_parts(ways, collections), count, seed=_SEED + count, collections=collections)
    comparison = await compared(cluster, embedded, queries)
    print(
        f"{what}: {count} questions, {comparison.same} the same, {comparison.exact} exact, "
        f"{len(comparison.believed)} wrong and called exact"
    )
    for query in comparison.wrong[:3]:
        print(f"  {query}")
    return comparison.same == count


def _parts(ways: Opened, collections: frozenset[str]) -> Sequence[LiveSegment]:
    return ways.embedded.snapshot.corpus(collections).parts


async def _change(database: Path, folder: Path) -> None:
    """Releases are removed; others come, of which a half says just what others say; a server has some of its own."""
    draw = random.Random(_SEED)
    async with Database.open(database) as opened_database:
        rows = await opened_database.rows("SELECT title, published, speaker, text FROM versions ORDER BY id")
        editor = Editor(opened_database)
        records = (await editor.records(PUBLIC, limit=len(rows))).records
        for record in draw.sample(list(records), len(rows) // 50):
            await editor.remove(PUBLIC, record.handle)
    added = draw.sample(rows, len(rows) // 20)
    await _index(
        database, folder / "added", [_record(row, number) for number, row in enumerate(added)], PUBLIC
    )
    own = draw.sample(rows, min(100, len(rows)))
    await _index(database, folder / "own", [_record(row, number) for number, row in enumerate(own)], OWN)


def _record(row: Sequence[Any], number: int) -> dict[str, Any]:
    title, published, speaker, text = row
    if number % 2:
        text = "\n\n".join(reversed(text.split("\n\n")))
    return {"id": f"added-{number}", "title": title, "date": published, "speaker": speaker, "text": text}


async def _index(database: Path, folder: Path, records: Sequence[Any], collection: str) -> None:
    folder.mkdir()
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (folder / "releases.jsonl").write_text(lines, encoding="utf-8")
    await run_job(IndexJob(database, [folder], collection=collection))


def _tell_size(cluster: Cluster) -> None:
    found = cluster.get(cluster.nodes[0], "/_cat/indices/compare-*?format=json&bytes=b")
    for entry in sorted(found, key=lambda entry: str(entry["index"])):
        print(f"  {entry['index']}: {entry['docs.count']} documents, {entry['pri.store.size']} bytes")


async def _timed(ways: Opened, cluster: Cluster) -> None:
    """How long questions take, one at a time and several at once, of both."""
    clustered, embedded = ways.snapshots()
    queries = drawn_queries(_parts(ways, frozenset({PUBLIC})), _TIMED, seed=_SEED)
    for name, find, at_once in (
        ("cluster, first time", clustered.find, 1),
        ("cluster", clustered.find, 1),
        ("embedded", embedded.find, 1),
        ("cluster", clustered.find, _AT_ONCE),
        ("embedded", embedded.find, _AT_ONCE),
    ):
        turns = asyncio.Semaphore(at_once)
        began, own, nodes = time.perf_counter(), time.process_time(), cluster.cpu_s()
        taken = sorted(await asyncio.gather(*(_in_turn(turns, find, query) for query in queries)))
        count, took = len(queries), time.perf_counter() - began
        print(
            f"{name}, {at_once} at once: p50 {_ms(taken, 0.5)}, p99 {_ms(taken, 0.99)} ms, {count / took:.0f} a second; "
            f"of processors {(time.process_time() - own) / count * 1_000:.1f} ms here, "
            f"{(cluster.cpu_s() - nodes) / count * 1_000:.1f} ms in the nodes"
        )


async def _in_turn(turns: asyncio.Semaphore, find: Callable[..., Hits], query: Query) -> float:
    async with turns:
        return await _seconds(find, query)


async def _seconds(find: Callable[..., Hits], query: Query) -> float:
    began = time.perf_counter()
    await asyncio.to_thread(find, query, limit=LIMIT)
    return time.perf_counter() - began


def _ms(taken: Sequence[float], share: float) -> str:
    return f"{taken[min(int(len(taken) * share), len(taken) - 1)] * 1_000:.1f}"


def main() -> None:
    """Compare over the database that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--shards", type=int, default=3, help="into how many parts indices are split")
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_cluster(Path(folder) / "nodes", size=3) as cluster,
    ):
        if not asyncio.run(compare(arguments.database, cluster, Path(folder), shards=arguments.shards)):
            raise SystemExit("Some answers differ.")


if __name__ == "__main__":
    main()
