"""Asking too often, whichever way: who does is told when the next question is welcome."""

from __future__ import annotations

from datetime import datetime

from bot.cogs.post import post
from bot.cogs.respond import Interaction, deliver
from bot.cogs.surface import surface_of
from bot.render.card import notice_card


async def asked_to_wait(interaction: Interaction) -> bool:
    """Count the interaction as a question; where it is one too many, say so privately."""
    bot = surface_of(interaction)
    until = bot.cooldown.ask(interaction.user.id, bot.clock())
    if until is None:
        return False
    await deliver(interaction, post(notice_card(wait_line(until)), embeds=False), private=True)
    return True


def wait_line(until: datetime) -> str:
    """A line that says when the next question is welcome; Discord counts the seconds down."""
    return f"That was a lot at once. Please ask again <t:{int(until.timestamp()) + 1}:R>."
