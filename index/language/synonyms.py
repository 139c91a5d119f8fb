"""Synonyms of a question's terms: a lexicon file comes in, for each place of a question what may stand there goes out.

They apply to the question only, never to the index, so that editing them needs no indexing. What a group holds is
analysed like any text: words in any grammatical form find each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.language.analyzer import terms
from index.language.topics import LexiconError
from index.query import Alternative

NEAR_WEIGHT = 0.7
"""Weight of a group that states none: near in meaning, not the same."""

SAME_WEIGHT = 1.0
"""Weight of another spelling or an abbreviation: the same thing."""

Run = tuple[str, ...]
"""Terms that stand side by side."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """Alternatives, the weightiest first, for the terms at these positions of a question."""

    positions: tuple[int, ...]
    alternatives: tuple[Alternative, ...]


class Synonyms:
    """Groups of words and phrases that mean the same in official texts."""

    def __init__(self, alternatives: Mapping[Run, tuple[Alternative, ...]]) -> None:
        """Take for each run of terms what may stand in its place."""
        self._alternatives = alternatives
        self._longest = max(map(len, alternatives), default=0)

    @classmethod
    def from_entries(cls, entries: Mapping[str, Any]) -> Synonyms:
        """Synonyms of a lexicon file.

        An entry is ``{name: {"words": [word…], "weight": number}}`` or, for a family of spellings,
        ``{name: {"endings": [ending…], "roots": [root…]}}``: each root with each ending is one group.

        Raises:
            LexiconError: an entry has another form, or a word in it is a stop word.
        """
        weights: dict[Run, dict[Run, float]] = {}
        words: dict[Run, str] = {}
        for name, entry in entries.items():
            for group, weight in _groups(name, entry):
                runs = [(tuple(terms(word)), word) for word in group]
                for run, word in runs:
                    words.setdefault(run, word)
                _relate(weights, dict(runs), weight)
        return cls({run: _weightiest_first(others, words) for run, others in weights.items() if others})

    def expand(self, question: Sequence[str]) -> list[Expansion]:
        """The expansions of a question's terms, in order; a phrase is taken as a whole, the longest first.

        >>> synonyms = Synonyms.from_entries({"un": {"words": ["UN", "United Nations"]}})
        >>> [(found.positions, found.alternatives[0].terms) for found in synonyms.expand(["unit", "nation", "aid"])]
        [((0, 1), ('un',))]
        """
        found = []
        place = 0
        while place < len(question):
            run = self._run_at(question, place)
            if run:
                found.append(Expansion(tuple(range(place, place + len(run))), self._alternatives[run]))
            place += len(run) or 1
        return found

    def _run_at(self, question: Sequence[str], place: int) -> Run:
        for length in range(min(self._longest, len(question) - place), 0, -1):
            run = tuple(question[place : place + length])
            if run in self._alternatives:
                return run
        return ()


def _groups(name: str, entry: object) -> Iterable[tuple[list[str], float]]:
    """The groups of words that an entry stands for, with their weight."""
    if not isinstance(entry, Mapping):
        raise LexiconError(f'synonyms.toml: "{name}" needs words = ["…", "…"]')
    if "words" in entry:
        yield _strings(name, entry, "words"), _weight(name, entry, NEAR_WEIGHT)
        return
    endings = _strings(name, entry, "endings")
    for root in _strings(name, entry, "roots"):
        yield [root + ending for ending in endings], _weight(name, entry, SAME_WEIGHT)


def _strings(name: str, entry: Mapping[str, Any], key: str) -> list[str]:
    values = entry.get(key)
    least = 1 if key == "roots" else 2
    if (
        not isinstance(values, list)
        or len(values) < least
        or not all(isinstance(value, str) for value in values)
    ):
        raise LexiconError(f'synonyms.toml: "{name}" needs {key} = ["…"], {least} at least')
    return values


def _weight(name: str, entry: Mapping[str, Any], otherwise: float) -> float:
    weight = entry.get("weight", otherwise)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 1:
        raise LexiconError(
            f'synonyms.toml: the weight of "{name}" is a number above 0 and up to 1, not {weight!r}'
        )
    return float(weight)


def _relate(weights: dict[Run, dict[Run, float]], runs: Mapping[Run, str], weight: float) -> None:
    """Note each run of terms as an alternative of each other; the greater weight stays."""
    if () in runs:
        raise LexiconError(f'synonyms.toml: "{runs[()]}" holds no word to look for')
    for run in runs:
        others = weights.setdefault(run, {})
        for other in runs:
            if other != run:
                others[other] = max(weight, others.get(other, 0.0))


def _weightiest_first(others: Mapping[Run, float], words: Mapping[Run, str]) -> tuple[Alternative, ...]:
    ordered = sorted(others.items(), key=lambda other: -other[1])
    return tuple(Alternative(run, weight, words[run]) for run, weight in ordered)
