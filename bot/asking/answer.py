"""What a question comes to: an Answer, or a NoAnswer that says what was missing.

Discord, terminal and JSON render these same objects, so that a caveat shown on one is shown on all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.asking.followup import Earlier
from index.query import Hit, Holdings, ReleaseSummary, Share, StoredPassage
from index.release import PassageKey


@dataclass(frozen=True, slots=True)
class Highlight:
    """Characters ``[start, end)`` of a quote worth marking, and why: "match", "date", "figure", "name" or "place"."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One passage, verbatim, with where it stands and the passages of other releases that say the same.

    ``hit`` is None where an answer given earlier is shown again, ``current`` False where the release has changed since.
    """

    passage: StoredPassage
    highlights: Sequence[Highlight] = ()
    repeats: Sequence[StoredPassage] = ()
    hit: Hit | None = None
    current: bool = True

    @property
    def kept(self) -> KeptCitation:
        """What to keep of it."""
        repeats = [passage.key for passage in self.repeats]
        return KeptCitation(self.passage.key, self.highlights, repeats, self.hit.shares if self.hit else ())

    @property
    def also_in(self) -> list[ReleaseSummary]:
        """The other releases that say the same."""
        return [passage.release for passage in self.repeats]


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


@dataclass(frozen=True, slots=True)
class KeptCitation:
    """What is kept of a citation to show it again: its passage's key and what was said about it.

    ``repeats`` are the keys of passages that say the same, ``shares`` what its score was made of.
    """

    key: PassageKey
    highlights: Sequence[Highlight] = ()
    repeats: Sequence[PassageKey] = ()
    shares: Sequence[Share] = ()


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What is kept of a question's result to show it again; no text of a release is."""

    status: Literal["answered", "closest", "no_answer"]
    citations: Sequence[KeptCitation] = ()
    missing: Sequence[str] = ()
    notes: Sequence[str] = ()
    reading: Sequence[str] = ()


def kept(result: Answer | NoAnswer) -> KeptAnswer:
    """What to keep of a result."""
    if isinstance(result, NoAnswer):
        return KeptAnswer("no_answer")
    citations = [citation.kept for citation in result.citations]
    return KeptAnswer(result.status, citations, result.missing, result.notes, result.reading)
