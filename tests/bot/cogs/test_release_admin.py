"""A server's own releases as its admins look after them: from the file to the answer, and back."""

from __future__ import annotations

import discord
import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult, ResponseMessage

from bot.client import create_bot
from bot.cogs.managing import NONE_YET, NOT_AN_EDITOR
from bot.records.channels import ChannelSettings
from config.settings import Settings
from tests.bot.conftest import Server, command_payload, forbid, labels, manager, running, sent, shown

WALRUS = b"---\ntitle: Walrus summit\ndate: 2024-03-01\n---\n\nThe walrus summit began in Tromso. Minister Ada Lund opened it.\n"
QUESTION = "what about the walrus summit?"


async def collection(server: Server, carol: MemberActor, name: str = "press") -> str:
    """A collection that the channel searches."""
    await carol.slash(server.channel, "admin collection create", name=name)
    full = f"{server.guild.id}/{name}"
    settings = ChannelSettings(collections=frozenset({"public", full}))
    await server.bot.records.channels.choose(server.guild.id, server.channel.id, settings)
    return full


async def preview(
    server: Server, carol: MemberActor, content: bytes = WALRUS, name: str = "walrus.md", **options: str
) -> InteractionResult:
    server.env.settle_timeout = 60
    return await carol.slash(server.channel, "admin release add", file=(name, content), **options)


async def added(
    server: Server, carol: MemberActor, content: bytes = WALRUS, name: str = "walrus.md"
) -> ResponseMessage:
    before = sent(await preview(server, carol, content, name))
    return sent(await carol.click(before, label="Publish"))


async def answer(server: Server, question: str = QUESTION) -> str:
    return shown(sent(await server.alice.slash(server.channel, "ask", question=question)))


async def actions(server: Server) -> list[str]:
    entries = await server.bot.records.audit.entries(server.guild.id, limit=50)
    return [entry.action for entry in reversed(entries)]


async def test_release_is_previewed_published_and_answered_from(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)

    before = await preview(server, carol)
    assert before.ephemeral
    text = shown(before.response)
    assert "Nothing is live yet" in text
    assert "Walrus summit" in text
    assert "2 passages" in text
    assert "The walrus summit began" in text
    assert "walrus summit began" not in await answer(server)
    done = await carol.click(sent(before), label="Publish")

    assert "1 added" in shown(done.response)
    assert "walrus summit" in (await answer(server)).replace("**", "")
    assert ["collection create", "release add"] == await actions(server)


async def test_cancelled_preview_publishes_nothing(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)

    before = sent(await preview(server, carol))
    await carol.click(before, label="Cancel")

    assert "Walrus" not in shown(sent(await carol.slash(server.channel, "admin release list")))


