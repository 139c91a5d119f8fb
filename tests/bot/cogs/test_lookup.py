"""/date, /topic, /speaker, /release and /latest: what they show, in private where asked, and names never offered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.client import create_bot
from config.settings import Settings
from tests.bot.cogs.looking import SPEAKER, add_releases, own_collection, search_here, speech, speeches
from tests.bot.conftest import Server, labels, running, sent, shown
from tests.bot.fakes import SlowDesk, with_desk


async def test_day_lists_what_was_released_and_said(server: Server) -> None:
    result = await server.alice.slash(server.channel, "date", on="31 January 2024")

    text = shown(result.response)
    assert "Secretary General in Washington" in text
    assert "Heritage Foundation" in text
    assert "<t:1706702400:D>" in text


async def test_last_week_is_counted_from_the_bots_clock(settings: Settings) -> None:
    bot = create_bot(settings, clock=lambda: datetime(2024, 2, 7, 12, tzinfo=UTC))
    async with running(bot) as server:
        result = await server.alice.slash(server.channel, "date", on="last week")

        assert "Secretary General in Washington" in shown(result.response)


@pytest.mark.parametrize(
    ("options", "label", "count"),
    [
        ({"from": "5 June 2022", "to": "7 June 2022"}, "5–7 June 2022", "3 releases"),
        ({"from": "June 2022", "to": "2023"}, "June 2022–December 2023", "13 releases"),
        ({"from": "11 June 2022"}, "since 11 June 2022", "4 releases"),
        ({"to": "3 June 2022"}, "before 4 June 2022", "3 releases"),
    ],
)
async def test_from_and_to_list_from_the_first_day_to_the_last(
    server: Server, options: dict[str, str], label: str, count: str
) -> None:
    result = await server.alice.slash(server.channel, "date", **options)

    text = shown(result.response)
    assert label in text
    assert count in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "from: March 2023 to: May 2023"),
        ({"on": "2022", "from": "June 2022"}, "from: March 2023 to: May 2023"),
        ({"on": "when pigs fly"}, "31 January 2024"),
        ({"from": "June 2022", "to": "when pigs fly"}, "when pigs fly"),
        ({"from": "2023", "to": "June 2022"}, "from: June 2022 to: 2023"),
        ({"from": "before 2020"}, "no first day"),
        ({"to": "since 2020"}, "no last day"),
    ],
)
async def test_days_that_cannot_be_meant_are_refused_in_private(
    server: Server, options: dict[str, str], said: str
) -> None:
    result = await server.alice.slash(server.channel, "date", **options)

    assert result.ephemeral
    assert said in shown(result.response)


async def test_refusal_is_private_even_after_a_public_deferral(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_desk(lambda desk: SlowDesk(desk, 0.5)))
    async with running(bot) as server:
        result = await server.alice.slash(server.channel, "date", on="when pigs fly")

        assert result.response is None
        assert [True] == [followup.ephemeral for followup in result.followups]


async def test_days_without_releases_say_so(server: Server) -> None:
    result = await server.alice.slash(server.channel, "date", on="May 1999")

    assert "Nothing was released" in shown(result.response)


async def test_latest_lists_the_newest_first(server: Server) -> None:
    result = await server.alice.slash(server.channel, "latest")

    text = shown(result.response)
    assert "The newest releases" in text
    assert (
        text.index("Secretary General in Washington") < text.index("Bold") < text.index("Budget meeting 12")
    )


async def test_topic_quotes_passages_with_context(server: Server) -> None:
    result = await server.alice.slash(server.channel, "topic", name="China")

    assert "harmful" in shown(result.response)
    assert "Context 1" in labels(result.response)


async def test_topic_that_was_never_offered_is_handled(server: Server) -> None:
    result = await server.alice.slash(server.channel, "topic", name="Chinna <@1>")

    assert result.ephemeral
    assert "China" in shown(result.response)


async def test_topic_that_nothing_is_said_on_says_so(server: Server) -> None:
    result = await server.alice.slash(server.channel, "topic", name="COVID-19")

    assert "say nothing on this topic" in shown(result.response)


async def test_speaker_is_quoted_newest_first_with_title_and_date(server: Server, settings: Settings) -> None:
    await add_releases(server, settings, *speeches(3))

    result = await server.alice.slash(server.channel, "speaker", name=SPEAKER)

    text = shown(result.response)
    places = [text.index(f"tree number {number} of") for number in (2, 1, 0)]
    assert places == sorted(places)
    assert text.startswith(SPEAKER)
    assert "Speech 2" in text
    assert "3 passages" in text


@pytest.mark.parametrize("typed", ["stoltenberg", "JENS STOLTENBERG", "Stoltenberg"])
async def test_speaker_is_known_by_part_of_the_name(server: Server, typed: str) -> None:
    result = await server.alice.slash(server.channel, "speaker", name=typed)

    assert not result.ephemeral
    assert "dependencies" in shown(result.response)


async def test_speaker_whose_name_several_have_is_asked_for(server: Server, settings: Settings) -> None:
    await add_releases(server, settings, speech(1), speech(2, speaker="Peter Parker"))

    result = await server.alice.slash(server.channel, "speaker", name="Parker")

    assert result.ephemeral
    assert "Mary Parker" in shown(result.response)
    assert "Peter Parker" in shown(result.response)


@pytest.mark.parametrize(
    ("typed", "said"), [("Stoltenburg", "Did you mean Jens Stoltenberg?"), ("Zzyzx **x**", "quote nobody")]
)
async def test_speaker_that_was_never_offered_is_handled(server: Server, typed: str, said: str) -> None:
    result = await server.alice.slash(server.channel, "speaker", name=typed)

    assert result.ephemeral
    assert said in shown(result.response)
    assert "**x**" not in shown(result.response)


async def test_release_shows_its_title_date_speakers_and_beginning(server: Server) -> None:
    result = await server.alice.slash(
        server.channel, "release", title="Secretary General in Washington: more friends and allies"
    )

    text = shown(result.response)
    assert "(<https://www.nato.int/docu/news-222258.htm>)" in text
    assert "<t:1706702400:D>" in text
    assert "3 passages · Speaking: **Jens Stoltenberg**" in text
    assert "> “On Wednesday, Secretary General Jens Stoltenberg" in text
    assert labels(result.response) == ["Context", "Whole release", "🗑️"]
    whole = await server.bob.click(sent(result), label="Whole release")
    assert whole.ephemeral
    assert "make us vulnerable" in shown(whole.response)


async def test_release_is_found_by_what_was_picked(server: Server) -> None:
    (choice,) = await server.alice.autocomplete(server.channel, "release", "title", "washington friends")

    result = await server.alice.slash(server.channel, "release", title=choice["value"])

    assert choice["name"] == "Secretary General in Washington: more friends and allies · 31 January 2024"
    assert "On Wednesday" in shown(result.response)


async def test_release_of_an_unknown_title_names_the_nearest(server: Server) -> None:
    several = await server.alice.slash(server.channel, "release", title="budget meeting")
    one = await server.alice.slash(server.channel, "release", title="general washingten")
    none = await server.alice.slash(server.channel, "release", title="qqqqq")

    assert several.ephemeral
    assert "The nearest: “Budget meeting 12”; “Budget meeting 11”" in shown(several.response)
    assert "comes nearest" in shown(one.response)
    assert "On Wednesday" in shown(one.response)
    assert none.ephemeral
    assert "No release here has a title like" in shown(none.response)


async def test_release_whose_title_several_have_is_the_newest_and_says_so(
    server: Server, settings: Settings
) -> None:
    await add_releases(server, settings, speech(1, title="Remarks"), speech(40, title="Remarks"))

    result = await server.alice.slash(server.channel, "release", title="remarks")

    assert "2 releases have this title" in shown(result.response)
    assert "tree number 40" in shown(result.response)


async def test_hostile_titles_and_names_are_inert(server: Server) -> None:
    result = await server.alice.slash(server.channel, "release", title="bold title")

    assert r"\*\*Bold\*\*" in shown(result.response)
    assert "(https://evil.example)" not in shown(result.response).replace("\\(", "")


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("date", {"on": "June 2022"}),
        ("topic", {"name": "China"}),
        ("speaker", {"name": "Stoltenberg"}),
        ("release", {"title": "Budget meeting 1"}),
        ("latest", {}),
    ],
)
async def test_look_up_is_private_where_asked(server: Server, command: str, options: dict[str, str]) -> None:
    public = await server.alice.slash(server.channel, command, **options)
    private = await server.alice.slash(server.channel, command, private=True, **options)

    assert (public.ephemeral, private.ephemeral) == (False, True)
    assert "🗑️" in labels(public.response)
    assert "🗑️" not in labels(private.response)
    assert shown(sent(public)) == shown(sent(private))


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("date", {"on": "2021"}),
        ("topic", {"name": "Environment"}),
        ("speaker", {"name": SPEAKER}),
        ("release", {"title": "Speech 1"}),
        ("latest", {}),
    ],
)
async def test_another_collection_is_looked_up_only_where_it_is_chosen(
    server: Server, settings: Settings, command: str, options: dict[str, str]
) -> None:
    row = speech(1) | {"date": "2031-01-01" if command == "latest" else "2021-01-02"}
    row["text"] = f"{row['text']} Their conservation is wildlife policy."
    await add_releases(server, settings, row, collection=own_collection(server))

    elsewhere = await server.alice.slash(server.channel, command, **options)
    await search_here(server, own_collection(server))
    here = await server.alice.slash(server.channel, command, **options)

    assert "Speech 1" in shown(here.response)
    assert "Speech 1" not in shown(elsewhere.response).replace("“Speech 1”", "")
