"""An answer follows its question: edited with it, deleted with it; threads and channels for asking."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.asking.answer import Answer, NoAnswer
from bot.client import create_bot
from bot.records.channels import ChannelSettings
from config.settings import Settings, load_settings
from tests.bot.conftest import Server, forbid, running, shown
from tests.bot.fakes import SlowDesk, with_desk

CHINA = "what did the Secretary General say about China?"
BUDGET = "what about the orchard budget?"


def by_bot(server: Server) -> list[discord.Message]:
    return [message for message in server.channel.history() if message.author.id == server.bot.me.id]


async def choose(server: Server, settings: ChannelSettings) -> None:
    await server.bot.records.channels.choose(server.guild.id, server.channel.id, settings)


async def test_edited_question_edits_its_answer(server: Server) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    (answer,) = by_bot(server)

    await server.alice.edit(question, f"{server.mention} {BUDGET}")

    (edited,) = by_bot(server)
    assert answer.id == edited.id
    assert "orchard" in shown(edited)
    posted = await server.bot.records.answers.of_question(question.id)
    assert posted is not None
    assert BUDGET == posted.question


async def test_buttons_of_an_edited_answer_belong_to_the_new_question(server: Server) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    await server.alice.edit(question, f"{server.mention} {BUDGET}")

    context = await server.bob.click(by_bot(server)[0], label="Context")
    why = await server.bob.click(by_bot(server)[0], label="Why this passage?")

    assert "orchard" in shown(context.response)
    assert "orchard" in shown(why.response)


async def test_edit_that_takes_the_mention_away_takes_the_answer_away(server: Server) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    await server.alice.edit(question, "never mind")

    assert [] == by_bot(server)
    assert await server.bot.records.answers.of_question(question.id) is None


async def test_edit_that_adds_the_mention_is_answered_while_the_message_is_new(server: Server) -> None:
    question = await server.alice.send(server.channel, CHINA)
    assert [] == by_bot(server)

    await server.alice.edit(question, f"{server.mention} {CHINA}")

    assert "harmful" in shown(by_bot(server)[0])


async def test_edit_of_an_answered_question_after_a_restart_is_followed(
    server: Server, settings: Settings
) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    await server.bot.close()
    async with create_bot(settings) as bot:
        await server.env.restart_bot(bot)

        await server.alice.edit(question, f"{server.mention} {BUDGET}")

        (edited,) = by_bot(server)
        assert "orchard" in shown(edited)


async def test_deleted_question_takes_its_answer_along(server: Server) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    await server.alice.delete(question)

    assert [] == by_bot(server)
    assert await server.bot.records.answers.of_question(question.id) is None


async def test_edit_in_a_direct_message_is_followed(server: Server) -> None:
    question = await server.alice.send_dm(CHINA)

    await server.alice.user.edit(question, BUDGET)

    assert "orchard" in shown(server.alice.user.dm_channel.last_message)


async def test_edits_while_the_answer_is_slow_end_with_the_last_question(settings: Settings) -> None:
    service = with_desk(lambda desk: SlowDesk(desk, 0.2))
    async with running(create_bot(settings, open_service=service)) as server:
        question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")
        await server.alice.edit(question, f"{server.mention} {BUDGET}")

        (answer,) = by_bot(server)
        assert "orchard" in shown(answer)


async def test_answer_opens_a_thread_where_the_channel_wants_that(server: Server) -> None:
    await choose(server, ChannelSettings(threads=True))

    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    (thread,) = server.channel.threads
    assert thread.name == CHINA
    assert "harmful" in shown(thread.last_message)
    assert "harmful" not in "".join(shown(message) for message in by_bot(server))
    await server.alice.delete(question)
    assert "harmful" not in "".join(shown(message) for message in thread.history())


async def test_follow_up_in_the_thread_goes_on_from_its_question(server: Server) -> None:
    await choose(server, ChannelSettings(threads=True))
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    (thread,) = server.channel.threads

    await server.alice.send(thread, f"{server.mention} and on Russian oil?")

    assert "European reliance" in shown(thread.last_message)


async def test_message_in_the_thread_does_not_go_on_from_what_somebody_asked_privately(
    server: Server,
) -> None:
    await choose(server, ChannelSettings(threads=True))
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    (thread,) = server.channel.threads
    await server.bob.slash(thread, "ask", question="the marmalade ministry", private=True)

    await server.alice.send(thread, f"{server.mention} and on Russian oil?")

    assert thread.last_message is not None
    why = await server.alice.click(thread.last_message, label="Why this passage?")
    assert "marmalade" not in shown(why.response)
    assert "China" in shown(why.response)


async def test_without_the_permission_to_open_threads_it_replies(server: Server) -> None:
    await choose(server, ChannelSettings(threads=True))
    forbid(server, "create_public_threads")

    await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    assert "harmful" in shown(by_bot(server)[0])


@pytest.fixture
def reading(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an operator who lets the bot read messages."""
    monkeypatch.setenv("COMMUNIQUE_MESSAGE_CONTENT", "true")
    return load_settings()


