"""One server tries, with every command, button and suggestion, to see something of another one's collection."""

from __future__ import annotations

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.records.channels import ChannelSettings
from index.editing import Upload
from index.intake.raw import Facts
from tests.bot.conftest import Server, manager, shown

SECRET = """\
---
title: Zyxwort protocol
date: 1999-12-30
speaker: Quilla Zandberg
---

Quilla Zandberg said the zyxwort protocol is a glimmerfrost.
"""
WORDS = ("zyxwort", "glimmerfrost", "zandberg", "1999", "hidden")
"""What only the other server's collection holds, and its name."""


async def hidden(server: Server) -> str:
    """A collection of another server."""
    full = "99/hidden"
    service = server.bot.service
    await service.editor.create(full)
    reading = await service.uploads.read(Upload("secret.md", SECRET.encode()), Facts())
    await service.editor.add(full, reading.prepared)
    await service.searcher.refresh()
    return full


async def said(who: MemberActor, channel: ChannelHandle, command: str, **options: object) -> str:
    result = await who.slash(channel, command, **options)
    return shown(result.response) if result.response else ""


async def test_no_command_shows_anything_of_another_servers_collection(server: Server) -> None:
    await hidden(server)
    alice, carol, channel = server.alice, manager(server), server.channel
    asked = [
        ("ask", {"question": "what is the glimmerfrost?"}),
        ("ask", {"question": "what did Zandberg say?"}),
        ("ask", {"question": "glimerfrost protocol of zyxwrt"}),
        ("ask", {"question": "what was released?", "from": "1999", "to": "1999"}),
        ("date", {"on": "December 1999"}),
        ("latest", {}),
        ("speaker", {"name": "Zandberg"}),
        ("speaker", {"name": "Quila Zandburg"}),
        ("release", {"title": "Zyxwort"}),
        ("topic", {"name": "Zyxwort"}),
        ("about", {}),
        ("help", {}),
    ]
    managed = [
        ("admin channel", {"collections": "hidden"}),
        ("admin channel", {"collections": "99/hidden"}),
        ("admin release list", {"collection": "hidden"}),
        ("admin release list", {"collection": "99/hidden"}),
        ("admin release show", {"release": "Zyxwort"}),
        ("admin index status", {}),
        ("admin index history", {"collection": "99/hidden"}),
        ("admin reindex", {"collection": "99/hidden"}),
        ("admin collection delete", {"collection": "99/hidden"}),
        ("admin audit", {}),
        ("setup check", {}),
    ]
    for command, options in asked:
        text = (await said(alice, channel, command, **options)).casefold()
        echoed = " ".join(str(value) for value in options.values()).casefold()
        assert [] == [word for word in WORDS if word in text and word not in echoed], command
        assert "is a glimmerfrost" not in text, command
    for command, options in managed:
        text = (await said(carol, channel, command, **options)).casefold()
        echoed = " ".join(str(value) for value in options.values()).casefold()
        assert [] == [word for word in WORDS if word in text and word not in echoed], command


async def test_no_suggestion_shows_anything_of_another_servers_collection(server: Server) -> None:
    await hidden(server)
    carol = manager(server)
    suggested = []
    for command, option in [
        ("speaker", "name"), ("release", "title"), ("date", "on"), ("topic", "name"), ("ask", "speaker"),
        ("ask", "topic"), ("ask", "from"), ("admin channel", "collections"), ("admin release show", "release"),
        ("admin release restore", "release"), ("admin release add", "collection"), ("admin reindex", "collection"),
    ]:  # fmt: skip
        for typed in ("", "z", "zyxwort", "Zand", "1999", "hid", "99"):
            choices = await carol.autocomplete(server.channel, command, option, typed)
            suggested += [str(choice["name"]) for choice in choices]

    assert [] == [name for name in suggested if any(word in name.casefold() for word in WORDS)]


