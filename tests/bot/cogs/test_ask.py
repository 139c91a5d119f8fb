"""/ask: answered at once, deferred only when slow, private where asked."""

from __future__ import annotations

import pytest

from bot.asking.answer import Answer
from bot.asking.scope import PUBLIC_SCOPE
from bot.client import create_bot
from config.settings import Settings
from tests.bot.conftest import Server, forbid, labels, running, shown
from tests.bot.fakes import BrokenDesk, SlowDesk, SlowlyBrokenDesk, with_desk

CHINA = "what was said about China?"


def deferrals(server: Server) -> int:
    """How often the bot showed "thinking…"."""
    callbacks = [request for request in server.env.http_requests if request.path.endswith("/callback")]
    return sum((request.json or {}).get("type") == 5 for request in callbacks)


async def test_answer_comes_at_once_and_all_see_it(server: Server) -> None:
    result = await server.alice.slash(server.channel, "ask", question=CHINA)

    assert 0 == deferrals(server)
    assert not result.ephemeral
    assert "harmful" in shown(result.response)
    assert CHINA in shown(result.response)


async def test_answer_has_buttons_about_its_passage_and_about_itself(server: Server) -> None:
    result = await server.alice.slash(server.channel, "ask", question="orchard budget")

    about_passage = ["Context", "Whole release", "Why this passage?", "Copy as quote", "Next source"]
    assert [*about_passage, "Follow-up", "👍", "👎", "🗑️"] == labels(result.response)


async def test_private_answer_is_the_askers_alone(server: Server) -> None:
    result = await server.alice.slash(server.channel, "ask", question=CHINA, private=True)

    assert result.ephemeral
    assert "🗑️" not in labels(result.response)
    assert "Share" in labels(result.response)


async def test_score_is_nowhere(server: Server) -> None:
    result = await server.alice.slash(server.channel, "ask", question=CHINA)

    answer = await server.bot.desk.answer(CHINA, scope=PUBLIC_SCOPE, now=server.env.now())
    assert isinstance(answer, Answer)
    text = shown(result.response)
    for citation in answer.citations:
        assert citation.hit is not None
        assert f"{citation.hit.score:.1f}" not in text
    assert "score" not in text.casefold()


async def test_question_works_in_a_direct_message(server: Server) -> None:
    result = await server.alice.user.slash("ask", question=CHINA)

    assert "harmful" in shown(result.response)


@pytest.mark.parametrize("private", [True, False])
async def test_slow_answer_is_deferred_with_its_visibility(settings: Settings, private: bool) -> None:
    bot = create_bot(settings, open_service=with_desk(lambda desk: SlowDesk(desk, 0.5)))
    async with running(bot) as server:
        result = await server.alice.slash(server.channel, "ask", question=CHINA, private=private)

        assert 1 == deferrals(server)
        assert private == result.ephemeral
        assert "harmful" in shown(result.response)
        assert [] == result.followups


async def test_error_is_private_with_an_id_that_is_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(create_bot(settings, open_service=with_desk(BrokenDesk))) as server:
        result = await server.alice.slash(server.channel, "ask", question=CHINA)

        assert result.ephemeral
        text = shown(result.response)
        assert text.partition("(error ")[2].partition(")")[0] in caplog.text
        assert "try again" in text
        assert CHINA not in caplog.text


async def test_error_after_a_public_deferral_takes_the_placeholder_away(settings: Settings) -> None:
    async with running(create_bot(settings, open_service=with_desk(SlowlyBrokenDesk))) as server:
        result = await server.alice.slash(server.channel, "ask", question=CHINA)

        assert result.response is None
        assert [True] == [followup.ephemeral for followup in result.followups]


async def test_too_many_questions_are_told_to_wait_whichever_way_they_come(server: Server) -> None:
    for _ in range(2):
        await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    for command, option in (("ask", "question"), ("date", "on"), ("topic", "name")):
        await server.alice.slash(server.channel, command, **{option: "2024"})

    refused = await server.alice.slash(server.channel, "ask", question=CHINA)

    assert refused.ephemeral
    until = int(server.env.now().timestamp()) + 20
    assert f"<t:{until}" in shown(refused.response) or f"<t:{until + 1}" in shown(refused.response)


async def test_question_without_an_answer_names_the_next_step(server: Server) -> None:
    result = await server.alice.slash(server.channel, "ask", question="who won the zeppelin regatta?")

    text = shown(result.response)
    assert "zeppelin" in text
    assert "/date" in text
    assert [] == [label for label in labels(result.response) if label.startswith("Context")]


async def test_without_embed_links_the_answer_is_plain_text(server: Server) -> None:
    forbid(server, "embed_links")

    result = await server.alice.slash(server.channel, "ask", question=CHINA)

    assert result.response is not None
    assert [] == result.response.embeds
    assert "harmful" in result.response.content


async def test_markup_in_the_question_is_not_echoed_live(server: Server) -> None:
    result = await server.alice.slash(
        server.channel, "ask", question="**orchard** <@1> [x](https://evil.example)"
    )

    text = shown(result.response)
    assert r"\*\*orchard\*\* \<\@1>" in text
    assert "](https" not in text


async def test_any_date_takes_away_the_days_that_the_question_names(server: Server) -> None:
    question = "what did the Secretary General say about China in 1999?"

    await server.alice.slash(server.channel, "ask", question=question)
    within = shown(server.channel.last_message)
    await server.alice.slash(server.channel, "ask", question=question, any_date=True)
    anywhere = shown(server.channel.last_message)

    assert "of other days" in within
    assert "of other days" not in anywhere
    assert "harmful dependencies" in anywhere.replace("**", "")
