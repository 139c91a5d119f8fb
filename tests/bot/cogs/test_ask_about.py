"""The message menu "Ask about this", and the options of /ask."""

from __future__ import annotations

import pytest

from tests.bot.conftest import Server, labels, sent, shown
from tests.bot.discord_markup import live_markup

MENU = "Ask about this"


async def test_menu_shows_the_closest_passages_in_private(server: Server) -> None:
    claim = await server.bob.send(server.channel, "They said we depend on critical raw materials from China!")

    shown_to_alice = await server.alice.context_menu(server.channel, MENU, target=claim)

    assert shown_to_alice.ephemeral
    text = shown(shown_to_alice.response)
    assert "Closest to this message in the releases" in text
    assert "harmful dependencies" in text.replace("**", "")
    assert "Context 1" in labels(shown_to_alice.response)


async def test_menu_says_that_no_release_says_this(server: Server) -> None:
    claim = await server.bob.send(server.channel, "The moon is made of gorgonzola")

    result = await server.alice.context_menu(server.channel, MENU, target=claim)

    assert "No release says this." in shown(result.response)


async def test_menu_stores_nothing_of_the_other_persons_message(server: Server) -> None:
    claim = await server.bob.send(server.channel, "They said we depend on critical raw materials from China!")

    await server.alice.context_menu(server.channel, MENU, target=claim)

    for person in (server.alice.id, server.bob.id):
        assert [] == await server.bot.records.answers.of_person(person)


async def test_menu_on_a_message_without_words_says_so(server: Server) -> None:
    claim = await server.bob.send(server.channel, "https://example.org/a.png ")
    server.env.backend.get_message(server.channel.id, claim.id).content = ""

    result = await server.alice.context_menu(server.channel, MENU, target=claim)

    assert "no words that I can read" in shown(result.response)


async def test_markup_of_the_message_is_not_shown_as_ours(server: Server) -> None:
    claim = await server.bob.send(server.channel, "**@everyone** [click](https://evil.example) gorgonzola")

    result = await server.alice.context_menu(server.channel, MENU, target=claim)

    lines = [line for line in shown(result.response).splitlines() if "Not found" in line]
    assert [] == live_markup("".join(lines).replace("**", ""))


async def ask(server: Server, **options: str) -> str:
    return shown(sent(await server.alice.slash(server.channel, "ask", **options)))


async def test_from_and_to_narrow_the_days(server: Server) -> None:
    inside = await ask(server, question="orchard budget", **{"from": "3 June 2022", "to": "4 June 2022"})
    assert "item 4" in inside.replace("**", "")
    assert "item 12" not in inside


async def test_speaker_narrows_whose_words_are_shown(server: Server) -> None:
    text = await ask(server, question="what was said about China?", speaker="Stoltenberg")

    assert "**Jens Stoltenberg**" in text


async def test_topic_narrows_what_it_is_about(server: Server) -> None:
    text = await ask(server, question="what was said?", topic="China")

    assert "China" in text


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"from": "the day after never"}, "don't understand"),
        ({"from": "2024", "to": "2022"}, "is over before"),
        ({"speaker": "Zebulon Quark"}, "No release quotes anybody named"),
        ({"topic": "Gardening of moons"}, "no topic of that name"),
    ],
)
async def test_option_that_cannot_be_used_is_told_in_private(
    server: Server, options: dict[str, str], says: str
) -> None:
    result = await server.alice.slash(server.channel, "ask", question="China", **options)

    assert result.ephemeral
    assert says in shown(result.response)
