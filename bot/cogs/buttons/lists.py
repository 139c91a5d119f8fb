"""Below several passages: a context for each, and 🗑️ for who looked them up.

In: a card, and who asked. Out: the buttons below it.
"""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.cogs.buttons.pressing import Item, view_of
from bot.cogs.buttons.removal import DeleteButton
from bot.cogs.buttons.sources import ContextButton, WholeButton
from bot.render import limits
from bot.render.card import Card


@dataclass(frozen=True, slots=True)
class PassageButtons:
    """A context for each passage of a card, context and whole of a release, and removal where an ``asker`` is named."""

    asker: int | None = None

    def __call__(self, card: Card) -> discord.ui.View | None:
        """The buttons of a card; None where it needs none."""
        room = limits.BUTTONS - limits.BUTTONS_PER_ROW
        buttons: list[Item] = [
            ContextButton(key, number) for number, key in enumerate(card.contexts[:room], 1)
        ]
        if card.source is not None:
            buttons += [ContextButton(card.source), WholeButton(card.source)]
        if self.asker is not None and not card.private:
            buttons.append(DeleteButton(self.asker))
        return view_of(buttons) if buttons else None
