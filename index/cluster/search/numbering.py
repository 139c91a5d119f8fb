"""Versions as questions read them: each term and each name has one number in all of them, so that many are joined at once.

In: versions as they are kept in the cluster. Out: the same, as arrays of the numbers of a numbering.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.cluster.kept.packing import PackedVersion
from index.engine.segment import NO_ROWS, NOBODY, Ints, Longs
from index.release import VersionId

WIDE = ("ids", "wordings")
NARROW = ("lengths", "paragraphs", "speakers", "headings", "questions", "holds")
"""Facts of passages, in the order in which they stand in ``wide`` and ``narrow``."""

_FEW_BYTES = 1_000
"""What a version takes beside its arrays."""


@dataclass(frozen=True, eq=False, slots=True)
class NumberedVersion:
    """A version's facts, and those of its passages: in ``wide`` and ``narrow`` a row a fact, in ``text`` their terms."""

    id: VersionId
    published: int
    voice: int
    title: Ints
    wide: Longs
    narrow: Ints
    text: Ints

    @property
    def passages(self) -> int:
        """How many passages it has."""
        return int(self.wide.shape[1])

    @property
    def bytes(self) -> int:
        """About how much memory it takes."""
        return self.wide.nbytes + self.narrow.nbytes + self.text.nbytes + self.title.nbytes + _FEW_BYTES


class Numbering:
    """Numbers of terms and of names, each at its number in ``terms`` and ``names``: these only grow."""

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self.terms: list[str] = []
        self.names: list[str] = []
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many terms have a number."""
        return len(self._terms)

    def number(self, term: str) -> int | None:
        """The number of a term, None where no version has it."""
        return self._terms.get(term)

    def numbered(self, version: PackedVersion) -> NumberedVersion:
        """A version by the numbers of its terms and names, new ones where they are new."""
        with self._lock:
            terms = _numbers(self._terms, self.terms, version.terms)
            title = _numbers(self._terms, self.terms, version.title)
            # one more place than there are names, which NOBODY (-1) finds
            names = np.append(_numbers(self._names, self.names, version.names), np.int32(NOBODY))
            voices = _numbers(self._names, self.names, [version.voice] if version.voice is not None else [])
        facts = {name: getattr(version, name) for name in (*WIDE, *NARROW)}
        facts["speakers"] = names[version.speakers]
        return NumberedVersion(
            version.id,
            version.published,
            int(voices[0]) if len(voices) else NOBODY,
            title,
            np.array([facts[name] for name in WIDE], np.int64),
            np.array([facts[name] for name in NARROW], np.int32),
            terms[version.text],
        )


@dataclass(frozen=True, slots=True)
class NumberedVersions:
    """Versions of one numbering, in the order of their rows in the store."""

    numbering: Numbering
    versions: Sequence[NumberedVersion]

    @classmethod
    def of(cls, numbering: Numbering, versions: Iterable[NumberedVersion]) -> NumberedVersions:
        """These versions, put into their order."""
        return cls(numbering, sorted(versions, key=lambda version: version.id))

    @property
    def terms(self) -> list[str]:
        """The terms of their passages."""
        held = np.unique(np.concatenate([NO_ROWS, *(version.text for version in self.versions)]))
        return [self.numbering.terms[number] for number in held.tolist()]


def _numbers(known: dict[str, int], every: list[str], words: Sequence[str]) -> Ints:
    """The numbers of words, new ones for new words; called by one thread at a time."""
    for word in words:
        if word not in known:
            # in the list first: whoever finds the number finds the word
            every.append(word)
            known[word] = len(known)
    return np.array([known[word] for word in words], np.int32)
