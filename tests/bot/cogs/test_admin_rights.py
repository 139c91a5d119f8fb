"""Who may look after a server: every command, button and form of /admin asks again, whatever Discord let through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor

from bot.client import create_bot
from bot.cogs.managing import NOT_ALLOWED, NOT_AN_EDITOR
from config.settings import Settings
from index.report import IndexReport
from tests.bot.cogs.test_adding import OTTER, WALRUS, looks_after, publish
from tests.bot.conftest import Server, command_payload, labels, running, sent, shown
from tests.bot.fakes import FakeReindexer, with_reindexer

NEEDED: Mapping[str, Mapping[str, Any]] = {
    "release add": {"file": WALRUS},
    "release show": {"release": "walrus"},
    "release edit": {"release": "walrus", "title": "X"},
    "release remove": {"release": "walrus"},
    "release withdraw": {"release": "walrus", "reason": "X"},
    "release restore": {"release": "walrus"},
    "collection create": {"name": "more"},
    "collection share": {"server": "123456789012345678"},
    "channel": {"compact": True},
}


def leaves(server: Server) -> list[str]:
    """Every command below /admin."""
    return sorted(_leaves(command_payload(server, "admin")["options"], ""))


def _leaves(options: list[dict[str, Any]], path: str) -> Iterator[str]:
    for option in options:
        name = f"{path} {option['name']}".strip()
        if option["type"] == 2:
            yield from _leaves(option["options"], name)
        else:
            yield name


def let_try(server: Server, *people: MemberActor) -> None:
    """The server's own settings offer /admin to people."""
    command = int(command_payload(server, "admin")["id"])
    server.guild.set_command_permissions(command, dict.fromkeys(people, True))


async def editor(server: Server, carol: MemberActor) -> MemberActor:
    """A member of the role that the server names."""
    role = server.guild.create_role("editors", permissions=discord.Permissions(view_channel=True))
    await carol.slash(server.channel, "admin editors", role=role)
    erin = server.guild.add_member(server.env.create_user("erin"), roles=[role])
    let_try(server, erin)
    return erin


async def refusals(server: Server) -> list[str]:
    entries = await server.bot.records.audit.entries(server.guild.id, limit=100)
    return sorted(entry.subject for entry in entries if entry.action == "refused")


async def test_no_command_is_done_for_who_was_only_offered_it_and_each_refusal_is_noted(
    server: Server,
) -> None:
    carol = await looks_after(server)
    await publish(server, carol, WALRUS)
    let_try(server, server.alice)
    log = await server.bot.records.audit.count(server.guild.id)

    commands = leaves(server)
    for command in commands:
        result = await server.alice.slash(server.channel, f"admin {command}", **NEEDED.get(command, {}))
        assert result.ephemeral
        assert shown(result.response) in (NOT_ALLOWED, NOT_AN_EDITOR), command
        assert [] == labels(result.response), command

    assert 18 == len(commands)
    assert [f"admin {command}" for command in commands] == await refusals(server)
    assert log + len(commands) == await server.bot.records.audit.count(server.guild.id)


async def test_nothing_is_suggested_to_who_was_only_offered_it(server: Server) -> None:
    carol = await looks_after(server)
    await publish(server, carol, WALRUS)
    let_try(server, server.alice)

    for command, option in (
        ("release show", "release"), ("release restore", "release"), ("release add", "collection"),
        ("release list", "collection"), ("channel", "collections"), ("reindex", "collection"),
        ("index history", "collection"), ("collection delete", "collection"),
    ):  # fmt: skip
        assert not await server.alice.autocomplete(server.channel, f"admin {command}", option, "")


async def test_editors_look_after_releases_and_change_nothing_else(server: Server) -> None:
    carol = await looks_after(server)
    erin = await editor(server, carol)
    await publish(server, erin, WALRUS)
    for command in leaves(server):
        result = await erin.slash(server.channel, f"admin {command}", **NEEDED.get(command, {}))
        allowed = command.startswith("release") or command in ("index status", "index history")
        if result.modal is None:
            assert allowed == (shown(result.response) not in (NOT_ALLOWED, NOT_AN_EDITOR)), command


async def test_button_asks_again_when_its_right_is_gone(server: Server) -> None:
    carol = await looks_after(server)
    await publish(server, carol, OTTER)
    erin = await editor(server, carol)
    preview = await erin.slash(server.channel, "admin release add", file=WALRUS)
    removal = await erin.slash(server.channel, "admin release remove", release="otter")
    form = await erin.click(sent(preview), label="Edit facts")
    pasting = await erin.slash(server.channel, "admin release paste")
    await carol.slash(server.channel, "admin editors")

    await erin.click(sent(removal), label="Remove")
    facts = await erin.submit_modal(form, {"title": "X"})
    pasted = await erin.submit_modal(pasting, {"text": "The walrus summit began here."})
    published = await erin.click(sent(preview), label="Publish")

    assert NOT_AN_EDITOR == shown(removal.response)
    assert NOT_AN_EDITOR == shown(facts.followups[0])
    assert NOT_AN_EDITOR == shown(pasted.response)
    assert NOT_AN_EDITOR == shown(published.followups[0])
    titles = (await server.bot.service.editor.records(f"{server.guild.id}/press")).records
    assert ["Otter treaty signed"] == [record.title for record in titles]
    assert ["live"] == [record.state.value for record in titles]


