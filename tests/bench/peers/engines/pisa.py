"""PISA, by the compiled module of pyterrier-pisa alone; its index is written once.

Its tokenizer parts words at full stops, so these are spelled out: 4.5 is 4xdotx5.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.peers.corpus import TermPassage
from tests.bench.peers.engine import K1, B, Engine, Found

_ENCODING, _BATCH = "block_simdbp", 100_000


class Pisa(Engine):
    """``variant`` is how it walks through the postings."""

    def __init__(self, variant: str) -> None:
        super().__init__(variant)
        self._pisa = _module()

    def version(self) -> str:
        """Of the package that brings it."""
        return f"PISA of pyterrier-pisa {version('pyterrier-pisa')}"

    def build(self, passages: Iterable[TermPassage], folder: Path) -> None:
        """Index, then lay out compressed blocks with the highest score of each."""
        if len(os.sched_getaffinity(0)) < 2:
            raise RuntimeError("its indexer hangs on one processor")
        text = folder / "passages.txt"
        with text.open("w", encoding="ascii") as file:
            file.writelines(f"{passage.number} {_spelled(passage.terms)}\n" for passage in passages)
        self._pisa.index(str(text), str(folder), "", _BATCH, 1)
        self._prepared(folder)
        # what only building needs
        for path in [text, *folder.glob("fwd"), *folder.glob("inv.*")]:
            path.unlink()

    def open(self, folder: Path) -> None:
        """Map the files."""
        self._context = self._prepared(folder)

    def search(self, terms: Sequence[str], k: int) -> Any:
        """One question on one thread."""
        return self._retrieve([terms], k, 1)

    def found(self, result: Any) -> Found:
        """The names of passages are their numbers."""
        size, names, scores = result
        return Found([int(name) for name in names[:size]], scores[:size].tolist())

    def search_all(self, questions: Sequence[Sequence[str]], k: int, threads: int) -> None:
        """By its own threads."""
        self._retrieve(questions, k, threads)

    def _prepared(self, folder: Path) -> Any:
        context = self._pisa.RetrievalContext()
        self._pisa.prepare_index(
            context, str(folder), _ENCODING, "bm25", "", bm25_k1=K1, bm25_b=B, stop_fname=""
        )
        return context

    def _retrieve(self, questions: Sequence[Sequence[str]], k: int, threads: int) -> Any:
        room = k * len(questions)
        names, places = np.empty(room, object), np.empty(room, np.int32)
        ranks, scores = np.empty(room, np.int32), np.empty(room, np.float32)
        size = self._pisa.retrieve(
            self._context,
            self.variant,
            [(place, dict.fromkeys(_spelled(terms).split(), 1.0)) for place, terms in enumerate(questions)],
            k=k,
            threads=threads,
            pretokenised=1,
            query_weighted=0,
            result_qidxs=places,
            result_docnos=names,
            result_ranks=ranks,
            result_scores=scores,
        )
        return size, names, scores


def _spelled(terms: Sequence[str]) -> str:
    return " ".join(terms).replace(".", "xdotx")


def _module() -> Any:
    package = importlib.util.find_spec("pyterrier_pisa")
    if package is None or package.origin is None:
        raise ImportError("pyterrier-pisa is not installed")
    path = next(Path(package.origin).parent.glob("_pisathon*.so"))
    # without the package around it, which needs all of PyTerrier
    spec = importlib.util.spec_from_file_location("_pisathon", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


engine = Pisa
