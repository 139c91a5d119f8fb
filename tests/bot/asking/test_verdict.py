"""Answer, closest or nothing: by how much of the question was found, and whether day and speaker are met."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.asking.verdict import Thresholds, Verdict, confidence, judge
from index.query import Hit, Signals
from index.release import PassageId, VersionId

NOTHING = Signals(0, 0, 0, 0, 0, 0, 0, 1, 3)
EVERYTHING = Signals(1, 1, 1, 0, 1, 0, 1, 1, 3)


def hit(signals: Signals, *, in_days: bool = True, by_speaker: bool = True) -> Hit:
    return Hit(
        PassageId(1), VersionId(1), 1.0, 1.0, signals, frozenset(), in_days=in_days, by_speaker=by_speaker
    )


def test_all_words_in_the_sentence_answer() -> None:
    assert judge([hit(EVERYTHING)], Thresholds())[0] is Verdict.ANSWERS


def test_a_question_of_one_word_that_is_there_is_answered() -> None:
    assert judge([hit(replace(EVERYTHING, terms=1, run=0))], Thresholds())[0] is Verdict.ANSWERS


def test_nothing_found_is_nothing() -> None:
    assert judge([hit(NOTHING)], Thresholds()) == (Verdict.NOTHING, [])
    assert judge([], Thresholds()) == (Verdict.NOTHING, [])


@pytest.mark.parametrize("unmet", [{"in_days": False}, {"by_speaker": False}])
def test_another_day_or_another_speaker_is_the_closest_at_most(unmet: dict[str, bool]) -> None:
    assert judge([hit(EVERYTHING, **unmet)], Thresholds())[0] is Verdict.CLOSEST


def test_a_hit_that_meets_the_conditions_comes_before_better_ones_that_do_not() -> None:
    other, meeting = hit(EVERYTHING, by_speaker=False), hit(EVERYTHING)

    assert judge([other, meeting], Thresholds()) == (Verdict.ANSWERS, [meeting])


@pytest.mark.parametrize("signal", ["near", "own", "coverage", "title", "rarest", "run"])
def test_more_found_is_surer(signal: str) -> None:
    some = Signals(0.5, 0.5, 0.5, 0.1, 0.5, 0, 0.2, 1, 4)

    more = replace(some, **{signal: 0.9})  # type: ignore[arg-type]  # mypy cannot see that the names are of shares

    assert confidence(more) > confidence(some)
