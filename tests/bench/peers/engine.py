"""What a worker asks of an engine.

An engine gets passages as terms, writes what it keeps into a folder, and answers with passage numbers. ``search`` is what is timed:
the call as someone would make it from Python, with the engine's own result; ``found`` reads that result afterwards.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.peers.corpus import TermPassage

K1, B = 0.9, 0.25
"""BM25's constants, for every engine that lets them be chosen."""


class UnableError(Exception):
    """The engine cannot do that."""


@dataclass(frozen=True, slots=True)
class Found:
    """Passage numbers, best first, with the engine's own scores."""

    numbers: list[int]
    scores: list[float]


class Engine:
    """An engine; ``variant`` says which of its ways is taken."""

    def __init__(self, variant: str) -> None:
        self.variant = variant

    def version(self) -> str:
        """Name and version, as the note gives them."""
        raise UnableError

    def build(self, passages: Iterable[TermPassage], folder: Path) -> None:
        """Index the passages; what keeps nothing on disk is then open."""
        raise UnableError

    def open(self, folder: Path) -> None:
        """Open what was built."""
        raise UnableError

    def search(self, terms: Sequence[str], k: int) -> Any:
        """The ``k`` best, as the engine gives them."""
        raise UnableError

    def found(self, result: Any) -> Found:
        """What a search gave."""
        raise UnableError

    def add(self, passages: Sequence[TermPassage]) -> None:
        """Add a release, so that the next search finds it, and it is on disk."""
        raise UnableError

    def remove(self, release: int) -> None:
        """Remove a release, so that no later search finds it."""
        raise UnableError

    def search_all(self, questions: Sequence[Sequence[str]], k: int, threads: int) -> None:
        """Search for all of them on so many threads."""
        waiting = iter(questions)
        lock = threading.Lock()

        def work() -> None:
            while True:
                with lock:
                    terms = next(waiting, None)
                if terms is None:
                    return
                self.search(terms, k)

        workers = [threading.Thread(target=work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()


def timed_all(engine: Engine, questions: Sequence[Sequence[str]], k: int, threads: int) -> float:
    """Seconds that all of them took."""
    began = time.perf_counter()
    engine.search_all(questions, k, threads)
    return time.perf_counter() - began