async def test_channel_for_asking_answers_questions_and_nothing_else(reading: Settings) -> None:
    async with running(create_bot(reading)) as server:
        await choose(server, ChannelSettings(answers_all=True))

        await server.alice.send(server.channel, CHINA)
        await server.alice.send(server.channel, "thanks, that is all")
        await server.alice.send(server.channel, f"<@{server.bob.id}> what do you think?")

        (answer,) = by_bot(server)
        assert "harmful" in shown(answer)


async def test_channel_for_asking_answers_only_mentions_where_the_bot_may_not_read(server: Server) -> None:
    await choose(server, ChannelSettings(answers_all=True))

    await server.alice.send(server.channel, CHINA)

    assert [] == by_bot(server)


async def test_thread_has_the_settings_of_its_channel(reading: Settings) -> None:
    async with running(create_bot(reading)) as server:
        await choose(server, ChannelSettings(answers_all=True))
        channel = server.bot.get_channel(server.channel.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.create_thread(name="Talk", type=discord.ChannelType.public_thread)
        (thread,) = server.channel.threads

        await server.alice.send(thread, CHINA)

        assert "harmful" in shown(thread.last_message)


async def test_bare_mention_that_is_edited_into_a_question_is_answered(server: Server) -> None:
    message = await server.alice.send(server.channel, server.mention)

    await server.alice.edit(message, f"{server.mention} {CHINA}")

    assert "harmful" in shown(server.channel.last_message)
    assert await server.bot.records.answers.of_question(message.id) is not None


async def test_edit_that_has_to_wait_leaves_the_answer_and_is_told_so(server: Server) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    for _ in range(4):
        await server.alice.send(server.channel, f"{server.mention} {BUDGET}")
    before = by_bot(server)

    await server.alice.edit(question, f"{server.mention} {BUDGET}")

    assert "Please ask again" in shown(server.channel.last_message)
    answer = next(one for one in by_bot(server) if one.id == before[0].id)
    assert "harmful" in shown(answer)


async def test_edit_that_cannot_be_answered_is_told_so(settings: Settings) -> None:
    class FailsOnBudgets(SlowDesk):
        async def answer(self, text: str, **named: Any) -> Answer | NoAnswer:
            if text == BUDGET:
                raise RuntimeError("the disk is full")
            return await super().answer(text, **named)

    service = with_desk(lambda desk: FailsOnBudgets(desk, 0))
    async with running(create_bot(settings, open_service=service)) as server:
        question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")

        await server.alice.edit(question, f"{server.mention} {BUDGET}")

        assert "That went wrong on my side" in shown(server.channel.last_message)


async def test_answer_that_may_not_be_deleted_is_logged_and_no_error(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    server.env.inject_error("DELETE", "/channels/*/messages/*", status=403, code=50001)

    await server.alice.delete(question)

    assert "could not be taken away" in caplog.text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_where_discord_opens_no_thread_it_replies(server: Server) -> None:
    await choose(server, ChannelSettings(threads=True))
    server.env.inject_error("POST", "/channels/*/messages/*/threads", status=400, code=160006)

    await server.alice.send(server.channel, f"{server.mention} {CHINA}")

    assert "harmful" in shown(by_bot(server)[0])
