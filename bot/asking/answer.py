"""What a question comes to: an Answer, or a NoAnswer that says what was missing.

Discord, terminal and JSON render these same objects, so that a caveat shown on one is shown on all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.asking.followup import Earlier
from index.query import Hit, Holdings, ReleaseSummary, StoredPassage


@dataclass(frozen=True, slots=True)
class Highlight:
    """Characters ``[start, end)`` of a quote worth marking, and why: "match", "date", "figure", "name" or "place"."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One passage, verbatim, with where it stands and which other releases say the same."""

    passage: StoredPassage
    highlights: Sequence[Highlight]
    also_in: Sequence[ReleaseSummary]
    hit: Hit


@dataclass(frozen=True, slots=True)
class Answer:
    """Passages that answer the question ("answered") or come near and do not settle it ("closest"), best first.

    ``reading`` says how the question was read, ``earlier`` is what a follow-up question goes on from.
    """

    question: str
    citations: Sequence[Citation]
    status: Literal["answered", "closest"] = "answered"
    missing: Sequence[str] = ()
    notes: Sequence[str] = ()
    reading: Sequence[str] = ()
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The releases hold no answer: which words were missing, what comes nearest, what was searched.

    ``message`` is the sentence to show first.
    """

    question: str
    message: str
    missing: Sequence[str] = ()
    nearest: Sequence[ReleaseSummary] = ()
    notes: Sequence[str] = ()
    holdings: Holdings = field(default_factory=Holdings)
