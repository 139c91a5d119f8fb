"""The first stage alone: each way through it over the same questions in one run, in turn.

In: a folder of releases, or a database that was built before. Out: p50, p95 and p99 of the best 10 and the best 200, and
whether all ways gave the same rows with the same scores. Sampled questions are words of one passage; natural ones are
those of tests/quality. Each time is the median of three passes.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index.engine import compiled, exhaustive, pruned
from index.engine.candidates import Candidates, first_stage_name
from index.engine.kernels import library
from index.indexer import run_job
from index.job import IndexJob
from index.language.analyzer import terms
from index.query import PUBLIC
from index.searcher import IndexSearcher
from index.snapshot import Corpus, SearchParams
from index.store.database import Database
from tests.bench.questions import questions_from
from tests.bench.timing import Timing
from tests.quality.topics import SPLITS, questions_of

LIMITS = (10, 200)
PASSES = 3
SAMPLED = 500

Search = Callable[..., list[Candidates]]


@dataclass(frozen=True, slots=True)
class Way:
    """A way through the first stage."""

    name: str
    search: Search


def main() -> None:
    """Measure over the folder, or the database, that the command line names."""
    given = Path(sys.argv[1]).resolve()
    if given.is_file():
        asyncio.run(measure(given))
        return
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "bench.db"
        asyncio.run(run_job(IndexJob(database, [given])))
        asyncio.run(measure(database))


async def measure(path: Path) -> None:
    """Print the figures for a database."""
    async with Database.open(path) as database:
        searcher = IndexSearcher(database, SearchParams(), catalogued=False)
        await searcher.refresh()
        corpus = searcher.snapshot.corpus(frozenset({PUBLIC}))
        passages = sum(part.segment.passages for part in corpus.parts)
        sampled = await questions_from(database, passages, SAMPLED)
    print(f"first stage over {passages:,} passages in {len(corpus.parts)} segments; {first_stage_name()}")
    natural = [question for split in SPLITS for question in questions_of(split)]
    for kind, questions in (("sampled", sampled), ("natural", natural)):
        asked = [query for question in questions if (query := list(dict.fromkeys(terms(question))))]
        for limit in LIMITS:
            _compare(corpus, asked, limit, f"{len(asked)} {kind}, best {limit}")


def ways() -> list[Way]:
    """The ways that there are on this machine."""
    slow = [Way("adding up everything", exhaustive.search), Way("numpy", pruned.search)]
    if library() is None:
        return slow
    names = ("portable C", "AVX2", "AVX-512")
    return slow + [Way(name, partial(compiled.search, widest=widest)) for widest, name in enumerate(names)]


def _compare(corpus: Corpus, asked: Sequence[Sequence[str]], limit: int, label: str) -> None:
    measured = ways()
    seconds: dict[str, list[float]] = {way.name: [] for way in measured}
    differing = 0
    for query in asked:
        passes: dict[str, list[float]] = {way.name: [] for way in measured}
        for _ in range(PASSES):
            found = []
            for way in measured:
                began = time.perf_counter()
                found.append(_search(corpus, way.search, query, limit))
                passes[way.name].append(time.perf_counter() - began)
        differing += any(not _same(found[0], other) for other in found[1:])
        for name, times in passes.items():
            seconds[name].append(statistics.median(times))
    print(f"{label}: {differing} with other rows or scores")
    for name, times in seconds.items():
        timing = Timing(times)
        print(f"  {name:22}" + "".join(f"  p{p} {timing.percentile(p / 100):8.3f} ms" for p in (50, 95, 99)))


def _search(corpus: Corpus, search: Search, query: Sequence[str], limit: int) -> list[Candidates]:
    masks = [part.live_rows for part in corpus.parts]
    return search(corpus.parts, corpus.ranker, query, limit, masks)


def _same(one: Sequence[Candidates], other: Sequence[Candidates]) -> bool:
    return all(
        mine.rows.tolist() == theirs.rows.tolist() and mine.scores.tolist() == theirs.scores.tolist()
        for mine, theirs in zip(one, other, strict=True)
    )


if __name__ == "__main__":
    main()
