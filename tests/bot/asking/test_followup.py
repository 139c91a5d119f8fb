"""Short questions go on from the one before; others, and late ones, stand alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.asking.followup import REMEMBERED_FOR, Earlier, follow_up
from bot.asking.question import Question, QuestionLimits, QuestionReader
from bot.asking.scope import PUBLIC_SCOPE
from index.language.lexicon import Lexicon
from index.query import Query
from index.release import VersionId
from tests.corpus import NOW

READER = QuestionReader(Lexicon(), QuestionLimits())


def read(text: str) -> Question:
    return READER.read(
        text, scope=PUBLIC_SCOPE, today=date(2024, 2, 5), known=lambda name: [f"Jens {name.title()}"]
    )


EARLIER = Earlier(
    read("what did Stoltenberg say about China in January 2024?").query, frozenset({VersionId(7)}), NOW
)


def follow(text: str, *, now: datetime = NOW) -> Query | None:
    return follow_up(read(text), EARLIER, now=now)


@pytest.mark.parametrize(
    "text",
    ["and on Russia?", "when was that?", "who else said so?", "what about trade?", "how much did it cost?"],
)
def test_a_short_question_takes_over_speaker_days_and_release(text: str) -> None:
    query = follow(text)

    assert query is not None
    assert query.speakers == {"Jens Stoltenberg"}
    assert query.dates == EARLIER.query.dates
    assert query.releases == {VersionId(7)}


def test_its_own_words_count_more_than_those_taken_over() -> None:
    query = follow("and on Russia?")

    assert query is not None
    weights = {term.word: term.weight for term in query.terms}
    assert weights["Russia"] > weights["China"] > 0


def test_its_own_day_comes_before_the_earlier_one() -> None:
    query = follow("and in 2022?")

    assert query is not None
    assert [days.start for days in query.dates] == [date(2022, 1, 1)]


@pytest.mark.parametrize("text", ["what did the committee decide on farm subsidies?", "Peru exports"])
def test_a_question_that_names_its_own_subject_stands_alone(text: str) -> None:
    assert follow(text) is None


def test_a_late_question_stands_alone() -> None:
    assert follow("and on Russia?", now=NOW + REMEMBERED_FOR + timedelta(minutes=1)) is None


def test_without_an_earlier_question_there_is_nothing_to_go_on_from() -> None:
    assert follow_up(read("and on Russia?"), None, now=NOW) is None
