"""Topics: names under which people look things up, and the phrases that make a passage one on the topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.language.analyzer import terms


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; each of ``phrases`` is a run of terms."""

    name: str
    phrases: Sequence[tuple[str, ...]]


class LexiconError(Exception):
    """A lexicon entry that cannot be used; the text names it and says what is expected."""


def topics_from(entries: Mapping[str, Any]) -> list[Topic]:
    """Topics of a lexicon file, ``{name: {"phrases": [phrase…]}}``, in the order of their names.

    Raises:
        LexiconError: an entry has no phrases, or a phrase has no word to look for.
    """
    return [_topic(name, entries[name]) for name in sorted(entries, key=str.casefold)]


def _topic(name: str, entry: object) -> Topic:
    phrases = entry.get("phrases") if isinstance(entry, Mapping) else None
    if not isinstance(phrases, list) or not phrases or not all(isinstance(phrase, str) for phrase in phrases):
        raise LexiconError(f'topics.toml: topic "{name}" needs phrases = ["…"]')
    runs = list(dict.fromkeys(tuple(terms(phrase)) for phrase in phrases))
    if () in runs:
        raise LexiconError(f'topics.toml: a phrase of topic "{name}" holds stop words only')
    return Topic(name, runs)
