"""Suggestions while someone types: from memory, and only of what may be searched where they type.

In: the interaction and what was typed. Out: at most 25 choices.
"""

from __future__ import annotations

from collections.abc import Iterable

from discord import app_commands

from bot.cogs.respond import Interaction
from bot.cogs.scope import scope_of
from bot.cogs.surface import surface_of
from bot.render import limits
from bot.render.choices import Choice, day_choices, name_choices, title_choices

Choices = list[app_commands.Choice[str]]


async def suggested_days(interaction: Interaction, typed: str) -> Choices:
    """Days on which something was released."""
    bot = surface_of(interaction)
    return _choices(day_choices(bot.desk.suggest_dates(typed, scope=scope_of(interaction), now=bot.clock())))


async def suggested_topics(interaction: Interaction, typed: str) -> Choices:
    """Topics that something is said on."""
    desk = surface_of(interaction).desk
    return _choices(name_choices(desk.suggest_topics(typed, scope=scope_of(interaction))))


async def suggested_speakers(interaction: Interaction, typed: str) -> Choices:
    """People who say something."""
    desk = surface_of(interaction).desk
    return _choices(name_choices(desk.suggest_speakers(typed, scope=scope_of(interaction))))


async def suggested_titles(interaction: Interaction, typed: str) -> Choices:
    """Releases by their titles."""
    desk = surface_of(interaction).desk
    return _choices(title_choices(desk.suggest_titles(typed, scope=scope_of(interaction))))


def _choices(choices: Iterable[Choice]) -> Choices:
    return [app_commands.Choice(name=choice.name, value=choice.value) for choice in choices][: limits.CHOICES]
