"""Messages: who asks, who doesn't, and what comes back."""

from __future__ import annotations

import discord
import pytest
from simcord.backend import serializers

from bot.client import create_bot
from bot.cogs.outbox import FULL_LINE, Outbox, Pace
from bot.render.escape import unescape
from config.settings import Settings, load_settings
from index.indexer import run_job
from index.job import IndexJob
from tests.bot.conftest import Server, forbid, running, shown
from tests.bot.discord_markup import live_markup
from tests.bot.fakes import BrokenDesk, SlowDesk, with_desk
from tests.bot.releases import HOSTILE_SENTENCES

CHINA = "what did the Secretary General say about China?"


def last_text(server: Server) -> str:
    """What the newest message of the channel shows."""
    return shown(server.channel.last_message)


def by_bot(server: Server) -> list[discord.Message]:
    """What the bot wrote in the channel."""
    return [message for message in server.channel.history() if message.author.id == server.bot.me.id]


async def test_mention_is_answered_with_a_quotation(server: Server) -> None:
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    assert "harmful dependencies" in last_text(server).replace("**", "")


async def test_answer_is_a_reply_that_does_not_ping(server: Server) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    reply = server.channel.last_message
    assert reply is not None
    assert reply.reference is not None
    assert question.id == reply.reference.message_id
    posted = [request.json for request in server.env.http_requests if request.method == "POST"][-1]
    assert posted is not None
    assert {"parse": [], "replied_user": False} == posted["allowed_mentions"]


async def test_nickname_mention_anywhere_in_the_message_counts(server: Server) -> None:
    await server.alice.send(server.channel, f"What was said about China, <@!{server.bot.me.id}>?")

    assert "harmful" in last_text(server)


async def test_direct_message_needs_no_mention(server: Server) -> None:
    await server.alice.send_dm(CHINA)

    last = server.alice.user.dm_channel.last_message
    assert "harmful" in shown(last)


async def test_reply_to_the_bot_is_a_question(server: Server) -> None:
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    answer = server.channel.last_message
    assert answer is not None

    await server.bob.send(server.channel, "what about the orchard budget?", reply_to=answer)

    assert "orchard" in last_text(server)


async def test_thread_of_the_bot_needs_no_mention_where_content_is_seen(server: Server) -> None:
    channel = server.bot.get_channel(server.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="China", type=discord.ChannelType.public_thread)
    thread = server.channel.threads[0]

    await server.alice.send(thread, f"{server.mention} {CHINA}")
    answer = thread.last_message
    await server.alice.send(thread, "and the budget?")
    hint = thread.last_message
    await server.alice.send(thread, "hello?")

    assert "harmful" in shown(answer)
    assert hint is not None
    assert "I can read messages here only where they mention me" in hint.content
    assert 2 == len([message for message in thread.history() if message.author.id == server.bot.me.id])


async def test_thread_of_somebody_else_is_left_alone(server: Server) -> None:
    channel = server.bot.get_channel(server.channel.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="China", type=discord.ChannelType.public_thread)
    cached = server.bot.get_channel(thread.id)
    assert isinstance(cached, discord.Thread)
    cached.owner_id = server.alice.id

    await server.alice.send(server.channel.threads[0], CHINA)

    assert [] == [m for m in server.channel.threads[0].history() if m.author.id == server.bot.me.id]


@pytest.mark.parametrize(
    "content", ["@everyone what about China?", "@here what about China?", CHINA, "hello"]
)
async def test_who_does_not_name_the_bot_gets_silence(server: Server, content: str) -> None:
    await server.alice.send(server.channel, content)

    assert [] == by_bot(server)


async def test_mention_of_another_bot_is_left_to_it(server: Server) -> None:
    other = server.guild.add_member(server.env.create_user("other", bot=True))

    await server.alice.send(server.channel, f"{other.mention} {CHINA}")

    assert [] == by_bot(server)


async def test_reply_that_names_another_bot_is_left_to_it(server: Server) -> None:
    other = server.guild.add_member(server.env.create_user("other", bot=True))
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    answer = server.channel.last_message
    assert answer is not None

    await server.alice.send(server.channel, f"{other.mention} what do you say?", reply_to=answer)

    assert 1 == len(by_bot(server))


async def test_bots_and_webhooks_are_not_answered(server: Server) -> None:
    robot = server.guild.add_member(server.env.create_user("robot", bot=True))
    webhook = server.guild.create_webhook(server.channel)

    await robot.send(server.channel, f"{server.mention} {CHINA}")
    await webhook.send(f"{server.mention} {CHINA}")

    assert [] == by_bot(server)


async def test_bare_mention_is_told_how_to_ask(server: Server) -> None:
    await server.alice.send(server.channel, server.mention)

    text = last_text(server).strip()
    assert "/ask" in text
    assert "\n" not in text


async def test_replayed_event_is_answered_once(server: Server) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    backend = server.env.backend
    stored = backend.get_message(server.channel.id, question.id)
    backend.emit("MESSAGE_CREATE", serializers.message_payload(backend, stored))
    await server.env.settle()

    assert 1 == len(by_bot(server))


async def test_sixth_question_is_asked_to_wait_once_and_answered_later(server: Server) -> None:
    for _ in range(8):
        await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    told = [message for message in by_bot(server) if "ask again <t:" in message.content]
    await server.env.advance_time(21)
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    assert 1 == len(told)
    assert 7 == len(by_bot(server))
    assert "harmful" in last_text(server)


