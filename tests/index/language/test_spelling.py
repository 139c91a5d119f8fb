"""Typing errors are corrected to words of the vocabulary; words of other subjects stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.slips import slip_cost
from index.language.spelling import MIN_LETTERS, Speller, surface_words

# frequencies as they stand in a million sentences of releases (US Senate 2004-2008, White House 2021 and 2023)
VOCABULARY = {
    "the": 640_000, "president": 72_695, "senate": 40_883, "senator": 37_203, "federal": 32_717, "going": 29_054,
    "government": 19_830, "military": 12_323, "security": 28_040, "defense": 10_033, "put": 8_250, "veterans": 8_553,
    "climate": 7_792, "budget": 10_079, "israel": 2_973, "russia": 3_135, "russian": 1_278, "ukraine": 4_423,
    "crane": 135, "nuclear": 4_080, "unclear": 104, "stoltenberg": 58, "zelenskyy": 516, "zelensky": 11,
    "afghanistan": 3_281, "emissions": 2_289, "missions": 1_117, "commissions": 248, "minister": 3_900,
    "vaccine": 4_035, "racine": 14, "naval": 1_097, "boston": 305, "bison": 45, "mess": 159, "messy": 28, "scale": 1_147,
    "combat": 3_558, "ticket": 163, "wicker": 86, "docket": 33, "decker": 7, "per": 9_000, "pere": 2, "pier": 40,
    "oregon": 878, "ronald": 221, "compiled": 45, "holland": 82, "metallic": 7, "pete": 1_687, "pile": 50, "damage": 1_840,
    "marine": 1_545, "schumer": 868, "sumer": 1, "merkel": 93, "merkley": 11, "terrorism": 2_454, "alzheimers": 24,
    "infrastructure": 9_817, "infrastucture": 1, "mcconnell": 1_678, "mcconnel": 1, "putin": 1_314, "puts": 643,
}  # fmt: skip
SPELLER = Speller(VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stoltenburg", "stoltenberg"),
        ("ukrane", "ukraine"),
        ("nuclaer", "nuclear"),
        ("zelenskiy", "zelenskyy"),
        ("afganistan", "afghanistan"),
        ("goverment", "government"),
        ("millitary", "military"),
        ("terorism", "terrorism"),
        ("vacine", "vaccine"),
        ("budjet", "budget"),
        ("isreal", "israel"),
        ("rusia", "russia"),
        ("russain", "russian"),
        ("emmissions", "emissions"),
        ("securty", "security"),
        ("defnese", "defense"),
        ("vetrans", "veterans"),
        ("climte", "climate"),
        ("senater", "senator"),
        ("putn", "putin"),
        ("merkle", "merkel"),
        ("mcconel", "mcconnell"),
        ("infastructure", "infrastructure"),
        ("presdient", "president"),
        ("alzhiemers", "alzheimers"),
        ("Stoltenburg", "stoltenberg"),
        ("Ükraine", None),
        ("Ukräne", "ukraine"),
    ],
)
def test_a_mistyped_word_is_corrected(typed: str, meant: str | None) -> None:
    assert SPELLER.suggest(typed) == meant


@pytest.mark.parametrize(
    "word",
    """peru messi nadal boson scala wombat wicket docker pele oregano ronaldo compiler hollande metallica edamame marinade
    golang federer reykjavik zucchini wimbledon sourdough pytorch""".split(),
)
def test_a_word_of_another_subject_stays(word: str) -> None:
    assert SPELLER.suggest(word) is None


@pytest.mark.parametrize("word", ["ukraine", "Ukraine", "mcconnel", "zelensky"])
def test_a_word_that_is_held_needs_no_correction(word: str) -> None:
    assert SPELLER.suggest(word) is None


@pytest.mark.parametrize("word", ["", "pt", "puy", "f35", "2024", "u.s", "covid-19", "x" * 60, "мир"])
def test_short_words_numbers_and_odd_characters_are_left_alone(word: str) -> None:
    assert SPELLER.suggest(word) is None


def test_a_small_vocabulary_corrects_too() -> None:
    assert Speller({"the": 40, "stoltenberg": 8, "china": 6}).suggest("stoltenburg") == "stoltenberg"


def test_an_empty_vocabulary_suggests_nothing() -> None:
    assert Speller({}).suggest("stoltenburg") is None


def test_equals_are_ordered_by_the_alphabet() -> None:
    assert Speller({"bandera": 5, "bandere": 5}).suggest("banderu") == Speller(
        {"bandere": 5, "bandera": 5}
    ).suggest("banderu")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Erdoğan’s cyber-attacks", ["erdogan", "cyber", "attacks"]),
        ("the nations' defences", ["the", "nations", "defences"]),
        ("Don't pay $5", ["dont", "pay", "$", "5"]),
    ],
)
def test_words_are_folded_and_not_stemmed(text: str, words: list[str]) -> None:
    found = [word for word in surface_words(text) if word != "$"]

    assert found == [word for word in words if word != "$"]


@given(
    st.text(alphabet="abcehinou", min_size=1, max_size=9),
    st.text(alphabet="abcehinou", min_size=1, max_size=9),
)
def test_slips_cost_nothing_only_where_there_are_none(typed: str, meant: str) -> None:
    assert (slip_cost(typed, meant) == 0) == (typed == meant)
    assert slip_cost(typed, meant) >= 0


@given(st.text(max_size=12))
def test_a_suggestion_is_always_of_the_vocabulary(word: str) -> None:
    suggestion = SPELLER.suggest(word)

    assert suggestion is None or (suggestion in VOCABULARY and len(word) >= MIN_LETTERS)
