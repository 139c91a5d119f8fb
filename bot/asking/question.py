"""A question as typed → a Query, with what must be said about how it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking.scope import Scope
from index.language.analyzer import tokens
from index.language.characters import clean
from index.language.stopwords import ASKING_WORDS
from index.query import Query, QueryTerm


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
    notes: Sequence[str] = ()


def parse_question(text: str, *, scope: Scope, limits: QuestionLimits) -> Question:
    """Read a question; words of asking ("what did … say about") are no part of what is looked for.

    >>> question = parse_question("What did he say about China?", scope=Scope(), limits=QuestionLimits())
    >>> [term.word for term in question.query.terms]
    ['China']
    """
    whole = " ".join(clean(text).split())
    used = whole[: limits.chars]
    notes = []
    if len(whole) > limits.chars:
        notes.append(f"Only the first {limits.chars:,} characters of the question were used.")
    terms = _query_terms(used)
    if len(terms) > limits.terms:
        notes.append(f"Only the first {limits.terms} different words of the question were used.")
    return Question(used, Query(terms[: limits.terms], collections=scope.collections), notes)


def _query_terms(text: str) -> list[QueryTerm]:
    """The distinct terms in order; words of asking stay where there are no others."""
    found: dict[str, QueryTerm] = {}
    asking: dict[str, QueryTerm] = {}
    for token in tokens(text):
        word = text[token.span.start : token.span.end]
        kept = asking if word.lower() in ASKING_WORDS else found
        for term in token.terms:
            kept.setdefault(term, QueryTerm(term, word))
    return list((found or asking).values())
