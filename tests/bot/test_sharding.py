"""One of several processes: it serves the servers of its shards, and leaves to the others what is theirs."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import simcord
from click.testing import CliRunner
from simcord.env import Env

from bot.cli import commands
from bot.client import CommuniqueBot, create_bot, messages_per_second
from bot.cogs.freshness import FreshnessCog
from bot.cogs.managing import KEPT_ELSEWHERE
from bot.records.channels import ChannelSettings
from bot.records.jobs import Job
from bot.records.records import Records
from config.settings import Settings
from tests.bot.cogs.test_adding import looks_after
from tests.bot.conftest import Server, manager, shown

FIRST = 4 << 22
"""A server of shard 0 of 4."""
SECOND = 5 << 22
"""A server of shard 1."""
CHINA = "what did Stoltenberg say about China?"


def of_shards(settings: Settings, ids: str, **more: object) -> Settings:
    return settings.model_copy(update={"shard_count": 4, "shard_ids": ids, **more})


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[tuple[Env, CommuniqueBot]]:
    bot = create_bot(settings)
    # commands that another process has registered are there for this one too
    async with bot, simcord.run(bot, strict_sync=False) as env:
        yield env, bot


def server_of(env: Env, shard: int) -> Server:
    guild = env.create_guild(shard_id=shard)
    channel = guild.create_text_channel("general")
    alice, bob = (guild.add_member(env.create_user(name)) for name in ("alice", "bob"))
    return Server(env, guild, channel, alice, bob)


async def test_bot_takes_its_shards_and_answers_there(settings: Settings) -> None:
    async with started(of_shards(settings, "1,3")) as (env, bot):
        assert [1, 3] == sorted(bot.shards)
        server = server_of(env, 3)
        result = await server.alice.slash(server.channel, "ask", question=CHINA)

        assert "China" in shown(result.response)


async def test_servers_of_other_processes_are_not_forgotten(settings: Settings) -> None:
    async with Records.open(settings.database) as records:
        for server_id in (FIRST, SECOND):
            await records.channels.choose(server_id, server_id + 1, ChannelSettings(compact=True))
    async with started(of_shards(settings, "0")) as (env, bot):
        await env.settle()

        assert {SECOND} == bot.records.channels.servers()


async def test_jobs_of_servers_of_other_processes_wait_for_being_moved(settings: Settings) -> None:
    async with Records.open(settings.database) as records:
        for server_id in (FIRST, SECOND):
            await records.jobs.add(
                Job(f"{server_id}/gone", False, server_id, 1, 1, create_bot(settings).clock())
            )
    async with started(of_shards(settings, "0")) as (env, bot):
        await env.settle()

        assert [SECOND] == [job.server_id for job in await bot.records.jobs.open()]


@pytest.mark.parametrize(("ids", "times"), [("0-1", 1), ("1-3", 0)])
async def test_the_process_with_shard_0_registers_the_commands(
    settings: Settings, ids: str, times: int
) -> None:
    async with started(of_shards(settings, ids)) as (env, _):
        assert times == sum(request.method == "PUT" for request in env.http_requests)


@pytest.mark.parametrize(("ids", "share"), [("0", 10), ("1-3", 30), ("", 40)])
def test_each_process_writes_its_share_of_messages(settings: Settings, ids: str, share: int) -> None:
    assert share == messages_per_second(of_shards(settings, ids, messages_per_second=40))
    assert 1 == messages_per_second(of_shards(settings, "2", messages_per_second=1))


async def test_a_collection_is_not_shared_with_a_server_of_another_process(settings: Settings) -> None:
    async with started(of_shards(settings, "1")) as (env, bot):
        server = server_of(env, 1)
        carol = await looks_after(server)
        there = await carol.slash(server.channel, "admin collection share", server=str(10**18 | SECOND))
        elsewhere = await carol.slash(server.channel, "admin collection share", server=str(elsewhere_id()))

        assert "can search" in shown(there.response)
        assert "another process" in shown(elsewhere.response)
        assert 1 == len(bot.records.servers.sharing(f"{server.guild.id}/press"))


def elsewhere_id() -> int:
    """The id of a server of shard 2."""
    return (10**18 >> 24 << 24) + (2 << 22)


async def test_public_that_another_process_keeps_is_not_read_again_here(
    settings: Settings, tmp_path: Path
) -> None:
    own = of_shards(
        settings,
        "1",
        database=tmp_path / "own.db",
        releases_folder=tmp_path,
        engine="opensearch",
        cluster_nodes=("http://127.0.0.1:9",),
        question_timeout_s=0.05,
    )
    async with started(own) as (env, bot):
        server = server_of(env, 1)
        bot.settings = own.model_copy(update={"operator_servers": frozenset({server.guild.id})})
        carol = manager(server)
        again = await carol.slash(server.channel, "admin reindex", collection="public")
        listed = await carol.slash(server.channel, "admin release list", collection="public")

        assert [KEPT_ELSEWHERE] * 2 == [shown(again.response), shown(listed.response)]
        assert [] == await bot.records.jobs.open()


@pytest.mark.parametrize(("engine", "every_s"), [("opensearch", 0.5), ("embedded", 5.0)])
async def test_new_generations_of_a_cluster_are_looked_for_twice_a_second(
    settings: Settings, engine: str, every_s: float
) -> None:
    own = settings.model_copy(
        update={"engine": engine, "cluster_nodes": ("http://127.0.0.1:9",), "question_timeout_s": 0.05}
    )
    async with started(own) as (_, bot):
        cog = bot.get_cog("FreshnessCog")
        assert isinstance(cog, FreshnessCog)

        assert every_s == cog._look.seconds


async def test_a_person_is_told_that_other_processes_remember_by_themselves(settings: Settings) -> None:
    async with started(of_shards(settings, "1")) as (env, _):
        server = server_of(env, 1)
        for command in ("privacy show", "privacy forget"):
            result = await server.alice.slash(server.channel, command)

            assert "other parts" in shown(result.response)


async def test_a_bot_in_one_process_says_nothing_of_others(server: Server) -> None:
    result = await server.alice.slash(server.channel, "privacy show")

    assert "other parts" not in shown(result.response)


@pytest.mark.parametrize("shards", ["4/4", "0-3", "x/4"])
def test_run_refuses_shards_that_there_are_not(shards: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "never used")
    logging_before = logging.getLogger().level
    result = CliRunner().invoke(commands, ["run", "--shards", shards])

    assert 2 == result.exit_code
    assert "'--shards'" in result.output
    assert shards in result.output
    assert logging_before == logging.getLogger().level
