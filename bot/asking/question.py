"""A question as typed → a Query, with what must be said about how it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.asking.scope import Scope
from index.language.analyzer import terms, tokens
from index.language.answer_type import expected
from index.language.characters import clean
from index.language.dates import DatePhrase, find_dates, not_understood
from index.language.lexicon import Lexicon
from index.language.stopwords import ASKING_WORDS
from index.language.synonyms import Synonyms
from index.query import Alternative, AnswerType, DateRange, Query, QueryTerm
from index.release import Span

_LATEST = re.compile(r"\b(?:latest|most recent(?:ly)?|newest|last time)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuestionLimits:
    """How much of a question is used: characters, and distinct terms."""

    chars: int = 500
    terms: int = 32


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood; ``notes`` are sentences for whoever asked."""

    text: str
    query: Query
    notes: Sequence[str] = field(default=())


class QuestionReader:
    """Reads questions by a lexicon and within limits."""

    def __init__(self, lexicon: Lexicon, limits: QuestionLimits) -> None:
        self._lexicon = lexicon
        self._limits = limits

    def read(self, text: str, *, scope: Scope, today: date) -> Question:
        """What the question looks for; words of asking ("what did … say about") are no part of it.

        >>> reader = QuestionReader(Lexicon(), QuestionLimits())
        >>> question = reader.read("What did he say about China?", scope=Scope(), today=date(2024, 2, 5))
        >>> [term.word for term in question.query.terms]
        ['China']
        """
        whole = " ".join(clean(text).split())
        used = whole[: self._limits.chars]
        notes = []
        if len(whole) > len(used):
            notes.append(f"Only the first {self._limits.chars:,} characters of the question were used.")
        phrases = find_dates(used, today=today, events=self._lexicon.events)
        latest = list(_LATEST.finditer(used))
        aside = [phrase.span for phrase in phrases] + [Span(*found.span()) for found in latest]
        asked = _query_terms(used, aside) or _query_terms(used, ())
        if len(asked) > self._limits.terms:
            notes.append(f"Only the first {self._limits.terms} different words of the question were used.")
        unread = not_understood(used, today=today, events=self._lexicon.events)
        notes += [f"“{words}” was not understood as a date." for words in unread]
        if phrases:
            notes.append(f"Dates asked for: {'; '.join(phrase.label for phrase in phrases)}.")
        query = Query(
            _expanded(asked[: self._limits.terms], self._lexicon.synonyms),
            collections=scope.collections,
            dates=_combined(phrases),
            date_terms=_date_terms(phrases),
            asks_for=expected(used) or AnswerType.NONE,
            newest=bool(latest),
        )
        return Question(used, query, notes)


def _query_terms(text: str, aside: Sequence[Span]) -> list[QueryTerm]:
    """The distinct terms in order, without what stands aside; words of asking stay where there are no others."""
    found: dict[str, QueryTerm] = {}
    asking: dict[str, QueryTerm] = {}
    for token in tokens(text):
        if any(span.start <= token.span.start < span.end for span in aside):
            continue
        word = text[token.span.start : token.span.end]
        kept = asking if word.lower() in ASKING_WORDS else found
        for term in token.terms:
            kept.setdefault(term, QueryTerm(term, word))
    return list((found or asking).values())


def _expanded(asked: Sequence[QueryTerm], synonyms: Synonyms) -> list[QueryTerm]:
    others: list[list[Alternative]] = [[] for _ in asked]
    for expansion in synonyms.expand([term.term for term in asked]):
        for position in expansion.positions:
            others[position] += [Alternative(run, expansion.weight) for run in expansion.alternatives]
    return [replace(term, alternatives=tuple(found)) for term, found in zip(asked, others, strict=True)]


def _combined(phrases: Sequence[DatePhrase]) -> list[DateRange]:
    """Days asked for: "since 2022 … before June" bound each other, "in 2019 and in 2021" stand side by side."""
    closed = [phrase.dates for phrase in phrases if phrase.dates.start and phrase.dates.end]
    opened = [phrase.dates for phrase in phrases if not (phrase.dates.start and phrase.dates.end)]
    if closed or len(opened) < 2:
        return closed or opened
    starts = [days.start for days in opened if days.start]
    ends = [days.end for days in opened if days.end]
    start, end = max(starts, default=None), min(ends, default=None)
    return opened if start and end and start >= end else [DateRange(start, end)]


def _date_terms(phrases: Iterable[DatePhrase]) -> list[tuple[str, ...]]:
    """The words that would name the days in a sentence: only days, months and years have such words."""
    runs = []
    for phrase in phrases:
        start, end = phrase.dates.start, phrase.dates.end
        if start and end and (end - start).days <= 366 and not re.search(r"[–;]", phrase.label):
            runs.append(tuple(terms(phrase.label)))
    return runs
