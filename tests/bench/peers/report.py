"""Figures as Markdown: `python -m tests.bench.peers.report RESULTS NOTE` puts them between the note's markers."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.peers.drawing import KINDS, SAMPLED
from tests.bench.peers.figures import Figures, Latency, Run, Size, read_run
from tests.bench.peers.registry import COMPILED, NUMPY, PISA

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

NOTHING = "—"


def main() -> None:
    """Write the tables into the note."""
    results, note = map(Path, sys.argv[1:3])
    note.write_text(placed(note.read_text(encoding="utf-8"), tables(read_run(results))), encoding="utf-8")


def placed(note: str, measured: str) -> str:
    """The note with this between its markers.

    >>> placed(f"a {BEGIN}old{END} b", "new") == f"a {BEGIN}\\n\\nnew\\n{END} b"
    True
    """
    before, rest = note.split(BEGIN)
    return f"{before}{BEGIN}\n\n{measured}\n{END}{rest.split(END)[1]}"


def tables(run: Run) -> str:
    """Everything that was measured."""
    lines = [f"{run.date}; {run.machine}. Load of the machine before it began: {run.load:.1f}.", ""]
    for size in run.sizes:
        lines += _size(size)
    return "\n".join([*lines, *_aims(run.sizes[-1]), "", *_versions(run.sizes)]) + "\n"


def _size(size: Size) -> Iterator[str]:
    asked = " and ".join(f"{count} {kind}" for kind, count in sorted(size.questions.items(), reverse=True))
    yield f"### {size.passages:,} passages"
    yield ""
    yield f"{size.releases:,} releases, {size.postings:,} postings; {asked} questions, the best 10."
    yield ""
    yield from _rows(
        [
            "p50 / p95 / p99, ms",
            "sampled",
            "natural",
            "alone, p50 / p99",
            "two threads, a second",
            "rank-bm25's ten, % (sampled, natural)",
        ],
        [_answering(one) for one in size.figures if one.skipped is None] + _many(size),
    )
    yield ""
    yield from _rows(
        [
            "",
            "build, s",
            "its memory, MB",
            "on disk, MB",
            "open → first answer, ms",
            "memory, MB",
            "add a release, ms",
            "remove one, ms",
        ],
        [_keeping(one) for one in size.figures if one.skipped is None],
    )
    yield ""
    for one in size.figures:
        if one.skipped is not None:
            yield f"Left out: {one.peer} ({one.skipped})."
    yield from _limit(size)
    if size.largest_difference is not None:
        yield f"rank-bm25's own scores differ from those that all are judged by, by at most {size.largest_difference:.1e}."
    yield ""


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _answering(one: Figures) -> list[str]:
    agreement = [one.latency(kind) for kind in KINDS]
    shares = " / ".join(
        NOTHING if a is None or a.agreement is None else f"{100 * a.agreement:.1f}" for a in agreement
    )
    return [
        _name(one.peer),
        *(_percentiles(one.latency(kind)) for kind in KINDS),
        " / ".join(map(number, (one.alone_p50, one.alone_p99))),
        number(one.per_second),
        shares,
    ]


def _many(size: Size) -> list[list[str]]:
    """Ours, when as many are wanted as evidence looks at."""
    rows = []
    for peer in (COMPILED, NUMPY):
        one = size.of(peer)
        if one is not None and one.latency(SAMPLED, 200):
            times = [_percentiles(one.latency(kind, 200)) for kind in KINDS]
            rows.append([f"{peer}, best 200", *times, NOTHING, NOTHING, NOTHING])
    return rows


def _keeping(one: Figures) -> list[str]:
    values = [
        one.build_s,
        one.build_mb,
        one.disk_mb,
        one.open_ms,
        one.answering_mb,
        one.add_ms,
        one.remove_ms,
    ]
    return [_name(one.peer), *map(number, values)]


def _name(peer: str) -> str:
    return f"**{peer}**" if peer in {COMPILED, NUMPY} else peer


def _percentiles(latency: Latency | None) -> str:
    return NOTHING if latency is None else " / ".join(map(number, (latency.p50, latency.p95, latency.p99)))


def number(value: float | None) -> str:
    """With three digits that mean something.

    >>> number(0.0643), number(1.234), number(27.06), number(1234.5), number(None)
    ('0.064', '1.23', '27.1', '1,234', '—')
    """
    if value is None:
        return NOTHING
    digits = next((digits for least, digits in ((100, 0), (10, 1), (1, 2)) if abs(value) >= least), 3)
    return f"{value:,.{digits}f}"


def _limit(size: Size) -> Iterator[str]:
    limit, ours = size.limit, size.of(COMPILED)
    yield (
        f"The limit: the median question's bitmaps, lists and repeats are {limit.postings_kb:,.0f} KB, which one core reads at "
        f"{limit.bandwidth_gb_s:.1f} GB/s in {number(limit.postings_us)} µs."
    )
    if ours is not None and ours.alone_p50 is not None:
        taken = 1e3 * ours.alone_p50
        yield f"The compiled way, asked alone, takes {number(taken)} µs, {taken / limit.postings_us:.1f} times that."


def _aims(size: Size) -> Iterator[str]:
    yield f"### What it was to show, at {size.passages:,} passages"
    yield ""
    yield from _rows(["", "aim", "measured", ""], [row for row in _aimed(size) if row])


def _aimed(size: Size) -> Iterator[list[str]]:
    ours, numpy_alone = size.of(COMPILED), size.of(NUMPY)
    peers = [one for one in size.figures if one.skipped is None and one.peer not in {COMPILED, NUMPY}]
    pisa = [one for one in peers if one.peer in PISA]
    if ours is not None:
        for kind in KINDS:
            yield _ratio(f"{kind}: p50 to PISA's best", 0.25, ours, pisa, kind, "p50")
            yield _ratio(f"{kind}: p99 to PISA's best", 0.2, ours, pisa, kind, "p99")
            for percentile in ("p50", "p95", "p99"):
                yield _ratio(
                    f"{kind}: {percentile} to the best of all others", 1.0, ours, peers, kind, percentile
                )
        bm25s = [one for one in peers if one.peer.startswith("bm25s")]
        keeping = [one for one in peers if one.open_ms is not None]
        yield _least("build to bm25s", ours.build_s, [one.build_s for one in bm25s])
        yield _least(
            "open → first answer to the best that keeps its index",
            ours.open_ms,
            [one.open_ms for one in keeping],
        )
    if numpy_alone is not None:
        slow = [one for one in peers if one.peer == "bm25s numpy"]
        for kind in KINDS:
            yield _ratio(f"{kind}: numpy alone, p50 to bm25s's numpy", 1.0, numpy_alone, slow, kind, "p50")


def _ratio(
    what: str, aim: float, ours: Figures, peers: Sequence[Figures], kind: str, percentile: str
) -> list[str]:
    mine = ours.latency(kind)
    theirs = [latency for one in peers if (latency := one.latency(kind)) is not None]
    if mine is None or not theirs:
        return []
    ratio = getattr(mine, percentile) / min(getattr(latency, percentile) for latency in theirs)
    return _aim(what, aim, ratio)


def _least(what: str, mine: float | None, theirs: Sequence[float | None]) -> list[str]:
    known = [value for value in theirs if value is not None]
    return _aim(what, 1.0, mine / min(known)) if mine is not None and known else []


def _aim(what: str, aim: float, ratio: float) -> list[str]:
    return [what, f"at most {aim:g}", f"{ratio:.2f}", "reached" if ratio <= aim else "**not reached**"]


def _versions(sizes: Sequence[Size]) -> Iterator[str]:
    seen = {one.peer: one for size in sizes for one in size.figures if one.skipped is None}
    for one in seen.values():
        yield f"- {one.peer}: {one.version}{'; ' + one.note if one.note else ''}"


if __name__ == "__main__":
    main()
