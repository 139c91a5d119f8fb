"""The analyzer gives the same terms to text that means the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.analyzer import terms, tokens
from index.language.characters import clean


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nation’s", "nation's"),
        ("Allies’ weapons", "allies weapon"),
        ("U.S. troops", "US troops"),
        ("the U.S.A.", "United States"),
        ("the United States of America", "USA"),
        ("the us government", "the U.S. government"),
        ("NATO", "N.A.T.O."),
        ("cyber-attack", "cyberattack cyber attack"),
        ("1,234 soldiers", "1234 soldiers"),
        ("12 per cent", "12%"),
        ("12 percent", "12 %"),
        ("$450 billion", "$ 450 billion"),
        ("Łódź", "Lodz"),
        ("Erdoğan", "Erdogan"),
        ("STRASSE", "straße"),
        ("don’t", "don't"),
        ("increased spending", "increasing spends"),
        ("cafe\u0301", "café"),
        ("non\u00adproliferation", "nonproliferation"),
    ],
)
def test_writings_of_one_thing_share_their_terms(one: str, other: str) -> None:
    assert set(terms(clean(one))) >= set(terms(clean(other))) or set(terms(clean(other))) >= set(
        terms(clean(one))
    )
    assert not set(terms(clean(one))).isdisjoint(terms(clean(other))) or one == "don’t"


def test_the_pronoun_us_is_no_country() -> None:
    assert terms("give us time") == ["give", "time"]


def test_stop_words_are_no_terms() -> None:
    assert terms("What is it that they were about to do?") == []


def test_decimal_fractions_stay_whole() -> None:
    assert "4.5" in terms("a cost of $4.5 million")


def test_a_hyphenated_word_gives_its_parts_and_its_joined_form() -> None:
    assert terms("re-open") == ["re", "open", "reopen"]


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say_and_give_the_terms(text: str) -> None:
    found = list(tokens(text))

    assert [term for token in found for term in token.terms] == terms(text)
    assert all(token.span.start < token.span.end <= len(text) for token in found)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
