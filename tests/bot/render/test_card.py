"""Cards: what an answer shows, and that no answer breaks Discord's limits."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from bot.asking.answer import Answer, NoAnswer
from bot.cogs.buttons import Buttons
from bot.cogs.post import Post, post
from bot.render.card import Card, answer_card, failure_card
from bot.render.context import context_card
from index.query import Holdings, PassageContext
from tests.bot.render import cases

RELAXED = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def assert_fits(card: Card, *, embeds: bool) -> Post:
    """Everything that Discord counts is within its limits."""
    message = post(card, embeds=embeds, view=Buttons(asker=2**63)(card))
    assert len(message.content or "") <= 2_000
    assert message.content is None or message.content.strip()
    if message.embed is not None:
        assert len(message.embed) <= 6_000
        assert len(message.embed.description or "") <= 4_096
        assert len(message.embed.title or "") <= 256
    rows = message.view.to_components() if message.view is not None else []
    assert len(rows) <= 5
    for row in rows:
        assert len(row["components"]) <= 5
        assert all(len(button["custom_id"]) <= 100 for button in row["components"])
    assert (message.embed is not None) <= embeds
    return message


@pytest.mark.parametrize("embeds", [True, False])
@given(result=cases.ANSWERS)
@RELAXED
def test_any_answer_fits(embeds: bool, result: Answer) -> None:
    card = answer_card(result, embeds=embeds, titled=True)

    assert_fits(card, embeds=embeds)
    assert 1 <= len(card.contexts) <= len(result.citations)
    if len(card.contexts) < len(result.citations):
        assert f"{len(result.citations) - len(card.contexts)} more found" in card.text
    assert "7.53" not in card.text


@pytest.mark.parametrize("embeds", [True, False])
@given(result=cases.NO_ANSWERS)
@RELAXED
def test_any_refusal_fits_and_ends_with_the_next_step(embeds: bool, result: NoAnswer) -> None:
    card = answer_card(result, embeds=embeds, titled=True)

    assert_fits(card, embeds=embeds)
    assert "/topic" in card.text


@pytest.mark.parametrize("embeds", [True, False])
@given(context=cases.CONTEXTS)
@RELAXED
def test_any_context_fits(embeds: bool, context: PassageContext) -> None:
    assert_fits(context_card(context, embeds=embeds), embeds=embeds)


@given(message=cases.TEXT)
@RELAXED
def test_any_failure_fits(message: str) -> None:
    assert_fits(failure_card(f"No: {message}"), embeds=False)


def test_citation_says_who_when_where_and_quotes_last() -> None:
    card = answer_card(Answer("China?", [cases.citation()]))

    head, title, quote = card.text.splitlines()
    assert "**Jens Stoltenberg** · <t:1706702400:D> · paragraph 3, sentence 1" == head
    assert title.startswith(
        "[Secretary General in Washington](<https://www.nato.int/docu/news-1.htm#:~:text="
    )
    assert (
        quote
        == "> “On **China**, the Secretary General outlined the importance of eliminating dependencies.”"
    )


def test_citations_are_numbered_as_their_buttons_are() -> None:
    card = answer_card(Answer("China?", [cases.citation(speaker=None)] * 2))

    assert ["**1.** <t:", "**2.** <t:"] == [match[0] for match in re.finditer(r"\*\*\d\.\*\* <t:", card.text)]
    assert 2 == len(card.contexts)


def test_undated_release_says_so() -> None:
    card = answer_card(Answer("?", [cases.citation(source=cases.release(published=None))]))

    assert "undated" in card.text


def test_release_without_an_address_is_named_without_a_link() -> None:
    card = answer_card(Answer("?", [cases.citation(source=cases.release(url="ftp://old.example/a"))]))

    assert "Secretary General in Washington" in card.text
    assert "](" not in card.text


def test_other_releases_with_the_same_words_are_named() -> None:
    others = tuple(cases.release(title=f"Speech {number}") for number in range(1, 6))

    card = answer_card(Answer("?", [cases.citation(also_in=others)]))

    assert "Also in [Speech 1]" in card.text
    assert "[Speech 3]" in card.text
    assert "and 2 more" in card.text


def test_closest_passages_are_told_from_answers() -> None:
    result = Answer(
        "?", [cases.citation()], status="closest", missing=["zeppelin"], notes=["Read as *China*."]
    )

    card = answer_card(result)

    assert card.tone == "closest"
    assert card.text.startswith("The closest I found; it does not settle the question:")
    assert "Not found in the releases: **zeppelin**" in card.text
    assert r"Read as \*China\*." in card.text


def test_refusal_shows_what_was_missing_searched_and_near() -> None:
    result = NoAnswer(
        "?",
        "The releases hold no answer.",
        ["zeppelin"],
        [cases.release()],
        holdings=Holdings(releases=1_234),
    )

    text = answer_card(result).text

    assert "**zeppelin**" in text
    assert "- [Secretary General in Washington](<https://www.nato.int/docu/news-1.htm>) · <t:" in text
    assert "Searched: 1,234 releases" in text


def test_missing_words_are_named_once_and_in_bold() -> None:
    text = answer_card(NoAnswer("?", "No answer. Not found: zeppelin.", ["zeppelin"])).text

    assert 1 == text.count("zeppelin")
    assert "Not found: **zeppelin**." in text


def test_question_is_shown_where_the_channel_does_not_show_it() -> None:
    result = Answer("what about *China*?", [cases.citation()])

    assert r"what about \*China\*?" == answer_card(result, titled=True).title
    assert answer_card(result).title is None


def test_long_quote_is_cut_at_a_word_with_its_bold_in_pairs() -> None:
    words = "dependencies " * 900
    card = answer_card(Answer("?", [cases.citation(words.strip() + ".")]))

    quote = card.text.splitlines()[-1]
    assert quote.endswith("dependencies…”")
    assert 0 == quote.count("**") % 2


def test_context_marks_the_passage_in_its_paragraph() -> None:
    context = PassageContext(cases.citation("It is *so*.").passage, "Before. ", " After.")

    card = context_card(context)

    assert r"Before. **It is \*so\*.** After." in card.text
    assert card.private
    assert "withdrawn" not in card.text


def test_context_of_an_earlier_version_says_so() -> None:
    context = PassageContext(cases.citation().passage, "", "", "changed")

    assert "has changed since, or was withdrawn" in context_card(context).text


def test_long_paragraph_keeps_the_passage_whole() -> None:
    context = PassageContext(cases.citation("The passage.").passage, "word " * 2_000, " word" * 2_000)

    text = context_card(context).text

    assert "**The passage.**" in text
    assert text.startswith("… word")
    assert "word …" in text
    assert len(text) > 3_000
