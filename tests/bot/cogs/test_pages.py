"""Pages of lists: they turn, jump, outlive restarts and re-indexing, and belong to who looked them up."""

from __future__ import annotations

from datetime import date

import pytest
from simcord.results import InteractionResult

from bot.asking.lookups import PASSAGES_LISTED
from bot.client import create_bot
from bot.cogs.buttons.pages import JumpButton, PageButton
from bot.cogs.lists import LATEST, ListKey, of_days, of_name
from config.settings import Settings
from index.query import PUBLIC, DateRange
from tests.bot.cogs.looking import (
    SPEAKER,
    add_releases,
    own_collection,
    search_here,
    speech,
    speeches,
)
from tests.bot.conftest import Server, labels, sent, shown

JUNE = {"on": "June 2022"}


async def by_speaker(server: Server, settings: Settings, *, count: int = 23) -> InteractionResult:
    """A list of five pages."""
    await add_releases(server, settings, *speeches(count))
    return await server.alice.slash(server.channel, "speaker", name=SPEAKER)


def page_of(result: InteractionResult) -> str:
    return next(label for label in labels(result.response) if label.startswith("Page"))


async def test_list_of_days_is_paged_both_ways(server: Server) -> None:
    first = await server.alice.slash(server.channel, "date", **JUNE)
    assert labels(first.response) == ["←", "Page 1 of 2", "→", "🗑️"]
    assert "Budget meeting 12" in shown(first.response)

    await server.alice.click(sent(first), label="→")
    second = shown(first.response), labels(first.response)
    await server.alice.click(sent(first), label="←")

    assert "Budget meeting 2" in second[0]
    assert "11–12 of 12" in second[0]
    assert second[1] == ["←", "Page 2 of 2", "→", "🗑️"]
    assert "Budget meeting 12" in shown(first.response)


async def test_what_a_speaker_says_is_paged_without_gaps(server: Server, settings: Settings) -> None:
    result = await by_speaker(server, settings)
    texts = [shown(result.response)]
    for _ in range(4):
        await server.alice.click(sent(result), label="→")
        texts.append(shown(result.response))

    said = [number for text in texts for number in range(23) if f"tree number {number} of" in text]
    assert len(said) == len(set(said)) == 23
    assert "21–23 of 23 passages" in texts[-1]
    assert page_of(result) == "Page 5 of 5"


async def test_topic_is_paged(server: Server, settings: Settings) -> None:
    rows = [
        speech(number) | {"text": f"Number {number} of {'very ' * number}clean water rules."}
        for number in range(7)
    ]
    await add_releases(server, settings, *rows)
    result = await server.alice.slash(server.channel, "topic", name="Environment")

    await server.alice.click(sent(result), label="→")

    assert page_of(result) == "Page 2 of 2"
    assert f"{PASSAGES_LISTED + 1}–7 of 7 passages" in shown(result.response)


async def test_latest_is_paged(server: Server) -> None:
    result = await server.alice.slash(server.channel, "latest")

    await server.alice.click(sent(result), label="→")

    assert "11–14 of 14 releases" in shown(result.response)


async def jump(server: Server, result: InteractionResult, typed: str) -> InteractionResult:
    opened = await server.alice.click(sent(result), label=page_of(result))
    assert opened.modal is not None
    return await server.alice.submit_modal(opened, values={"page": typed})


@pytest.mark.parametrize(("typed", "page"), [("5", 5), (" 2 ", 2), ("1", 1)])
async def test_a_page_is_jumped_to(server: Server, settings: Settings, typed: str, page: int) -> None:
    result = await by_speaker(server, settings)

    await jump(server, result, typed)

    assert page_of(result) == f"Page {page} of 5"


@pytest.mark.parametrize("typed", ["0", "6", "-1", "two", "1.5", "99999999999", "**", "²"])
async def test_what_is_no_page_is_told_in_private_and_the_page_stays(
    server: Server, settings: Settings, typed: str
) -> None:
    result = await by_speaker(server, settings)

    told = await jump(server, result, typed)

    assert told.ephemeral
    assert "Give a number from 1 to 5." in shown(told.response)
    assert page_of(result) == "Page 1 of 5"


async def test_jump_of_another_is_a_private_copy(server: Server, settings: Settings) -> None:
    result = await by_speaker(server, settings)
    opened = await server.bob.click(sent(result), label="Page 1 of 5")
    assert opened.modal is not None

    copy = await server.bob.submit_modal(opened, values={"page": "3"})

    assert copy.ephemeral
    assert page_of(copy) == "Page 3 of 5"
    assert page_of(result) == "Page 1 of 5"


async def test_who_did_not_ask_gets_a_private_copy_that_turns(server: Server) -> None:
    first = await server.alice.slash(server.channel, "date", **JUNE)

    copy = await server.bob.click(sent(first), label="→")
    assert copy.ephemeral
    assert "11–12 of 12" in shown(copy.response)
    assert labels(copy.response) == ["←", "Page 2 of 2", "→"]
    await server.bob.click(sent(copy), label="←")

    assert "1–10 of 12" in shown(copy.response)
    assert "1–10 of 12" in shown(first.response)


