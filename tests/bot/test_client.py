"""The client: what it hears, what it registers and when, how it starts and ends."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import UTC, datetime

import discord
import pytest
import simcord

from bot.client import CommuniqueBot, create_bot, intents, run_bot
from bot.errors import Disconnected, IntentRefused, TokenMissing, TokenRefused, Unreachable
from config.settings import Settings, load_settings
from tests.bot.conftest import Server, command_payload, running


def registrations(server: Server) -> int:
    """How often the commands were sent to Discord."""
    return sum(request.method == "PUT" for request in server.env.http_requests)


def test_no_intent_needs_approval() -> None:
    assert not intents().message_content
    assert not intents().members
    assert not intents().presences
    assert {"guilds", "guild_messages", "dm_messages"} == {name for name, wanted in intents() if wanted}


async def test_what_messages_say_is_heard_only_where_the_operator_wants_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNIQUE_MESSAGE_CONTENT", "true")
    async with create_bot(settings) as as_shipped, create_bot(load_settings()) as as_set:
        assert not as_shipped.intents.message_content
        assert as_set.intents.message_content
        assert as_set.intents.value == as_shipped.intents.value | discord.Intents(message_content=True).value


async def test_nobody_is_ever_pinged(settings: Settings) -> None:
    async with create_bot(settings) as bot:
        assert (
            discord.AllowedMentions.none().to_dict()
            == (bot.allowed_mentions or discord.AllowedMentions()).to_dict()
        )


async def test_commands_are_registered_once_and_not_at_the_next_start(
    settings: Settings, server: Server
) -> None:
    assert 1 == registrations(server)
    await server.bot.close()
    async with create_bot(settings) as again:
        await server.env.restart_bot(again)

        assert 1 == registrations(server)


async def test_changed_commands_are_registered_again(settings: Settings, server: Server) -> None:
    await server.bot.close()
    async with create_bot(settings) as again:
        again.tree.add_command(discord.app_commands.ContextMenu(name="New", callback=_menu))
        await server.env.restart_bot(again)

        assert 2 == registrations(server)


async def test_commands_are_not_registered_where_the_operator_does_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNIQUE_SYNC_COMMANDS", "false")
    async with running(create_bot(load_settings())) as server:
        assert 0 == registrations(server)


async def test_bot_starts_though_its_commands_cannot_be_registered(settings: Settings) -> None:
    bot = create_bot(settings)
    env = simcord.Env(bot)
    env.inject_error("PUT", "/applications/*/commands", status=500)
    async with bot:
        await env.start()
        try:
            assert bot.is_ready()
        finally:
            await env.shutdown()


async def test_commands_are_offered_in_servers_and_to_those_who_installed_the_bot(server: Server) -> None:
    for name in ("ask", "date", "topic", "help", "about", "privacy"):
        command = command_payload(server, name)
        assert [0, 1] == sorted(command["integration_types"]), name
        assert [0, 1, 2] == sorted(command["contexts"]), name
    for name in ("admin", "setup"):
        command = command_payload(server, name)
        assert [0] == command["integration_types"], name
        assert str(discord.Permissions(manage_guild=True).value) == str(command["default_member_permissions"])


async def test_closing_twice_is_harmless_and_frees_the_database(settings: Settings) -> None:
    bot = create_bot(settings)
    async with running(bot):
        pass
    await bot.close()

    settings.database.rename(settings.database.with_suffix(".moved"))
    assert bot.is_closed()


async def test_clock_is_the_callers(settings: Settings) -> None:
    async with create_bot(settings, clock=lambda: datetime(2024, 2, 7, tzinfo=UTC)) as bot:
        assert 2024 == bot.clock().year


async def test_without_a_token_the_operator_is_told(settings: Settings) -> None:
    with pytest.raises(TokenMissing, match="DISCORD_TOKEN is not set"):
        await run_bot(settings)


class Ending(CommuniqueBot):
    """A bot whose start ends as told, or lasts until it is closed."""

    end: BaseException | None
    started: asyncio.Event

    async def start(self, token: str, *, reconnect: bool = True) -> None:
        assert token == "secret"
        self.closed = asyncio.Event()
        self.started.set()
        if self.end is not None:
            raise self.end
        await self.closed.wait()

    async def close(self) -> None:
        await super().close()
        self.closed.set()


def ending(end: BaseException | None) -> type[Ending]:
    """A kind of bot whose start ends so."""
    return type("EndingSo", (Ending,), {"end": end, "started": asyncio.Event()})


@pytest.fixture
def with_token(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with a token."""
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    return load_settings()


async def test_refused_token_is_told_what_to_do(with_token: Settings) -> None:
    with pytest.raises(TokenRefused, match="Reset it on your application's Bot page"):
        await run_bot(with_token, bot_class=ending(discord.LoginFailure("Improper token")))


async def test_refused_intent_is_told_what_to_do(with_token: Settings) -> None:
    with pytest.raises(IntentRefused, match="message_content = true"):
        await run_bot(with_token, bot_class=ending(discord.PrivilegedIntentsRequired(None)))


async def test_unreachable_discord_is_told(with_token: Settings) -> None:
    with pytest.raises(Unreachable, match="could not be reached"):
        await run_bot(with_token, bot_class=ending(OSError("no route to host")))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signal_closes_the_bot_in_good_order(with_token: Settings, number: signal.Signals) -> None:
    kind = ending(None)
    running_bot = asyncio.create_task(run_bot(with_token, bot_class=kind))
    await kind.started.wait()

    os.kill(os.getpid(), number)
    os.kill(os.getpid(), number)

    await asyncio.wait_for(running_bot, timeout=5)


async def _menu(interaction: discord.Interaction, message: discord.Message) -> None:
    pass


@pytest.mark.parametrize("code", [4004, 4010, 4011, 4012, 4013, 4999])
def test_connection_that_is_over_for_good_says_what_to_do(code: int) -> None:
    said = str(Disconnected(code))

    assert f"code {code}" in said
    assert said.partition(": ")[2]
