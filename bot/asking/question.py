"""A question as typed → a Query, with what must be said about how it was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.asking.scope import Scope
from index.language.analyzer import Token, terms, tokens
from index.language.answer_type import expected
from index.language.characters import clean
from index.language.dates import DatePhrase, find_dates, not_understood
from index.language.lexicon import Lexicon
from index.language.speakers.asked import Known, asked_speaker
from index.language.stopwords import ASKING_WORDS
from index.language.synonyms import Synonyms
from index.query import Alternative, AnswerType, DateRange, Query, QueryTerm
from index.release import Span

_NAMED = 4

_LATEST = re.compile(r"\b(?:latest|most recent(?:ly)?|newest|last time)\b", re.IGNORECASE)


def nobody_known(_name: str) -> Sequence[str]:
    """For where no index is at hand."""
    return ()


@dataclass(frozen=True, slots=True)
class QuestionLimits:
    """How much of a question is used: characters, and distinct terms."""

    chars: int = 500
    terms: int = 32


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood; ``notes`` are sentences for whoever asked.

    ``bare`` marks one that holds words of asking only ("what was said?"): as a follow-up it has no terms of its own.
    """

    text: str
    query: Query
    bare: bool = False
    notes: Sequence[str] = field(default=())


class QuestionReader:
    """Reads questions by a lexicon and within limits."""

    def __init__(self, lexicon: Lexicon, limits: QuestionLimits) -> None:
        self._lexicon = lexicon
        self._limits = limits

    def read(self, text: str, *, scope: Scope, today: date, known: Known = nobody_known) -> Question:
        """What the question looks for; words of asking ("what did … say about") are no part of it.

        ``known`` gives the people who speak in the index by the name typed.

        >>> reader = QuestionReader(Lexicon(), QuestionLimits())
        >>> question = reader.read("What did he say about China?", scope=Scope(), today=date(2024, 2, 5))
        >>> [term.word for term in question.query.terms]
        ['China']
        """
        used = self.trimmed(text)
        notes = []
        phrases = find_dates(used, today=today, events=self._lexicon.events)
        latest = list(_LATEST.finditer(used))
        asked_for = asked_speaker(used, lexicon=self._lexicon.speakers, known=known)
        aside = [asked_for.words] if asked_for else []
        aside += [phrase.span for phrase in phrases] + [Span(*found.span()) for found in latest]
        bare = not _query_terms(used, aside)
        asked = _query_terms(used, aside) or _asking_terms(used) or _query_terms(used, ())
        if len(asked) > self._limits.terms:
            notes.append(f"Only the first {self._limits.terms} different words of the question were used.")
        unread = not_understood(used, today=today, events=self._lexicon.events)
        notes += [f"“{words}” was not understood as a date." for words in unread]
        if asked_for and len(asked_for.names) > 1:
            notes.append(f"“{asked_for.surface}” may mean {' or '.join(sorted(asked_for.names)[:_NAMED])}.")
        if phrases:
            notes.append(f"Dates asked for: {'; '.join(phrase.label for phrase in phrases)}.")
        query = Query(
            _expanded(asked[: self._limits.terms], self._lexicon.synonyms),
            collections=scope.collections,
            dates=_combined(phrases),
            date_terms=_date_terms(phrases),
            asks_for=expected(used) or AnswerType.NONE,
            newest=bool(latest),
            speakers=frozenset(asked_for.names) if asked_for else frozenset(),
            speaker_terms=tuple(terms(asked_for.surface)) if asked_for else (),
        )
        return Question(used, query, bare, notes)

    def trimmed(self, text: str) -> str:
        """As much of the question as is used, on one line; a word that would be cut is left out."""
        whole = " ".join(clean(text).split())
        kept = whole[: self._limits.chars]
        within_word = len(whole) > len(kept) and not whole[len(kept)].isspace()
        return kept.rsplit(" ", 1)[0] if within_word and " " in kept else kept

    def cut_notes(self, text: str) -> list[str]:
        """What to say where the question was longer than that."""
        if len(" ".join(clean(text).split())) <= self._limits.chars:
            return []
        return [f"Only the first {self._limits.chars:,} characters of the question were used."]


def _query_terms(text: str, aside: Sequence[Span]) -> list[QueryTerm]:
    """The distinct terms in order, without what stands aside and without words of asking."""
    return _distinct(
        text,
        lambda token, word: (
            word.lower() not in ASKING_WORDS
            and not any(span.start <= token.span.start < span.end for span in aside)
        ),
    )


def _asking_terms(text: str) -> list[QueryTerm]:
    """The words of asking, which are looked for where there are no others."""
    return _distinct(text, lambda _token, word: word.lower() in ASKING_WORDS)


def _distinct(text: str, chosen: Callable[[Token, str], bool]) -> list[QueryTerm]:
    found: dict[str, QueryTerm] = {}
    for token in tokens(text):
        word = text[token.span.start : token.span.end]
        if chosen(token, word):
            for term in token.terms:
                found.setdefault(term, QueryTerm(term, word))
    return list(found.values())


def _expanded(asked: Sequence[QueryTerm], synonyms: Synonyms) -> list[QueryTerm]:
    others: list[list[Alternative]] = [[] for _ in asked]
    for expansion in synonyms.expand([term.term for term in asked]):
        for position in expansion.positions:
            others[position] += expansion.alternatives
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
