"""/help and /about: private, and true to what is indexed."""

from __future__ import annotations

from bot.cogs.guide import about_text
from index.query import Holdings
from tests.bot.conftest import Server, shown


async def test_help_shows_each_way_of_asking_to_the_asker_alone(server: Server) -> None:
    result = await server.alice.slash(server.channel, "help")

    assert result.ephemeral
    for way in ("/ask", "/date", "/topic", "/about", server.bot.me.display_name):
        assert way in shown(result.response)


async def test_about_tells_what_is_indexed_and_how_fresh(server: Server) -> None:
    result = await server.alice.slash(server.channel, "about")

    text = shown(result.response)
    assert result.ephemeral
    assert "14 releases" in text
    assert "<t:1654084800:D> to <t:1706702400:D>" in text
    assert ":R>" in text
    assert "Version" in text
    assert "licence" in text


async def test_both_work_in_direct_messages(server: Server) -> None:
    for command in ("help", "about"):
        result = await server.alice.user.slash(command)

        assert shown(result.response)


def test_about_an_empty_index_says_so() -> None:
    assert "Nothing is indexed yet." in about_text(Holdings())
