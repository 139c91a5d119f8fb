"""The driver's end of a worker: one order, one reply."""

from __future__ import annotations

import os
import selectors
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench.peers.engine import Found
from tests.bench.peers.registry import BENCH_VENV

_ROOT = Path(__file__).parents[3]

PATIENCE_S = 3_600.0
"""A worker that says nothing for so long is given up."""


class WorkerFailed(Exception):
    """The worker said why it cannot go on, or ended."""


class Unable(Exception):
    """The engine cannot do that."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How long a search took, and what it found."""

    seconds: float
    found: Found


class Worker:
    """A worker's process, from here to its end."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self._log = log
        # PISA needs the TBB that is installed beside it
        environment = {**os.environ, "LD_LIBRARY_PATH": str(BENCH_VENV / "lib"), "DISABLE_TQDM": "1"}
        with log.open("w") as errors:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
                cwd=_ROOT, env=environment,
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def version(self) -> str:
        """Name and version."""
        return self._ordered("version")[0]

    def build(self, corpus: Path, folder: Path) -> float:
        """Seconds that it took."""
        return float(self._ordered("build", corpus, folder)[0])

    def open(self, folder: Path) -> float:
        """Seconds that it took."""
        return float(self._ordered("open", folder)[0])

    def ask(self, terms: Sequence[str], k: int) -> Asked:
        """Search for the ``k`` best."""
        # where nothing is found, the reply ends early
        seconds, numbers, scores = [*self._ordered("ask", k, " ".join(terms)), "", ""][:3]
        return Asked(float(seconds), Found(list(map(int, numbers.split())), list(map(float, scores.split()))))

    def search_all(self, questions: Path, k: int, threads: int) -> float:
        """Seconds that all of them took on so many threads."""
        return float(self._ordered("threads", k, threads, questions)[0])

    def add(self, release: Path, first: int) -> float:
        """Seconds until the release was found."""
        seconds, numbers = self._ordered("add", release, first)
        if not any(int(number) >= first for number in numbers.split()):
            raise WorkerFailed("the added release was not found")
        return float(seconds)

    def remove(self, release: int) -> float:
        """Seconds until the release was gone."""
        return float(self._ordered("remove", release)[0])

    @property
    def peak_mb(self) -> float:
        """The most memory that the process has had in use."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1_024

    def _ordered(self, order: str, *values: object) -> list[str]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write("\t".join([order, *map(str, values)]) + "\n")
            self._process.stdin.flush()
            reply = self._line()
        except BrokenPipeError:
            reply = ""
        state, *said = reply.rstrip("\n").split("\t")
        if state == "unable":
            raise Unable
        if state != "ok":
            raise WorkerFailed(said[0] if said else self._last_words())
        return said

    def _line(self) -> str:
        stdout = self._process.stdout
        assert stdout is not None
        with selectors.DefaultSelector() as waiting:
            waiting.register(stdout, selectors.EVENT_READ)
            if not waiting.select(PATIENCE_S):
                raise WorkerFailed(f"no reply within {PATIENCE_S:.0f} s")
        return stdout.readline()

    def _last_words(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1][:200] if lines else "it ended without a word"
