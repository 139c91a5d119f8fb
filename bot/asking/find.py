"""The pure part of answering: a question and a snapshot in, what was found and whether it answers out.

Runs in a thread, off the event loop; reads no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking.question import Question
from index.library import Snapshot
from index.query import Hit
from index.release import VersionId

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Hits that answer (none: there is no answer), words that were missing, releases that come nearest."""

    hits: Sequence[Hit] = ()
    missing: Sequence[str] = ()
    nearest: Sequence[VersionId] = ()


def find(snapshot: Snapshot, question: Question, *, limit: int, coverage_min: float) -> Finding:
    """The passages that hold enough of what is asked, with what stands around them.

    Enough is a share of the question's idf mass, so a rare name weighs more than a frequent verb.
    """
    found = snapshot.find(question.query, limit=limit)
    answering = [hit for hit in found.best if hit.signals.coverage >= coverage_min]
    if answering:
        return Finding(answering, found.unknown)
    missing = found.unknown or _not_matched(question, found.best)
    return Finding(missing=missing, nearest=snapshot.nearest(question.query, limit=_NEAREST))


def _not_matched(question: Question, hits: Sequence[Hit]) -> list[str]:
    held = hits[0].found if hits else frozenset()
    return list(dict.fromkeys(term.word for term in question.query.terms if term.term not in held))
