"""The bot under load: a small Discord of 1,000 servers on loopback asks it by commands and by mentions.

In: the releases of a folder. Out: how long answers take, how late the event loop is, and the same for a bot that says
"ok" at once, in the same run. Prints figures; asserts nothing.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import discord
import yarl

from bot.answering import speakers
from bot.client import create_bot, intents
from config.settings import Settings, load_settings
from index.indexer import run_job
from index.job import IndexJob
from index.store.database import Database
from tests.bench.load import Kind, Load, Login, Outcome, Where, serve
from tests.bench.questions import questions_from
from tests.bench.timing import Timing

SERVERS = 1_000
SECONDS = 20
RATES: dict[Kind, int] = {"commands": 50, "mentions": 40}

_WARM_UP_S = 2
_SAMPLE_S = 0.005
_SAMPLES = Path(__file__).parents[2] / "index" / "samples"
_AIMS = "aims: p99 under 150 ms, none dropped, loop lag p99 under 20 ms"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one bot did under one load."""

    outcome: Outcome
    lag: Timing
    cpu_s: float

    def __str__(self) -> str:
        outcome = self.outcome
        lag, cpu = self.lag.percentile(0.99), 1_000 * self.cpu_s / outcome.asked
        return f"{outcome.timing}   dropped {outcome.dropped:3}   loop lag p99 {lag:6.2f} ms   CPU {cpu:5.2f} ms each"


class EmptyBot(discord.AutoShardedClient):
    """What discord.py and the line cost: a bot that says "ok" at once."""

    async def on_message(self, message: discord.Message) -> None:
        """Reply to a person."""
        if not message.author.bot:
            await message.reply("ok")

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Respond."""
        await interaction.response.send_message("ok")


def main() -> None:
    """Measure over the folder named on the command line, or the shipped samples."""
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else _SAMPLES
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "bench.db"
        report = asyncio.run(run_job(IndexJob(path, [folder], speakers=speakers(load_settings()))))
        context = multiprocessing.get_context("spawn")
        orders, theirs = context.Pipe()
        server = context.Process(target=serve, args=(theirs, SERVERS), daemon=True)
        server.start()
        try:
            asyncio.run(_measure(path, report.passages, orders))
        finally:
            orders.send(None)
            server.join(timeout=10)


async def _measure(path: Path, passages: int, orders: Connection) -> None:
    _point_at(await _said(orders))
    async with Database.open(path) as database:
        questions = await questions_from(database, passages)
    ours = await _loaded(create_bot(_settings(path)), orders, Login(1), questions)
    empty = await _loaded(EmptyBot(intents=intents(), shard_count=1), orders, Login(2), questions)
    print(f"Discord, {SERVERS:,} servers ({_AIMS})")
    for kind, rate in RATES.items():
        ratio = ours[kind].outcome.timing.percentile(0.5) / empty[kind].outcome.timing.percentile(0.5)
        print(f"{kind} at {rate}/s      {ours[kind]}")
        print(f"  empty handler      {empty[kind]}")
        print(f"  ratio of medians   {ratio:8.2f}")


async def _loaded(
    bot: discord.AutoShardedClient, orders: Connection, login: Login, questions: list[str]
) -> dict[Kind, Figures]:
    """What a bot does under each load."""
    async with _online(bot, orders, login):
        figures = {}
        for kind, rate in RATES.items():
            await _asked(orders, Load(kind, rate, _WARM_UP_S, questions))
            lags: list[float] = []
            sampler = asyncio.create_task(_sample(lags))
            began = time.process_time()
            outcome = await _asked(orders, Load(kind, rate, SECONDS, questions))
            sampler.cancel()
            figures[kind] = Figures(outcome, Timing(lags), time.process_time() - began)
        return figures


@asynccontextmanager
async def _online(bot: discord.AutoShardedClient, orders: Connection, login: Login) -> AsyncIterator[None]:
    running = asyncio.create_task(bot.start("token"))
    orders.send(login)
    await _said(orders)
    while len(bot.guilds) < SERVERS:
        await asyncio.sleep(0.1)
    try:
        yield
    finally:
        await bot.close()
        await asyncio.wait({running})


async def _asked(orders: Connection, load: Load) -> Outcome:
    orders.send(load)
    outcome = await _said(orders)
    assert isinstance(outcome, Outcome)
    return outcome


async def _said(orders: Connection) -> Any:
    return await asyncio.to_thread(orders.recv)


async def _sample(lags: list[float]) -> None:
    """How late the event loop wakes a task, again and again."""
    while True:
        due = time.perf_counter() + _SAMPLE_S
        await asyncio.sleep(_SAMPLE_S)
        lags.append(max(time.perf_counter() - due, 0))


def _point_at(where: Where) -> None:
    discord.http.Route.BASE = where.api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(where.gateway)


def _settings(path: Path) -> Settings:
    changes: dict[str, object] = {"database": path, "shard_count": 1, "sync_commands": False}
    return load_settings().model_copy(update=changes)


if __name__ == "__main__":
    main()