async def test_counts_and_scores_are_what_they_were_before_the_other_collection_came(server: Server) -> None:
    before = [
        await said(server.alice, server.channel, "about"),
        await said(server.alice, server.channel, "ask", question="orchard budget"),
    ]
    await hidden(server)

    after = [
        await said(server.alice, server.channel, "about"),
        await said(server.alice, server.channel, "ask", question="orchard budget"),
    ]

    assert before == after


async def test_button_of_another_servers_passage_shows_nothing(server: Server) -> None:
    full = await hidden(server)
    other = ChannelSettings(collections=frozenset({full}))
    await server.bot.records.channels.choose(99, server.channel.id, other)
    answer = await server.alice.slash(server.channel, "ask", question="what is the glimmerfrost?")

    assert "is a glimmerfrost" not in shown(answer.response).casefold()


async def test_shared_collection_is_searched_once_its_server_shares_it_and_no_longer(server: Server) -> None:
    full = await hidden(server)
    await server.bot.records.servers.share(full, server.guild.id)
    carol = manager(server)
    await carol.slash(server.channel, "admin channel", collections=f"public, {full}")
    found = await said(server.alice, server.channel, "ask", question="what is the glimmerfrost?")
    assert "glimmerfrost" in found.replace("**", "")
    assert "Zyxwort protocol" in await said(carol, server.channel, "admin release list", collection=full)
    for command in ("admin release remove", "admin release withdraw", "admin release edit"):
        options = {"release": "Zyxwort", "reason": "x", "title": "x"}
        taken = {"remove": ("release",), "withdraw": ("release", "reason"), "edit": ("release", "title")}
        chosen = {name: options[name] for name in taken[command.split()[-1]]}
        assert "not this server's own" in await said(
            carol, server.channel, command, collection=full, **chosen
        )

    await server.bot.records.servers.unshare(full, server.guild.id)

    lost = await said(server.alice, server.channel, "ask", question="what is the glimmerfrost?")
    assert "is a glimmerfrost" not in lost.replace("**", "")


async def test_channel_that_does_not_search_a_collection_shows_nothing_of_it(server: Server) -> None:
    """The same, of two channels of one server: whoever asks in the one has no business with the other."""
    full = f"{server.guild.id}/hidden"
    service = server.bot.service
    await service.editor.create(full)
    reading = await service.uploads.read(Upload("secret.md", SECRET.encode()), Facts())
    await service.editor.add(full, reading.prepared)
    await service.searcher.refresh()
    office, lobby = server.guild.create_text_channel("office"), server.channel
    carol = manager(server)
    await carol.slash(office, "admin channel", collections="public, hidden")
    answered = await said(server.alice, office, "ask", question="what is the glimmerfrost?")
    assert "is a glimmerfrost" in answered.replace("**", "")

    for command, options in (
        ("ask", {"question": "what is the glimmerfrost?"}), ("ask", {"question": "what did Zandberg say?"}),
        ("date", {"on": "December 1999"}), ("latest", {}), ("speaker", {"name": "Zandberg"}),
        ("release", {"title": "Zyxwort"}), ("topic", {"name": "Zyxwort"}), ("about", {}), ("help", {}),
    ):  # fmt: skip
        text = (await said(server.alice, lobby, command, **options)).casefold()
        echoed = " ".join(str(value) for value in options.values()).casefold()
        assert [] == [word for word in WORDS if word in text and word not in echoed], command
    for command, option in (
        ("speaker", "name"), ("release", "title"), ("date", "on"), ("topic", "name"), ("ask", "speaker"),
        ("ask", "topic"), ("ask", "from"),
    ):  # fmt: skip
        for typed in ("", "z", "zyxwort", "Zand", "1999"):
            choices = await server.alice.autocomplete(lobby, command, option, typed)
            names = [str(choice["name"]).casefold() for choice in choices]
            assert [] == [name for name in names if any(word in name for word in WORDS)]
