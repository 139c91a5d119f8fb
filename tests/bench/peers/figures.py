"""What was measured: values that are written as JSON, and read again for tables and plots."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Latency:
    """How long searches of one kind took, in ms; ``agreement`` is the share with rank-bm25's ten scores."""

    kind: str
    k: int
    p50: float
    p95: float
    p99: float
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine did; None where it cannot, or where nothing came of it: ``skipped`` says why."""

    peer: str
    version: str = ""
    note: str = ""
    skipped: str | None = None
    build_s: float | None = None
    build_mb: float | None = None
    disk_mb: float | None = None
    open_ms: float | None = None
    answering_mb: float | None = None
    latencies: Sequence[Latency] = field(default_factory=tuple)
    per_second: float | None = None
    alone_p50: float | None = None
    alone_p99: float | None = None
    add_ms: float | None = None
    remove_ms: float | None = None

    def latency(self, kind: str, k: int = 10) -> Latency | None:
        """Of one kind of questions."""
        return next((one for one in self.latencies if (one.kind, one.k) == (kind, k)), None)


@dataclass(frozen=True, slots=True)
class Limit:
    """The model of the limit: what a question has to read, at least, and how fast this machine reads."""

    postings_kb: float
    bandwidth_gb_s: float

    @property
    def postings_us(self) -> float:
        """Reading what is known of the question's terms, from memory."""
        return self.postings_kb / self.bandwidth_gb_s


@dataclass(frozen=True, slots=True)
class Size:
    """One size: its passages, what each engine did, and the limit."""

    label: str
    passages: int
    releases: int
    postings: int
    questions: dict[str, int]
    largest_difference: float | None
    limit: Limit
    figures: Sequence[Figures]

    def of(self, peer: str) -> Figures | None:
        """What an engine did here, if it did."""
        return next((one for one in self.figures if one.peer == peer and one.skipped is None), None)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the bench."""

    date: str
    machine: str
    load: float
    sizes: Sequence[Size]


def write_run(path: Path, run: Run) -> None:
    """As JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(run), indent=1) + "\n", encoding="utf-8")


def read_run(path: Path) -> Run:
    """What was written."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Run(raw["date"], raw["machine"], raw["load"], [_size(one) for one in raw["sizes"]])


def _size(raw: dict[str, Any]) -> Size:
    return Size(
        **{**raw, "limit": Limit(**raw["limit"]), "figures": [_figures(one) for one in raw["figures"]]}
    )


def _figures(raw: dict[str, Any]) -> Figures:
    return Figures(**{**raw, "latencies": [Latency(**one) for one in raw["latencies"]]})
