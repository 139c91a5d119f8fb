"""What an index run tells: how far it is, and in the end which releases came, changed, went, and which files failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

TITLES_TOLD = 10
"""How many titles a report names of each kind of change."""


class Phase(StrEnum):
    """What an index run is at, in this order; what it made may then be pushed to a cluster."""

    READING = "reading"
    BUILDING = "building"
    CHECKING = "checking"
    PUSHING = "pushing"
    COPYING = "copying"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many releases of how many are done, while checking sample questions, while copying parts of indices.

    ``file`` is the one being read.
    """

    phase: Phase
    done: int
    of: int
    file: str | None = None


Told = Callable[[Progress], None]
"""Who is told of progress, after each release."""


def untold(progress: Progress) -> None:
    """For runs that nobody watches."""


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file (or a line of one) that could not be indexed, with the reason as a sentence for people."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexReport:
    """Counts of releases with the first titles of each kind; ``passages`` counts those of the new generation."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    failed: Sequence[FailedFile] = ()
    notes: Sequence[str] = ()
    added_titles: Sequence[str] = ()
    changed_titles: Sequence[str] = ()
    removed_titles: Sequence[str] = ()
