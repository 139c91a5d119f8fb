"""Synonyms expand a question's terms, the longest phrase first, and refuse entries that say nothing."""

from __future__ import annotations

import pytest

from config.settings import read_lexicon
from index.language.analyzer import terms
from index.language.synonyms import Expansion, Synonyms
from index.language.topics import LexiconError
from index.query import Alternative

ENTRIES = {
    "un": {"words": ["United Nations", "UN"], "weight": 1.0},
    "premier": {"words": ["prime minister", "premier"]},
    "minister": {"words": ["minister", "secretary"]},
    "our-or": {"endings": ["our", "or"], "roots": ["lab", "harb"]},
    "worker": {"words": ["worker", "labour"]},
    "work": {"words": ["labour", "labor", "toil"]},
}


@pytest.mark.parametrize(
    ("question", "expansions"),
    [
        ("UN resolution", [Expansion((0,), (Alternative(("unit", "nation"), 1.0),))]),
        ("a prime minister's visit", [Expansion((0, 1), (Alternative(("premier",), 0.7),))]),
        ("which minister", [Expansion((0,), (Alternative(("secretari",), 0.7),))]),
        ("the harbour ferry", [Expansion((0,), (Alternative(("harbor",), 1.0),))]),
        ("river ferry", []),
        ("", []),
    ],
)
def test_a_phrase_is_replaced_as_a_whole_by_what_means_the_same(
    question: str, expansions: list[Expansion]
) -> None:
    assert Synonyms.from_entries(ENTRIES).expand(terms(question)) == expansions


def test_of_several_groups_the_greater_weight_counts_and_comes_first() -> None:
    (found,) = Synonyms.from_entries(ENTRIES).expand(terms("labour"))

    assert found.alternatives == (
        Alternative(("labor",), 1.0),
        Alternative(("worker",), 0.7),
        Alternative(("toil",), 0.7),
    )


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"words": ["alone"]},
        {"words": "text"},
        {"words": ["army", 3]},
        {"words": ["army", "troops"], "weight": 0},
        {"words": ["army", "troops"], "weight": True},
        {"words": ["army", "the"]},
        {"endings": ["our", "or"]},
        {"endings": ["our"], "roots": ["lab"]},
        "text",
    ],
)
def test_an_entry_that_says_nothing_is_refused(entry: object) -> None:
    with pytest.raises(LexiconError, match=r"synonyms\.toml"):
        Synonyms.from_entries({"defence": entry})


@pytest.mark.parametrize(
    ("one", "other", "weight"),
    [
        ("NATO", "North Atlantic Treaty Organization", 1.0),
        ("NATO", "the Alliance", 0.7),
        ("defence", "defense", 1.0),
        ("Kyiv", "Kiev", 1.0),
        ("PRC", "China", 1.0),
        ("China", "Beijing", 0.7),
        ("Ukraine", "Ukrainian", 1.0),
        ("deterrence", "deter", 0.7),
        ("jobless", "unemployment", 0.7),
        ("doctors", "physicians", 0.7),
        ("organisations", "organizations", 1.0),
        ("centre", "center", 1.0),
        ("labour", "labor", 1.0),
        ("programme", "program", 1.0),
        ("Prime Minister", "premier", 0.7),
    ],
)
def test_the_shipped_groups_hold_what_readers_take_for_the_same(one: str, other: str, weight: float) -> None:
    shipped = Synonyms.from_entries(read_lexicon("synonyms.toml", None))

    for asked, found in ((one, other), (other, one)):
        (expansion,) = shipped.expand(terms(asked))
        assert Alternative(tuple(terms(found)), weight) in expansion.alternatives


def test_every_shipped_group_changes_something() -> None:
    for name, entry in read_lexicon("synonyms.toml", None).items():
        for words in [entry["words"]] if "words" in entry else _spellings(entry):
            assert len({tuple(terms(word)) for word in words}) > 1, (name, words)


def _spellings(entry: dict[str, list[str]]) -> list[list[str]]:
    return [[root + ending for ending in entry["endings"]] for root in entry["roots"]]
