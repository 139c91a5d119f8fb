"""Whom a question asks for: somebody whose words are wanted, not whoever is its subject."""

from __future__ import annotations

import pytest

from config.settings import read_lexicon
from index.language.speakers.asked import asked_speaker
from index.language.speakers.lexicon import SpeakerLexicon

SPEAKERS = {"byrd": ["Robert Byrd"], "stoltenberg": ["Jens Stoltenberg"], "psaki": ["Jen Psaki"]}


@pytest.fixture(scope="module")
def lexicon() -> SpeakerLexicon:
    return SpeakerLexicon.from_entries(read_lexicon("speakers.toml", None))


def known(name: str) -> list[str]:
    return SPEAKERS.get(name.lower().split()[-1], [])


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("what did Stoltenberg say about China?", "Jens Stoltenberg"),
        ("What has Jens Stoltenberg said on Ukraine?", "Jens Stoltenberg"),
        ("did senator byrd comment on coal?", "Robert Byrd"),
        ("Byrd on mine safety", "Robert Byrd"),
        ("Byrd's position on Iraq", "Robert Byrd"),
        ("according to Psaki, when does it start?", "Jen Psaki"),
        ("statement by Sen. Byrd on coal", "Robert Byrd"),
        ("how did Psaki explain the delay?", "Jen Psaki"),
        ("what did Putin say about NATO?", "Vladimir Putin"),
        ("what did Greta Garbo say about films?", "Greta Garbo"),
        ("winston smith on the national debt", None),
        ("what did the committee say about China?", None),
        ("what is said about Stoltenberg?", None),
        ("who spoke about China?", None),
        ("Homeland Security on airport screening", None),
        ("how much did it cost?", None),
        ("", None),
    ],
)
def test_the_person_asked_for(lexicon: SpeakerLexicon, question: str, name: str | None) -> None:
    found = asked_speaker(question, lexicon=lexicon, known=known)

    assert (found.names[0] if found else None) == name


def test_a_title_is_part_of_the_place_and_not_of_the_name(lexicon: SpeakerLexicon) -> None:
    question = "what did Senator Byrd say?"

    found = asked_speaker(question, lexicon=lexicon, known=known)

    assert found is not None
    assert question[found.words.start : found.words.end] == "Senator Byrd"
    assert found.surface == "Byrd"
