"""Lists and releases that were looked up: what their cards show, and that none breaks Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from bot.asking.lookup import DateListing, Part, PassageListing, ReleaseFound, SuggestedDays, Voice
from bot.cogs.buttons.pages import ListButtons
from bot.cogs.lists import key_of
from bot.render.card import Card
from bot.render.choices import day_choices, name_choices, title_choices
from bot.render.found import release_card
from bot.render.listing import date_card, passages_card
from index.query import DateRange, ReleasePage, TitledRelease, WholeRelease
from index.release import VersionId
from tests.bot.render import cases
from tests.bot.render.test_card import RELAXED, assert_fits

JUNE = DateRange(date(2022, 6, 1), date(2022, 7, 1))


def listed(shown: int, total: int, *, offset: int = 0, size: int = 10) -> DateListing:
    page = ReleasePage([cases.release()] * shown, [None] * shown, total)
    return DateListing("June 2022", JUNE, page, Part(offset, size, total))


def rows(card: Card, listing: DateListing | PassageListing) -> list[list[str]]:
    view = ListButtons(key_of(listing), asker=1)(card)
    assert view is not None
    return [
        [button.get("label") or button["emoji"]["name"] for button in row["components"]]
        for row in view.to_components()
    ]


@pytest.mark.parametrize("embeds", [True, False])
@given(listing=cases.date_listings())
@RELAXED
def test_any_list_of_days_fits(embeds: bool, listing: DateListing) -> None:
    assert_fits(date_card(listing, embeds=embeds), embeds=embeds)


@pytest.mark.parametrize("embeds", [True, False])
@given(listing=cases.passage_listings())
@RELAXED
def test_any_list_of_passages_fits(embeds: bool, listing: PassageListing) -> None:
    card = passages_card(listing, embeds=embeds)

    assert_fits(card, embeds=embeds)
    assert len(card.contexts) <= len(listing.citations)


@pytest.mark.parametrize("embeds", [True, False])
@given(found=cases.releases_found())
@RELAXED
def test_any_release_fits(embeds: bool, found: ReleaseFound) -> None:
    assert_fits(release_card(found, embeds=embeds), embeds=embeds)


@pytest.mark.parametrize(
    ("offset", "shown", "total", "page", "pages"),
    [(0, 3, 3, 1, 1), (0, 10, 25, 1, 3), (10, 10, 25, 2, 3), (20, 5, 25, 3, 3)],
)
def test_a_page_knows_its_number(offset: int, shown: int, total: int, page: int, pages: int) -> None:
    card = date_card(listed(shown, total, offset=offset))

    assert (page, pages) == (card.page, card.pages)


def test_page_buttons_stand_side_by_side_with_removal_below_the_contexts() -> None:
    part = Part(5, 5, 3_000)
    listing = PassageListing("speaker", "Jens Stoltenberg", [cases.citation()] * 5, part)

    assert rows(passages_card(listing), listing) == [
        [f"Context {number}" for number in range(1, 6)],
        ["←", "Page 2 of 600", "→", "🗑️"],
    ]
    assert rows(date_card(listed(10, 25)), listed(10, 25)) == [["←", "Page 1 of 3", "→", "🗑️"]]


@pytest.mark.parametrize(("offset", "disabled"), [(0, ["←"]), (10, []), (20, ["→"])])
def test_buttons_that_lead_nowhere_are_disabled(offset: int, disabled: list[str]) -> None:
    listing = listed(5, 25, offset=offset)
    view = ListButtons(key_of(listing))(date_card(listing))

    assert view is not None
    (row,) = view.to_components()
    assert [button["label"] for button in row["components"] if button.get("disabled")] == disabled


def test_a_list_of_one_page_has_no_page_buttons() -> None:
    assert rows(date_card(listed(3, 3)), listed(3, 3)) == [["🗑️"]]


def test_a_topic_tells_which_of_how_many_are_shown() -> None:
    card = passages_card(PassageListing("topic", "China", [cases.citation()], Part(10, 1, 1_700)))

    assert card.title == "China"
    assert "11–11 of 1,700 passages" in card.text
    assert "**Jens Stoltenberg**" in card.text


def test_a_speakers_name_stands_once_above_all() -> None:
    card = passages_card(PassageListing("speaker", "Jens Stoltenberg", [cases.citation()], Part(0, 5, 1)))

    assert card.title == "Jens Stoltenberg"
    assert "Jens Stoltenberg" not in card.text


@pytest.mark.parametrize(
    ("kind", "words"), [("topic", "say nothing on this topic"), ("speaker", "quote nothing")]
)
def test_nothing_on_a_topic_or_by_a_speaker_is_said(kind: str, words: str) -> None:
    listing = PassageListing(kind, "China", [], Part(0, 5, 0))  # type: ignore[arg-type]  # a parameter is a str

    assert words in passages_card(listing).text


def test_a_release_shows_who_speaks_and_how_it_begins() -> None:
    text = "Heading first.\n\nSecond *paragraph* here."
    first = replace(cases.citation("Heading first.").passage, paragraph=1, start=0, end=14)
    second = replace(first, paragraph=2, start=16, end=len(text))
    whole = WholeRelease(cases.release(), None, text, [first, second], current=True)

    card = release_card(ReleaseFound(whole, [Voice("Jens Stoltenberg", 2), Voice("<@1>", 1)]))

    assert "[Open its page](<https://www.nato.int/docu/news-1.htm>)" in card.text
    assert "2 passages · Speaking: **Jens Stoltenberg** (2), **\\<\\@1>** (1)" in card.text
    assert "> “Heading first.”\n\n> “Second \\*paragraph\\* here.”" in card.text
    assert card.source == first.key


LONG = "A very long title of a release that goes on and on, " * 5


def test_choices_fit_discord_whatever_they_are_of() -> None:
    releases = [
        TitledRelease("#0123456789abcdef", title, date(2024, 12, 31), VersionId(1))
        for title in (LONG, "x" * 300, " ")
    ]
    choices = [
        *title_choices(releases),
        *name_choices([LONG, "y" * 101, "China"]),
        *day_choices(
            [SuggestedDays("last week", "29 January–4 February 2024"), SuggestedDays("2" * 101, "2")]
        ),
    ]

    assert all(1 <= len(choice.name) <= 100 and 1 <= len(choice.value) <= 100 for choice in choices)
    assert [choice.name for choice in choices if len(choice.name) < 60] == [
        "untitled · 31 December 2024",
        "China",
        "last week (29 January–4 February 2024)",
    ]


def test_a_long_title_is_cut_at_a_word_and_keeps_its_date() -> None:
    release = TitledRelease("#0123456789abcdef", LONG, date(2024, 1, 1), VersionId(1))

    (choice,) = title_choices([release])

    assert (
        choice.name
        == "A very long title of a release that goes on and on, A very long title of a… · 1 January 2024"
    )
    assert choice.value == release.handle
