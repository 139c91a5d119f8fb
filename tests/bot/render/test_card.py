"""Cards: what an answer shows, and that no answer breaks Discord's limits."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.asking.answer import Answer, NoAnswer
from bot.cogs.buttons.answers import AnswerButtons
from bot.cogs.buttons.lists import PassageButtons
from bot.cogs.post import Post, post
from bot.records.answers import new_answer_id
from bot.render.card import Card, answer_card, claim_card, failure_card, shared_by
from bot.render.context import changes, context_card
from bot.render.escape import unescape
from bot.render.excerpt import excerpt_card
from bot.render.whole import whole_card
from bot.render.why import why_card
from index.query import Holdings, PassageContext, Share, StoredPassage, WholeRelease
from tests.bot.render import cases

RELAXED = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
ANSWER_BUTTONS = AnswerButtons(new_answer_id(), asker=2**63, follow_up=True)


def assert_fits(card: Card, *, embeds: bool) -> Post:
    """Everything that Discord counts is within its limits."""
    view = ANSWER_BUTTONS(card) if card.source else PassageButtons(asker=2**63)(card)
    message = post(shared_by(card, 2**63) if card.source else card, embeds=embeds, view=view)
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


def letters(text: str) -> str:
    """The text without blanks, which the ends of pages may swallow."""
    return "".join(text.split())


@pytest.mark.parametrize("embeds", [True, False])
@given(result=cases.ANSWERS)
@RELAXED
def test_any_answer_fits(embeds: bool, result: Answer) -> None:
    card = answer_card(result, embeds=embeds, titled=True)

    assert_fits(card, embeds=embeds)
    assert result.citations[0].passage.key == card.source
    assert len(result.citations) == card.sources
    assert "7.53" not in card.text


@pytest.mark.parametrize("embeds", [True, False])
@given(result=cases.ANSWERS, place=st.integers(0, 20))
@RELAXED
def test_any_source_of_a_compact_answer_fits(embeds: bool, result: Answer, place: int) -> None:
    card = answer_card(result, embeds=embeds, titled=True, compact=True, place=place)

    assert_fits(card, embeds=embeds)
    assert result.citations[card.place].passage.key == card.source


@pytest.mark.parametrize("embeds", [True, False])
@given(result=cases.ANSWERS | cases.NO_ANSWERS)
@RELAXED
def test_any_answer_to_a_claim_fits(embeds: bool, result: Answer | NoAnswer) -> None:
    card = claim_card(result, embeds=embeds)

    assert_fits(card, embeds=embeds)
    assert card.private


@pytest.mark.parametrize("embeds", [True, False])
@given(whole=cases.wholes(), page=st.none() | st.integers(0, 50))
@RELAXED
def test_any_page_of_a_release_fits_and_all_pages_hold_all_of_it(
    embeds: bool, whole: WholeRelease, page: int | None
) -> None:
    card = whole_card(whole, passage=whole.passages[0], page=page, embeds=embeds)

    assert_fits(card, embeds=embeds)
    pages = [
        whole_card(whole, passage=whole.passages[0], page=number, embeds=embeds)
        for number in range(card.sources)
    ]
    read = "".join(unescape(each.text.partition("\n\n")[2].replace("**", "")) for each in pages)
    assert letters(whole.text.replace("*", "")) == letters(read.replace("*", ""))


@given(passage=cases.PASSAGES)
@RELAXED
def test_any_quotation_to_copy_fits_and_is_verbatim(passage: StoredPassage) -> None:
    card = excerpt_card(passage)

    assert_fits(card, embeds=True)
    assert passage.quote in (card.file.text if card.file else card.text)


@given(question=cases.TEXT, reading=cases.NOTES, shares=cases.SHARES)
@RELAXED
def test_any_explanation_fits(question: str, reading: list[str], shares: list[Share]) -> None:
    assert_fits(why_card(question, reading, shares), embeds=True)


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


def test_answer_shows_one_source_in_full_and_a_glimpse_of_the_next_two() -> None:
    card = answer_card(Answer("China?", [cases.citation()] * 5), place=1)

    assert 1 == card.text.count("\n> “")
    assert ["**2 of 5** · **Jens", "**3.** **Jens", "**4.** **Jens"] == re.findall(
        r"\*\*\d(?:\.\*\*| of 5\*\* ·) \*\*Jens", card.text
    )
    assert (1, 5) == (card.place, card.sources)


def test_caveat_of_a_close_answer_stands_before_each_source() -> None:
    answer = Answer("China?", [cases.citation()] * 3, status="closest", notes=["No release quotes him."])

    for place in range(3):
        text = answer_card(answer, place=place, compact=True).text
        assert text.startswith(
            "The closest I found; it does not settle the question:\nNo release quotes him."
        )


def test_source_that_has_changed_since_says_so() -> None:
    card = answer_card(Answer("China?", [replace(cases.citation(), current=False)]))

    assert "has changed since" in card.text


def test_shares_are_parts_of_a_whole_and_no_scores() -> None:
    text = why_card("China?", ["Looked for: China."], [Share("china", 9.0), Share("title", 3.0)]).text

    assert "75% **china**" in text
    assert "9.0" not in text


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

    text = context_card(context).text
    assert "has changed since" in text
    assert "no longer in it" in text


def test_context_of_a_reworded_sentence_shows_what_it_says_now_with_the_new_words_bold() -> None:
    now = "On China, the Secretary General outlined the risk of eliminating dependencies."
    context = PassageContext(cases.citation().passage, "", "", "changed", now)

    assert "> “On China, the Secretary General outlined the **risk** of" in context_card(context).text


def test_context_of_a_withdrawn_release_says_so() -> None:
    context = PassageContext(cases.citation().passage, "", "", "withdrawn")

    assert "was withdrawn" in context_card(context).text


def test_long_paragraph_keeps_the_passage_whole() -> None:
    context = PassageContext(cases.citation("The passage.").passage, "word " * 2_000, " word" * 2_000)

    text = context_card(context).text

    assert "**The passage.**" in text
    assert text.startswith("… word")
    assert "word …" in text
    assert len(text) > 3_000


@pytest.mark.parametrize("embeds", [True, False])
@pytest.mark.parametrize("line", ["*", "| ", "_ab"])
def test_pages_of_a_release_full_of_markup_are_well_filled(embeds: bool, line: str) -> None:
    text = line * (30_000 // len(line))
    passage = replace(cases.citation().passage, start=0, end=1, quote=text[:1])
    whole = WholeRelease(cases.release(), None, text, [passage], True)

    card = whole_card(whole, passage=passage, embeds=embeds)

    assert card.sources <= 2 * len(text) // 1_400


@pytest.mark.parametrize("embeds", [True, False])
def test_page_with_a_passage_of_hundreds_of_lines_fits(embeds: bool) -> None:
    text = "ab\n" * 2_000
    passage = replace(cases.citation().passage, start=0, end=3_000, quote=text[:3_000])
    whole = WholeRelease(cases.release(), None, text, [passage], True)

    card = whole_card(whole, passage=passage, embeds=embeds)

    assert_fits(card, embeds=embeds)


def test_words_of_a_sentence_too_long_to_compare_are_not_marked() -> None:
    assert [] == changes("a " * 100_000, "a b " * 100_000)
