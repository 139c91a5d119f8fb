"""What an index run did: which releases came, changed, went, and which files failed and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file (or a line of one) that could not be indexed, with the reason as a sentence for people."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexReport:
    """Counts of releases; ``passages`` counts those of the new generation."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    failed: Sequence[FailedFile] = ()
    notes: Sequence[str] = ()
