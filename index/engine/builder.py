"""Builds a segment: versions in, arrays out.

Each different word is analysed once, when all are known. Memory grows with the number of words and of different ones, not
with the text; a large segment is built in parts (see ``merging``).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.entries import PassageEntry, VersionEntry
from index.engine.inverting import inverted
from index.engine.scanning import scanned
from index.engine.segment import NO_DATE, NOBODY, Longs, Segment
from index.engine.vocabulary import Vocabulary, offsets_of
from index.language.analyzer import terms, word_terms, words
from index.language.spans.glance import kind_told, names_held
from index.language.spelling import MIN_LETTERS, surface_words

Arrays = dict[str, NDArray[Any]]


class _Words(dict[str, int]):
    """Words numbered as they come."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class SegmentBuilder:
    """Collects versions, then gives the segment that holds them."""

    def __init__(self) -> None:
        self._words = _Words()
        self._speakers: dict[str, int] = {}
        self._passages = {name: array(kind) for name, kind in _PASSAGE_FIELDS.items()}
        self._versions = {name: array(kind) for name, kind in _VERSION_FIELDS.items()}
        self._text_words = array("i")
        self._titles: list[Sequence[str]] = []

    def add(self, version: VersionEntry) -> None:
        """Take in a version with its passages."""
        column = len(self._titles)
        self._titles.append(tuple(dict.fromkeys(terms(version.title))))
        self._versions["version_ids"].append(version.id)
        self._versions["published"].append(version.published.toordinal() if version.published else NO_DATE)
        self._versions["version_lengths"].append(len(version.passages))
        self._versions["version_speakers"].append(self._speaker(version.speaker))
        for passage in version.passages:
            self._add_passage(passage, column)

    def part(self) -> Arrays:
        """All that a segment of the versions taken in holds, but for what is scanned: a part to be merged with others."""
        vocabulary = _Vocabulary.of(self._words, self._titles)
        words = _from(self._text_words)
        spoken = _from(self._passages["spoken"]).astype(np.int64)
        lengths = _summed(vocabulary.term_counts[words], spoken)
        arrays = self._columns(lengths, _flags(vocabulary.kinds[words], spoken))
        arrays |= _packed("term", vocabulary.terms) | _packed("speaker", list(self._speakers))
        arrays |= self._spellings(np.bincount(words, minlength=len(self._words)))
        return (
            arrays
            | _text(vocabulary.texts(words), lengths, len(vocabulary.terms))
            | self._title_postings(vocabulary)
        )

    def build(self) -> Segment:
        """The segment of all versions taken in."""
        return Segment(with_scanned(self.part()))

    def _add_passage(self, passage: PassageEntry, column: int) -> None:
        spoken = words(passage.quote)
        self._text_words.extend(map(self._words.__getitem__, spoken))
        fields = self._passages
        fields["passage_ids"].append(passage.id)
        fields["wordings"].append(passage.wording)
        fields["spoken"].append(len(spoken))
        fields["paragraphs"].append(passage.paragraph)
        fields["headings"].append(passage.heading)
        fields["questions"].append(passage.question)
        fields["holds"].append(names_held(passage.quote))
        fields["speakers"].append(self._speaker(passage.speaker))
        fields["version_of"].append(column)

    def _speaker(self, name: str | None) -> int:
        return NOBODY if name is None else self._speakers.setdefault(name, len(self._speakers))

    def _columns(self, lengths: Longs, kinds: NDArray[np.uint8]) -> Arrays:
        columns = {name: _from(values) for name, values in self._passages.items()}
        columns["holds"] = columns["holds"] | kinds
        columns["lengths"] = lengths.astype(np.int32)
        del columns["spoken"]
        versions = {name: _from(values) for name, values in self._versions.items()}
        columns["version_starts"] = offsets_of(versions.pop("version_lengths").astype(np.int64))
        return columns | versions

    def _spellings(self, frequencies: Longs) -> Arrays:
        """How often each word stands in the passages as it is spelled: to correct questions by."""
        counts: Counter[str] = Counter()
        for word, count in zip(self._words, frequencies.tolist(), strict=True):
            for spelled in surface_words(word):
                counts[spelled] += count
        kept = sorted(
            (word for word in counts if word.isascii() and len(word) >= MIN_LETTERS), key=str.encode
        )
        return _packed("word", kept) | {"word_counts": np.array([counts[word] for word in kept], np.int32)}

    def _title_postings(self, vocabulary: _Vocabulary) -> Arrays:
        versions = np.repeat(np.arange(len(self._titles)), [len(title) for title in self._titles])
        numbers = np.array([vocabulary.numbers[term] for title in self._titles for term in title], np.int64)
        order = np.lexsort((versions, numbers))
        return {
            "title_postings_starts": offsets_of(np.bincount(numbers, minlength=len(vocabulary.terms))),
            "title_postings_versions": versions[order].astype(np.int32),
        }


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The terms of words: each word's terms by number, one word's after another's, and the kinds of answers it tells of."""

    terms: Sequence[str]
    numbers: Mapping[str, int]
    word_terms: NDArray[np.int32]
    term_counts: Longs
    kinds: NDArray[np.uint8]

    @classmethod
    def of(cls, words: Iterable[str], titles: Sequence[Sequence[str]]) -> _Vocabulary:
        found = [word_terms(word) for word in words]
        names = sorted({term for terms in (*found, *titles) for term in terms}, key=str.encode)
        numbers = {term: number for number, term in enumerate(names)}
        return cls(
            names,
            numbers,
            np.array([numbers[term] for terms in found for term in terms], np.int32),
            np.array([len(terms) for terms in found], np.int64),
            np.array([kind_told(word) for word in words], np.uint8),
        )

    def texts(self, words: NDArray[np.int32]) -> NDArray[np.int32]:
        """The terms of words, in their order."""
        counts = self.term_counts[words]
        starts = offsets_of(self.term_counts)[:-1][words]
        places = np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        texts: NDArray[np.int32] = self.word_terms[places]
        return texts


