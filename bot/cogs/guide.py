"""/help and /about: how to ask, and what there is to ask about.

In: the interactions. Out: a card for the asker alone.
"""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from discord import app_commands
from discord.ext import commands

from bot.asking.scope import Scope
from bot.cogs.installs import everywhere
from bot.cogs.respond import Interaction, respond
from bot.cogs.surface import Surface
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.citation import day
from bot.render.quote import cut
from bot.render.wording import counted
from index.query import Holdings

_DISTRIBUTION = "communique-bot"


class GuideCog(commands.Cog):
    """Tells how to ask and what is indexed."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot

    @everywhere
    @app_commands.command(description="How to ask, with examples")
    async def help(self, interaction: Interaction) -> None:
        """Show how to ask."""
        await respond(interaction, self._help(), private=True)

    @everywhere
    @app_commands.command(description="What is indexed, since when and how fresh; version and licence")
    async def about(self, interaction: Interaction) -> None:
        """Show what is indexed."""
        await respond(interaction, self._about(), private=True)

    async def _help(self) -> Card:
        return notice_card(
            _help_text(cut(self._bot.me.display_name, room=limits.SPEAKER)), title="How to ask"
        )

    async def _about(self) -> Card:
        holdings = await self._bot.desk.holdings(scope=Scope())
        return notice_card(about_text(holdings), title="About Communiqué")


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


def _help_text(name: str) -> str:
    return f"""\
I search official releases and quote the passages that answer you, each with its source. \
Where the releases don't say, I tell you so.

**Ask in plain words**
**@{name}** what did the Secretary General say about China?
`/ask question: how much did the allies spend on defence in 2023?`
Or write to me in a direct message, or reply to one of my messages with my name.

**Look up**
`/date on: January 2024`, `/date on: 31 January 2024`, `/date on: last week`
`/topic name: Cybersecurity`

**Ask well**
Name the person, the place or the subject: I look for your words and their forms.

**Below an answer**
*Context* shows a passage in its paragraph, 🗑️ takes the answer away again.

`/about` tells what is indexed."""
