"""The one span of a passage that most likely answers.

It is the span nearest to the words that matched, counted within clauses, of the sort that the question's own words
ask for ("percentage", "how long"), and never one that the question already holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.spans.finding import spans
from index.language.spelling import surface_words
from index.language.stopwords import STOP_WORDS
from index.query import AnswerType
from index.release import Span

_CLAUSE_END = re.compile(r"[,;:()—–]|\b(?:and|but|which|who|while|because|that)\b")
_CLAUSE_CHARS = 25
"""How far apart two words seem that a comma or a conjunction parts."""

_OPENING_CHARS = 12
"""A span that starts so early opens the sentence."""

_NEAR_CHARS = 20
"""A matched word this far away counts half."""

_PREFERENCE = 3.0
"""How much more a span counts that is of the sort asked for."""

_MONEY = re.compile(r"[$€£]|\b(?:dollars|euros|pounds|cents)\b")
_SHARE = re.compile(
    r"%|\bper ?cent|-(?:half|thirds?|quarters?|fourths?|fifths?|tenths?)\b|\b(?:half|third|quarter)\b| (?:in|out of) "
)
_DURATION = re.compile(r"(?:second|minute|hour|day|week|month|year|decade|centurie)s?$")
_LENGTH = re.compile(r"mile|feet|foot|kilomet|acre|inch|yard")
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_CLOCK = re.compile(r"[ap]\.?m\b|o['’]clock|noon|midnight", re.IGNORECASE)

# the first line whose words are asked decides; "how many" asks for what the figure counts
_SORTS: dict[AnswerType, list[tuple[frozenset[str], re.Pattern[str]]]] = {
    AnswerType.WHEN: [(frozenset({"year"}), _YEAR), (frozenset({"time"}), _CLOCK)],
    AnswerType.HOW_MUCH: [
        (frozenset("percent percentage share proportion fraction rate".split()), _SHARE),
        (frozenset({"long"}), _DURATION),
        (frozenset({"far", "miles"}), _LENGTH),
        (frozenset("much cost costs price money dollars funding salary budget".split()), _MONEY),
    ],
}


def exact_span(
    passage: str, kind: AnswerType, near: Sequence[Span], *, asked: frozenset[str] = frozenset()
) -> Span | None:
    """The span that answers best, given where the matched words stand and the question's folded words.

    >>> passage = "It gives $3 million to Vermont and $5 million to Maine."
    >>> found = exact_span(passage, AnswerType.HOW_MUCH, [Span(49, 54)], asked=frozenset({"maine"}))
    >>> found and passage[found.start : found.end]
    '$5 million'
    """
    new = [span for span in spans(passage, kind) if not _is_in_question(passage, span, kind, asked)]
    boundaries = [found.start() for found in _CLAUSE_END.finditer(passage)]
    if new and new[0].start <= _OPENING_CHARS and new[0].end in boundaries:
        boundaries.remove(new[0].end)  # "On April 6, the Senate passed …": this comma parts nothing
    return max(new, key=lambda span: _worth(passage, span, near, boundaries, kind, asked), default=None)


def _is_in_question(passage: str, span: Span, kind: AnswerType, asked: frozenset[str]) -> bool:
    words = [word for word in surface_words(passage[span.start : span.end]) if word not in STOP_WORDS]
    if kind is AnswerType.WHO:
        return words[-1] in asked
    numbers = [word for word in words if word[0].isdigit()]
    return all(word in asked for word in numbers or words)


def _worth(
    passage: str,
    span: Span,
    near: Sequence[Span],
    boundaries: Sequence[int],
    kind: AnswerType,
    asked: frozenset[str],
) -> float:
    closeness = sum(_closeness(span, match, boundaries) for match in near)
    preferred = _is_of_sort(passage[span.start : span.end], kind, asked)
    return (closeness + 0.01) * (_PREFERENCE if preferred else 1.0)


def _closeness(span: Span, match: Span, boundaries: Sequence[int]) -> float:
    """1 for a matched word within or beside the span, less with distance and with each clause between."""
    low, high = min(span.end, match.end), max(span.start, match.start)
    between = sum(low <= boundary < high for boundary in boundaries)
    distance = max(0, high - low) + _CLAUSE_CHARS * between
    return _NEAR_CHARS / (_NEAR_CHARS + distance)


def _is_of_sort(text: str, kind: AnswerType, asked: frozenset[str]) -> bool:
    """Whether the span is the sort of figure or date that the question's words ask for."""
    wanted = next((sort for words, sort in _SORTS.get(kind, ()) if not asked.isdisjoint(words)), None)
    if wanted is not None:
        return wanted.search(text) is not None
    counts_what_is_asked = "many" in asked and not asked.isdisjoint(surface_words(text))
    return kind is AnswerType.HOW_MUCH and counts_what_is_asked and not _MONEY.search(text)
