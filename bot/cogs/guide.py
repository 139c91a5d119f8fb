"""/help and /about: how to ask, and what there is to ask about.

In: the interactions. Out: a card for the asker alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from discord import app_commands
from discord.ext import commands

from bot.asking.examples import ExampleBook, Examples
from bot.cogs.installs import everywhere
from bot.cogs.respond import Interaction, respond
from bot.cogs.scope import scope_of
from bot.cogs.surface import Surface
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.citation import day
from bot.render.quote import cut
from bot.render.wording import counted
from index.query import Holdings

_DISTRIBUTION = "communique-bot"
_ChatCommand = (app_commands.Command, app_commands.Group)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command and what it does."""

    name: str
    description: str


class GuideCog(commands.Cog):
    """Tells how to ask and what is indexed."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        self._examples = ExampleBook()

    @everywhere
    @app_commands.command(description="How to ask, with examples")
    async def help(self, interaction: Interaction) -> None:
        """Show how to ask."""
        await respond(interaction, self._help(interaction), private=True)

    @everywhere
    @app_commands.command(description="What is indexed, since when and how fresh; version and licence")
    async def about(self, interaction: Interaction) -> None:
        """Show what is indexed."""
        await respond(interaction, self._about(interaction), private=True)

    async def _help(self, interaction: Interaction) -> Card:
        examples = await self._examples.of(self._bot.desk, scope=scope_of(interaction), now=self._bot.clock())
        name = cut(self._bot.me.display_name, room=limits.SPEAKER)
        return notice_card(help_text(name, examples, self._commands()), title="How to ask")

    async def _about(self, interaction: Interaction) -> Card:
        holdings = await self._bot.desk.holdings(scope=scope_of(interaction))
        return notice_card(about_text(holdings), title="About Communiqué")

    def _commands(self) -> Sequence[CommandLine]:
        """What anyone may use, by name."""
        commands = [command for command in self._bot.tree.get_commands() if isinstance(command, _ChatCommand)]
        open_to_all = [command for command in commands if command.default_permissions is None]
        lines = [CommandLine(command.name, command.description) for command in open_to_all]
        return sorted(lines, key=lambda line: line.name)


def about_text(holdings: Holdings) -> str:
    """What is indexed, how fresh it is, and which program this is."""
    return "\n".join(
        [
            "I answer questions from official releases, in their own words, and show where each word stands.",
            "",
            *_indexed(holdings),
            "",
            f"Version {_version()} · MIT licence",
        ]
    )


def _indexed(holdings: Holdings) -> list[str]:
    if not holdings.releases:
        return ["Nothing is indexed yet."]
    lines = [
        f"**Indexed** {counted(holdings.releases, 'release')} with {counted(holdings.passages, 'passage')}"
    ]
    if holdings.first and holdings.last:
        lines.append(f"**Published** {day(holdings.first)} to {day(holdings.last)}")
    if holdings.indexed_since:
        lines.append(f"**Indexed since** {_moment(holdings.indexed_since, 'D')}")
    if holdings.updated:
        lines.append(f"**Last updated** {_moment(holdings.updated, 'R')}")
    return lines


def _moment(iso: str, style: str) -> str:
    return f"<t:{int(datetime.fromisoformat(iso).timestamp())}:{style}>"


def _version() -> str:
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return "of a source tree"


def help_text(name: str, examples: Examples, commands: Sequence[CommandLine]) -> str:
    """How to ask, with examples that get an answer."""
    return "\n".join(
        [
            "I search official releases and quote the passages that answer you, each with its source. "
            "Where the releases don't say, I tell you so.",
            "",
            "**Ask in plain words**",
            *_questions(name, examples),
            "Or write to me in a direct message, or reply to one of my messages with my name.",
            *_lookups(examples),
            "",
            "**Ask well**",
            "Name the person, the place or the subject: I look for your words and their forms.",
            "",
            "**Commands**",
            *(f"`/{command.name}` {command.description}" for command in commands),
        ]
    )


def _questions(name: str, examples: Examples) -> list[str]:
    if not examples.questions:
        return [f"**@{name}** and your question, or `/ask question:`", *_nothing_to_ask(examples)]
    first, *others = (cut(question, room=limits.NOTE) for question in examples.questions)
    return [f"**@{name}** {first}", *(f"`/ask question:` {question}" for question in others)]


def _nothing_to_ask(examples: Examples) -> list[str]:
    if examples.month is not None:
        return []
    return [
        "Nothing is indexed here yet: whoever runs this bot does that with `communique index PATH`, and those who "
        "manage this server choose what is searched with `/admin channel collections:`."
    ]


def _lookups(examples: Examples) -> list[str]:
    dates = [f"`/date on: {examples.month}`"] if examples.month else []
    topics = [f"`/topic name: {examples.topic}`"] if examples.topic else []
    return ["", "**Look up**", *dates, *topics] if dates or topics else []
