"""What is stored about people: shown to them alone, removed when they ask, with messages, channels and servers, and in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.asking.answer import KeptAnswer, KeptCitation
from bot.client import create_bot
from bot.cogs.dossier import Dossier, dossier_file, dossier_message
from bot.cogs.forgetting import ForgettingCog
from bot.records.answers import AnswerId, PostedAnswer
from bot.records.channels import ChannelSettings
from bot.records.votes import Vote
from bot.render import limits
from config.settings import Settings
from index.release import PassageKey
from tests.bot.conftest import Server, labels, manager, sent, shown


async def keep(server: Server, id: str, **changes: Any) -> PostedAnswer:
    """An answer that was posted to alice in the channel."""
    kept: dict[str, Any] = {
        "id": AnswerId(id),
        "server_id": server.guild.id,
        "channel_id": server.channel.id,
        "asker_id": server.alice.id,
        "question": "what was said about **China**?",
        "asked_at": server.bot.clock(),
        "kept": KeptAnswer("answered", [KeptCitation(PassageKey("0" * 22))]),
    }
    answer = PostedAnswer(**(kept | changes))
    await server.bot.records.answers.add(answer)
    return answer


async def vote(server: Server, answer: PostedAnswer, user_id: int, *, helpful: bool) -> None:
    """A vote on the answer."""
    reason = None if helpful else "off the point"
    await server.bot.records.votes.cast(Vote(answer.id, user_id, helpful, reason, server.bot.clock()))


async def kept(server: Server, id: str) -> bool:
    """Whether the answer is still stored."""
    return await server.bot.records.answers.get(AnswerId(id)) is not None


async def test_show_lists_questions_and_votes_with_time_and_place(server: Server) -> None:
    answer = await keep(server, "a")
    other = await keep(server, "b", asker_id=server.bob.id, question="what did bob ask?")
    await keep(server, "c", server_id=None, channel_id=5, question="in private")
    await vote(server, answer, server.alice.id, helpful=True)
    await vote(server, other, server.alice.id, helpful=False)
    await vote(server, other, server.bob.id, helpful=True)

    result = await server.alice.slash(server.channel, "privacy show")

    text = shown(result.response)
    at = f"<t:{int(server.bot.clock().timestamp())}:f>"
    assert result.ephemeral
    assert "Stored about you: 2 questions and 2 votes." in text
    assert (
        rf"- {at} in <#{server.channel.id}>: “what was said about \*\*China\*\*?”, answered with 1 passage"
        in text
    )
    assert f"- {at} in direct messages: “in private”" in text
    assert f"- {at} voted 👍\n- {at} voted 👎, “off the point”" in text
    assert "bob" not in text


async def test_long_list_comes_as_a_file(server: Server) -> None:
    for number in range(60):
        await keep(server, f"a{number}", question=f"question {number} " + "about the orchard budget " * 10)

    result = await server.alice.slash(server.channel, "privacy show")

    assert result.ephemeral
    assert "60 questions" in shown(result.response)
    assert result.response is not None
    (file,) = result.response.message.attachments
    assert "stored-about-you.txt" == file.filename
    content = (await file.read()).decode()
    assert all(f"question {number} about" in content for number in range(60))


async def test_nothing_stored_is_said_and_nothing_is_asked(server: Server) -> None:
    for command in ("privacy show", "privacy forget"):
        result = await server.alice.slash(server.channel, command)

        assert result.ephemeral
        assert "Nothing is stored about you." == shown(result.response)
        assert [] == labels(result.response)


async def test_forget_asks_first_then_removes_everything_of_this_person_and_says_how_much(
    server: Server,
) -> None:
    answer = await keep(server, "a")
    other = await keep(server, "b", asker_id=server.bob.id)
    await vote(server, answer, server.alice.id, helpful=True)
    await vote(server, other, server.alice.id, helpful=True)
    await vote(server, other, server.bob.id, helpful=True)

    asked = await server.alice.slash(server.channel, "privacy forget")
    assert await kept(server, "a")
    assert asked.ephemeral
    assert "1 question and 2 votes" in shown(asked.response)

    pressed = await server.alice.click(sent(asked), label="Remove everything")
    assert "Removed: 1 question and 2 votes." in shown(pressed.response or asked.response)
    assert not await kept(server, "a")
    assert await kept(server, "b")
    assert not await server.bot.records.votes.of_person(server.alice.id)
    assert 1 == len(await server.bot.records.votes.of_answer(other.id))


async def test_forget_button_works_after_a_restart(settings: Settings, server: Server) -> None:
    await keep(server, "a")
    asked = await server.alice.slash(server.channel, "privacy forget")
    await server.bot.close()
    async with create_bot(settings) as again:
        await server.env.restart_bot(again)
        assert await kept(server, "a")
        await server.alice.click(sent(asked), label="Remove everything")

        assert not await kept(server, "a")


async def test_both_work_in_direct_messages(server: Server) -> None:
    await keep(server, "a", server_id=None)
    shown_there = await server.alice.user.slash("privacy show")
    asked = await server.alice.user.slash("privacy forget")
    await server.alice.user.click(sent(asked), label="Remove everything")

    assert "in direct messages" in shown(shown_there.response)
    assert not await kept(server, "a")


async def test_who_set_the_bot_up_is_shown_and_forgotten(server: Server) -> None:
    carol = manager(server)
    await carol.slash(server.channel, "setup check")

    listed = await carol.slash(server.channel, "privacy show")
    asked = await carol.slash(server.channel, "privacy forget")
    await carol.click(sent(asked), label="Remove everything")

    assert f"set me up in the server {server.guild.id}" in shown(listed.response)
    assert await server.bot.records.caretakers.of_server(server.guild.id) is None


async def test_what_was_really_asked_is_listed_and_then_forgotten_so_that_its_buttons_say_so(
    server: Server,
) -> None:
    await server.alice.send(server.channel, f"{server.mention} what was said about China?")
    answer = server.channel.last_message
    assert answer is not None
    listed = await server.alice.slash(server.channel, "privacy show")
    asked = await server.alice.slash(server.channel, "privacy forget")
    await server.alice.click(sent(asked), label="Remove everything")
    pressed = await server.bob.click(answer, label="Why this passage?")

    assert "“what was said about China?”, answered with 1 passage" in shown(listed.response)
    assert "I no longer keep this answer" in shown(pressed.response)


@pytest.mark.parametrize("deleted", ["question", "answer"])
async def test_question_is_forgotten_with_its_message_and_with_its_answers(
    server: Server, deleted: str
) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} what was said about China?")
    answer = server.channel.last_message
    assert answer is not None
    stored = await server.bot.records.answers.of_person(server.alice.id)
    gone = question if deleted == "question" else answer
    server.env.backend.delete_message(server.channel.id, gone.id)
    await server.env.settle()

    assert 1 == len(stored)
    assert not await server.bot.records.answers.of_person(server.alice.id)


async def test_answers_are_forgotten_when_messages_are_deleted_together(server: Server) -> None:
    channel = server.bot.get_partial_messageable(server.channel.id)
    ids = [(await channel.send(f"answer {number}")).id for number in range(3)]
    for number, id_ in enumerate(ids):
        await keep(server, f"a{number}", message_id=id_)
    server.env.backend.bulk_delete_messages(server.channel.id, ids[:2])
    await server.env.settle()

    assert [False, False, True] == [await kept(server, f"a{number}") for number in range(3)]


async def test_deleted_channel_takes_its_answers_and_those_of_its_threads_along(server: Server) -> None:
    other = server.guild.create_text_channel("press")
    thread = server.env.backend.create_thread(other.id, name="Talk", owner_id=server.bot.me.id)
    await server.env.settle()
    await keep(server, "a", channel_id=other.id)
    await keep(server, "b", channel_id=thread.id)
    await keep(server, "c")
    server.env.backend.delete_channel(other.id)
    await server.env.settle()

    assert [False, False, True] == [await kept(server, id_) for id_ in "abc"]


async def test_deleted_thread_takes_its_answers_along(server: Server) -> None:
    thread = server.env.backend.create_thread(server.channel.id, name="Talk", owner_id=server.bot.me.id)
    await server.env.settle()
    await keep(server, "a", channel_id=thread.id)
    await keep(server, "b")
    server.env.backend.delete_channel(thread.id)
    await server.env.settle()

    assert [False, True] == [await kept(server, id_) for id_ in "ab"]


async def test_left_server_is_forgotten_and_others_are_not(server: Server) -> None:
    await keep(server, "a")
    await keep(server, "b", server_id=99)
    server.env.backend.remove_guild(server.guild.id)
    await server.env.settle()

    assert [False, True] == [await kept(server, id_) for id_ in "ab"]
    assert server.guild.id not in await server.bot.records.welcomes.servers()


async def test_server_that_the_bot_was_taken_from_while_it_was_down_is_forgotten(
    settings: Settings, server: Server
) -> None:
    await keep(server, "a", server_id=99)
    await keep(server, "b")
    await server.bot.records.channels.choose(99, 5, ChannelSettings(compact=True))
    await server.bot.close()
    async with create_bot(settings) as again:
        await server.env.restart_bot(again)
        await server.env.settle()

        assert [False, True] == [await kept(server, id_) for id_ in "ab"]


async def test_what_is_older_than_thirty_days_goes_at_start_and_every_day(
    settings: Settings, server: Server
) -> None:
    now = server.bot.clock()
    await keep(server, "a", asked_at=now - timedelta(days=31))
    await keep(server, "b", asked_at=now - timedelta(days=29))
    await server.bot.close()
    async with create_bot(settings, clock=lambda: now) as again:
        await server.env.restart_bot(again)
        await server.env.settle()
        assert [False, True] == [await kept(server, id_) for id_ in "ab"]

        cog = again.get_cog("ForgettingCog")
        assert isinstance(cog, ForgettingCog)
        await keep(server, "c", asked_at=now - timedelta(days=31))
        await cog._forget_old()
        assert [True, False] == [await kept(server, id_) for id_ in "bc"]
        assert cog._forget_old.is_running()
        assert 24 == cog._forget_old.hours


def test_message_keeps_discords_limit_and_the_file_keeps_questions_as_typed(server: Server) -> None:
    asked = PostedAnswer(AnswerId("a"), 1, 2, 3, "**" * 200, server.bot.clock(), KeptAnswer("no_answer"))

    assert len(dossier_message(Dossier([asked] * 3)) or "") <= limits.CONTENT
    assert dossier_message(Dossier([asked] * 9)) is None
    assert "**" * 200 in dossier_file(Dossier([asked]))
