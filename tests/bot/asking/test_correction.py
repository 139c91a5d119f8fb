"""Typos are mended word by word, and that is said."""

from __future__ import annotations

import pytest

from bot.asking.correction import corrected

MEANT = {"stoltenburg": "stoltenberg", "ukrane": "ukraine"}


def suggest(word: str) -> str | None:
    return MEANT.get(word.lower())


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("what did stoltenburg say?", "what did stoltenberg say?"),
        ("Stoltenburg's view on Ukrane", "Stoltenberg view on Ukraine"),
        ("nothing wrong here", "nothing wrong here"),
        ("", ""),
    ],
)
def test_only_the_misspelt_words_change(typed: str, mended: str) -> None:
    assert corrected(typed, suggest).text == mended


def test_each_change_is_said() -> None:
    assert corrected("stoltenburg on ukrane", suggest).notes == (
        "Searched for “stoltenberg”: no release holds “stoltenburg”.",
        "Searched for “ukraine”: no release holds “ukrane”.",
    )
