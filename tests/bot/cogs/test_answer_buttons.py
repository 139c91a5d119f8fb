"""Buttons of an answer as people press them: the asker and others, after a restart, a re-index, and a loss of scope."""

from __future__ import annotations

from dataclasses import replace

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType
from simcord.results import InteractionResult, ResponseMessage

from bot.client import create_bot
from bot.cogs.buttons.kept import FORGOTTEN, GONE_HERE
from bot.records.channels import ChannelSettings
from config.settings import Settings
from index.query import Share
from tests.bot.cogs.looking import add_releases, own_collection, search_here
from tests.bot.conftest import Server, forbid, labels, sent, shown
from tests.bot.reindexed import reindex_without_china

CHINA = "what did the Secretary General say about China?"
BUDGET = "orchard budget"
NO_COLLECTION = ChannelSettings(collections=frozenset({"1/lost"}))


async def asked(server: Server, question: str = BUDGET, *, private: bool = False) -> InteractionResult:
    return await server.alice.slash(server.channel, "ask", question=question, private=private)


def full_quote(text: str) -> str:
    """The one passage that a card shows in full."""
    (quote,) = [line for line in text.splitlines() if line.startswith("> “")]
    return quote


async def test_next_source_turns_the_card_for_who_asked_and_comes_round(server: Server) -> None:
    answer = sent(await asked(server))
    seen = [full_quote(shown(answer))]
    for _ in range(5):
        await server.alice.click(answer, label="Next source")
        seen.append(full_quote(shown(server.channel.last_message)))

    assert 5 == len(set(seen))
    assert seen[0] == seen[-1]
    assert 1 == len(server.channel.history())


async def test_next_source_is_a_private_copy_for_others_and_the_card_stays(server: Server) -> None:
    answer = sent(await asked(server))
    before = shown(answer)

    copy = await server.bob.click(answer, label="Next source")

    assert copy.ephemeral
    assert full_quote(shown(copy.response)) != full_quote(before)
    assert before == shown(server.channel.last_message)
    turned = await server.bob.click(sent(copy), label="Next source")
    assert sent(turned).ephemeral
    assert "**3 of 5**" in shown(turned.response)


async def test_two_people_on_one_card_do_not_disturb_each_other(server: Server) -> None:
    answer = sent(await asked(server))

    copy = await server.bob.click(answer, label="Next source")
    await server.alice.click(answer, label="Next source")
    await server.alice.click(answer, label="Next source")

    assert full_quote(shown(copy.response)) != full_quote(shown(server.channel.last_message))
    assert "**2 of 5**" in shown(copy.response)


async def test_why_shows_how_the_question_was_read_and_no_score(server: Server) -> None:
    answer = sent(await asked(server, CHINA))

    why = await server.bob.click(answer, label="Why this passage?")

    assert why.ephemeral
    text = shown(why.response)
    assert "Looked for:" in text
    assert "%" in text
    assert "do not measure how sure" in text


async def test_buttons_of_an_answer_work_after_a_restart_and_a_reindex(
    server: Server, settings: Settings
) -> None:
    answer = sent(await asked(server, CHINA))
    await server.bot.close()
    await reindex_without_china(settings)
    async with create_bot(settings) as bot:
        await server.env.restart_bot(bot)

        why = await server.bob.click(answer, label="Why this passage?")
        whole = await server.bob.click(answer, label="Whole release")
        vote = await server.bob.click(answer, custom_id=_id(answer, "vot:"))
        context = await server.bob.click(answer, label="Context")

    assert "Looked for:" in shown(why.response)
    assert "**On China" in shown(whole.response)
    assert "it has changed since" in shown(whole.response)
    assert "Thank you" in shown(vote.response)
    assert "**Chile,**" in shown(context.response)


