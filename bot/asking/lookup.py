"""What a look-up comes to: lists and releases rather than answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.asking.answer import Citation
from index.query import DateRange, ReleasePage, StoredPassage, WholeRelease

NOT_A_DATE = (
    "I don't understand “{}” as a date. Try “31 January 2024”, “January 2024”, “2024”, “last week” or "
    "“between March and May 2023”."
)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is at hand: what comes after the first ``offset`` of ``total`` entries, ``size`` at most."""

    offset: int = 0
    size: int = 10
    total: int = 0

    @property
    def page(self) -> int:
        """The number of the page, from 1.

        >>> Part(offset=10, size=5, total=12).page
        3
        """
        return self.offset // self.size + 1

    @property
    def pages(self) -> int:
        """How many pages the list has; one where it is empty.

        >>> Part(size=5, total=11).pages
        3
        """
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class DateListing:
    """Releases of some days. ``label`` names the days as understood ("January 2024")."""

    label: str
    dates: DateRange
    page: ReleasePage
    part: Part
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PassageListing:
    """What the releases say on a topic of the lexicon, or what a person says in them; ``name`` is the topic's or theirs."""

    kind: Literal["topic", "speaker"]
    name: str
    citations: Sequence[Citation]
    part: Part
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a release, in how many of its passages."""

    name: str
    passages: int


@dataclass(frozen=True, slots=True)
class ReleaseFound:
    """A release with who speaks in it, who says most first."""

    whole: WholeRelease
    voices: Sequence[Voice]
    notes: Sequence[str] = ()

    @property
    def opening(self) -> StoredPassage | None:
        """Its first passage."""
        return self.whole.passages[0] if self.whole.passages else None


@dataclass(frozen=True, slots=True)
class SuggestedDays:
    """Days to look up: the phrase that means them, and what they are ("last week": "29 January–4 February 2024")."""

    phrase: str
    label: str


@dataclass(frozen=True, slots=True)
class LookupFailure:
    """The phrase or the name could not be used; ``message`` says what to do instead."""

    message: str
