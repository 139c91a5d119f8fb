"""One door to the finders of each kind of answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.language.spans.figures import figures
from index.language.spans.persons import persons
from index.language.spans.places import places
from index.language.spans.times import times
from index.query import AnswerType
from index.release import Span

_FINDERS: dict[AnswerType, Callable[[str], Iterator[Span]]] = {
    AnswerType.WHEN: times,
    AnswerType.HOW_MUCH: figures,
    AnswerType.WHO: persons,
    AnswerType.WHERE: places,
}


def spans(passage: str, kind: AnswerType) -> list[Span]:
    """Where the passage holds dates, figures, places or persons, in reading order, none within another.

    >>> passage = "In 2004 some 31 Allies met in Istanbul."
    >>> [passage[span.start : span.end] for kind in AnswerType for span in spans(passage, kind)]
    ['2004', '31 Allies', 'Istanbul']
    """
    return list(_FINDERS[kind](passage))


def has_answer(passage: str, kind: AnswerType) -> bool:
    """Whether the passage holds anything of the kind; it stops at the first."""
    return next(_FINDERS[kind](passage), None) is not None
