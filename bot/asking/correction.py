"""Typos: words of a question that no release holds are read as the words that were probably meant.

A word that the searched releases hold is never corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.language.analyzer import tokens

Suggest = Callable[[str], str | None]
"""The word that was probably meant; None if the word is held, or nothing is near enough."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A question's text as it is looked for, and a sentence for each word that was changed."""

    text: str
    notes: tuple[str, ...] = ()


def corrected(text: str, suggest: Suggest) -> Correction:
    """The text with its typos mended.

    >>> corrected("Stoltenburg on China", {"Stoltenburg": "stoltenberg"}.get).text
    'Stoltenberg on China'
    """
    pieces, notes, end = [], [], 0
    for token in tokens(text):
        word = text[token.span.start : token.span.end]
        meant = suggest(_POSSESSIVE.sub("", word)) if token.terms else None
        if meant is None:
            continue
        meant = meant.capitalize() if word[:1].isupper() else meant
        pieces += [text[end : token.span.start], meant]
        end = token.span.end
        notes.append(f"Searched for “{meant}”: no release holds “{word}”.")
    return Correction("".join([*pieces, text[end:]]), tuple(notes))


_POSSESSIVE = re.compile(r"['’ʼ]s?$")
