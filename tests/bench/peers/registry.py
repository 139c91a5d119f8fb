"""The engines that are measured, and what a reader must know of each."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

BENCH_VENV = Path(__file__).parents[3] / ".venv-bench"


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine in one of its variants; those of one module share what is built."""

    name: str
    module: str
    variant: str = ""
    keeps: bool = True
    most: int | None = None
    note: str = ""

    @property
    def index(self) -> str:
        """The folder of what is built."""
        return self.module if self.keeps else f"{self.module} {self.variant}"

    @property
    def ours(self) -> bool:
        """Whether it is this project's."""
        return self.module == "ours"


COMPILED, NUMPY = "ours, compiled", "ours, numpy alone"
RANK_BM25 = "rank-bm25"
PISA = ("PISA block_max_maxscore", "PISA block_max_wand", "PISA maxscore")

PEERS = (
    Peer(COMPILED, "ours", "compiled"),
    Peer(NUMPY, "ours", "numpy"),
    Peer(PISA[0], "pisa", "block_max_maxscore", note="float32"),
    Peer(PISA[1], "pisa", "block_max_wand", note="float32"),
    Peer(PISA[2], "pisa", "maxscore", note="float32"),
    Peer("Lucene", "lucene", note="lengths kept in a byte, another idf; timed inside the JVM"),
    Peer("Tantivy", "tantivy_engine", note="k1 1.2 and b .75 are fixed, lengths kept in a byte, another idf"),
    Peer("bm25s numba", "bm25s_engine", "numba", note="float32"),
    Peer("bm25s numpy", "bm25s_engine", "numpy", note="float32"),
    Peer("Xapian", "xapian_engine", note="another idf for terms of more than a third of the passages"),
    Peer("SQLite FTS5", "fts5", note="k1 1.2 and b .75 are fixed; keeps the text too"),
    Peer("rank-bm25-rs", "okapi", "rank_bm25_rs", keeps=False, note="keeps nothing on disk"),
    Peer(
        RANK_BM25,
        "okapi",
        "rank_bm25",
        keeps=False,
        most=10_000,
        note="keeps nothing on disk; 10,000 passages only",
    ),
)


def python_command(peer: Peer) -> list[str]:
    """How the worker of an engine that is called from Python is started."""
    python = sys.executable if peer.ours else str(BENCH_VENV / "bin" / "python")
    return [python, "-m", "tests.bench.peers.worker", peer.module, peer.variant]
