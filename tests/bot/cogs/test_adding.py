"""Adding releases: what a preview shows, how facts and embargoes are stated, forms, and what a release is known by."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from simcord.actors import MemberActor

from bot.asking.moments import read_moment
from bot.client import create_bot
from config.settings import Settings
from index.editing import ReleaseRecord, ReleaseState
from index.errors import StoreError
from tests.bot.conftest import Server, labels, manager, running, sent, shown
from tests.bot.fakes import with_editor
from tests.index.editing import Clock

WALRUS = (
    "walrus.md",
    b"---\ntitle: Walrus summit in Bergen\ndate: 2024-03-01\nspeaker: Ingrid Olsen\n---\n\n"
    b"The walrus summit began in Bergen on Friday.\n\nMinisters spoke about ice and about trade.\n",
)
OTTER = (
    "otter.txt",
    b"Otter treaty signed\n\n2 May 2024\n\nThe otter treaty was signed in Oslo yesterday.\n",
)
QUESTION = "when did the walrus summit begin?"


async def looks_after(server: Server, *names: str) -> MemberActor:
    """Someone who manages a server with collections of its own, which the channel searches."""
    server.env.settle_timeout = 60
    carol = manager(server)
    for name in names or ("press",):
        await carol.slash(server.channel, "admin collection create", name=name)
    await carol.slash(
        server.channel, "admin channel", collections=", ".join(["public", *(names or ("press",))])
    )
    return carol


async def publish(server: Server, carol: MemberActor, file: tuple[str, bytes], **options: object) -> str:
    """Add a file and publish it; what is shown then."""
    result = await carol.slash(server.channel, "admin release add", file=file, **options)
    await carol.click(sent(result), label="Publish")
    return shown(result.response)


async def records(server: Server, name: str = "press") -> list[ReleaseRecord]:
    return list((await server.bot.service.editor.records(f"{server.guild.id}/{name}")).records)


async def answer(server: Server, question: str = QUESTION) -> str:
    return shown((await server.alice.slash(server.channel, "ask", question=question)).response)


async def test_several_files_are_previewed_together_and_bad_ones_named_with_their_reasons(
    server: Server,
) -> None:
    carol = await looks_after(server)
    result = await carol.slash(
        server.channel, "admin release add", file=WALRUS, file2=OTTER, file3=("run.exe", b"MZ")
    )

    text = shown(result.response)
    assert "2 releases to publish" in text
    assert "Otter treaty signed" in text
    assert "**run.exe**: is of a kind that is not read" in text
    assert ["Publish", "Cancel"] == labels(result.response)


async def test_form_takes_several_files(server: Server) -> None:
    carol = await looks_after(server)
    form = await carol.slash(server.channel, "admin release add", collection="press")
    result = await carol.submit_modal(form, {"files": [WALRUS, OTTER]})

    assert result.ephemeral
    assert "2 releases to publish" in shown(result.response)


@pytest.mark.parametrize(
    "options", [{"date": "soon"}, {"date": "March 2024"}, {"url": "javascript:1"}, {"embargo": "some day"}]
)
async def test_facts_that_are_none_are_refused_with_how_to_write_them(
    server: Server, options: dict[str, str]
) -> None:
    carol = await looks_after(server)
    result = await carol.slash(server.channel, "admin release add", file=WALRUS, **options)

    assert next(iter(options.values())) in shown(result.response)
    assert not labels(result.response)


async def test_wrong_fact_in_the_form_leaves_the_preview_as_it_was(server: Server) -> None:
    carol = await looks_after(server)
    result = await carol.slash(server.channel, "admin release add", file=WALRUS)
    form = await carol.click(sent(result), label="Edit facts")
    told = await carol.submit_modal(form, {"date": "soon"})

    assert "is no day" in shown(told.followups[0])
    assert ["Publish", "Edit facts", "Cancel"] == labels(result.response)


async def test_facts_of_one_release_are_not_stated_of_several(server: Server) -> None:
    carol = await looks_after(server)
    rows = [{"id": str(n), "text": f"Walrus number {n} swam."} for n in range(2)]
    lines = ("all.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    result = await carol.slash(server.channel, "admin release add", file=lines, title="Walruses")

    assert "describe one release" in shown(result.response)


async def test_two_pasted_texts_are_two_releases_though_they_have_one_title(server: Server) -> None:
    carol = await looks_after(server)
    for text in ("The walrus summit began here.", "The otter treaty ended there."):
        form = await carol.slash(server.channel, "admin release paste")
        typed = {"title": "Briefing", "date": "1 March 2024", "text": text, "speaker": "Mary Parker"}
        result = await carol.submit_modal(form, typed)
        await carol.click(sent(result), label="Publish")

    assert ["Briefing", "Briefing"] == [record.title for record in await records(server)]
    assert {"Mary Parker"} == {record.speaker for record in await records(server)}


async def test_release_of_a_known_name_becomes_a_new_version_and_the_preview_says_so(server: Server) -> None:
    carol = await looks_after(server)
    await publish(server, carol, WALRUS)
    newer = (WALRUS[0], WALRUS[1].replace(b"Bergen", b"Tromso"))
    result = await carol.slash(server.channel, "admin release add", file=newer)
    before = shown(result.response)
    await carol.click(sent(result), label="Publish")
    (record,) = await records(server)

    assert "becomes a new version" in before
    assert 2 == record.versions


async def test_published_says_where_it_is_searched_or_how_to_have_it_searched(server: Server) -> None:
    carol = await looks_after(server)
    await carol.slash(server.channel, "admin collection create", name="letters")

    assert f"Searched in <#{server.channel.id}>" in await publish(server, carol, WALRUS, collection="press")
    assert "No channel searches it yet" in await publish(server, carol, OTTER, collection="letters")


async def test_preview_is_over_after_a_quarter_of_an_hour(settings: Settings) -> None:
    clock = Clock()
    async with running(create_bot(settings, clock=clock)) as server:
        carol = await looks_after(server)
        result = await carol.slash(server.channel, "admin release add", file=WALRUS)
        clock.go_on(minutes=16)
        await carol.click(sent(result), label="Publish")

        assert "This preview is over" in shown(result.response)
        assert [] == await records(server)


async def test_publishing_that_fails_can_be_tried_again(settings: Settings) -> None:
    failing = with_editor(fail_once=StoreError("/data/secret.db: cannot be written: disk full"))
    async with running(create_bot(settings, open_service=failing)) as server:
        carol = await looks_after(server)
        result = await carol.slash(server.channel, "admin release add", file=WALRUS)
        told = await carol.click(sent(result), label="Publish")
        await carol.click(sent(result), label="Publish")

        assert "try again" in shown(told.followups[0])
        assert "secret" not in shown(told.followups[0])
        assert "1 added" in shown(result.response)


async def test_embargo_ends_by_itself_at_its_time(server: Server) -> None:
    carol = await looks_after(server)
    until = int(server.bot.clock().timestamp()) + 100
    await publish(server, carol, WALRUS, embargo=f"<t:{until}:F>")
    before = await answer(server)
    await server.env.advance_time(130)

    assert "Bergen" not in before
    assert "Bergen" in await answer(server)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("12 March 2027", "2027-03-12T00:00:00+00:00"),
        ("12 March 2027 14:30", "2027-03-12T14:30:00+00:00"),
        ("2027-03-12T14:30", "2027-03-12T14:30:00+00:00"),
        ("2027-03-12 at 9:05 UTC", "2027-03-12T09:05:00+00:00"),
        ("<t:1804861800>", "2027-03-12T14:30:00+00:00"),
        ("<t:1804861800:R>", "2027-03-12T14:30:00+00:00"),
        ("tomorrow", "2027-03-02T00:00:00+00:00"),
        ("some day", None),
        ("14:30", None),
        ("", None),
    ],
)
def test_moment_is_a_day_a_day_with_a_time_or_a_timestamp(typed: str, moment: str | None) -> None:
    read = read_moment(typed, now=datetime(2027, 3, 1, 12, tzinfo=UTC))

    assert moment == (read.isoformat() if read else None)


async def test_release_that_was_picked_is_found_whichever_collection_it_is_in(server: Server) -> None:
    carol = await looks_after(server, "press", "letters")
    await publish(server, carol, WALRUS, collection="letters")
    (choice,) = await carol.autocomplete(server.channel, "admin release remove", "release", "walrus")
    asked = await carol.slash(server.channel, "admin release remove", release=choice["value"])
    await carol.click(sent(asked), label="Remove")

    assert "Removed" in shown(asked.response)
    assert [ReleaseState.REMOVED] == [record.state for record in await records(server, "letters")]


async def test_removed_release_is_suggested_from_memory_and_restored(server: Server) -> None:
    carol = await looks_after(server)
    await publish(server, carol, WALRUS)
    asked = await carol.slash(server.channel, "admin release remove", release="walrus")
    await carol.click(sent(asked), label="Remove")
    await carol.autocomplete(server.channel, "admin release restore", "release", "")
    await server.env.settle()
    (choice,) = await carol.autocomplete(server.channel, "admin release restore", "release", "wal")
    await carol.slash(server.channel, "admin release restore", release=choice["value"])

    assert "removed: Walrus summit in Bergen" == choice["name"]
    assert "Bergen" in await answer(server)


async def test_facts_are_edited_in_a_form_where_none_is_named(server: Server) -> None:
    carol = await looks_after(server)
    await publish(server, carol, WALRUS)
    form = await carol.slash(server.channel, "admin release edit", release="walrus summit")
    done = await carol.submit_modal(form, {"title": "Walruses meet"})
    (record,) = await records(server)

    assert ("Walruses meet", "Ingrid Olsen") == (record.title, record.speaker)
    assert "Changed." in shown(done.response)
    same = await carol.slash(server.channel, "admin release edit", release="walruses", title="Walruses meet")
    assert "That changes nothing" in shown(same.response)


async def test_public_releases_are_listed_and_shown_and_not_changed(server: Server) -> None:
    carol = await looks_after(server)
    listed = await carol.slash(server.channel, "admin release list", collection="public")
    named = {"release": "Secretary General in Washington", "collection": "public"}
    seen = await carol.slash(server.channel, "admin release show", **named)

    assert "14 releases" in shown(listed.response)
    assert "Secretary General in Washington" in shown(seen.response)
    for command, more in (
        ("edit", {"title": "X"}),
        ("remove", {}),
        ("withdraw", {"reason": "X"}),
        ("restore", {}),
    ):
        result = await carol.slash(server.channel, f"admin release {command}", **named, **more)
        assert "not this server's own" in shown(result.response)


async def test_what_is_removed_from_public_is_shown_to_no_server(server: Server) -> None:
    carol = await looks_after(server)
    editor = server.bot.service.editor
    (record,) = (await editor.records("public", typed="Secretary General in Washington")).records
    await editor.remove("public", record.handle)
    listed = await carol.slash(server.channel, "admin release list", collection="public", state="removed")
    seen = await carol.slash(server.channel, "admin release show", release=record.handle, collection="public")

    assert "Washington" not in shown(listed.response)
    assert "No release here fits" in shown(seen.response)


async def test_hostile_names_and_titles_are_inert(server: Server) -> None:
    carol = await looks_after(server)
    hostile = (
        "[x](https://evil.example) @everyone.md",
        b"---\ntitle: '**Bold** @everyone'\n---\n\nThe walrus **sang** <@1> loudly.\n",
    )

    assert r"\*\*Bold\*\* \@everyone" in await publish(server, carol, hostile)
    listed = await carol.slash(server.channel, "admin release list")
    assert r"\*\*Bold\*\* \@everyone" in shown(listed.response)
