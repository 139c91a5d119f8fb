"""Suggestions under a command's option: plain text within Discord's limits; a value that is sent back is short enough.

In: what the desk suggests. Out: names to show and values to send.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.asking.lookup import SuggestedDays
from bot.render import limits
from bot.render.quote import ELLIPSIS
from bot.render.wording import day
from index.query import TitledRelease
from index.release import name_handle

_UNTITLED = "untitled"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown, and what is sent when it is picked."""

    name: str
    value: str


def title_choices(releases: Iterable[TitledRelease]) -> list[Choice]:
    """Titles with their dates; the handle is sent."""
    return [Choice(_dated(release), release.handle) for release in releases]


def name_choices(names: Iterable[str]) -> list[Choice]:
    """Names of topics or speakers; of a name that is too long, the handle is sent."""
    return [
        Choice(_fitted(name), name if len(name) <= limits.CHOICE_VALUE else name_handle(name))
        for name in names
    ]


def day_choices(days: Iterable[SuggestedDays]) -> list[Choice]:
    """Phrases, each with the days that it means where it does not say so itself."""
    return [
        Choice(_fitted(one.phrase if one.phrase == one.label else f"{one.phrase} ({one.label})"), one.phrase)
        for one in days
        if len(one.phrase) <= limits.CHOICE_VALUE
    ]


def _dated(release: TitledRelease) -> str:
    date = f" · {day(release.published)}"
    return _fitted(release.title, limits.CHOICE_NAME - len(date)) + date


def _fitted(name: str, room: int = limits.CHOICE_NAME) -> str:
    """The name on one line, cut at a word where it is too long."""
    line = " ".join(name.split()) or _UNTITLED
    if len(line) <= room:
        return line
    kept = line[: room - len(ELLIPSIS)]
    whole, _, _ = kept.rpartition(" ")
    return (whole if len(whole) > room // 2 else kept) + ELLIPSIS
