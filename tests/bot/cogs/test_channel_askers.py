"""Who may ask in a channel, how often, and whether privately: commands, forms, mentions, edits."""

from __future__ import annotations

import pytest
from simcord.actors import MemberActor

from tests.bot.conftest import Server, manager, sent, shown

CHINA = "what was said about China?"
LOOKUPS: tuple[tuple[str, dict[str, str]], ...] = (
    ("ask", {"question": CHINA}), ("date", {"on": "2022"}), ("latest", {}), ("release", {"title": "Budget meeting 1"}),
    ("speaker", {"name": "Stoltenberg"}), ("topic", {"name": "China"}),
)  # fmt: skip


async def choose(server: Server, **options: object) -> MemberActor:
    """Someone who manages the server and set up the channel."""
    carol = manager(server)
    await carol.slash(server.channel, "admin channel", **options)
    return carol


async def let_ask(server: Server) -> tuple[MemberActor, MemberActor]:
    """Who manages the server, and a member of the one role that may ask."""
    role = server.guild.create_role("press")
    carol = await choose(server, askers=role)
    return carol, server.guild.add_member(server.env.create_user("dave"), roles=[role])


@pytest.mark.parametrize(("command", "options"), LOOKUPS, ids=lambda value: str(value)[:7])
async def test_commands_are_for_the_role_and_those_who_manage(
    server: Server, command: str, options: dict[str, str]
) -> None:
    carol, dave = await let_ask(server)
    refused = await server.alice.slash(server.channel, command, **options)
    answered = [await who.slash(server.channel, command, **options) for who in (carol, dave)]

    assert refused.ephemeral
    assert "may ask here" in shown(refused.response)
    assert ["may ask here" in shown(result.response) for result in answered] == [False, False]


async def test_mention_of_who_may_not_ask_is_told_so_and_not_more_often_than_others_are_answered(
    server: Server,
) -> None:
    _, dave = await let_ask(server)
    for _ in range(server.bot.settings.cooldown_questions + 3):
        await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    told = [shown(message) for message in server.channel.history() if message.author.id == server.bot.me.id]
    await dave.send(server.channel, f"{server.mention} {CHINA}")

    assert server.bot.settings.cooldown_questions == sum("may ask here" in text for text in told)
    assert server.bot.settings.cooldown_questions + 1 == len(told)
    assert "harmful" in shown(server.channel.last_message)


async def test_edit_of_who_may_no_longer_ask_changes_nothing(server: Server) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    before = shown(server.channel.last_message)
    await let_ask(server)
    await server.alice.edit(question, f"{server.mention} what about the orchard budget?")

    assert before == shown(server.channel.last_message)


async def test_follow_up_of_who_may_not_ask_is_refused(server: Server) -> None:
    answer = await server.alice.slash(server.channel, "ask", question=CHINA)
    form = await server.bob.click(sent(answer), label="Follow-up")
    await let_ask(server)
    refused = await server.bob.submit_modal(form, {"question": "and Russia?"})

    assert "may ask here" in shown(refused.response)


async def test_everyone_may_ask_again(server: Server) -> None:
    carol, _ = await let_ask(server)
    await carol.slash(server.channel, "admin channel", everyone=True)
    result = await server.alice.slash(server.channel, "ask", question=CHINA)

    assert "harmful" in shown(result.response)


@pytest.mark.parametrize(("command", "options"), LOOKUPS, ids=lambda value: str(value)[:7])
async def test_commands_are_private_by_default_where_admins_want_that_unless_asked_for_otherwise(
    server: Server, command: str, options: dict[str, str]
) -> None:
    await choose(server, private=True)
    default = await server.alice.slash(server.channel, command, **options)
    openly = await server.alice.slash(server.channel, command, private=False, **options)

    assert default.ephemeral
    assert not openly.ephemeral


async def test_channel_asks_as_often_as_its_admins_chose(server: Server) -> None:
    carol = await choose(server, questions=2)
    people = [server.alice, server.bob, carol]
    first = [shown((await who.slash(server.channel, "latest")).response) for who in people]
    other = server.guild.create_text_channel("other")
    elsewhere = await carol.slash(other, "latest")
    await carol.slash(server.channel, "admin channel", questions=0)
    again = await carol.slash(server.channel, "latest")

    assert [False, False, True] == ["This channel has asked a lot" in text for text in first]
    assert "Budget" in shown(elsewhere.response)
    assert "Budget" in shown(again.response)


async def test_setup_check_names_a_role_that_is_gone_and_a_collection_that_is_shared_no_longer(
    server: Server,
) -> None:
    editor, servers = server.bot.service.editor, server.bot.records.servers
    await editor.create("99/press")
    await server.bot.service.searcher.refresh()
    await servers.share("99/press", server.guild.id)
    role = server.guild.create_role("press")
    carol = await choose(server, askers=role, collections="99/press")
    await servers.unshare("99/press", server.guild.id)
    server.env.backend.delete_role(server.guild.id, role.id)
    await server.env.settle()
    result = await carol.slash(server.channel, "setup check")

    assert "the role whose members may ask no longer exists" in shown(result.response)
    assert "the collection “99/press” no longer exists" in shown(result.response)
