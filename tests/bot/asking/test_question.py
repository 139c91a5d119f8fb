"""Questions are read for what they look for: words, days, people, kinds of answers."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering import lexicon
from bot.asking.question import Question, QuestionLimits, QuestionReader
from bot.asking.scope import PUBLIC_SCOPE
from config.settings import load_settings
from index.query import AnswerType, DateRange

SPEAKERS = {
    "stoltenberg": ["Jens Stoltenberg"],
    "byrd": ["Robert Byrd"],
    "clinton": ["Bill Clinton", "Hillary Clinton"],
}


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return QuestionReader(lexicon(load_settings()), QuestionLimits())


def read(reader: QuestionReader, text: str) -> Question:
    return reader.read(
        text,
        scope=PUBLIC_SCOPE,
        today=date(2024, 2, 5),
        known=lambda name: SPEAKERS.get(name.lower().split()[-1], []),
    )


def words(question: Question) -> list[str]:
    return [term.word for term in question.query.terms]


@pytest.mark.parametrize(
    ("text", "speakers", "subject"),
    [
        ("what did Stoltenberg say about China?", {"Jens Stoltenberg"}, ["China"]),
        ("what did stoltenberg say about china", {"Jens Stoltenberg"}, ["china"]),
        ("Senator Byrd on coal mines", {"Robert Byrd"}, ["coal", "mines"]),
        ("according to Byrd, who pays?", {"Robert Byrd"}, ["pays"]),
        ("Byrd's view of trade", {"Robert Byrd"}, ["trade"]),
        ("What did Putin say about China?", {"Vladimir Putin"}, ["China"]),
        ("what does the bill say about trade?", set(), ["bill", "trade"]),
        ("what is said about Stoltenberg?", set(), ["Stoltenberg"]),
    ],
)
def test_whom_a_question_asks_for_is_a_condition_and_no_subject(
    reader: QuestionReader, text: str, speakers: set[str], subject: list[str]
) -> None:
    question = read(reader, text)

    assert question.query.speakers == speakers
    assert words(question) == subject


def test_a_name_that_two_people_share_is_said_to_be_ambiguous(reader: QuestionReader) -> None:
    question = read(reader, "what did Clinton say about taxes?")

    assert "Bill Clinton or Hillary Clinton" in " ".join(question.notes)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("NATO in January 2024", [DateRange(date(2024, 1, 1), date(2024, 2, 1))]),
        ("NATO last week", [DateRange(date(2024, 1, 29), date(2024, 2, 5))]),
        ("NATO since 2022", [DateRange(date(2022, 1, 1), None)]),
        ("NATO between March and May 2023", [DateRange(date(2023, 3, 1), date(2023, 6, 1))]),
        (
            "NATO in 2021 and in 2023",
            [DateRange(date(2021, 1, 1), date(2022, 1, 1)), DateRange(date(2023, 1, 1), date(2024, 1, 1))],
        ),
        ("NATO before the Vilnius summit", [DateRange(None, date(2023, 7, 11))]),
        ("NATO", []),
    ],
)
def test_the_days_asked_for_are_exact_and_no_words(
    reader: QuestionReader, text: str, dates: list[DateRange]
) -> None:
    question = read(reader, text)

    assert list(question.query.dates) == dates
    assert words(question) == ["NATO"]


def test_a_date_that_is_not_understood_is_said(reader: QuestionReader) -> None:
    assert "31 February 2024" in " ".join(read(reader, "what was said on 31 February 2024 about NATO?").notes)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("when does he travel to Alabama?", AnswerType.WHEN),
        ("how much did Allies add?", AnswerType.HOW_MUCH),
        ("who leads the committee?", AnswerType.WHO),
        ("where is the summit?", AnswerType.WHERE),
        ("what did he say?", AnswerType.NONE),
    ],
)
def test_the_kind_of_answer_is_known(reader: QuestionReader, text: str, kind: AnswerType) -> None:
    assert read(reader, text).query.asks_for is kind


def test_other_words_for_a_thing_are_looked_for_too(reader: QuestionReader) -> None:
    (term,) = read(reader, "defence").query.terms

    assert ("defens",) in [other.terms for other in term.alternatives]
