"""Counts what is read, for those who watch a run."""

from __future__ import annotations

from index.report import Phase, Progress, Told


class ReadingTold:
    """How many releases are read of how many that are expected."""

    def __init__(self, told: Told) -> None:
        self.of = 0
        self._done = 0
        self._told = told

    def one_more(self, file: str | None) -> None:
        """Tell of one more release that was read; counts of files are estimates, so there may be more than expected."""
        self._done += 1
        self.of = max(self.of, self._done)
        self._told(Progress(Phase.READING, self._done, self.of, file))