async def test_admin_of_another_server_changes_nothing_here(settings: Settings) -> None:
    slow = with_reindexer(FakeReindexer(IndexReport(), seconds=60))
    async with running(create_bot(settings, open_service=slow)) as server:
        carol = await looks_after(server)
        await publish(server, carol, WALRUS)
        other = server.env.create_guild("other")
        there = other.create_text_channel("general")
        role = other.create_role(
            "managers", permissions=discord.Permissions(manage_guild=True, view_channel=True)
        )
        dave = other.add_member(server.env.create_user("dave"), roles=[role])
        (record,) = (await server.bot.service.editor.records(f"{server.guild.id}/press")).records
        named = {"release": record.handle, "collection": f"{server.guild.id}/press"}
        before = await server.bot.records.audit.count(server.guild.id)

        for command, options in (
            ("release show", named), ("release edit", {**named, "title": "X"}), ("release remove", named),
            ("release withdraw", {**named, "reason": "X"}), ("release restore", named),
            ("release add", {"file": WALRUS, "collection": named["collection"]}),
            ("release list", {"collection": named["collection"]}),
            ("release list", {"collection": "press"}),
            ("collection delete", {"collection": named["collection"]}),
            ("collection share", {"collection": "press", "server": str(other.id + 1)}),
            ("index history", {"collection": named["collection"]}),
            ("index rollback", {"collection": named["collection"]}),
            ("reindex", {"collection": named["collection"]}),
            ("release show", {"release": record.handle}),
            ("release remove", {"release": "walrus"}),
        ):  # fmt: skip
            result = await dave.slash(there, f"admin {command}", **options)
            text = shown(result.response)
            assert "Walrus" not in text, command
            assert "Bergen" not in text, command
            assert [] == labels(result.response), command

        records = (await server.bot.service.editor.records(f"{server.guild.id}/press")).records
        assert [record] == list(records)
        assert before == await server.bot.records.audit.count(server.guild.id)


@pytest.mark.parametrize(
    "forged",
    [
        "rmv:v1:{handle}:press", "und:v1:{handle}:press", "drp:v1:press", "drp:v1:{full}", "rls:v1:0:all:press",
        "rls:v1:0:all:{full}", "rbk:v1:1:press", "rbk:v1:1:{full}", "aud:v1:0", "cnj:v1:1", "pub:v1:{preview}",
        "fct:v1:{preview}",
    ],
)  # fmt: skip
async def test_button_of_one_server_does_nothing_in_another(server: Server, forged: str) -> None:
    carol = await looks_after(server)
    await publish(server, carol, WALRUS)
    await carol.slash(server.channel, "admin release add", file=OTTER)
    (preview,) = server.bot.previews._previews
    other = server.env.create_guild("other")
    there = other.create_text_channel("general")
    role = other.create_role(
        "managers", permissions=discord.Permissions(manage_guild=True, view_channel=True)
    )
    dave = other.add_member(server.env.create_user("dave"), roles=[role])
    full = f"{server.guild.id}/press"
    (record,) = (await server.bot.service.editor.records(full)).records
    answer = await dave.slash(there, "ask", question="What was said about China?")
    stored = server.env.backend.get_message(there.id, sent(answer).id)
    button = stored.components[0]["components"][0]
    button["custom_id"] = forged.format(handle=record.handle.removeprefix("#"), full=full, preview=preview)

    pressed = await dave.click(sent(answer), custom_id=button["custom_id"])

    told = [pressed.response, *pressed.followups] if pressed.response else [*pressed.followups]
    said = " ".join(shown(one) for one in [*told, answer.response] if one is not None)
    assert "Walrus" not in said
    assert "Otter" not in said
    assert [record] == list((await server.bot.service.editor.records(full)).records)


def test_admin_keeps_within_discords_limits_of_one_command(server: Server) -> None:
    command = command_payload(server, "admin")

    assert _characters(command) <= 8_000
    assert all(len(one["options"]) <= 25 for one in _nested(command))


def _nested(option: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if option.get("options"):
        yield option
        for one in option["options"]:
            yield from _nested(one)


def _characters(option: Mapping[str, Any]) -> int:
    named = sum(len(choice["name"]) + len(str(choice["value"])) for choice in option.get("choices") or [])
    own = len(option["name"]) + len(option["description"]) + named
    return own + sum(_characters(one) for one in option.get("options") or [])
