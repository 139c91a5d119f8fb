"""The pure part of answering: a question and a snapshot in, what was found and whether it answers out.

Runs in a thread, off the event loop; reads no text but the question's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.asking.correction import corrected
from bot.asking.followup import Earlier, follow_up
from bot.asking.narrowing import NO_NARROWING, Narrowing, narrowed
from bot.asking.question import Question, QuestionReader
from bot.asking.scope import Scope
from bot.asking.verdict import Thresholds, Verdict, judge
from index.library import Snapshot
from index.query import Hit
from index.release import VersionId

_ANY_DATE = "Releases of all days were searched, not only of those asked for."

_NOT_PROVEN = (
    "So many passages hold these words that not all could be looked at: there may be better ones. Name a person, a day "
    "or a rarer word."
)

_NEAREST = 3
_NEAREST_AMONG = 15
"""Releases named where nothing answers, and hits whose releases these are."""

_WEIGHED = 20
"""Hits that are judged: one of the asked day or person may stand below others."""

_LEAST_OWN = 0.15
"""Share of the question's weight that a passage shown after the first holds itself: what stands beside the
words asked for may be the answer, but three such passages are a guess."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a question: hits that deserve the verdict, words missing, releases that come nearest."""

    question: Question
    verdict: Verdict
    hits: Sequence[Hit] = ()
    missing: Sequence[str] = ()
    nearest: Sequence[VersionId] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it comes in: its text, where and when it was asked, and what was asked before.

    ``any_date`` takes away the days that the text asks for; ``narrowing`` is what options ask for beside the text.
    """

    text: str
    scope: Scope
    now: datetime
    earlier: Earlier | None = None
    any_date: bool = False
    narrowing: Narrowing = NO_NARROWING


def find(
    snapshot: Snapshot, reader: QuestionReader, asked: Asked, *, limit: int, thresholds: Thresholds
) -> Finding:
    """Read the question, search, and judge what was found."""
    question = read(snapshot, reader, asked)
    found = snapshot.find(question.query, limit=max(limit, _WEIGHED))
    if not found.exact:
        question = replace(question, notes=[_NOT_PROVEN, *question.notes])
    verdict, hits = judge(_on_the_subject(question, found.best), thresholds)
    if verdict is Verdict.NOTHING:
        missing = found.unknown or _not_matched(question, found.best)
        return Finding(question, verdict, (), missing, _nearest(found.best))
    shown = [*hits[:1], *(hit for hit in hits[1:] if hit.signals.own >= _LEAST_OWN)]
    missing = found.unknown if verdict is Verdict.ANSWERS else found.unknown or _not_matched(question, hits)
    return Finding(question, verdict, shown[:limit], missing)


def _nearest(hits: Sequence[Hit]) -> Sequence[VersionId]:
    """Releases of the best passages, whatever these say."""
    return list(dict.fromkeys(hit.version for hit in hits[:_NEAREST_AMONG]))[:_NEAREST]


def read(snapshot: Snapshot, reader: QuestionReader, asked: Asked) -> Question:
    """The question as it is looked for: typos mended by the words of the index, completed by the one before."""

    def suggest(word: str) -> str | None:
        return snapshot.suggest(word, collections=asked.scope.collections)

    def known(name: str) -> Sequence[str]:
        return snapshot.speakers(name, collections=asked.scope.collections)

    mended = corrected(reader.trimmed(asked.text), suggest)
    question = reader.read(mended.text, scope=asked.scope, today=asked.now.date(), known=known)
    if asked.any_date and question.query.dates:
        question = replace(
            question, query=replace(question.query, dates=(), date_terms=()), notes=[_ANY_DATE]
        )
    question = narrowed(question, asked.narrowing)
    return replace(
        question,
        text=reader.trimmed(asked.text),
        query=follow_up(question, asked.earlier, now=asked.now) or question.query,
        notes=[*reader.cut_notes(asked.text), *mended.notes, *question.notes],
    )


def _on_the_subject(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Hits that hold something of what the question itself names, not only of what it took over from an earlier one."""
    own = {term.term for term in question.query.terms if term.weight == 1.0}
    return [hit for hit in hits if not own or not own.isdisjoint(hit.found)]


def _not_matched(question: Question, hits: Sequence[Hit]) -> list[str]:
    held = hits[0].found if hits else frozenset()
    return list(dict.fromkeys(term.word for term in question.query.terms if term.term not in held))
