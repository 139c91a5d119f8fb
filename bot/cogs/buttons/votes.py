"""👍 and 👎: what people think of an answer, stored, with a reason for 👎; who changes their mind presses again."""

from __future__ import annotations

import re
from typing import Any, Self, TypeAlias

import discord

from bot.cogs.buttons.pressing import ANSWER, Button, Item, refuse, view_of
from bot.cogs.guarded import Guarded
from bot.cogs.post import post
from bot.cogs.respond import Interaction, deliver
from bot.cogs.surface import surface_of
from bot.records.answers import KEPT_DAYS, AnswerId
from bot.records.votes import Vote
from bot.render.card import notice_card

_Select: TypeAlias = discord.ui.Select[Any]

REASONS = (
    "It does not answer the question",
    "The wrong person",
    "The wrong day",
    "Out of date",
    "There is an answer, and I got none",
    "Something else",
)

_THANKS = "Thank you. Your vote is kept with the answer; press the other thumb to change it."
_WHY_NOT = "Your vote is kept. What is wrong with the answer? (You need not say.)"
_FORGOTTEN = f"I no longer keep this answer (they go after {KEPT_DAYS} days), so I can't keep votes on it."


class VoteButton(Guarded, discord.ui.DynamicItem[Button], template=rf"vot:v1:{ANSWER}:(?P<thumb>up|down)"):
    """One vote a person and answer."""

    def __init__(self, answer: AnswerId, *, helpful: bool, row: int | None = None) -> None:
        thumb = "up" if helpful else "down"
        button: Button = discord.ui.Button(
            emoji="👍" if helpful else "👎", custom_id=f"vot:v1:{answer}:{thumb}"
        )
        super().__init__(button, row=row)
        self.answer = answer
        self.helpful = helpful

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(AnswerId(match["answer"]), helpful=match["thumb"] == "up")

    async def press(self, interaction: Interaction) -> None:
        """Keep the vote; for 👎 ask why."""
        if not await _cast(interaction, self.answer, helpful=self.helpful):
            await refuse(interaction, _FORGOTTEN)
            return
        view = None if self.helpful else view_of([ReasonSelect(self.answer)])
        said = notice_card(_THANKS if self.helpful else _WHY_NOT)
        await deliver(interaction, post(said, embeds=False, view=view), private=True)


class ReasonSelect(Guarded, discord.ui.DynamicItem[_Select], template=rf"rsn:v1:{ANSWER}"):
    """Why an answer is no good."""

    def __init__(self, answer: AnswerId) -> None:
        options = [discord.SelectOption(label=reason) for reason in REASONS]
        select: _Select = discord.ui.Select(
            placeholder="What is wrong?", options=options, custom_id=f"rsn:v1:{answer}"
        )
        super().__init__(select)
        self.answer = answer

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The list as it was used."""
        return cls(AnswerId(match["answer"]))

    async def press(self, interaction: Interaction) -> None:
        """Keep the reason with the vote."""
        chosen = self.item.values[:1]
        reason = chosen[0] if chosen and chosen[0] in REASONS else None
        kept = await _cast(interaction, self.answer, helpful=False, reason=reason)
        said = notice_card(_THANKS if kept else _FORGOTTEN)
        await interaction.response.edit_message(**post(said, embeds=False).editing())


async def _cast(
    interaction: Interaction, answer: AnswerId, *, helpful: bool, reason: str | None = None
) -> bool:
    bot = surface_of(interaction)
    return await bot.records.votes.cast(Vote(answer, interaction.user.id, helpful, reason, bot.clock()))
