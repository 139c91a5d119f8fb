"""Ours: a segment of the terms given, searched by compiled code or by numpy alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import numpy as np

from index.engine import pruned
from index.engine.builder import Arrays, SegmentBuilder, _packed, _text
from index.engine.candidates import Candidates, best_candidates, best_first, first_stage_name, published_of
from index.engine.entries import PassageEntry, VersionEntry
from index.engine.kernels import library
from index.engine.ranker import Bm25Params, Ranker
from index.engine.segment import NOBODY, Segment
from index.engine.statistics import LiveSegment, Statistics
from index.release import PassageId, VersionId
from tests.bench.peers.corpus import TermPassage
from tests.bench.peers.engine import K1, B, Engine, Found

COMPILED, NUMPY = "compiled", "numpy"

PARAMS = Bm25Params(k1=K1, b=B)


class TermsBuilder(SegmentBuilder):
    """Takes passages whose text is their terms with blanks between them: every engine gets the same ones."""

    def part(self) -> Arrays:
        """As for words, but that each is its own term, and none is kept to correct spellings by."""
        terms = sorted(self._words, key=str.encode)
        rank = np.empty(len(terms), np.int32)
        rank[[self._words[term] for term in terms]] = np.arange(len(terms), dtype=np.int32)
        lengths = np.array(self._passages["spoken"], np.int64)
        return (
            self._columns(lengths, np.zeros(len(lengths), np.uint8))
            | _packed("term", terms)
            | _packed("speaker", [])
            | _packed("word", [])
            | _text(rank[np.array(self._text_words)], lengths, len(terms))
            | {
                "word_counts": np.zeros(0, np.int32),
                "title_postings_starts": np.zeros(len(terms) + 1, np.int64),
                "title_postings_versions": np.zeros(0, np.int32),
            }
        )

    def _add_passage(self, passage: PassageEntry, column: int) -> None:
        terms = passage.quote.split(" ")
        self._text_words.extend(map(self._words.__getitem__, terms))
        values = (passage.id, passage.wording, len(terms), passage.paragraph, 0, 0, 0, NOBODY, column)
        for kept, value in zip(self._passages.values(), values, strict=True):
            kept.append(value)


class Ours(Engine):
    """The first stage of this project."""

    def __init__(self, variant: str) -> None:
        super().__init__(variant)
        if variant == COMPILED and library() is None:
            raise ImportError(first_stage_name())

    def version(self) -> str:
        """Which way is taken."""
        return f"ours, {first_stage_name() if self.variant == COMPILED else self.variant}"

    def build(self, passages: Iterable[TermPassage], folder: Path) -> None:
        """Write one segment."""
        segment_of(passages).write(folder / "first")

    def open(self, folder: Path) -> None:
        """Map the segment and take its statistics."""
        self._folder = folder
        self._take([live(Segment.open(folder / "first"))])

    def search(self, terms: Sequence[str], k: int) -> list[Candidates]:
        """As a searcher does."""
        if self.variant == NUMPY:
            return pruned.search(
                self._parts, self._ranker, terms, k, [part.live_rows for part in self._parts]
            )
        return best_candidates(self._parts, self._ranker, terms, limit=k, allowed=_live_rows)

    def found(self, result: list[Candidates]) -> Found:
        """In the total order."""
        scores = np.concatenate([part.scores for part in result])
        numbers = np.concatenate([part.part.segment.passage_ids[part.rows] for part in result])
        order = best_first(scores, np.concatenate([published_of(part) for part in result]), numbers)
        return Found(numbers[order].tolist(), scores[order].tolist())

    def add(self, passages: Sequence[TermPassage]) -> None:
        """Write and open a second segment."""
        segment_of(passages).write(self._folder / "second")
        self._take([*self._parts, live(Segment.open(self._folder / "second"))])

    def remove(self, release: int) -> None:
        """Mark a version as gone; what says so on disk is a row of the store, which is not measured here."""
        self._take(
            [part.with_live(part.live & (part.segment.version_ids != release)) for part in self._parts]
        )

    def _take(self, parts: Sequence[LiveSegment]) -> None:
        self._parts = parts
        self._ranker = Ranker(Statistics.over(parts), PARAMS)


def segment_of(passages: Iterable[TermPassage]) -> Segment:
    """A segment of these passages, which stand together by release."""
    builder = TermsBuilder()
    for release, own in groupby(passages, key=attrgetter("release")):
        builder.add(VersionEntry(VersionId(release), "", None, [_entry(passage) for passage in own]))
    return builder.build()


def live(segment: Segment) -> LiveSegment:
    """A segment of which nothing was removed."""
    return LiveSegment(segment, np.ones(len(segment.version_ids), np.bool_))


def _entry(passage: TermPassage) -> PassageEntry:
    return PassageEntry(PassageId(passage.number), " ".join(passage.terms), passage.number, 1, False)


def _live_rows(part: LiveSegment) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return part.live_rows


engine = Ours