async def test_why_is_about_the_passage_that_the_card_shows_when_others_are_out_of_scope(
    server: Server, settings: Settings
) -> None:
    own = own_collection(server)
    newest = {
        "id": "1",
        "title": "Own",
        "date": "2023-01-01",
        "text": "The orchard budget of the orchard budget is an orchard budget.",
    }
    await add_releases(server, settings, newest, collection=own)
    await search_here(server, "public", own)
    answer = sent(await asked(server))
    posted = await server.bot.records.answers.of_message(answer.id)
    assert posted is not None
    named = [replace(one, shares=[Share(one.key, 1.0)]) for one in posted.kept.citations]
    await server.bot.records.answers.add(replace(posted, kept=replace(posted.kept, citations=named)))
    await search_here(server, "public")

    turned = sent(await server.bob.click(answer, custom_id=_id(answer, "nxt:")))
    for _ in named:
        why = await server.bob.click(turned, label="Why this passage?")
        assert _id(turned, "ctx:").removeprefix("ctx:v1:") in shown(why.response)
        await server.bob.click(turned, custom_id=_id(turned, "nxt:"))


async def test_source_that_has_changed_since_is_marked_when_it_is_shown_again(
    server: Server, settings: Settings
) -> None:
    answer = sent(await asked(server, CHINA, private=True))
    await reindex_without_china(settings)
    await server.bot.service.searcher.refresh()

    await server.alice.click(answer, label="Share")

    assert "has changed since" in shown(server.channel.last_message)


async def test_forgotten_answer_says_so_and_what_to_do(server: Server) -> None:
    answer = sent(await asked(server))
    await server.bot.records.answers.forget_person(server.alice.id)

    for label in ("Next source", "Why this passage?", "Follow-up"):
        pressed = await server.alice.click(answer, label=label)
        assert pressed.ephemeral
        assert FORGOTTEN == shown(pressed.response)
    context = await server.alice.click(answer, label="Context")
    assert "orchard budget" in shown(context.response)


async def test_card_shows_nothing_more_where_the_channel_lost_the_collection(server: Server) -> None:
    answer = sent(await asked(server))
    await server.bot.records.channels.choose(server.guild.id, server.channel.id, NO_COLLECTION)

    for label in ("Context", "Whole release", "Copy as quote", "Why this passage?", "Next source"):
        pressed = await server.bob.click(answer, label=label)
        assert pressed.ephemeral, label
        assert "orchard" not in shown(pressed.response), label


async def test_share_shows_a_private_answer_to_all_with_who_shared_it(server: Server) -> None:
    private = sent(await asked(server, private=True))

    shared = await server.alice.click(private, label="Share")

    assert not shared.ephemeral
    text = shown(server.channel.last_message)
    assert full_quote(shown(private)) == full_quote(text)
    assert f"Shared by <@{server.alice.id}>" in text
    assert "🗑️" in labels(server.channel.last_message)
    assert "Share" not in labels(server.channel.last_message)


async def test_share_is_refused_to_who_may_not_write_there(server: Server) -> None:
    private = sent(await asked(server, private=True))
    denied = discord.Permissions(send_messages=True).value
    server.env.backend.set_overwrite(
        server.channel.id, Overwrite(server.guild.id, OverwriteType.ROLE, deny=denied)
    )

    refused = await server.alice.click(private, label="Share")

    assert refused.ephemeral
    assert "may not write in this channel" in shown(refused.response)


async def test_share_is_refused_where_the_channel_lost_the_collection(server: Server) -> None:
    private = sent(await asked(server, private=True))
    await server.bot.records.channels.choose(server.guild.id, server.channel.id, NO_COLLECTION)

    refused = await server.alice.click(private, label="Share")

    assert refused.ephemeral
    assert GONE_HERE == shown(refused.response)


async def test_answer_that_another_shared_is_still_its_askers(server: Server) -> None:
    question = await server.alice.send(server.channel, f"{server.mention} {BUDGET}")
    (answer,) = [one for one in server.channel.history() if one.author.id == server.bot.me.id]
    copy = sent(await server.bob.click(answer, label="Next source"))
    shared = sent(await server.bob.click(copy, label="Share"))
    before = shown(shared)

    await server.alice.edit(question, f"{server.mention} {CHINA}")

    assert "harmful" in shown(next(one for one in server.channel.history() if one.id == answer.id))
    assert before == shown(shared)
    await server.bob.click(shared, custom_id=_id(shared, "del:"))
    assert await server.bot.records.answers.of_question(question.id) is not None


