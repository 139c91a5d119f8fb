"""A question, wherever it came from, to a card with its buttons: asked at the desk, kept for its buttons, rendered.

In: an Asking. Out: the card, and the id under which what it came to is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.asking.answer import Answer, NoAnswer, kept
from bot.asking.followup import Earlier
from bot.asking.lookup import LookupFailure
from bot.asking.narrowing import NO_OPTIONS, Options
from bot.asking.recall import Turn, carried_on
from bot.asking.scope import Scope
from bot.cogs.surface import Surface
from bot.records.answers import AnswerId, PostedAnswer
from bot.render.card import Card, answer_card, failure_card

_TURNS = 3
"""Questions that a follow-up goes back to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, and the server that it belongs to (None: a direct message)."""

    channel_id: int
    server_id: int | None


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks what and where, and how it is to be answered.

    ``question_id`` is the message that asks (None: a command), ``previous`` the answer that the question may go on from,
    ``meant`` that the asker says so; ``titled`` repeats the question on the card.
    """

    id: AnswerId
    text: str
    asker_id: int
    place: Place
    scope: Scope
    embeds: bool = True
    question_id: int | None = None
    any_date: bool = False
    options: Options = NO_OPTIONS
    previous: PostedAnswer | None = None
    meant: bool = False
    titled: bool = False
    compact: bool = False


async def answered(bot: Surface, asking: Asking) -> Card:
    """The card of what the question comes to; it is kept under the id of the asking."""
    now = bot.clock()
    narrowing = await bot.desk.narrowing(asking.options, scope=asking.scope, now=now)
    if isinstance(narrowing, LookupFailure):
        return failure_card(narrowing.message)
    result = await bot.desk.answer(
        asking.text,
        scope=asking.scope,
        now=now,
        limit=bot.settings.sources_offered,
        earlier=await _earlier(bot, asking, now),
        any_date=asking.any_date,
        narrowing=narrowing,
    )
    await bot.records.answers.add(_posted(asking, result, now))
    return answer_card(result, embeds=asking.embeds, titled=asking.titled, compact=asking.compact)


async def _earlier(bot: Surface, asking: Asking, now: datetime) -> Earlier | None:
    """What the question may go on from, read again from what was kept."""
    if asking.previous is None:
        return None
    turns = [_turn(posted) for posted in await _history(bot, asking.previous)]
    earlier = await bot.desk.recall(turns, scope=asking.scope)
    return carried_on(earlier, now) if asking.meant else earlier


async def _history(bot: Surface, last: PostedAnswer) -> Sequence[PostedAnswer]:
    """The answers that led to the last one, oldest first."""
    history = [last]
    while len(history) < _TURNS and history[0].previous is not None:
        before = await bot.records.answers.get(history[0].previous)
        if before is None:
            break
        history.insert(0, before)
    return history


def _turn(posted: PostedAnswer) -> Turn:
    keys = [citation.key for citation in posted.kept.citations]
    return Turn(posted.question, posted.asked_at, keys, posted.any_date)


def _posted(asking: Asking, result: Answer | NoAnswer, now: datetime) -> PostedAnswer:
    return PostedAnswer(
        asking.id,
        asking.place.server_id,
        asking.place.channel_id,
        asking.asker_id,
        asking.text,
        now,
        kept(result),
        question_id=asking.question_id,
        any_date=asking.any_date,
        previous=asking.previous.id if asking.previous else None,
    )
