"""An earlier question read again: what a follow-up goes on from, also after a restart.

In: the questions that led here, oldest first, each with the releases that answered it. Out: what to go on from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.asking.find import Asked, read
from bot.asking.followup import Earlier
from bot.asking.question import QuestionReader
from bot.asking.scope import Scope
from index.library import Snapshot
from index.release import PassageKey, VersionId


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, when it was asked, and the passages that answered it."""

    question: str
    at: datetime
    passages: Sequence[PassageKey] = ()
    any_date: bool = False


def earlier_of(
    snapshot: Snapshot,
    reader: QuestionReader,
    turns: Sequence[Turn],
    releases: Sequence[frozenset[VersionId]],
    scope: Scope,
) -> Earlier | None:
    """What the last of these turns leaves to go on from; ``releases`` are those that answered each."""
    earlier: Earlier | None = None
    for turn, answered_by in zip(turns, releases, strict=True):
        asked = Asked(turn.question, scope, turn.at, earlier, turn.any_date)
        earlier = Earlier(read(snapshot, reader, asked).query, answered_by, turn.at)
    return earlier


def carried_on(earlier: Earlier | None, now: datetime) -> Earlier | None:
    """The same for someone who says that they go on from it: no matter how long ago that was."""
    return replace(earlier, at=now, meant=True) if earlier else None
