"""Seconds that something took, again and again: its percentiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that each question took."""

    seconds: Sequence[float]

    def percentile(self, share: float) -> float:
        """The time, in ms, within which this share of the questions was answered."""
        return 1_000 * sorted(self.seconds)[min(int(share * len(self.seconds)), len(self.seconds) - 1)]

    def __str__(self) -> str:
        return f"p50 {self.percentile(0.5):8.2f} ms   p99 {self.percentile(0.99):8.2f} ms"
