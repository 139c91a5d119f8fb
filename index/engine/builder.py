"""Builds a segment: versions in, arrays out.

Memory grows with the number of words (about 8 bytes each) and of different terms, not with the text.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.entries import PassageEntry, VersionEntry
from index.engine.scanning import scanned
from index.engine.segment import NO_DATE, NOBODY, Segment
from index.engine.vocabulary import Vocabulary, offsets_of
from index.language.analyzer import terms, word_terms, words
from index.language.spans import kinds_held
from index.language.spelling import MIN_LETTERS, surface_words


class SegmentBuilder:
    """Collects versions, then gives the segment that holds them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._speakers: dict[str, int] = {}
        self._words: Counter[str] = Counter()
        self._passages = {name: array(kind) for name, kind in _PASSAGE_FIELDS.items()}
        self._versions = {name: array(kind) for name, kind in _VERSION_FIELDS.items()}
        self._text_terms, self._title_terms = array("i"), array("i")

    def add(self, version: VersionEntry) -> None:
        """Take in a version with its passages."""
        column = len(self._versions["version_ids"])
        title = [self._number(term) for term in dict.fromkeys(terms(version.title))]
        self._title_terms.extend(title)
        self._versions["version_ids"].append(version.id)
        self._versions["published"].append(version.published.toordinal() if version.published else NO_DATE)
        self._versions["version_lengths"].append(len(version.passages))
        self._versions["title_lengths"].append(len(title))
        self._versions["version_speakers"].append(self._speaker(version.speaker))
        for passage in version.passages:
            self._add_passage(passage, column)

    def build(self) -> Segment:
        """The segment of all versions taken in."""
        names = sorted(self._numbers, key=str.encode)
        rank = np.empty(len(names), np.int32)
        rank[[self._numbers[name] for name in names]] = np.arange(len(names), dtype=np.int32)
        arrays = self._columns() | _vocabulary("term", names) | _vocabulary("speaker", list(self._speakers))
        arrays |= self._spellings()
        arrays |= self._text(rank) | self._title_postings(rank)
        return Segment(arrays)

    def _add_passage(self, passage: PassageEntry, column: int) -> None:
        spoken = words(passage.quote)
        self._words.update(spoken)
        found = [self._number(term) for word in spoken for term in word_terms(word)]
        self._text_terms.extend(found)
        self._passages["passage_ids"].append(passage.id)
        self._passages["wordings"].append(passage.wording)
        self._passages["lengths"].append(len(found))
        self._passages["paragraphs"].append(passage.paragraph)
        self._passages["headings"].append(passage.heading)
        self._passages["questions"].append(passage.question)
        self._passages["holds"].append(kinds_held(passage.quote, spoken).value)
        self._passages["speakers"].append(self._speaker(passage.speaker))
        self._passages["version_of"].append(column)

    def _number(self, term: str) -> int:
        return self._numbers.setdefault(term, len(self._numbers))

    def _speaker(self, name: str | None) -> int:
        return NOBODY if name is None else self._speakers.setdefault(name, len(self._speakers))

    def _columns(self) -> dict[str, NDArray[Any]]:
        columns = {name: _from(values) for name, values in self._passages.items()}
        versions = {name: _from(values) for name, values in self._versions.items()}
        columns["version_starts"] = offsets_of(versions.pop("version_lengths").astype(np.int64))
        versions.pop("title_lengths")
        return columns | versions

    def _spellings(self) -> dict[str, NDArray[Any]]:
        """How often each word stands in the passages as it is spelled: to correct questions by."""
        counts: Counter[str] = Counter()
        for word, count in self._words.items():
            for spelled in surface_words(word):
                counts[spelled] += count
        kept = sorted(
            (word for word in counts if word.isascii() and len(word) >= MIN_LETTERS), key=str.encode
        )
        frequencies = np.array([counts[word] for word in kept], np.int32)
        return _vocabulary("word", kept) | {"word_counts": frequencies}

    def _text(self, rank: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
        lengths = _from(self._passages["lengths"]).astype(np.int64)
        text = rank[_from(self._text_terms)]
        rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
        pairs, counts = np.unique(text.astype(np.int64) * max(len(lengths), 1) + rows, return_counts=True)
        numbers, posting_rows = np.divmod(pairs, max(len(lengths), 1))
        starts = offsets_of(np.bincount(numbers, minlength=len(rank)))
        holding, counted = posting_rows.astype(np.int32), np.minimum(counts, _MOST_COUNTED).astype(np.uint16)
        return {
            "text_starts": offsets_of(lengths),
            "text_terms": text,
            "postings_starts": starts,
            "postings_rows": holding,
            "postings_counts": counted,
        } | scanned(starts, holding, counted, lengths)

    def _title_postings(self, rank: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
        versions = np.repeat(np.arange(len(self._versions["title_lengths"])), self._versions["title_lengths"])
        numbers = rank[_from(self._title_terms)]
        order = np.lexsort((versions, numbers))
        return {
            "title_postings_starts": offsets_of(np.bincount(numbers, minlength=len(rank))),
            "title_postings_versions": versions[order].astype(np.int32),
        }


_MOST_COUNTED = np.iinfo(np.uint16).max

_PASSAGE_FIELDS = {
    "passage_ids": "q",  # the passage's row in the store
    "wordings": "q",  # equal for passages that say the same words
    "lengths": "i",  # terms in the passage
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
    "title_lengths": "i",
}


def _vocabulary(kind: str, names: Sequence[str]) -> dict[str, NDArray[Any]]:
    letters, offsets = Vocabulary.pack(names)
    return {f"{kind}_letters": letters, f"{kind}_offsets": offsets}


def _from(values: array[int]) -> NDArray[Any]:
    return np.frombuffer(values, values.typecode) if values else np.zeros(0, values.typecode)
