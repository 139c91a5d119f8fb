"""Synonyms expand a question's terms, the longest phrase first, and refuse entries that say nothing."""

from __future__ import annotations

import pytest

from config.settings import read_lexicon
from index.language.analyzer import terms
from index.language.synonyms import Expansion, Synonyms
from index.language.topics import LexiconError

ENTRIES = {
    "group": [
        {"words": ["United Nations", "UN"], "weight": 1.0},
        {"words": ["prime minister", "premier"]},
        {"words": ["minister", "secretary"]},
    ]
}


def test_a_word_gives_the_other_words_of_its_group() -> None:
    assert Synonyms.from_entries(ENTRIES).expand(terms("UN resolution")) == [
        Expansion((0,), (("unit", "nation"),), 1.0)
    ]


def test_a_phrase_is_replaced_as_a_whole_and_not_by_its_parts() -> None:
    assert Synonyms.from_entries(ENTRIES).expand(terms("a prime minister's visit")) == [
        Expansion((0, 1), (("premier",),), 0.7)
    ]


def test_other_terms_have_no_synonyms() -> None:
    assert Synonyms.from_entries(ENTRIES).expand(terms("harbour ferry")) == []


@pytest.mark.parametrize(
    "entry", [{}, {"words": ["alone"]}, {"words": "text"}, {"words": ["a", "b"], "weight": 0}, "text"]
)
def test_an_entry_that_says_nothing_is_named(entry: object) -> None:
    with pytest.raises(LexiconError, match=r"synonyms\.toml"):
        Synonyms.from_entries({"group": [entry]})


def test_the_shipped_groups_are_usable() -> None:
    shipped = Synonyms.from_entries(read_lexicon("synonyms.toml", None))

    (found,) = shipped.expand(terms("defence"))
    assert found.alternatives == (("defens",),)
