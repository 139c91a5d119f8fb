"""Phrases in the cluster, which knows the terms of a passage and not in which order they stand: they are looked for in two steps."""

from __future__ import annotations

from collections.abc import Sequence

from index.cluster.kept.layout import token
from index.cluster.wire.client import Json


class Phrases:
    """Runs of terms of which one must stand in a passage side by side."""

    def __init__(self, phrases: Sequence[Sequence[str]]) -> None:
        self._runs = [[token(term) for term in phrase] for phrase in phrases]

    @property
    def condition(self) -> Json:
        """What the cluster can tell: passages that hold all terms of a run."""
        all_of = [{"bool": {"filter": [{"term": {"terms": term}} for term in run]}} for run in self._runs]
        return {"bool": {"should": all_of, "minimum_should_match": 1}}

    def stand_in(self, passage: Sequence[str]) -> bool:
        """Whether one of the runs stands in a passage, by its terms as the cluster has them."""
        return any(_stands(passage, run) for run in self._runs)


def _stands(passage: Sequence[str], run: Sequence[str]) -> bool:
    width = len(run)
    return any(list(passage[start : start + width]) == run for start in range(len(passage) - width + 1))
