"""Looking up by date and by topic: lists rather than answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking.answer import Citation
from index.query import ReleasePage


@dataclass(frozen=True, slots=True)
class DateListing:
    """Releases of some days. ``label`` names the days as understood ("January 2024")."""

    label: str
    page: ReleasePage
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TopicListing:
    """What the releases say on a topic of the lexicon."""

    topic: str
    citations: Sequence[Citation]
    total: int
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LookupFailure:
    """The phrase or the name could not be used; ``message`` says what to do instead."""

    message: str
