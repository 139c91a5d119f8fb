"""/admin channel: what is searched in a channel, and how it is answered.

In: the options as they were typed, and what the server may search. Out: the channel's new settings, or why not; and
what they are now, in a few lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import discord
from discord import app_commands

from bot.cogs.managing import managed_server, note, shown_name
from bot.cogs.respond import Interaction
from bot.cogs.scope import may_search
from bot.cogs.surface import Surface, surface_of
from bot.records.channels import ChannelSettings
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.quote import cut
from index.query import PUBLIC


class SettableChannel(app_commands.Transformer):
    """A channel of a server in which people ask: its threads follow it, so that they can't be named; out comes its id."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """What Discord offers to choose from."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds of channels offered."""
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, kinds.forum]

    async def transform(self, interaction: Interaction, value: Any, /) -> int:
        """The id alone: the channel need not be known here."""
        return int(value.id)


OPTIONS = {
    "channel": "The channel to set up (default: this one); its threads are answered likewise",
    "collections": "What is searched there, by name, separated by commas",
    "answer_everything": "Whether each message there is a question",
    "threads": "Whether each answer opens a thread",
    "compact": "Whether answers are short",
    "askers": "The role whose members may ask there",
    "everyone": "Whether everyone may ask there again",
    "private": "Whether answers to commands are for the asker alone, unless asked for otherwise",
    "questions": "How many questions the channel may ask within the cooldown; 0: as many as others",
}

NO_MESSAGE_CONTENT = (
    "I can't read messages that don't mention me: whoever runs this bot has to switch on the Message Content intent "
    "on the application's Bot page, and to set `message_content = true` in the configuration."
)
_NO_CHANNEL = "This place has no settings of its own. Name a channel: `/admin channel channel:`"
_COLLECTIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of one use of the command; None where one was left out."""

    channel_id: int | None = None
    collections: str | None = None
    answers_all: bool | None = None
    threads: bool | None = None
    compact: bool | None = None
    askers: int | None = None
    everyone: bool | None = None
    private: bool | None = None
    questions: int | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is to be changed."""
        return replace(self, channel_id=None) == Choice()


async def channel_card(interaction: Interaction, choice: Choice) -> Card:
    """Keep what was chosen, if it can be kept, and tell what the channel's settings are."""
    server_id = await managed_server(interaction)
    bot, channel_id = surface_of(interaction), _channel_id(interaction, choice)
    if channel_id is None:
        return notice_card(_NO_CHANNEL)
    settings = changed(bot, server_id, bot.records.channels.of(channel_id), choice)
    if isinstance(settings, str):
        return notice_card(settings)
    if not choice.empty:
        before = bot.records.channels.of(channel_id)
        await bot.records.channels.choose(server_id, channel_id, settings)
        was, now = _said(server_id, before), _said(server_id, settings)
        await note(interaction, "channel", f"channel {channel_id}", was, now)
    text = settings_text(server_id, channel_id, settings, saved=not choice.empty)
    return notice_card(text, title="Channel settings")


def changed(bot: Surface, server_id: int, settings: ChannelSettings, choice: Choice) -> ChannelSettings | str:
    """The settings with what was chosen, or why they can't be so."""
    if choice.answers_all and not bot.settings.message_content:
        return NO_MESSAGE_CONTENT
    if choice.collections is not None:
        collections = _collections(choice.collections, server_id, searchable(bot, server_id))
        if isinstance(collections, str):
            return collections
        settings = replace(settings, collections=collections)
    return replace(
        settings,
        answers_all=_or(choice.answers_all, settings.answers_all),
        threads=_or(choice.threads, settings.threads),
        compact=_or(choice.compact, settings.compact),
        asker_role=None if choice.everyone else choice.askers or settings.asker_role,
        private=_or(choice.private, settings.private),
        questions=settings.questions if choice.questions is None else choice.questions or None,
    )


def searchable(bot: Surface, server_id: int) -> list[str]:
    """The collections that a server may search: the public one first, then its own."""
    own = may_search(bot, server_id, bot.desk.collections())
    return [PUBLIC, *(name for name in own if name != PUBLIC)]


def suggested(names: Sequence[str], typed: str) -> list[str]:
    """What was typed, with its last name completed by those that are not in it yet.

    >>> suggested(["public", "press", "speeches"], "public, sp")
    ['public, speeches']
    >>> suggested(["public", "press"], "")
    ['public', 'press']
    """
    *before, last = (part.strip() for part in typed.split(","))
    left = [name for name in names if name not in before and name.casefold().startswith(last.casefold())]
    offered = [", ".join([*before, name]) for name in left]
    return [text for text in offered if len(text) <= limits.CHOICE_NAME][: limits.CHOICES]


def settings_text(server_id: int, channel_id: int, settings: ChannelSettings, *, saved: bool) -> str:
    """The settings of a channel, a line each."""
    names = _named(shown_name(server_id, name) for name in sorted(settings.collections))
    return "\n".join(
        [
            f"{'Saved.' if saved else 'The'} {'S' if saved else 's'}ettings of <#{channel_id}>:",
            f"- Searched (`collections`): {names}",
            f"- Each message is a question (`answer_everything`): {_yes(settings.answers_all)}",
            f"- Each answer opens a thread (`threads`): {_yes(settings.threads)}",
            f"- Short answers (`compact`): {_yes(settings.compact)}",
            f"- Who may ask (`askers`): {f'<@&{settings.asker_role}>' if settings.asker_role else 'everyone'}",
            f"- Private unless asked for otherwise (`private`): {_yes(settings.private)}",
            f"- Questions within the cooldown (`questions`): {settings.questions or 'as everywhere'}",
            "",
            "Threads have the settings of their channel. `/setup check` tells what I lack.",
        ]
    )


def _channel_id(interaction: Interaction, choice: Choice) -> int | None:
    if choice.channel_id is not None:
        return choice.channel_id
    if isinstance(interaction.channel, discord.Thread):
        return interaction.channel.parent_id
    return interaction.channel_id


def _collections(typed: str, server_id: int, names: Sequence[str]) -> frozenset[str] | str:
    by_name = {shown_name(server_id, name).casefold(): name for name in names}
    asked = [part.strip() for part in typed.split(",") if part.strip()]
    unknown = [part for part in asked if part.casefold() not in by_name]
    there = f"There is: {_named(shown_name(server_id, name) for name in names)}."
    if unknown:
        return f"This server has no collection {cut(f'“{unknown[0]}”', room=limits.WORD)}. {there}"
    if not asked:
        return f"Name at least one collection. {there}"
    return frozenset(by_name[part.casefold()] for part in asked)


def _named(names: Iterable[str]) -> str:
    every = [cut(name, room=limits.WORD) for name in names]
    more = len(every) - _COLLECTIONS_SHOWN
    return ", ".join(every[:_COLLECTIONS_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _or(chosen: bool | None, before: bool) -> bool:
    return before if chosen is None else chosen


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _said(server_id: int, settings: ChannelSettings) -> str:
    """Settings as the audit log has them."""
    names = ", ".join(shown_name(server_id, name) for name in sorted(settings.collections))
    others = {name: value for name, value in asdict(settings).items() if value and name != "collections"}
    return "; ".join(
        [names, *(name if value is True else f"{name} {value}" for name, value in others.items())]
    )
