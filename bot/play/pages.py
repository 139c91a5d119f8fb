"""Two pages that look like Discord: a channel and a direct message, with the real bot behind both.

In: settings, what to play with, a port. Out: the channel's address, told once it answers; the end comes by Ctrl-C,
or when the page is told to end.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from simcord import SetupError
from simcord.builders import ChannelHandle

from bot.asking.examples import ExampleBook
from bot.asking.scope import PUBLIC_SCOPE
from bot.errors import PortTaken
from bot.play.home import Stock, open_home
from bot.play.world import BOT_NAME, World, open_world
from config.settings import Settings
from index.report import Told

Tell = Callable[[str], None]

_ANY_QUESTION = "what was said last year?"
_HINT = "Plain words will do in a [direct message]({}). “Viewing as” above lets you press buttons as me."

_WIDTH, _HEIGHT = 960, 900


def run_play(
    settings: Settings, stock: Stock, *, port: int, tell: Tell, progress: Told | None = None
) -> None:
    """Show the pages until Ctrl-C (SIGINT), SIGTERM, or the page's own end.

    Raises:
        PortTaken: another program listens on the port.
        NothingToPlayWith, IndexingError: as said for ``open_home``.
    """
    with suppress(asyncio.CancelledError):
        asyncio.run(_play(settings, stock, port=port, tell=tell, progress=progress))


def run_pages(settings: Settings, *, port: int, tell: Tell) -> None:
    """The same over the database of the settings itself.

    Raises:
        PortTaken: another program listens on the port.
    """

    async def show() -> None:
        _cancel_on_signals()
        await show_pages(settings, port=port, tell=tell)

    with suppress(asyncio.CancelledError):
        asyncio.run(show())


async def _play(settings: Settings, stock: Stock, *, port: int, tell: Tell, progress: Told | None) -> None:
    _cancel_on_signals()
    async with open_home(settings, stock, progress) as own:
        await show_pages(own, port=port, tell=tell)


async def show_pages(settings: Settings, *, port: int, tell: Tell) -> None:
    """Start the bot, and show its pages until the page is told to end.

    Raises:
        PortTaken: another program listens on the port.
    """
    async with (
        open_world(settings, now=datetime.now(UTC)) as world,
        open_pages(world, port=port) as channel,
    ):
        tell(f"Open {channel.url}\nCtrl-C ends it.")
        await channel.wait_closed()


def _cancel_on_signals() -> None:
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


@asynccontextmanager
async def open_pages(world: World, *, port: int) -> AsyncIterator[Any]:
    """Serve the direct message, then the channel, which links to it; out comes the channel's page.

    A process without the first shard hears no direct messages: there the channel is all.
    """
    you = world.you
    if not world.bot.settings.shards.has_first:
        async with open_page(world, world.channel, [you, world.guest], port=port) as channel:
            yield channel
        return
    async with open_page(world, you.user.dm_channel, [you.user], port=port and port + 1) as direct:
        await _welcome(world, direct.url)
        async with open_page(world, world.channel, [you, world.guest], port=port) as channel:
            yield channel


async def _welcome(world: World, direct_url: str) -> None:
    """A question and its answer, so that there is a card to press; and a line that says how to go on."""
    await world.you.user.slash("help")
    examples = await ExampleBook().of(world.bot.desk, scope=PUBLIC_SCOPE, now=world.bot.clock())
    question = next(iter(examples.questions), _ANY_QUESTION)
    await world.guest.send(world.channel, f"@{BOT_NAME} {question}")
    await world.guest.send(world.channel, _HINT.format(direct_url))


@asynccontextmanager
async def open_page(
    world: World, place: ChannelHandle, viewers: list[Any], *, port: int
) -> AsyncIterator[Any]:
    """Serve one channel to those who may look at it as themselves."""
    # one world is meant to have one page; two get on well, as long as nobody acts in both at the same instant
    world.env._preview = None  # noqa: SLF001 - there is no other way to say so
    page = world.env.preview(
        place, viewers=viewers, layout="channel", width=_WIDTH, height=_HEIGHT, port=port
    )
    try:
        await page.__aenter__()
    except SetupError as error:
        raise PortTaken(port, error) from error
    try:
        yield page
    finally:
        await page.close()
