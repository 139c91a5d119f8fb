"""What all buttons share: the keys in their ids, a refusal, a view that lasts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import discord

from bot.cogs.post import post
from bot.cogs.respond import Interaction, Reply, deliver, shows_embeds
from bot.render.card import notice_card

Item: TypeAlias = discord.ui.Item[Any]
Button: TypeAlias = discord.ui.Button[Any]

KEY = r"(?P<key>[0-9a-f]{22})"
"""A passage's key in a custom_id."""

ANSWER = r"(?P<answer>[\w-]{12})"
"""A kept answer's id in a custom_id."""


async def refuse(interaction: Interaction, why: str) -> None:
    """Say privately why not."""
    await deliver(interaction, post(notice_card(why), embeds=False), private=True)


def on_private_card(interaction: Interaction) -> bool:
    """Whether the button stands below a card that only one person sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def view_of(buttons: Iterable[Item]) -> discord.ui.View:
    """The buttons, which work for as long as their message stands."""
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view


def neighbours(at: int, pages: int) -> list[tuple[int, str]]:
    """The pages before and after the one at ``at`` (from 0), as far as there are any, with what their buttons say.

    >>> neighbours(0, 3)
    [(1, '→')]
    """
    return [(page, label) for page, label in ((at - 1, "←"), (at + 1, "→")) if 0 <= page < pages]


async def show_instead(interaction: Interaction, reply: Reply) -> None:
    """Show something else in place of the card that the button stands under, once the press was deferred."""
    shown = post(reply.card, embeds=shows_embeds(interaction), view=reply.view)
    await interaction.edit_original_response(**shown.editing())
