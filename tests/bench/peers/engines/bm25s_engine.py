"""bm25s, whose weights are counted when it builds: nothing can be added or removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bm25s

from tests.bench.peers.corpus import TermPassage
from tests.bench.peers.engine import K1, B, Engine, Found


class Bm25s(Engine):
    """``variant`` is its backend."""

    def version(self) -> str:
        """Of the package."""
        return f"bm25s {version('bm25s')}"

    def build(self, passages: Iterable[TermPassage], folder: Path) -> None:
        """Index lists of terms, and save."""
        built = bm25s.BM25(method="robertson", k1=K1, b=B, backend=self.variant)
        built.index([passage.terms for passage in passages], show_progress=False)
        built.save(str(folder), show_progress=False)

    def open(self, folder: Path) -> None:
        """Map what was saved."""
        self._opened: Any = bm25s.BM25.load(str(folder), mmap=True)
        self._opened.backend = self.variant
        if self.variant == "numba":
            self._opened.activate_numba_scorer()

    def search(self, terms: Sequence[str], k: int) -> Any:
        """One question."""
        return self._opened.retrieve([terms], k=k, show_progress=False)

    def found(self, result: Any) -> Found:
        """Those that hold a term."""
        numbers, scores = result.documents[0], result.scores[0]
        return Found(numbers[scores > 0].tolist(), scores[scores > 0].tolist())

    def search_all(self, questions: Sequence[Sequence[str]], k: int, threads: int) -> None:
        """By its own threads."""
        self._opened.retrieve(list(questions), k=k, n_threads=threads, show_progress=False)


engine = Bm25s
