"""Other words for the same thing, applied to a question's terms and never to the index.

Groups come from the lexicon: ``[[group]] words = ["NATO", "the Alliance"]``, with a weight for those that are
near rather than the same. A group's words are analysed like any text, so they find every grammatical form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.language.analyzer import terms
from index.language.topics import LexiconError

_LONGEST = 4
"""Terms in the longest phrase that has a synonym."""

SAME = 1.0
NEAR = 0.7


@dataclass(frozen=True, slots=True)
class Expansion:
    """Positions of a question's terms, and the runs of terms that may stand in their place."""

    positions: tuple[int, ...]
    alternatives: tuple[tuple[str, ...], ...]
    weight: float


class Synonyms:
    """Groups of phrases that mean the same, found by any of their members."""

    def __init__(self, groups: Sequence[tuple[tuple[tuple[str, ...], ...], float]]) -> None:
        self._groups = groups
        self._by_member: dict[tuple[str, ...], list[int]] = {}
        for number, (members, _) in enumerate(groups):
            for member in members:
                self._by_member.setdefault(member, []).append(number)

    @classmethod
    def from_entries(cls, raw: Mapping[str, Any]) -> Synonyms:
        """Synonyms of a lexicon file.

        Raises:
            LexiconError: a group has fewer than two words, or a weight that is none.
        """
        return cls([_group(entry) for entry in raw.get("group", [])])

    def expand(self, question: Sequence[str]) -> list[Expansion]:
        """What may stand for the question's terms; the longest phrase at each place counts.

        >>> entries = {"group": [{"words": ["United Nations", "UN"]}]}
        >>> [found.alternatives for found in Synonyms.from_entries(entries).expand(["un", "resolut"])]
        [(('unit', 'nation'),)]
        """
        found, taken = [], set[int]()
        for length in range(min(_LONGEST, len(question)), 0, -1):
            for start in range(len(question) - length + 1):
                positions = tuple(range(start, start + length))
                member = tuple(question[start : start + length])
                if taken.isdisjoint(positions) and member in self._by_member:
                    taken.update(positions)
                    found += [
                        self._expansion(number, member, positions) for number in self._by_member[member]
                    ]
        return found

    def _expansion(self, number: int, member: tuple[str, ...], positions: tuple[int, ...]) -> Expansion:
        members, weight = self._groups[number]
        return Expansion(positions, tuple(other for other in members if other != member), weight)


def _group(entry: object) -> tuple[tuple[tuple[str, ...], ...], float]:
    words = entry.get("words") if isinstance(entry, Mapping) else None
    if not isinstance(words, list) or len(words) < 2 or not all(isinstance(word, str) for word in words):
        raise LexiconError(f"synonyms.toml: a [[group]] needs words = [at least two], not {words!r}")
    weight = entry.get("weight", NEAR) if isinstance(entry, Mapping) else NEAR
    if not isinstance(weight, int | float) or not 0 < weight <= SAME:
        raise LexiconError(f"synonyms.toml: the weight of {words!r} is above 0 and at most 1, not {weight!r}")
    runs = dict.fromkeys(tuple(terms(word)) for word in words)
    return tuple(run for run in runs if 0 < len(run) <= _LONGEST), float(weight)
