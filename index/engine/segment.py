"""A segment: some versions' passages with their postings, immutable once written.

Passages are rows 0…P-1 in reading order, those of one version side by side; versions are columns 0…V-1.
Term frequencies and lengths are kept, not weights: idf and mean length are those of the collections
searched, which change without the segment.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.engine.segment_file import Arrays, open_arrays, write_arrays
from index.engine.vocabulary import Vocabulary
from index.language.analyzer import FINGERPRINT

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

LAYOUT = 6
"""Changes with the arrays that a segment holds: one of another layout is rebuilt from the store."""

NO_DATE = 0
"""In ``published``: the version's date is not known."""

NOBODY = -1
"""In ``speakers``: who speaks is not known."""

_FREQUENT = 8_192
"""A term in more passages is asked for often, and to look up their versions takes long: which these are is kept, a bit each."""

NO_ROWS: Ints = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands: rows, ascending, and how often in each."""

    rows: Ints
    counts: NDArray[np.uint16]


_SCANNED = (
    "lists_starts", "lists_places", "repeats_starts", "repeats_places", "repeats_counts",
    "dense_terms", "bitmaps", "run_lengths", "run_starts", "place_rows", "row_places",
    "text_starts", "text_terms", "version_of", "published", "passage_ids",
)  # fmt: skip
"""The arrays that compiled code reads, in the order of its struct Segment, where they follow three counts."""

NO_POSTINGS = Postings(NO_ROWS, np.zeros(0, np.uint16))


class Segment:
    """Arrays of a segment by name; see ``FIELDS`` of the builder for what each one holds."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.passage_ids: Longs = arrays["passage_ids"]
        self.wordings: Longs = arrays["wordings"]
        self.lengths: Ints = arrays["lengths"]
        self.paragraphs: Ints = arrays["paragraphs"]
        self.headings: NDArray[np.uint8] = arrays["headings"]
        self.questions: NDArray[np.uint8] = arrays["questions"]
        self.holds: NDArray[np.uint8] = arrays["holds"]
        self.speakers: Ints = arrays["speakers"]
        self.version_of: Ints = arrays["version_of"]
        self.version_ids: Longs = arrays["version_ids"]
        self.version_starts: Longs = arrays["version_starts"]
        self.published: Ints = arrays["published"]
        self.version_speakers: Ints = arrays["version_speakers"]
        self.speaker_names: Sequence[str] = list(
            Vocabulary(arrays["speaker_letters"], arrays["speaker_offsets"])
        )
        self.vocabulary = Vocabulary(arrays["term_letters"], arrays["term_offsets"])
        self.spellings = Vocabulary(arrays["word_letters"], arrays["word_offsets"])
        self.spelling_counts: Ints = arrays["word_counts"]
        self._postings_starts: Longs = arrays["postings_starts"]
        self._postings_rows: Ints = arrays["postings_rows"]
        self._postings_counts: NDArray[np.uint16] = arrays["postings_counts"]
        self._title_starts: Longs = arrays["title_postings_starts"]
        self._title_versions: Ints = arrays["title_postings_versions"]
        self._text_starts: Longs = arrays["text_starts"]
        self._text_terms: Ints = arrays["text_terms"]
        self._repeats_starts: Longs = arrays["repeats_starts"]
        self._repeats_places: Ints = arrays["repeats_places"]
        self._repeats_counts: NDArray[np.uint16] = arrays["repeats_counts"]
        self._place_rows: Ints = arrays["place_rows"]
        self._holders: dict[int, NDArray[np.uint8]] = {}

    @classmethod
    def open(cls, path: Path) -> Segment:
        """Map a segment file into memory.

        Raises:
            SegmentDamaged: the file is not what was written.
        """
        return cls(open_arrays(path, fingerprint=_fingerprint()))

    def write(self, path: Path) -> None:
        """Write the segment to a file, whole or not at all."""
        write_arrays(path, self.arrays, fingerprint=_fingerprint())

    @property
    def passages(self) -> int:
        """How many passages the segment holds."""
        return len(self.passage_ids)

    @cached_property
    def speaker_numbers(self) -> Mapping[str, int]:
        """The number of each speaker."""
        return {name: number for number, name in enumerate(self.speaker_names)}

    def by_version(self, values: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each row, the value of its version."""
        # rows of a version stand side by side: a third of the time of looking each row's version up
        return np.repeat(values, self._version_lengths)

    @cached_property
    def _version_lengths(self) -> Longs:
        return np.diff(self.version_starts)

    @cached_property
    def frequencies(self) -> Longs:
        """In how many passages each term stands, by term number."""
        return np.diff(self._postings_starts)

    def postings(self, term: str) -> Postings:
        """Passages that hold the term."""
        number = self.vocabulary.number(term)
        if number is None:
            return NO_POSTINGS
        part = slice(self._postings_starts[number], self._postings_starts[number + 1])
        return Postings(self._postings_rows[part], self._postings_counts[part])

    def repeats(self, term: str) -> Postings:
        """Passages that hold the term more than once, by length."""
        number = self.vocabulary.number(term)
        if number is None:
            return NO_POSTINGS
        part = slice(self._repeats_starts[number], self._repeats_starts[number + 1])
        return Postings(self._place_rows[self._repeats_places[part]], self._repeats_counts[part])

    def spelled(self, word: str) -> int:
        """How often a word stands in the passages, spelled just so."""
        number = self.spellings.number(word)
        return 0 if number is None else int(self.spelling_counts[number])

    @cached_property
    def address(self) -> int:
        """Where compiled code finds the arrays, for as long as the segment lives."""
        return ctypes.addressof(self._described)

    @cached_property
    def _described(self) -> ctypes.Array[ctypes.c_char]:
        addresses = {name: self.arrays[name].ctypes.data for name in _SCANNED}
        fields = [addresses[name] for name in _SCANNED]
        counts = (self.passages, len(self.arrays["run_lengths"]), len(self.arrays["dense_terms"]))
        return ctypes.create_string_buffer(struct.pack(f"={len(counts) + len(fields)}q", *counts, *fields))

    def titled(self, term: str) -> Ints:
        """Versions whose title holds the term, ascending."""
        number = self.vocabulary.number(term)
        if number is None:
            return NO_ROWS
        return self._title_versions[self._title_starts[number] : self._title_starts[number + 1]]

    def add_to_holders(self, totals: NDArray[np.float64], term: str, weight: float) -> None:
        """Add a weight to the total of each version with a passage that holds the term."""
        number = self.vocabulary.number(term)
        if number is None:
            return
        if number in self._holders:
            totals += weight * np.unpackbits(self._holders[number], count=len(totals)).view(np.bool_)
            return
        start, end = self._postings_starts[number : number + 2].tolist()
        versions = _different(self.version_of[self._postings_rows[start:end]])
        totals[versions] += weight
        if end - start > _FREQUENT:
            holding = np.zeros(len(totals), np.bool_)
            holding[versions] = True
            self._holders[number] = np.packbits(holding)

    def text(self, row: int) -> Ints:
        """Term numbers of a passage, in the order of its words."""
        return self._text_terms[self._text_starts[row] : self._text_starts[row + 1]]

    def texts(self, rows: Longs) -> tuple[Longs, Ints]:
        """The terms of these passages one after another, as in ``text``; before them, whose each is, by place among the rows."""
        lengths = self.lengths[rows].astype(np.int64)
        places = np.repeat(self._text_starts[rows] - _before(lengths), lengths) + np.arange(lengths.sum())
        return np.repeat(np.arange(len(rows)), lengths), self._text_terms[places]

    def rows_of(self, version: int) -> slice:
        """The rows of a version."""
        return slice(int(self.version_starts[version]), int(self.version_starts[version + 1]))

    def frequencies_within(self, versions: Longs) -> Longs:
        """In how many passages of these versions each term stands, by term number."""
        rows = np.flatnonzero(np.isin(self.version_of, versions))
        owners, numbers = self.texts(rows)
        terms = len(self.vocabulary)
        pairs = np.unique(owners * terms + numbers)
        return np.bincount(pairs % terms, minlength=terms) if terms else np.zeros(0, np.int64)


def insertion_places(
    ascending: Ints, wanted: Ints | Longs, *, side: Literal["left", "right"] = "left"
) -> Longs:
    """Where each wanted row would be inserted among the ascending ones to keep them so."""
    # of one type: numpy would otherwise convert all of the ascending ones first
    places: Longs = ascending.searchsorted(wanted.astype(ascending.dtype, copy=False), side)
    return places


def _different(ascending: Ints) -> Ints:
    """Each number once."""
    first = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def _before(lengths: Longs) -> Longs:
    return np.cumsum(lengths) - lengths


def _fingerprint() -> str:
    return f"{FINGERPRINT}, layout {LAYOUT}"