async def test_two_people_turn_one_list_each_for_themselves(server: Server, settings: Settings) -> None:
    result = await by_speaker(server, settings)

    copy = await server.bob.click(sent(result), label="→")
    await server.alice.click(sent(result), label="→")
    await server.bob.click(sent(copy), label="→")
    await server.alice.click(sent(result), label="→")
    await server.alice.click(sent(result), label="→")

    assert (page_of(copy), page_of(result)) == ("Page 3 of 5", "Page 4 of 5")


async def test_private_list_turns_in_private(server: Server) -> None:
    first = await server.alice.slash(server.channel, "date", private=True, **JUNE)

    await server.alice.click(sent(first), label="→")

    assert first.ephemeral
    assert "11–12 of 12" in shown(first.response)
    assert labels(first.response) == ["←", "Page 2 of 2", "→"]


async def test_pages_turn_after_a_restart_and_a_reindexing(server: Server, settings: Settings) -> None:
    result = await by_speaker(server, settings)
    await server.bot.close()
    async with create_bot(settings) as bot:
        await server.env.restart_bot(bot)
        await add_releases(server, settings, *speeches(28))

        await server.alice.click(sent(result), label="→")

        assert page_of(result) == "Page 2 of 6"
        assert "6–10 of 28 passages" in shown(result.response)


async def test_a_list_that_became_shorter_shows_its_last_page(server: Server, settings: Settings) -> None:
    result = await by_speaker(server, settings)
    await jump(server, result, "4")
    await add_releases(server, settings, *speeches(7))

    await server.alice.click(sent(result), label="→")

    assert page_of(result) == "Page 2 of 2"
    assert "6–7 of 7 passages" in shown(result.response)


async def test_a_list_of_who_no_longer_speaks_says_so(server: Server, settings: Settings) -> None:
    result = await by_speaker(server, settings)
    await add_releases(server, settings, speech(1, speaker="Peter Jones"))

    await server.alice.click(sent(result), label="→")

    assert "no longer" in shown(result.response)


async def test_a_channel_that_lost_the_collection_shows_nothing_of_it(
    server: Server, settings: Settings
) -> None:
    await add_releases(server, settings, *speeches(23), collection=own_collection(server))
    await search_here(server, PUBLIC, own_collection(server))
    days = await server.alice.slash(server.channel, "date", on="2021")
    speaker = await server.alice.slash(server.channel, "speaker", name=SPEAKER)
    assert "Speech" in shown(days.response)
    await search_here(server, PUBLIC)

    await server.alice.click(sent(days), label="→")
    await server.alice.click(sent(speaker), label="→")
    copy = await server.bob.click(sent(days), label="→") if labels(days.response)[0] == "←" else None

    assert copy is None
    assert "Nothing was released" in shown(days.response)
    assert "no longer" in shown(speaker.response)
    assert "Speech" not in shown(days.response) + shown(speaker.response)
    assert SPEAKER not in shown(speaker.response)


async def test_a_button_posted_by_an_earlier_version_still_turns_the_page(server: Server) -> None:
    first = await server.alice.slash(server.channel, "date", **JUNE)
    asked = 1_657_152_000  # 7 July 2022
    stored = server.env.backend.get_message(server.channel.id, sent(first).id)
    (row,) = stored.components
    row["components"][2]["custom_id"] = f"date:v1:10:{asked}:last month"

    await server.alice.click(sent(first), label="→")

    assert "11–12 of 12" in shown(first.response)
    assert labels(first.response) == ["←", "Page 2 of 2", "→", "🗑️"]


@pytest.mark.parametrize(
    "key",
    [
        LATEST,
        of_days(DateRange(date(1, 1, 1), date(9999, 12, 31))),
        of_days(DateRange(None, date(2022, 7, 1))),
        of_name("speaker", "A very long name " * 40),
        of_name("topic", "Überraschung: <@1> … 中国"),
    ],
)
def test_ids_of_buttons_fit_discord_and_are_read_back(key: ListKey, server: Server) -> None:
    for button in (PageButton(key, 9_999_999, "→"), JumpButton(key, 9_999_999, 9_999_999)):
        match = button.template.fullmatch(button.custom_id)

        assert len(button.custom_id) <= 100
        assert match is not None
        assert (match["kind"], match["key"]) == (key.kind, key.key)


async def test_an_error_under_a_page_button_is_told_in_private(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    first = await server.alice.slash(server.channel, "date", **JUNE)
    server.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=500)

    pressed = await server.alice.click(sent(first), label="→")

    told = pressed.followups[0]
    assert told.ephemeral
    assert shown(told).partition("(error ")[2].partition(")")[0] in caplog.text
