"""The lexicon: what an operator tells the program of the world, for reading questions and releases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.language.dates import NO_EVENTS, Events
from index.language.speakers.lexicon import SpeakerLexicon
from index.language.synonyms import Synonyms
from index.language.topics import Topic


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Topics to look up, words that mean the same, people and their offices, events and their days."""

    topics: Sequence[Topic] = ()
    synonyms: Synonyms = field(default_factory=lambda: Synonyms({}))
    speakers: SpeakerLexicon = field(default_factory=lambda: SpeakerLexicon(()))
    events: Events = NO_EVENTS
