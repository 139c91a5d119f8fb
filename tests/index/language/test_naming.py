"""Names are found by their beginning, by some of their words, in any order, and with a slip of the pen."""

from __future__ import annotations

import pytest

from index.language.naming import Names

PEOPLE = [
    "Jens Stoltenberg",
    "Joe Biden",
    "Recep Tayyip Erdoğan",
    "Stoyan Jensen",
    "Ursula von der Leyen",
    "Bob O’Brien",
    "Edition of 2023",
]


def found(typed: str, *, limit: int = 10) -> list[str]:
    return [PEOPLE[fitting.place] for fitting in Names(PEOPLE).find(typed, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("jens", ["Jens Stoltenberg", "Stoyan Jensen"]),
        ("sto", ["Stoyan Jensen", "Jens Stoltenberg"]),
        ("en", ["Jens Stoltenberg", "Joe Biden", "Stoyan Jensen", "Ursula von der Leyen", "Bob O’Brien"]),
        ("leyen von", ["Ursula von der Leyen"]),
        ("ERDOGAN", ["Recep Tayyip Erdoğan"]),
        ("erdoğan", ["Recep Tayyip Erdoğan"]),
        ("o'brien", ["Bob O’Brien"]),
        ("obrien", ["Bob O’Brien"]),
        ("  joe   b", ["Joe Biden"]),
        ("jens biden", []),
    ],
)
def test_a_beginning_comes_before_a_words_beginning_before_what_holds_it(
    typed: str, expected: list[str]
) -> None:
    assert found(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stoltenburg", "Jens Stoltenberg"),
        ("stlotenb", "Jens Stoltenberg"),
        ("jens stoltenborg", "Jens Stoltenberg"),
        ("erdagan", "Recep Tayyip Erdoğan"),
        ("bidne", "Joe Biden"),
    ],
)
def test_a_slip_still_finds(typed: str, expected: str) -> None:
    assert found(typed) == [expected]


@pytest.mark.parametrize("typed", ["zzzz", "bd", "stolt xq zz", "2024", "q" * 5_000])
def test_what_is_like_no_name_finds_none(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["", "   ", "—?!"])
def test_nothing_typed_means_the_first_ones(typed: str) -> None:
    assert found(typed, limit=2) == ["Jens Stoltenberg", "Joe Biden"]


def test_no_more_than_asked_for_are_found_each_once() -> None:
    assert len(found("e", limit=2)) == 2
    assert len(found("e")) == len(set(found("e"))) == len(PEOPLE)


def test_the_same_name_is_found_whatever_its_case_and_signs() -> None:
    assert Names(PEOPLE).same("RECEP TAYYIP ERDOGAN!") == [2]
    assert Names(PEOPLE).same("Recep") == []
    assert Names([*PEOPLE, "—"]).same("") == []