async def test_facts_can_be_stated_before_it_is_published(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    before = sent(await preview(server, carol, b"The walrus summit began in Tromso.\n", "notes.txt"))

    form = await carol.click(before, label="Edit facts")
    again = await carol.submit_modal(
        form, {"title": "A summit", "date": "1 March 2024", "url": "", "speaker": "Ada Lund"}
    )

    text = shown(sent(again))
    assert "**A summit**" in text
    assert "Ada Lund" in text


async def test_pasted_text_goes_the_same_way(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    server.env.settle_timeout = 60

    form = await carol.slash(server.channel, "admin release paste")
    before = await carol.submit_modal(
        form,
        {"title": "Walrus", "date": "1 March 2024", "url": "", "text": "The walrus summit began in Tromso."},
    )
    await carol.click(sent(before), label="Publish")

    assert "walrus summit" in (await answer(server)).replace("**", "")


async def test_removed_release_is_not_answered_from_until_that_is_undone(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    await added(server, carol)

    asked = sent(await carol.slash(server.channel, "admin release remove", release="Walrus"))
    assert "walrus summit began" in (await answer(server)).replace("**", "")
    gone = sent(await carol.click(asked, label="Remove"))
    assert "walrus summit began" not in await answer(server)
    await carol.click(gone, label="Undo")

    assert "walrus summit began" in (await answer(server)).replace("**", "")
    assert ["release remove", "release restore"] == (await actions(server))[-2:]


async def test_withdrawn_release_says_so_in_the_context_of_its_old_answers(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    await added(server, carol)
    old = sent(await server.alice.slash(server.channel, "ask", question=QUESTION))

    await carol.slash(server.channel, "admin release withdraw", release="Walrus", reason="sent too early")
    context = await server.alice.click(old, label="Context")

    assert "was withdrawn" in shown(context.response)
    assert "walrus summit began" not in await answer(server)


async def test_edited_facts_are_answered_with(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    await added(server, carol)

    await carol.slash(server.channel, "admin release edit", release="Walrus", title="The great walrus summit")

    assert "The great walrus summit" in await answer(server)
    entries = await server.bot.records.audit.entries(server.guild.id, limit=1)
    assert "Walrus summit" in (entries[0].before or "")
    assert "The great walrus summit" in (entries[0].after or "")


async def test_embargo_holds_a_release_back_until_its_day(server: Server) -> None:
    carol = manager(server)
    full = await collection(server, carol)
    before = sent(await preview(server, carol, embargo="12 March 2030"))
    assert "at the earliest" in shown(before)
    await carol.click(before, label="Publish")
    assert "walrus summit began" not in await answer(server)

    await server.bot.service.editor.release_held(discord.utils.parse_time("2030-03-12T00:01:00+00:00"))
    await server.bot.service.searcher.refresh()

    assert "walrus summit began" in (await answer(server)).replace("**", "")
    assert 1 == (await server.bot.service.editor.usage([full])).releases


async def test_bad_file_is_named_with_the_reason_and_nothing_is_published(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)

    told = await preview(server, carol, b"\x00\x01\x02" * 100, "walrus.txt")

    assert "Nothing to publish" in shown(told.response)
    assert "Not read" in shown(told.response)
    assert "Publish" not in labels(told.response)


async def test_quota_is_refused_with_what_is_used(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    server.bot.settings = server.bot.settings.model_copy(update={"quota_releases": 0})

    told = await preview(server, carol)

    assert "this server may keep 0" in shown(told.response)
    assert "Publish" not in labels(told.response)


async def test_without_a_collection_it_says_how_to_make_one(server: Server) -> None:
    told = await preview(server, manager(server))

    assert NONE_YET == shown(told.response)


async def test_public_collection_is_read_only(server: Server) -> None:
    told = await preview(server, manager(server), collection="public")

    assert "not this server's own" in shown(told.response)


async def test_rights_are_checked_again_and_the_editors_role_counts(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    command = int(command_payload(server, "admin")["id"])
    server.guild.set_command_permissions(command, {server.alice: True})

    refused = await preview(server, server.alice)
    assert NOT_AN_EDITOR == shown(refused.response)
    assert "refused" in await actions(server)
    role = server.guild.create_role("editors")
    await carol.slash(server.channel, "admin editors", role=role)
    editor = server.guild.add_member(server.env.create_user("dave"), roles=[role])
    server.guild.set_command_permissions(command, {server.alice: True, editor: True})
    allowed = await preview(server, editor)

    assert "Nothing is live yet" in shown(allowed.response)


async def test_collection_is_deleted_only_after_being_asked(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    await added(server, carol)

    asked = sent(await carol.slash(server.channel, "admin collection delete"))
    assert "with its 1 releases" in shown(asked)
    assert "walrus summit began" in (await answer(server)).replace("**", "")
    await carol.click(asked, label="Delete for good")

    assert "walrus summit began" not in await answer(server)
    assert f"{server.guild.id}/press" not in server.bot.desk.collections()


@pytest.mark.parametrize("name", ["", "../x", "a/b", "public", "x" * 40, "press"])
async def test_name_that_cannot_be_used_is_refused(server: Server, name: str) -> None:
    carol = manager(server)
    await collection(server, carol)

    told = await carol.slash(server.channel, "admin collection create", name=name or " ")

    assert "There is a collection **" not in shown(told.response)
    assert [f"{server.guild.id}/press", "public"] == sorted(server.bot.desk.collections())


async def test_rollback_brings_back_what_was_and_is_a_generation_itself(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    await added(server, carol)
    await added(server, carol, WALRUS.replace(b"walrus", b"seal").replace(b"Walrus", b"Seal"), "seal.md")
    history = shown(sent(await carol.slash(server.channel, "admin index history")))
    assert "now" in history

    offered = sent(await carol.slash(server.channel, "admin index rollback"))
    newest = next(label for label in labels(offered) if label.startswith("Back to"))
    await carol.click(offered, label=newest)

    assert "seal summit began" not in await answer(server, "what about the seal summit?")
    assert "walrus summit began" in (await answer(server)).replace("**", "")


async def test_status_says_how_much_is_used(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    await added(server, carol)

    text = shown(sent(await carol.slash(server.channel, "admin index status")))

    assert "**press**: 1 release" in text
    assert "of 5,000 releases" in text


async def test_reindex_reads_the_stored_uploads_again_and_keeps_them(server: Server) -> None:
    carol = manager(server)
    await collection(server, carol)
    await added(server, carol)

    await carol.slash(server.channel, "admin reindex", full=True)

    ended = [shown(message) for message in server.channel.history() if message.author.id == server.bot.me.id]
    assert any("Re-indexing is done: 0 added, 0 changed, 0 removed, 1 unchanged" in text for text in ended)
    assert "walrus summit began" in (await answer(server)).replace("**", "")


async def test_audit_is_shown_exported_and_posted(server: Server) -> None:
    carol = manager(server)
    log = server.guild.create_text_channel("log")
    await carol.slash(server.channel, "admin audit", channel=log)
    await collection(server, carol)
    await server.env.settle()

    text = shown(sent(await carol.slash(server.channel, "admin audit")))
    exported = sent(await carol.slash(server.channel, "admin audit", export=True))

    assert f"<@{carol.id}> **collection create** press" in text
    assert ["audit.jsonl"] == [file.filename for file in exported.message.attachments]
    assert "collection create" in shown(log.last_message)


async def test_audit_log_that_was_posted_to_a_deleted_channel_is_posted_nowhere(server: Server) -> None:
    carol = manager(server)
    log = server.guild.create_text_channel("log")
    await carol.slash(server.channel, "admin audit", channel=log)
    server.env.backend.delete_channel(log.id)
    await server.env.settle()

    assert server.bot.records.servers.of(server.guild.id).audit_channel is None


async def test_audit_log_is_not_posted_where_the_bot_may_not_write(server: Server) -> None:
    forbid(server, "send_messages")
    told = await manager(server).slash(server.channel, "admin audit", channel=server.channel)

    assert "I may not write in" in shown(told.response)
    assert server.bot.records.servers.of(server.guild.id).audit_channel is None


async def test_audit_log_is_paged(server: Server) -> None:
    carol = manager(server)
    for number in range(12):
        await carol.slash(server.channel, "admin channel", questions=number + 1)
    listed = await carol.slash(server.channel, "admin audit")
    first = shown(listed.response)
    await carol.click(sent(listed), label="→")

    assert "12 entries" in first
    assert "questions 12" in first
    assert "public → public; questions 1" not in first
    assert "public → public; questions 1" in shown(listed.response)


async def test_preview_does_not_bring_back_a_collection_that_was_deleted_meanwhile(server: Server) -> None:
    carol = manager(server)
    full = await collection(server, carol)
    before = sent(await preview(server, carol))
    asked = sent(await carol.slash(server.channel, "admin collection delete"))
    await carol.click(asked, label="Delete for good")
    told = await carol.click(before, label="Publish")

    assert NONE_YET in shown(told.followups[0])
    assert full not in server.bot.desk.collections()


async def test_status_says_how_the_search_cluster_stands(settings: Settings) -> None:
    away = settings.model_copy(
        update={
            "engine": "opensearch",
            "cluster_nodes": ("http://127.0.0.1:9",),
            "question_timeout_s": 0.05,
        }
    )
    async with running(create_bot(away)) as server:
        carol = manager(server)
        text = shown(sent(await carol.slash(server.channel, "admin index status")))

        assert "The search cluster cannot answer at the moment." in text


async def test_status_says_nothing_of_a_cluster_where_there_is_none(server: Server) -> None:
    carol = manager(server)

    assert "luster" not in shown(sent(await carol.slash(server.channel, "admin index status")))
