"""Citations: what a search found comes in; verbatim passages, with the words that it was found by marked, go out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking.answer import Citation, Highlight
from bot.asking.question import Question
from index.language.analyzer import tokens
from index.language.spelling import surface_words
from index.library import Library
from index.query import AnswerType, Hit, ListedPassage
from index.release import Span

_KINDS = {
    AnswerType.WHEN: "date",
    AnswerType.HOW_MUCH: "figure",
    AnswerType.WHO: "name",
    AnswerType.WHERE: "place",
}


async def cite(
    library: Library, found: Sequence[Hit | ListedPassage], question: Question | None = None
) -> list[Citation]:
    """The passages that were found, read from the store."""
    wanted = [id_ for one in found for id_ in (one.passage, *one.repeated_in)]
    passages = {passage.id: passage for passage in await library.passages(wanted)}
    return [
        Citation(
            passage=passages[one.passage],
            highlights=highlights(passages[one.passage].quote, one.matched, question),
            repeats=[passages[id_] for id_ in one.repeated_in if id_ in passages],
            hit=one if isinstance(one, Hit) else None,
        )
        for one in found
        if one.passage in passages
    ]


def highlights(quote: str, matched: frozenset[str], question: Question | None) -> list[Highlight]:
    """The words of a quote that stand for matched terms, and the date, figure, name or place that was asked for."""
    words = [token.span for token in tokens(quote) if not matched.isdisjoint(token.terms)]
    exact = _exact(quote, words, question)
    marked = [
        Highlight(word.start, word.end, "match")
        for word in words
        if exact is None or word.end <= exact.start or exact.end <= word.start
    ]
    return sorted([*marked, *([exact] if exact else [])], key=lambda mark: mark.start)


def _exact(quote: str, words: Sequence[Span], question: Question | None) -> Highlight | None:
    if question is None or question.query.asks_for not in _KINDS:
        return None
    kind = question.query.asks_for
    # the patterns cost a tenth of a second to compile: only where a date or a figure is asked for
    from index.language.spans import exact_span

    found = exact_span(quote, kind, words, asked=frozenset(surface_words(question.text)))
    return Highlight(found.start, found.end, _KINDS[kind]) if found else None
