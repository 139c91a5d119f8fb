"""Merges parts of a segment, or whole segments, into what would be built from all their versions; no text is read again.

In: arrays of parts that have no version in common. Out: the arrays of one part, its versions in the order of their rows in
the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.builder import Arrays
from index.engine.met import Spoken, speakers_as_met
from index.engine.segment import NOBODY, Ints, Longs
from index.engine.vocabulary import Vocabulary, offsets_of

Part = Mapping[str, NDArray[Any]]
Parts = Sequence[Part]

_OF_PASSAGES = ("passage_ids", "wordings", "lengths", "paragraphs", "headings", "questions", "holds")
_OF_VERSIONS = ("version_ids", "published")


def merged(parts: Parts) -> Arrays:
    """The arrays of all parts as those of one."""
    order = _Order(parts)
    terms, words = _Union.of(parts, "term"), _Union.of(parts, "word")
    arrays = {name: _concatenated(parts, name)[order.rows] for name in _OF_PASSAGES}
    arrays |= {name: _concatenated(parts, name)[order.versions] for name in _OF_VERSIONS}
    arrays |= {"version_of": order.version_of, "version_starts": order.version_starts}
    arrays |= _speakers(parts, order) | terms.arrays("term") | words.arrays("word")
    arrays["word_counts"] = _summed(parts, words)
    arrays |= _texts(parts, order, terms, arrays["lengths"])
    arrays |= _postings(parts, order, terms) | _title_postings(parts, order, terms)
    return {name: arrays[name] for name in parts[0] if name in arrays}


class _Order:
    """Where the versions and passages of the parts, taken one part after another, come to stand."""

    def __init__(self, parts: Parts) -> None:
        ids = _concatenated(parts, "version_ids")
        self.is_kept = bool(np.all(ids[1:] > ids[:-1]))
        """Whether each part's versions stand behind those of the one before it already."""
        everything: slice | Longs = slice(None)
        self.versions = everything if self.is_kept else np.argsort(ids)
        lengths = np.concatenate([np.diff(part["version_starts"]) for part in parts])
        self.version_starts = offsets_of(lengths[self.versions])
        self.version_of = np.repeat(np.arange(len(ids), dtype=np.int32), np.diff(self.version_starts))
        self.rows = (
            everything
            if self.is_kept
            else _runs(offsets_of(lengths)[:-1][self.versions], np.diff(self.version_starts))
        )

    @cached_property
    def new_versions(self) -> Ints:
        """The new column of each version."""
        return _inverse(self.versions, len(self.version_starts) - 1)

    @cached_property
    def new_rows(self) -> Ints:
        """The new row of each passage."""
        return _inverse(self.rows, len(self.version_of))


@dataclass(frozen=True, slots=True)
class _Union:
    """The names of all parts, sorted, and of each part which numbers its own have among them."""

    names: Sequence[str]
    numbers: Sequence[Ints]

    @classmethod
    def of(cls, parts: Parts, kind: str) -> _Union:
        held = [list(Vocabulary(part[f"{kind}_letters"], part[f"{kind}_offsets"])) for part in parts]
        names = sorted(set().union(*held), key=str.encode)
        number = {name: place for place, name in enumerate(names)}
        return cls(names, [np.array([number[name] for name in own], np.int32) for own in held])

    def arrays(self, kind: str) -> Arrays:
        letters, offsets = Vocabulary.pack(self.names)
        return {f"{kind}_letters": letters, f"{kind}_offsets": offsets}


def _speakers(parts: Parts, order: _Order) -> Arrays:
    held = [list(Vocabulary(part["speaker_letters"], part["speaker_offsets"])) for part in parts]
    names = list(dict.fromkeys(name for own in held for name in own))
    number = {name: place for place, name in enumerate(names)}
    # one more place, which NOBODY (-1) finds
    numbers = [np.array([*(number[name] for name in own), NOBODY], np.int32) for own in held]
    of_passages, of_versions = (
        np.concatenate([own[part[name]] for own, part in zip(numbers, parts, strict=True)])
        for name in ("speakers", "version_speakers")
    )
    spoken = Spoken(
        of_passages[order.rows], of_versions[order.versions], order.version_of, order.version_starts
    )
    return speakers_as_met(names, spoken)


