"""rank-bm25, and rank-bm25-rs, the same in Rust: both keep nothing on disk."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.peers.corpus import TermPassage
from tests.bench.peers.engine import K1, B, Engine, Found


class RankBm25(Engine):
    """``variant`` is the package's name."""

    def version(self) -> str:
        """Of the package."""
        name = self.variant.replace("_", "-")
        return f"{name} {version(name)}"

    def build(self, passages: Iterable[TermPassage], folder: Path) -> None:
        """Count in memory."""
        package: Any = importlib.import_module(self.variant)
        self._okapi = package.BM25Okapi([passage.terms for passage in passages], k1=K1, b=B, epsilon=0.25)
        self._numbers = range(self._okapi.corpus_size)

    def search(self, terms: Sequence[str], k: int) -> Any:
        """Scores of all, then the best of them."""
        scores = self._okapi.get_scores(terms)
        best = np.argpartition(scores, -k)[-k:]
        best = best[np.argsort(-scores[best])]
        return best, scores[best]

    def found(self, result: Any) -> Found:
        """Those that hold a term."""
        best, scores = result
        return Found(best[scores > 0].tolist(), scores[scores > 0].tolist())


engine = RankBm25
