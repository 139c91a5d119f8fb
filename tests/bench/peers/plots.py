"""Plots of the latencies: `python -m tests.bench.peers.plots RESULTS FOLDER`, by the bench's own Python, which has matplotlib.

Out: a PNG for each size, both kinds of questions side by side.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

from tests.bench.peers.figures import Figures, Size, read_run

KINDS = ("sampled", "natural")
MARKS = (("p50", "o"), ("p95", "D"), ("p99", "s"))
OURS, OTHERS = "#0b6e4f", "#5b6472"


def main() -> None:
    """Draw every size."""
    results, folder = map(Path, sys.argv[1:3])
    for size in read_run(results).sizes:
        draw(size, folder / f"performance-{size.label.replace(',000', 'k')}.png")


def draw(size: Size, path: Path) -> None:
    """Draw one size."""
    shown = [one for one in size.figures if one.latencies]
    figure, panels = plt.subplots(
        1, len(KINDS), figsize=(11, 0.38 * len(shown) + 1.4), sharey=True, sharex=True
    )
    for panel, kind in zip(panels, KINDS, strict=True):
        _panel(panel, shown, kind)
        panel.set_title(f"{size.questions.get(kind, 0)} {kind} questions", fontsize=10, loc="left")
    panels[0].set_yticks(range(len(shown)), [one.peer for one in shown])
    panels[0].invert_yaxis()
    panels[-1].legend(loc="upper right", fontsize=8, frameon=False, ncols=len(MARKS))
    figure.suptitle(
        f"Best 10 of {size.passages:,} passages: ms, less is better", fontsize=11, x=0.01, ha="left"
    )
    figure.tight_layout()
    figure.savefig(path, dpi=120, metadata={"Software": None})
    plt.close(figure)


def _panel(panel: Any, shown: Sequence[Figures], kind: str) -> None:
    for place, one in enumerate(shown):
        latency = one.latency(kind)
        if latency is None:
            continue
        colour = OURS if one.peer.startswith("ours") else OTHERS
        values = [getattr(latency, percentile) for percentile, _ in MARKS]
        panel.plot(values, [place] * len(values), color=colour, linewidth=1.5, zorder=2)
        for value, (percentile, mark) in zip(values, MARKS, strict=True):
            panel.plot(
                value, place, mark, color=colour, markersize=5, markerfacecolor="white" if mark != "o" else colour, zorder=3,
                label=percentile if place == len(shown) - 1 else None,
            )  # fmt: skip
    panel.set_xscale("log")
    panel.grid(axis="x", which="major", color="#d9dde3", linewidth=0.8)
    panel.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    for side in ("top", "right", "left"):
        panel.spines[side].set_visible(False)
    panel.tick_params(axis="y", length=0)
    panel.set_xlabel("ms")


if __name__ == "__main__":
    main()