async def test_shared_card_is_turned_by_who_shared_it_and_stays_theirs(server: Server) -> None:
    answer = sent(await asked(server))
    copy = sent(await server.bob.click(answer, label="Next source"))
    shared = sent(await server.bob.click(copy, label="Share"))

    others = await server.alice.click(shared, label="Next source")
    assert others.ephemeral
    await server.bob.click(shared, label="Next source")

    assert "**3 of 5**" in shown(server.channel.last_message)
    assert f"Shared by <@{server.bob.id}>" in shown(server.channel.last_message)
    await server.bob.click(shared, custom_id=_id(shared, "del:"))
    assert [answer.id] == [message.id for message in server.channel.history()]


async def test_context_can_be_shared_too(server: Server) -> None:
    answer = sent(await asked(server, CHINA))
    context = sent(await server.bob.click(answer, label="Context"))

    shared = await server.bob.click(context, label="Share")

    assert not shared.ephemeral
    assert "harmful dependencies" in shown(shared.response).replace("**", "")
    assert f"Shared by <@{server.bob.id}>" in shown(shared.response)


async def test_follow_up_opens_a_form_and_goes_on_from_the_question(server: Server) -> None:
    answer = sent(await asked(server, CHINA))
    form = await server.alice.click(answer, label="Follow-up")

    followed = await server.alice.submit_modal(form, {"question": "Russian oil"})

    text = shown(followed.response)
    assert "Russian oil" in text
    assert "European reliance" in text
    posted = await server.bot.records.answers.of_message(sent(followed).id)
    assert posted is not None
    assert posted.previous is not None


async def test_follow_up_of_a_private_answer_is_private(server: Server) -> None:
    answer = sent(await asked(server, CHINA, private=True))
    form = await server.alice.click(answer, label="Follow-up")

    followed = await server.alice.submit_modal(form, {"question": "and on Russia?"})

    assert followed.ephemeral


async def test_compact_answer_has_one_row_and_the_rest_behind_details(server: Server) -> None:
    await server.bot.records.channels.choose(
        server.guild.id, server.channel.id, ChannelSettings(compact=True)
    )
    answer = sent(await asked(server))

    assert ["Details", "Next source", "🗑️"] == labels(answer)
    assert "**2.**" not in shown(answer)
    details = await server.bob.click(answer, label="Details")
    assert details.ephemeral
    assert "Why this passage?" in labels(sent(details))
    assert "**2.**" in shown(details.response)


async def test_compact_card_stays_compact_when_it_turns(server: Server) -> None:
    settings = replace(ChannelSettings(), compact=True)
    await server.bot.records.channels.choose(server.guild.id, server.channel.id, settings)
    answer = sent(await asked(server))

    await server.alice.click(answer, label="Next source")

    assert ["Details", "Next source", "🗑️"] == labels(server.channel.last_message)


async def test_whole_release_is_paged_and_comes_as_a_file(server: Server) -> None:
    answer = sent(await asked(server, CHINA))

    whole = await server.bob.click(answer, label="Whole release")
    file = await server.bob.click(sent(whole), label="As a file")

    assert whole.ephemeral
    assert "On Wednesday, Secretary General" in shown(whole.response)
    assert "**On China" in shown(whole.response)
    assert ["release.txt"] == [attachment.filename for attachment in sent(file).message.attachments]


async def test_file_is_refused_where_files_may_not_be_attached(server: Server) -> None:
    answer = sent(await asked(server, CHINA))
    whole = await server.bob.click(answer, label="Whole release")
    forbid(server, "attach_files")

    file = await server.bob.click(sent(whole), label="As a file")

    assert "Attach Files" in shown(file.response)


async def test_copy_gives_the_words_and_their_source_as_plain_text(server: Server) -> None:
    answer = sent(await asked(server, CHINA))

    copied = await server.bob.click(answer, label="Copy as quote")

    assert copied.ephemeral
    text = shown(copied.response)
    assert "“On China, the Secretary General outlined" in text
    assert "— Jens Stoltenberg, 31 January 2024" in text
    assert "https://www.nato.int/docu/news-222258.htm" in text


def _id(answer: ResponseMessage, prefix: str) -> str:
    """The custom_id of the first button that begins so."""
    buttons = discord.ui.View.from_message(answer.message).children
    ids = [button.custom_id or "" for button in buttons if isinstance(button, discord.ui.Button)]
    return next(one for one in ids if one.startswith(prefix))
