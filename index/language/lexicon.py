"""The lexicon: what an operator tells the program of the world, for reading questions and releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.language.speakers.lexicon import SpeakerLexicon
from index.language.synonyms import Synonyms
from index.language.topics import Topic
from index.query import DateRange


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Topics to look up, words that mean the same, people and their offices, events and their days."""

    topics: Sequence[Topic] = ()
    synonyms: Synonyms = field(default_factory=lambda: Synonyms({}))
    speakers: SpeakerLexicon = field(default_factory=lambda: SpeakerLexicon(()))
    events: Mapping[str, DateRange] = field(default_factory=dict)
