"""Dates and times of day in a passage: "31 January 2024", "later this week", "by 2030", "10 a.m."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.release import Span

_MONTH = r"""(?: (?:January|February|March|April|May|June|July|August|September|October|November|December)\b
    | (?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b\.? )"""
_WEEKDAY = r"(?: (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )\b"
_YEAR = r"(?: (?:1[6-9]|20|21)[0-9]{2} ) (?![\w%]) (?!-[a-z0-9]) (?![.,][0-9])"
_DAY = r"(?: [0-3]?[0-9](?:st|nd|rd|th)? ) (?![\w%]) (?![.,][0-9])"
_PART_OF_DAY = r"(?: morning|afternoon|evening|night )"
_PART = (
    rf"(?: {_PART_OF_DAY} | week(?:end)?|month|year|quarter|decade|century|summer|spring|fall|autumn|winter )"
)
_COUNT = (
    r"(?: [0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|several|many|a\sfew )"
)
_PERIOD = r"(?: minute|hour|day|week|month|year|decade|century )s?"
_AMOUNT_AFTER = r"(?! \s (?: million|billion|dollars|percent|people|jobs|troops|homes|miles|tons|families|acres|pages )\b )"

_CALENDAR = rf"""
    (?: {_WEEKDAY} ,?\s (?:the\s)? )?
    (?: {_MONTH} \s {_DAY} | {_DAY} (?:\sof)? \s {_MONTH} ) (?: ,?\s {_YEAR} )?       # Wednesday, January 31, 2024
  | (?: (?:early|late|mid)[\s-] )? {_MONTH} ,?\s (?:of\s)? {_YEAR}                       # early March 2024
  | (?! May\b|March\b ) {_MONTH} (?![\w'’-])
  | {_WEEKDAY} (?: \s {_PART_OF_DAY} )?
  | (?: Spring|Summer|Fall|Autumn|Winter|spring|summer|fall|autumn|winter ) \s (?:of\s)? {_YEAR}
  | (?: the\s )? (?: first|second|third|fourth|last ) \s (?:quarter|half) \s of \s (?: {_YEAR} | the\syear )
  | (?: [Ff]iscal\s (?:[Yy]ear\s)? | FY\s? ) (?: {_YEAR} | ['’]?[0-9]{{2}}\b )
  | [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} \b | [0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{2,4}} \b | 9/11 \b
  | (?: 1[6-9]|20 )[0-9]0['’]?s \b
  | (?<! Act\sof\s ) (?<! \bS\.\s ) (?<! H\.R\.\s ) (?<! [.,/$-] ) {_YEAR} {_AMOUNT_AFTER}
"""
# "May" and "March" alone are months behind these words only
_AMBIGUOUS_MONTH = r"""
    (?: (?<=\b[IiOo]n\s) | (?<=\b[Oo]f\s) | (?<=\b[Bb]y\s) | (?<=\b[Tt]his\s) | (?<=\b[LlPp]ast\s) | (?<=\b[Nn]ext\s) | (?<=\b[Ss]ince\s)
      | (?<=\b[Uu]ntil\s) | (?<=\bearly\s) | (?<=\blate\s) | (?<=\bmid-) ) (?: May|March ) (?! [\w'’-] | \s[A-Z] )
"""
_RELATIVE = rf"""
    (?: [Ee]arlier\s | [Ll]ater\s )? (?: [Tt]oday|[Tt]onight|[Tt]omorrow|[Yy]esterday ) (?: \s {_PART_OF_DAY} )? (?! ['’]s | \w )
  | (?: [Ee]arlier\s | [Ll]ater\s | [Ee]arly\s | [Ll]ate\s )? (?: [Tt]his|[Ll]ast|[Nn]ext|[Tt]he\s(?:following|previous|coming) ) \s
    (?: past\s | coming\s )? (?: {_PART} | {_WEEKDAY} | {_MONTH} ) (?! \w | ['’-] )
  | {_COUNT} \s {_PERIOD} \s (?: ago | from\s(?:now|today) | later | earlier ) \b
"""
_CLOCK = r"""
    (?: at\s )? (?: [0-9]{1,2} (?: :[0-9]{2} )? \s? (?: [ap]\.m\b\.? | [AP]\.M\b\.? | [AP]M\b | o['’]clock\b ) | noon\b | midnight\b )
"""

# how a date can begin: most words of a passage are passed over without trying the rest
_START = r"""\b (?= [0-9JFMASONDW] | T[uho] | [Tt]o[dnm] | [Tt]h[ei] | [Yy]es | [Ee]arl | [Ll]a[st] | [Nn]ext | [Pp]ast | mid | noon | spr | sum
    | aut | fall | win | firs | second | third | four | fi[sv] | [Bb]y\s | [Ss]in | [Uu]nt | an?\s | A[nf]?\s | [Oo]ne | [Tt]w | [Ss]ix | seve | [EeNn]i
    | [Tt]en | [Ss]ev | [Tt]hr | man | at\s )"""
_TIME = re.compile(
    rf"""{_START}
    (?: (?: [Bb]y|[Ss]ince|[Uu]ntil ) \s (?: the\s(?:end|start|beginning|middle)\sof\s )? )?
    (?: {_CLOCK} | {_CALENDAR} | {_AMBIGUOUS_MONTH} | {_RELATIVE} )""",
    re.VERBOSE,
)


def times(passage: str) -> Iterator[Span]:
    """Dates and times of day, in reading order.

    >>> passage = "He arrived on Wednesday and leaves by the end of 2024."
    >>> [passage[span.start : span.end] for span in times(passage)]
    ['Wednesday', 'by the end of 2024']
    """
    for found in _TIME.finditer(passage):
        yield Span(*found.span())
