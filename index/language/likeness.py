"""Likeness of sentences: a sentence and others come in, which of them says most nearly the same goes out.

Words are compared, not letters: by their letters, any two sentences of a language are half alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from index.language.spelling import surface_words

_LEAST = 0.5
"""Share of both sentences' words, in order, that they must have in common: an edited sentence mostly keeps two thirds,
two sentences on one subject share a quarter."""


def most_alike(sentence: str, others: Sequence[str]) -> int | None:
    """Which of the others, the first of equals, is most like the sentence; None where none is like it.

    >>> most_alike("It spends 2% on defence.", ["It met in May.", "It now spends 3% on defence."])
    1
    """
    words = list(surface_words(sentence))
    shares = [Indel.normalized_similarity(words, list(surface_words(other))) for other in others]
    best = max(range(len(others)), key=shares.__getitem__, default=None)
    return best if words and best is not None and shares[best] >= _LEAST else None
