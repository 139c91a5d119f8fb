"""A card as Discord takes it: an embed where embeds may be shown, else plain text, with buttons below.

In: a Card, its buttons, and whether embeds are seen where it goes. Out: a Post, ready to be sent or
to replace another.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import discord

from bot.render.card import Card, TextFile, Tone

_COLOURS: dict[Tone, discord.Colour] = {
    "answer": discord.Colour(0x2F6DB5),
    "closest": discord.Colour(0xC98A1B),
    "nothing": discord.Colour(0x80848E),
    "notice": discord.Colour(0x5C6BC0),
}


@dataclass(frozen=True, slots=True)
class Post:
    """What a message consists of; ``None`` stands for a part that it does not have."""

    content: str | None
    embed: discord.Embed | None
    view: discord.ui.View | None
    file: TextFile | None = None

    def sending(self) -> dict[str, Any]:
        """Arguments for sending: a part that is missing is not named."""
        parts = {"content": self.content, "embed": self.embed, "view": self.view, "file": self._attachment()}
        return {name: part for name, part in parts.items() if part is not None}

    def editing(self) -> dict[str, Any]:
        """Arguments for replacing another message: a part that is missing is taken away."""
        attachment = self._attachment()
        return {
            "content": self.content,
            "embed": self.embed,
            "view": self.view,
            "attachments": [attachment] if attachment else [],
        }

    def _attachment(self) -> discord.File | None:
        # made anew for each sending: discord.py reads it to its end
        return discord.File(io.BytesIO(self.file.text.encode()), self.file.name) if self.file else None


def post(card: Card, *, embeds: bool, view: discord.ui.View | None = None) -> Post:
    """The card as a message: our own short notices as a line, all else as an embed where that is seen."""
    if embeds and (card.title is not None or card.tone != "notice"):
        embed = discord.Embed(title=card.title, description=card.text, colour=_COLOURS[card.tone])
        return Post(None, embed, view, card.file)
    return Post(f"**{card.title}**\n{card.text}" if card.title else card.text, None, view, card.file)
