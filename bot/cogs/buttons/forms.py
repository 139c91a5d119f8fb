"""Forms that a button opens: whatever one needs stands in its custom_id, so that it works after a restart.

In: an interaction that sends a form. Out: what was typed in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

import discord

from bot.cogs.guarded import Guarded
from bot.cogs.respond import Interaction


class Form(Guarded, discord.ui.Modal):
    """A form that is known by its custom_id, like a button."""

    template: ClassVar[re.Pattern[str]]

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """The form as it was opened."""
        raise NotImplementedError


async def open_form(interaction: Interaction, form: Form) -> None:
    """Open a form in answer to a press."""
    # discord.py would keep one form a custom_id: for all people who have it open, until the first of them sends it
    form.stop()
    await interaction.response.send_modal(form)


def typed(interaction: Interaction, custom_id: str) -> str:
    """What was typed in a field of the form that was sent."""
    components: Any = interaction.data["components"] if interaction.data else []  # type: ignore[typeddict-item]  # forms have them
    return next((field["value"] for field in _fields(components) if field["custom_id"] == custom_id), "")


def _fields(components: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The fields in rows, or below labels."""
    for component in components:
        yield from component.get("components", ())
        if "component" in component:
            yield component["component"]