def _summed(parts: Parts, words: _Union) -> Ints:
    counts = np.zeros(len(words.names), np.int32)
    for part, numbers in zip(parts, words.numbers, strict=True):
        counts[numbers] += part["word_counts"]
    return counts


def _texts(parts: Parts, order: _Order, terms: _Union, lengths: Ints) -> Arrays:
    text = np.concatenate(
        [numbers[part["text_terms"]] for part, numbers in zip(parts, terms.numbers, strict=True)]
    )
    if not order.is_kept:
        before = offsets_of(_concatenated(parts, "lengths").astype(np.int64))[:-1]
        text = text[_runs(before[order.rows], lengths.astype(np.int64))]
    return {"text_starts": offsets_of(lengths.astype(np.int64)), "text_terms": text}


def _postings(parts: Parts, order: _Order, terms: _Union) -> Arrays:
    starts = _starts(parts, "postings_starts", terms)
    rows, counts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint16)
    before = 0
    for part, places in zip(parts, _places(parts, "postings_starts", terms, starts), strict=True):
        rows[places] = order.new_rows[before:][part["postings_rows"]]
        counts[places] = part["postings_counts"]
        before += len(part["passage_ids"])
    if not order.is_kept:
        sorting = _within_runs(rows, starts)
        rows, counts = rows[sorting], counts[sorting]
    return {"postings_starts": starts, "postings_rows": rows, "postings_counts": counts}


def _title_postings(parts: Parts, order: _Order, terms: _Union) -> Arrays:
    starts = _starts(parts, "title_postings_starts", terms)
    versions = np.empty(starts[-1], np.int32)
    before = 0
    for part, places in zip(parts, _places(parts, "title_postings_starts", terms, starts), strict=True):
        versions[places] = order.new_versions[before:][part["title_postings_versions"]]
        before += len(part["version_ids"])
    if not order.is_kept:
        versions = versions[_within_runs(versions, starts)]
    return {"title_postings_starts": starts, "title_postings_versions": versions}


def _starts(parts: Parts, name: str, terms: _Union) -> Longs:
    """Where the postings of each term begin among those of all parts."""
    frequencies = np.zeros(len(terms.names), np.int64)
    for part, numbers in zip(parts, terms.numbers, strict=True):
        frequencies[numbers] += np.diff(part[name])
    return offsets_of(frequencies)


def _places(parts: Parts, name: str, terms: _Union, starts: Longs) -> Iterator[Longs]:
    """Of each part, where its postings come to stand: behind those that the parts before it have of the same term."""
    free = starts[:-1].copy()
    for part, numbers in zip(parts, terms.numbers, strict=True):
        frequencies = np.diff(part[name])
        yield _runs(free[numbers], frequencies)
        free[numbers] += frequencies


def _runs(starts: Longs, lengths: Longs) -> Longs:
    """The numbers of consecutive runs, each from its start on."""
    return np.repeat(starts - offsets_of(lengths)[:-1], lengths) + np.arange(lengths.sum())


def _within_runs(values: Ints, starts: Longs) -> Longs:
    """What sorts values within each run."""
    return np.lexsort((values, np.repeat(np.arange(len(starts) - 1), np.diff(starts))))


def _inverse(order: slice | Longs, length: int) -> Ints:
    numbers = np.arange(length, dtype=np.int32)
    places = np.empty(length, np.int32)
    places[order] = numbers
    return places


def _concatenated(parts: Parts, name: str) -> NDArray[Any]:
    return np.concatenate([part[name] for part in parts])
