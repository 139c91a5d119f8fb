"""A text to be read for dates, with what its words depend on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.language.dates.events import Events


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as `plain` leaves it, the day of asking, and the events known.

    ``whole`` says that the text is meant as a date and nothing else, so that "May" alone is one.
    """

    text: str
    today: date
    events: Events
    whole: bool = False
