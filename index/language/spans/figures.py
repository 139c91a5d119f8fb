"""Figures in a passage: money, shares, counts with what they count, durations; not dates, nor numbers of bills.

A pattern finds the number; what stands before and behind it says what it is and how far it reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.release import Span

_SCALE = r"(?: (?:hundred|thousand|million|billion|trillion|dozen)s? )\b"
_DIGITS = r"(?: [0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)? | [0-9]+(?:\.[0-9]+)? ) (?![\w]) (?!,[0-9]{3})"
_WORDS = r"""(?i: two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen
    | nineteen | (?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)
      (?:-(?:one|two|three|four|five|six|seven|eight|nine))? )\b"""
_NUMBER = rf"(?: (?:{_DIGITS} | {_WORDS}) (?: [\s-]{_SCALE} )* | (?i:one|an?|half\sa) [\s-] {_SCALE} )"
_CURRENCY = r"(?: (?: \b(?:US|C|A)\s? | U\.S\.\s? )? [$€£] \s? )"
_ORDER = r"(?i: half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths? )\b"

_SHARE = rf"""
    \b (?i: one|two|three|four|five|seven|nine )-{_ORDER}                                          # two-thirds
  | \b (?i: an?|one ) \s (?: third|quarter|fifth|tenth ) \b
  | \b (?: {_WORDS} | (?i:one) | [0-9]+ ) \s (?: out\sof|in ) \s (?: every\s )? (?: {_WORDS} | [0-9]+\b ) (?! \s? (?:{_SCALE}|%) )
  | \b (?i: half ) (?= \s (?:of|the|a|our|its|their|all) \b )
"""
_VOTE = r"\b (?<![0-9/-]) [0-9]{1,3} (?: -|–|\sto\s ) [0-9]{1,3} \b (?= \s (?:vote|margin) )| (?<=\bpassed\s) [0-9]{1,3}[-–][0-9]{1,3} \b"
_QUANTITY = rf"""
    {_CURRENCY} (?P<money> {_NUMBER} ) (?: \s? (?:-|–|to|and) \s? {_CURRENCY}? {_NUMBER} )?
  | (?<![\w.$€£/-]) (?P<number> (?: {_NUMBER} \s? (?:-|–|to|or) \s? )? {_NUMBER} )
  | \b (?P<vague> (?i: (?:hundreds|tens|dozens) \s of \s (?:thousands|millions|billions) | (?:hundreds|thousands|millions|billions|trillions|dozens) (?=\sof) ) ) \b
"""
# how a figure can begin: most words of a passage are passed over without trying the rest
_START = r"""(?<!\w) (?= [0-9$€£] | (?: US|U\.S\.|C|A )\s?[$€£] | (?i: tw[eo] | th[ior] | fo[ru] | fi[fv] | si[gx] | seve | eig | nin | ten | ele | one | an?\s
    | hal | hund | mil | bil | tri | doz ) )"""
_FIGURE = re.compile(rf"{_START} (?: (?P<share> {_SHARE} ) | (?P<vote> {_VOTE} ) | {_QUANTITY} )", re.VERBOSE)

# "Section 5", "H.R. 1234", "COVID-19", "January 31": the number is part of a name
_NAMED_BEFORE = re.compile(
    r"""(?: \b(?: Sections? | Secs?\. | Titles? | Articles? | Resolution | Chapter | Part | Order | [Pp]ages? | No\. | Nos\. | H\.?\s?R\. | S\. | Route
        | Interstate | Highway | Flight | Law | Room | [Nn]umber | Phase | Res\. | [Gg]rades? | [Aa]ges? | [Aa]ged | Day | Public\sLaw
        | January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\. )
      | \#\s? | \(\s? | COVID[-\s] | :) \s? $""",
    re.VERBOSE,
)
_CALENDAR_AFTER = re.compile(
    r"""\s? (?: (?:of\s)? (?:January|February|March|April|May|June|July|August|September|October|November|December)\b
      | [ap]\.?m\b | [AP]\.?M\b | o['’]clock )""",
    re.VERBOSE,
)
_PERCENT = re.compile(
    r"\s?% | [\s-](?:percent|per\ cent)(?:age\ points?)?\b | \s percentage\ points?\b", re.VERBOSE
)
_MONEY_AFTER = re.compile(r"\s (?:(?:US|U\.S\.)\s)? (?:dollars|euros|pounds|cents) \b", re.VERBOSE)
_DURATION = re.compile(
    r"""(?: \s (?:\w+\s)? (?:second|minute|hour|day|week|month|year|decade)s | -(?:second|minute|hour|day|week|month|year|decade)s? ) \b
        (?! \s (?:ago|later|earlier|from\snow) ) (?! -old )""",
    re.VERBOSE,
)
_COUNTED = re.compile(
    r"""\s (?: (?! (?:and|or|of|to|in|for|the|by|at|from|on|with|that|which|as|is|are|was|were|who|per|if|but|has|have|had|will
            |its|his|her|their|our|this|says|said|does) \b ) [^\W\d][\w’'-]* \s ){0,2}?
        (?: (?! (?:is|was|has|does|says|as|its|his|this|us|plus|versus|always|also|thus|across|perhaps|ours|yours|theirs|unless) \b )
            [A-Za-z][\w-]* [^\W\dsui] s \b | Allies\b | GDP\b | people | men | women | children | personnel | staff | feet | square[\s-](?:foot|mile) ) \b""",
    re.VERBOSE,
)
_UNITED = re.compile(
    r"\s (?: people|troops|men|women|children|jobs|homes|miles|tons|families|acres|pages|students|dollars ) \b",
    re.VERBOSE,
)
_YEAR = re.compile(r"(?:1[6-9]|20|21)[0-9]{2}")
_EXACT = re.compile(r"[.,]|[a-z]{4}", re.IGNORECASE)


def figures(passage: str) -> Iterator[Span]:
    """Money, shares, counts and durations, in reading order.

    >>> passage = "On May 5 some 31 Allies spent 12 per cent of it: $4.5 million over six years."
    >>> [passage[span.start : span.end] for span in figures(passage)]
    ['31 Allies', '12 per cent', '$4.5 million', 'six years']
    """
    reached = 0
    for found in _FIGURE.finditer(passage):
        end = found.end() if found["number"] is None else _number_end(passage, found)
        if end is not None and found.start() >= reached:
            yield Span(found.start(), end)
            reached = end


def _number_end(passage: str, found: re.Match[str]) -> int | None:
    """Where the figure ends that a plain number opens; None where it is a date, a name or no figure."""
    start, end = found.span()
    for unit in (_PERCENT, _MONEY_AFTER):
        if measured := unit.match(passage, end):
            return measured.end()
    if _NAMED_BEFORE.search(passage, max(0, start - 14), start) or _CALENDAR_AFTER.match(passage, end):
        return None
    counted = (_UNITED if _YEAR.fullmatch(found[0]) else _DURATION).match(passage, end)
    if not counted and not _YEAR.fullmatch(found[0]) and not _TIME_AGO.match(passage, end):
        counted = _COUNTED.match(passage, end)
    if counted:
        return counted.end()
    # a bare small number is seldom what was asked for
    return end if _EXACT.search(found[0]) and _SCALED.search(found[0]) else None


_TIME_AGO = re.compile(
    r"\s (?:\w+\s)? (?:second|minute|hour|day|week|month|year|decade)s \s (?:ago|later|earlier|from\snow)",
    re.VERBOSE,
)
_SCALED = re.compile(r"[0-9][.,][0-9] | (?:hundred|thousand|million|billion|trillion)", re.VERBOSE)
