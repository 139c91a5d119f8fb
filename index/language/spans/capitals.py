"""Runs of capitalised words: where the names of a passage may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.language.stopwords import STOP_WORDS
from index.release import Span

_WORD = r"(?: (?:[A-Z]\.){2,} | (?:Sen|Sens|Rep|Reps|Mr|Mrs|Ms|Dr|Gov|Gen|Lt|Col|Sgt|Spc|Pfc|Cpl|Rev|Prof|St|Ft|Jr|Sr|[A-Z])\. | [^\W\d_a-z][\w’'-]* )"
_OFFICE = "State|Staff|Defen[cs]e|Homeland|Health|Treasury|Interior|Navy|Army|Air|Foreign|Columbia|Korea|America|Mexico"
_JOINER = rf"""(?: \s (?: of\s(?:the\s)?(?={_OFFICE}) | and\s(?=Herzegovina|Tobago|Human|Urban|Nevis)
    | von\sder\s | van\sder\s | van\s | von\s | de\sla\s | de\s | del\s | bin\s | al- )? )"""
_RUN = re.compile(rf"(?<![\w.&]) {_WORD} (?: {_JOINER} {_WORD} )*", re.VERBOSE)
_PIECE = re.compile(r"\S+")
_OPENERS = STOP_WORDS | frozenset(
    "q today yesterday tomorrow however meanwhile also thank thanks dear earlier".split()
)
"""Words that are capitalised where a sentence or a reporter's question ("Q …") begins, and are no part of a name."""

_POSSESSIVE = ("'s", "’s", "'", "’")


@dataclass(frozen=True, slots=True)
class Capitals:
    """A run of capitalised words; words of grammar that open a sentence are left out, possessive endings too."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]

    def span(self, first: int, last: int) -> Span:
        """From the start of one word to the end of another."""
        return Span(self.spans[first].start, self.spans[last].end)

    def text(self, first: int, last: int) -> str:
        """The words from one to another, parted by single spaces."""
        return " ".join(self.words[first : last + 1])


def capitals(passage: str) -> Iterator[Capitals]:
    """The runs of capitalised words, in reading order; a possessive ends a run.

    >>> [run.words for run in capitals("In Iraq, President Bush's aides met General Petraeus.")]
    [('Iraq',), ('President', 'Bush'), ('General', 'Petraeus')]
    """
    for run in _RUN.finditer(passage):
        words: list[str] = []
        places: list[Span] = []
        for piece in _PIECE.finditer(run[0]):
            word = piece[0]
            start = run.start() + piece.start()
            if not words and word.lower() in _OPENERS and word not in {"US", "U.S."}:
                continue
            is_possessive = word.endswith(_POSSESSIVE)
            bare = word.removesuffix("'s").removesuffix("’s").rstrip("'’") if is_possessive else word
            words.append(bare)
            places.append(Span(start, start + len(bare)))
            if is_possessive:
                yield Capitals(tuple(words), tuple(places))
                words, places = [], []
        if words:
            yield Capitals(tuple(words), tuple(places))
