"""How a question was read, as a list for whoever wonders why a passage was found."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.question import Question
from index.query import AnswerType, QueryTerm

_OTHERS_NAMED = 6

_ASKS_FOR = {
    AnswerType.WHEN: "a date",
    AnswerType.HOW_MUCH: "a figure",
    AnswerType.WHO: "a person",
    AnswerType.WHERE: "a place",
}


def reading(question: Question) -> list[str]:
    """What was looked for, in what other words, whose words were asked for, and what kind of answer."""
    return list(_lines(question))


def _lines(question: Question) -> Iterator[str]:
    query = question.query
    yield f"Looked for: {'; '.join(map(_term, query.terms))}."
    if query.speakers:
        yield f"Asked for the words of: {' or '.join(sorted(query.speakers))}."
    if query.asks_for in _ASKS_FOR:
        yield f"Preferred passages that hold {_ASKS_FOR[query.asks_for]}."
    if query.newest:
        yield "Preferred the newest releases."
    if query.releases:
        yield "Preferred the releases that answered the question before."


def _term(term: QueryTerm) -> str:
    others = list(dict.fromkeys(other.words or " ".join(other.terms) for other in term.alternatives))
    also = (
        f" (also {', '.join(others[:_OTHERS_NAMED])}{' …' if len(others) > _OTHERS_NAMED else ''})"
        if others
        else ""
    )
    carried = ", from the question before" if term.weight < 1 else ""
    return f"{term.word}{carried}{also}"
