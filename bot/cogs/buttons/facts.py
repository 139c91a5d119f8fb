"""The fields of forms in which the facts of a release are stated, and what was typed in them."""

from __future__ import annotations

from typing import Any

import discord

from bot.cogs.buttons.forms import typed
from bot.cogs.respond import Interaction
from index.intake.raw import Facts
from index.release import Version

_FIELDS = (
    ("title", "Title", 300),
    ("date", "Date", 60),
    ("url", "Address of its page", 500),
    ("speaker", "Speaker", 100),
)


def fact_fields(facts: Facts) -> list[discord.ui.Label[Any]]:
    """The fields, filled with what is known."""
    return [
        discord.ui.Label(
            text=label,
            component=discord.ui.TextInput[Any](
                custom_id=name, default=(getattr(facts, name) or "")[:most], max_length=most, required=False
            ),
        )
        for name, label, most in _FIELDS
    ]


def typed_facts(interaction: Interaction) -> Facts:
    """What was typed; blank fields state nothing."""
    return Facts(**{name: typed(interaction, name).strip() or None for name, *_ in _FIELDS})


def facts_read(version: Version) -> Facts:
    """The facts of a release that was read."""
    date = version.published.isoformat() if version.published else None
    return Facts(title=version.title, date=date, url=version.url, speaker=version.speaker)
