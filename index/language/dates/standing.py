"""Whether a period stands as a date where it was found: the words around it come in, yes or no goes out.

"May" is a month behind "in" and a verb elsewhere; "2022" is a year behind "since" and a number elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.language.dates.names import (
    follows_document,
    is_named_day,
    is_named_number,
    is_person,
    names_a_document_year,
)
from index.language.dates.period import Needs, Period, pattern
from index.language.dates.vocabulary import GAP
from index.language.dates.wording import Wording
from index.language.dates.written import resolve

_SPOKEN_RANGE = pattern(rf"[0-9]{{4}}{GAP}[a-z]{{2,7}}{GAP}[0-9]{{4}}")  # 2004 through 2006
_COMPOUND = pattern(r"-[a-z]")  # summer-related
_ENDS_TEXT = pattern(r"""[\s?.!"')]{0,10}$""")

_NEVER_BEFORE_A_PERSON = {"in", "during", "throughout", "until", "till"}
_LOOSE = {"of", "for", "at", "over", "within"}  # of the summer, for May: too often something else


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a period: the bound it sets, the preposition and its place, an article."""

    bound: str = "within"
    word: str = ""
    place: int = 0
    article: bool = False


def stands(wording: Wording, place: int, period: Period, lead: Lead) -> bool:
    """Whether the words around the period make it a date."""
    is_day = period.written is not None and period.written.day is not None
    if is_day and is_named_day(wording.text, place, period.end):
        return False
    if period.needs is Needs.NOTHING:
        return not (is_day and lead.word in {"in", "during"} and period.written and period.written.lacks_year)
    if period.needs is Needs.YEAR_PLACE:
        return not is_target(wording, period) and _is_year(wording.text, place, period, lead)
    if lead.word:
        return _follows(wording.text, place, period, lead)
    return is_day and _ENDS_TEXT.match(wording.text, period.end) is not None


def is_target(wording: Wording, period: Period) -> bool:
    """Whether years alone lie in the future: what is planned for 2050 is a topic, nothing is dated then."""
    if period.needs is not Needs.YEAR_PLACE or period.written is None or wording.whole:
        return False
    dates = resolve(period.written, wording.today)
    return dates is not None and dates.start is not None and dates.start.year > wording.today.year


def _follows(text: str, place: int, period: Period, lead: Lead) -> bool:
    """Whether the preposition goes with a month, a weekday or a season."""
    if lead.word in _LOOSE or _COMPOUND.match(text, period.end):
        return False
    if period.needs is Needs.PREPOSITION:
        return lead.word != "on"
    return not lead.article and (
        lead.word in _NEVER_BEFORE_A_PERSON or not is_person(text, place, period.end)
    )


def _is_year(text: str, place: int, period: Period, lead: Lead) -> bool:
    """Whether a number is a year: behind a preposition, beside a document, or at the end."""
    if lead.word == "of":
        return follows_document(text, lead.place)
    if lead.word:
        return not lead.article and lead.word not in _LOOSE
    if names_a_document_year(text, place, period.end) or follows_document(text, place):
        return True
    alone = _ENDS_TEXT.match(text, period.end) or _SPOKEN_RANGE.fullmatch(text, place, period.end)
    return alone is not None and not is_named_number(text, place)
