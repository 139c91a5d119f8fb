"""Votes: stored, one a person, changeable, with a reason for 👎."""

from __future__ import annotations

import discord
from simcord.results import ResponseMessage

from tests.bot.conftest import Server, sent, shown

CHINA = "what was said about China?"


async def answer_of(server: Server) -> ResponseMessage:
    return sent(await server.alice.slash(server.channel, "ask", question=CHINA))


def vote_id(answer: ResponseMessage, thumb: str) -> str:
    buttons = discord.ui.View.from_message(answer.message).children
    ids = [button.custom_id or "" for button in buttons if isinstance(button, discord.ui.Button)]
    return next(one for one in ids if one.startswith("vot:") and one.endswith(thumb))


async def votes(server: Server, answer: ResponseMessage) -> list[tuple[int, bool, str | None]]:
    posted = await server.bot.records.answers.of_message(answer.id)
    assert posted is not None
    cast = await server.bot.records.votes.of_answer(posted.id)
    return [(vote.user_id, vote.helpful, vote.reason) for vote in cast]


async def test_thumbs_up_is_stored_and_thanked_for_in_private(server: Server) -> None:
    answer = await answer_of(server)

    pressed = await server.bob.click(answer, custom_id=vote_id(answer, "up"))

    assert pressed.ephemeral
    assert "Thank you" in shown(pressed.response)
    assert [(server.bob.id, True, None)] == await votes(server, answer)


async def test_thumbs_down_counts_at_once_and_takes_a_reason(server: Server) -> None:
    answer = await answer_of(server)

    pressed = await server.bob.click(answer, custom_id=vote_id(answer, "down"))
    assert [(server.bob.id, False, None)] == await votes(server, answer)
    told = await server.bob.select(sent(pressed), values=["The wrong person"])

    assert "Thank you" in shown(told.response)
    assert [(server.bob.id, False, "The wrong person")] == await votes(server, answer)


async def test_each_person_has_one_vote_and_may_change_it(server: Server) -> None:
    answer = await answer_of(server)

    await server.alice.click(answer, custom_id=vote_id(answer, "down"))
    await server.bob.click(answer, custom_id=vote_id(answer, "up"))
    await server.alice.click(answer, custom_id=vote_id(answer, "up"))

    assert {(server.alice.id, True, None), (server.bob.id, True, None)} == set(await votes(server, answer))


async def test_answer_that_is_no_longer_kept_takes_no_votes_and_says_so(server: Server) -> None:
    answer = await answer_of(server)
    await server.bot.records.answers.forget_person(server.alice.id)

    pressed = await server.bob.click(answer, custom_id=vote_id(answer, "up"))

    assert "no longer keep this answer" in shown(pressed.response)


async def test_no_answer_can_be_voted_on_too(server: Server) -> None:
    answer = sent(await server.alice.slash(server.channel, "ask", question="what is the capital of Peru?"))

    await server.alice.click(answer, custom_id=vote_id(answer, "down"))

    assert [(server.alice.id, False, None)] == await votes(server, answer)