async def test_one_persons_wait_is_not_anothers(server: Server) -> None:
    for _ in range(6):
        await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    await server.bob.send(server.channel, f"{server.mention} {CHINA}")

    assert "harmful" in last_text(server)


async def test_channel_that_asked_a_lot_is_told_so_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNIQUE_CHANNEL_QUESTIONS", "1")
    async with running(create_bot(load_settings())) as server:
        for member in (server.alice, server.bob, server.alice):
            await member.send(server.channel, f"{server.mention} {CHINA}")
        await server.alice.send_dm(CHINA)

        told = [message for message in by_bot(server) if "This channel has asked a lot" in message.content]
        assert 1 == len(told)
        assert 2 == len(by_bot(server))
        assert "harmful" in shown(server.alice.user.dm_channel.last_message)


async def test_full_outbox_is_said_once(settings: Settings) -> None:
    async with running(create_bot(settings)) as server:
        server.bot.outbox = Outbox(Pace(50), clock=server.bot.clock, capacity=0, server_capacity=0)
        for _ in range(2):
            await server.alice.send(server.channel, f"{server.mention} {CHINA}")

        assert [FULL_LINE] == [message.content for message in by_bot(server)]


async def test_question_without_an_answer_says_what_was_missing_and_searched(server: Server) -> None:
    await server.alice.send(server.channel, f"{server.mention} what was said about quantum zeppelins?")

    text = last_text(server)
    assert "zeppelins" in text
    assert "Searched: 14 releases" in text
    assert "/topic" in text


async def test_markup_of_releases_stays_text_and_reads_the_same(server: Server) -> None:
    await server.alice.send(server.channel, f"{server.mention} what did the marmalade ministry say?")

    first = last_text(server)
    await server.alice.click(by_bot(server)[-1], label="Next source")
    lines = [*first.splitlines(), *last_text(server).splitlines()]
    quotes = [line.removeprefix("> ") for line in lines if line.startswith("> ")]
    assert [] == live_markup("\n".join(quotes).replace("**", ""))
    read = [unescape(quote.replace("**", "")) for quote in quotes]
    assert {f"“{sentence}”" for sentence in HOSTILE_SENTENCES} == set(read)


async def test_without_embed_links_the_answer_is_plain_text(server: Server) -> None:
    forbid(server, "embed_links")

    await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    reply = server.channel.last_message
    assert reply is not None
    assert [] == reply.embeds
    assert "harmful" in reply.content
    assert len(reply.content) <= 2000


async def test_where_the_bot_may_not_speak_it_does_not_try_and_tells_who_can_mend_that(
    server: Server,
) -> None:
    forbid(server, "send_messages")

    await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    assert [] == by_bot(server)
    written = [request for request in server.env.http_requests if request.path.endswith("/messages")]
    assert 1 == len(written)
    assert "may not answer there" in (written[0].json or {})["content"]


async def test_where_the_bot_may_not_read_history_it_answers_without_quoting(server: Server) -> None:
    forbid(server, "read_message_history")

    await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    reply = server.channel.last_message
    assert reply is not None
    assert reply.reference is None
    assert "harmful" in shown(reply)


async def test_quick_answer_shows_no_typing(server: Server) -> None:
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    assert not any(request.path.endswith("/typing") for request in server.env.http_requests)


async def test_slow_answer_shows_typing(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_desk(lambda desk: SlowDesk(desk, 0.8)))
    async with running(bot) as server:
        await server.alice.send(server.channel, f"{server.mention} {CHINA}")

        assert any(request.path.endswith("/typing") for request in server.env.http_requests)
        assert "harmful" in last_text(server)


async def test_error_is_one_short_line_whose_id_is_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(create_bot(settings, open_service=with_desk(BrokenDesk))) as server:
        await server.alice.send(server.channel, f"{server.mention} {CHINA}")

        text = last_text(server).strip()
        error_id = text.partition("(error ")[2].partition(")")[0]
        assert "\n" not in text
        assert len(error_id) == 6
        assert error_id in caplog.text
        assert "disk" not in text


async def test_refused_reply_is_logged_and_no_error(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.env.inject_error(
        "POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions"
    )

    await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    assert [] == by_bot(server)
    assert "not allowed to reply" in caplog.text


async def test_release_indexed_by_another_process_is_found_soon(server: Server) -> None:
    folder = server.bot.settings.database.parent / "more"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: News\ndate: 2024-03-01\n---\n\nThe walrus summit began.\n")
    await run_job(IndexJob(server.bot.settings.database, [folder]))

    await server.env.advance_time(6)
    await server.alice.send(server.channel, f"{server.mention} walrus summit")

    assert "walrus" in last_text(server).replace("**", "")


async def test_a_reply_to_an_answer_goes_on_from_its_question(server: Server) -> None:
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    answer = server.channel.last_message

    await server.alice.send(
        server.channel, f"{server.mention} and what else did he say there?", reply_to=answer
    )

    assert "China" in last_text(server)


async def test_a_direct_message_goes_on_from_the_one_before(server: Server) -> None:
    await server.alice.send_dm(CHINA)
    await server.alice.send_dm("and what about it?")

    assert "China" in shown(server.alice.user.dm_channel.last_message)


async def test_a_mention_elsewhere_stands_alone(server: Server) -> None:
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    await server.alice.send(server.channel, f"{server.mention} and what about it?")

    assert "harmful" not in last_text(server)
