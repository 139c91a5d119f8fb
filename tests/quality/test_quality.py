"""The bench measures what it says, on questions that nobody changed."""

from __future__ import annotations

import math
import re
from datetime import date
from pathlib import Path

import pytest

from tests.quality.measures import interval, relative_gain, score
from tests.quality.topics import Judgement, Passage, Topic, load_topics, plain, release_keys, sha256

README = Path(__file__).parent / "README.md"
SAMPLES = Path(__file__).parents[2] / "index" / "samples"


def topic(*grades: int) -> Topic:
    judged = [Judgement("r", plain(f"sentence {place}"), grade) for place, grade in enumerate(grades)]
    return Topic("t", "fact", "?", None, date(2024, 1, 1), None, None, judged)


def ranking(*numbers: int) -> list[list[Passage]]:
    return [[Passage("r", f"Sentence {number}.")] for number in numbers]


def test_the_test_questions_are_those_that_were_committed_first() -> None:
    (stated,) = re.findall(r"\b[0-9a-f]{64}\b", README.read_text(encoding="utf-8"))

    assert sha256("test") == stated


def test_a_right_first_passage_scores_full() -> None:
    scored = score(topic(2), ranking(0, 7, 8))

    assert (scored.success, scored.reciprocal_rank, scored.ndcg, scored.recall) == (1, 1, 1, 1)


def test_a_right_third_passage_scores_by_its_rank() -> None:
    scored = score(topic(2), ranking(8, 7, 0))

    assert scored.success == 0
    assert scored.reciprocal_rank == pytest.approx(1 / 3)
    assert scored.recall == 1
    assert scored.ndcg == pytest.approx(1 / math.log2(4))


def test_the_better_grade_first_is_the_better_ranking() -> None:
    assert score(topic(2, 1), ranking(0, 1)).ndcg > score(topic(2, 1), ranking(1, 0)).ndcg


def test_a_sentence_counts_once() -> None:
    assert score(topic(2), ranking(0, 0)).ndcg == 1


@pytest.mark.parametrize(
    ("release", "quote", "covered"),
    [
        ("r", "The whole judged sentence of the release.", True),
        ("r", "“The whole judged sentence of the release,” he said.", True),
        ("r", "The whole judged sentence", True),
        ("r", "The release.", False),
        ("other", "The whole judged sentence of the release.", False),
    ],
)
def test_a_passage_is_the_sentence_if_it_holds_it_or_most_of_it(
    release: str, quote: str, covered: bool
) -> None:
    judged = Judgement("r", plain("The whole judged sentence of the release."), 2)

    assert judged.covers(Passage(release, quote)) is covered


def test_an_interval_holds_its_mean() -> None:
    found = interval([0.0, 1.0] * 50)

    assert found.low < found.mean == 0.5 < found.high


def test_equal_rankings_gain_nothing() -> None:
    assert relative_gain([1.0, 0.0, 1.0], [1.0, 0.0, 1.0]).mean == 0


def test_only_questions_that_the_data_can_answer_are_asked() -> None:
    topics = load_topics("tune", release_keys(SAMPLES))

    assert any(one.judgements for one in topics)
    assert all(
        judged.release in release_keys(SAMPLES).values() for one in topics for judged in one.judgements
    )