def with_scanned(part: Arrays) -> Arrays:
    """The arrays of a whole segment."""
    made = scanned(
        *(part[name] for name in ("postings_starts", "postings_rows", "postings_counts", "lengths"))
    )
    places = list(part)
    after = places.index("postings_counts") + 1
    return {name: (part | made)[name] for name in (*places[:after], *made, *places[after:])}


def _text(text: NDArray[np.int32], lengths: Longs, terms: int) -> Arrays:
    rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    postings = inverted(text, rows, passages=len(lengths), vocabulary=terms)
    texts: Arrays = {"text_starts": offsets_of(lengths), "text_terms": text}
    return texts | postings


def _summed(values: Longs, lengths: Longs) -> Longs:
    """The sums of consecutive runs of values."""
    sums = offsets_of(values)
    ends = offsets_of(lengths)
    return sums[ends[1:]] - sums[ends[:-1]]


def _flags(values: NDArray[np.uint8], lengths: Longs) -> NDArray[np.uint8]:
    """The flags of consecutive runs of values."""
    held = np.zeros(len(lengths), np.uint8)
    filled = np.flatnonzero(lengths)
    if len(filled):
        held[filled] = np.bitwise_or.reduceat(values, offsets_of(lengths)[filled])
    return held


_PASSAGE_FIELDS = {
    "passage_ids": "q",  # the passage's row in the store
    "wordings": "q",  # equal for passages that say the same words
    "spoken": "i",  # words in the passage; from these, how many terms
    "paragraphs": "i",  # paragraph number within the version, from 1
    "headings": "B",  # 1 for a line that names what follows
    "questions": "B",  # 1 for what a reporter asks: context for the answer, never the answer
    "holds": "B",  # flags of AnswerType: dates, figures, names, places
    "speakers": "i",  # number of who speaks, NOBODY where that is not known
    "version_of": "i",  # column of the passage's version
}
_VERSION_FIELDS = {
    "version_ids": "q",  # the version's row in the store
    "published": "i",  # proleptic Gregorian ordinal of the day, NO_DATE where unknown
    "version_speakers": "i",  # number of whom the release as a whole speaks for
    "version_lengths": "i",
}


def _packed(kind: str, names: Sequence[str]) -> Arrays:
    letters, offsets = Vocabulary.pack(names)
    return {f"{kind}_letters": letters, f"{kind}_offsets": offsets}


def _from(values: array[int]) -> NDArray[Any]:
    return np.frombuffer(values, values.typecode) if values else np.zeros(0, values.typecode)
