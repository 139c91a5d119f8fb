"""Numbers and months that look like dates and are part of a name: "Act of 2005", "April Smith", "January 6 attack".

The text and where a period stands in it come in; whether the words around it make it a name goes out.
"""

from __future__ import annotations

import re

from index.language.dates.period import pattern
from index.language.dates.vocabulary import GAP

_REACH = 60  # characters before a period that can make it part of a name

DOCUMENT = rf"""(?:address(?:es)?|speech(?:es)?|statements?|remarks|proclamations?|reports?|summits?|messages?|letters?
    |announcements?|briefings?|conferences?|releases?|communiques?|communiqué|declarations?|interviews?|testimony
    |hearings?|readouts?|state{GAP}of{GAP}the{GAP}union|sotu)\b"""
"""Nouns for what an institution publishes or where it speaks: a year before or behind them dates them."""

_DOCUMENT_AFTER = pattern(rf"""
    {GAP} (?: (?:annual|joint|inaugural|opening|closing|final|official|press|news|nato|white{GAP}house|budget|jobs){GAP} )?
    {DOCUMENT}
""")

_DOCUMENT_BEFORE = pattern(rf"{DOCUMENT} {GAP} $")

_NAME_BEFORE = pattern(r"""
    (?: \b (?: fiscal | fy | school | model | academic | calendar | act | law | bill | resolution | res\. | agenda
      | vision | horizon | goals? | targets? | section | sec\. | title | article | order | directive | regulation | rule
      | chapter | page | room | route | highway | flight | form | class | number | no\. | nos?\b | plan | strategy
      | initiative | program(?:me)? | code | h\.?\s?r\.? | s\. | sr | hb | sb | elections? | census | olympics | expo
    ) (?:\s (?:years?|no\.|number))? | [$£€#] ) \s{0,2} $
""")

_AMOUNT_BEFORE = pattern(
    r"\b (?:than|about|over|nearly|almost|roughly|some|top|least|most|other|and|or|of|the|for|to|at|,) \s{1,2} $"
)

_ATTACK_AFTER = pattern(rf"""
    (?:'s)? {GAP} (?:terrorist{GAP}|terror{GAP}|capitol{GAP})?
    (?: attacks?|insurrection|riots?|committee|commission|victims?|memorial|families|anniversary|hijackers?|rioters?)\b
""")

_ATTACK_BEFORE = pattern(
    rf"(?:attacks?|events|wake|victims?|anniversary|insurrection|riots?){GAP}(?:of|on){GAP}(?:the{GAP})?$"
)

_PERSON_AFTER = re.compile(r"\s[A-Z][\w'-]+")
_FIRST_NAMES = pattern(r"(?:april|may|june|august|jan)$")


def before(text: str, place: int) -> str:
    """The few words in front of the place."""
    return text[max(0, place - _REACH) : place]


def names_a_document_year(text: str, start: int, end: int) -> bool:
    """Whether a year stands directly before a document ("the 2021 address")."""
    return bool(_DOCUMENT_AFTER.match(text, end)) and not _NAME_BEFORE.search(before(text, start))


def follows_document(text: str, place: int) -> bool:
    """Whether the words end with a document ("the speech of 2021": the place of "of")."""
    return bool(_DOCUMENT_BEFORE.search(before(text, place)))


def is_named_number(text: str, start: int) -> bool:
    """Whether a number belongs to the words before it ("Resolution 2005", "FY 2006", "more than 2000")."""
    words = before(text, start)
    return bool(_NAME_BEFORE.search(words) or _AMOUNT_BEFORE.search(words))


def is_named_day(text: str, start: int, end: int) -> bool:
    """Whether a day names an event of history rather than a day of publication ("January 6 attack")."""
    return bool(_ATTACK_AFTER.match(text, end) or _ATTACK_BEFORE.search(before(text, start)))


def is_person(text: str, start: int, end: int) -> bool:
    """Whether a month alone is the first name of somebody ("from April Smith")."""
    return bool(_FIRST_NAMES.match(text[start:end]) and _PERSON_AFTER.match(text, end))
