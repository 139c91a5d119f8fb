"""Likeness: an edited sentence is found again, another sentence on the same subject is not."""

from __future__ import annotations

import pytest

from index.language.likeness import most_alike

SENTENCE = "Allies agreed to spend at least 2% of their GDP on defence by 2024."


@pytest.mark.parametrize(
    "edited",
    [
        "Allies agreed to spend at least 3% of their GDP on defence by 2030.",
        "Allies have agreed to spend at least 2% of GDP on defence.",
        "In Wales, allies agreed to spend at least 2% of their GDP on defence by 2024, the Secretary General said.",
    ],
)
def test_an_edited_sentence_is_found_again(edited: str) -> None:
    assert most_alike(SENTENCE, ["They met in Brussels.", edited, "It was agreed."]) == 1


@pytest.mark.parametrize(
    "other",
    ["Norway agreed to raise its spending on defence to new heights in 2024.", "They met.", "", "…"],
)
def test_another_sentence_is_not_like_it(other: str) -> None:
    assert most_alike(SENTENCE, [other]) is None


def test_the_first_of_equals_is_taken() -> None:
    assert most_alike(SENTENCE, ["They met.", SENTENCE, SENTENCE]) == 1


@pytest.mark.parametrize("others", [[], ["…"]])
def test_a_sentence_without_words_is_like_none(others: list[str]) -> None:
    assert most_alike("—", others) is None
