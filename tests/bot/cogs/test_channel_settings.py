"""/admin channel: what may be chosen, by whom, how it is told, and how long it lasts."""

from __future__ import annotations

import pytest

from bot.client import create_bot
from bot.records.channels import ChannelSettings
from config.settings import Settings, load_settings
from index.indexer import run_job
from index.job import IndexJob
from tests.bot.conftest import Server, command_payload, manager, running, shown

OTHER_ID = 700_000_000_000_000_002


async def add_collection(settings: Settings, name: str, text: str) -> None:
    """Index a release into a collection."""
    folder = settings.database.parent / name.replace("/", "-")
    folder.mkdir()
    (folder / "release.md").write_text(
        f"---\ntitle: Own\ndate: 2024-03-01\n---\n\n{text}\n", encoding="utf-8"
    )
    await run_job(IndexJob(settings.database, [folder], name))


def chosen(server: Server) -> ChannelSettings:
    """The settings of the channel."""
    return server.bot.records.channels.of(server.channel.id)


async def index_own(server: Server) -> None:
    """A collection of the server's own, beside another server's."""
    settings = server.bot.settings
    await add_collection(settings, f"{server.guild.id}/press", "The walrus summit began in Bergen.")
    await add_collection(settings, f"{OTHER_ID}/secret", "The secret walrus summit began in Oslo.")
    await server.bot.service.searcher.refresh()


async def test_without_options_it_shows_the_settings(server: Server) -> None:
    result = await manager(server).slash(server.channel, "admin channel")

    text = shown(result.response)
    assert result.ephemeral
    assert f"settings of <#{server.channel.id}>" in text
    assert "(`collections`): public" in text
    assert "(`threads`): no" in text
    assert ChannelSettings() == chosen(server)


async def test_options_that_are_named_change_and_others_stay(server: Server) -> None:
    carol = manager(server)
    await carol.slash(server.channel, "admin channel", threads=True)
    result = await carol.slash(server.channel, "admin channel", compact=True)

    assert "Saved" in shown(result.response)
    assert ChannelSettings(threads=True, compact=True) == chosen(server)


async def test_another_channel_can_be_named(server: Server) -> None:
    other = server.guild.create_text_channel("press")
    await manager(server).slash(server.channel, "admin channel", channel=other, compact=True)

    assert ChannelSettings() == chosen(server)
    assert server.bot.records.channels.of(other.id).compact


async def test_collections_of_the_server_can_be_chosen_by_their_names(server: Server) -> None:
    await index_own(server)
    result = await manager(server).slash(server.channel, "admin channel", collections="press, Public")

    assert frozenset({"public", f"{server.guild.id}/press"}) == chosen(server).collections
    assert "(`collections`): press, public" in shown(result.response)


async def test_collection_of_another_server_is_refused_like_one_that_is_not_there(server: Server) -> None:
    await index_own(server)
    carol = manager(server)
    for name in ("secret", f"{OTHER_ID}/secret", "nonsense"):
        result = await carol.slash(server.channel, "admin channel", collections=f"public, {name}")

        text = shown(result.response)
        assert f"no collection “{name}”" in text.replace("\\", "")
        assert "There is: public, press." in text
    assert ChannelSettings() == chosen(server)


async def test_collections_are_suggested_to_managers_and_never_those_of_others(server: Server) -> None:
    await index_own(server)
    carol = manager(server)
    command = int(command_payload(server, "admin")["id"])
    server.guild.set_command_permissions(command, {server.alice: True})

    every = await carol.autocomplete(server.channel, "admin channel", "collections", "")
    second = await carol.autocomplete(server.channel, "admin channel", "collections", "public, p")
    for_alice = await server.alice.autocomplete(server.channel, "admin channel", "collections", "")

    assert ["public", "press"] == [choice["value"] for choice in every]
    assert ["public, press"] == [choice["value"] for choice in second]
    assert not for_alice


async def test_answering_everything_needs_an_intent_and_says_what_the_operator_must_do(
    server: Server,
) -> None:
    result = await manager(server).slash(
        server.channel, "admin channel", answer_everything=True, compact=True
    )

    assert "`message_content = true`" in shown(result.response)
    assert ChannelSettings() == chosen(server)


async def test_answering_everything_can_be_chosen_where_the_operator_allows_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNIQUE_MESSAGE_CONTENT", "true")
    async with running(create_bot(load_settings())) as server:
        await manager(server).slash(server.channel, "admin channel", answer_everything=True)

        assert server.bot.intents.message_content
        assert chosen(server).answers_all


async def test_in_a_thread_the_settings_are_those_of_its_channel(server: Server) -> None:
    opened = await server.alice.send(server.channel, "Let us talk")
    thread = server.env.backend.create_thread(
        server.channel.id, name="Talk", owner_id=server.alice.id, message_id=opened.id
    )
    handle = next(handle for handle in server.channel.threads if handle.id == thread.id)
    await manager(server).slash(handle, "admin channel", compact=True)

    assert chosen(server).compact


async def test_settings_last_over_a_restart(settings: Settings, server: Server) -> None:
    await manager(server).slash(server.channel, "admin channel", compact=True)
    await server.bot.close()
    async with create_bot(settings) as again:
        await server.env.restart_bot(again)

        assert again.records.channels.of(server.channel.id).compact


async def test_permission_is_checked_again_where_a_server_lets_anyone_use_it(server: Server) -> None:
    command = int(command_payload(server, "admin")["id"])
    server.guild.set_command_permissions(command, {server.alice: True})
    result = await server.alice.slash(server.channel, "admin channel", compact=True)

    assert result.ephemeral
    assert "Only someone who may manage this server" in shown(result.response)
    assert ChannelSettings() == chosen(server)


async def test_deleted_channel_and_left_server_are_forgotten(server: Server) -> None:
    other = server.guild.create_text_channel("press")
    carol = manager(server)
    await carol.slash(server.channel, "admin channel", compact=True)
    await carol.slash(server.channel, "admin channel", channel=other, compact=True)

    server.env.backend.delete_channel(other.id)
    await server.env.settle()
    assert [server.channel.id] == list(server.bot.records.channels.chosen_in(server.guild.id))

    server.env.backend.remove_guild(server.guild.id)
    await server.env.settle()
    assert not server.bot.records.channels.servers()
