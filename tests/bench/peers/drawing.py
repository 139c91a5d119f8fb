"""Draws the passages of a size from a database, a release that is added later, and the questions.

In: the live segments of a database. Out: files that the workers read, and questions as terms; the same ones each time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.engine.segment import Segment
from index.engine.statistics import LiveSegment
from index.language.analyzer import terms
from tests.bench.peers.corpus import TermPassage, read_passages, write_passages
from tests.quality.topics import SPLITS, questions_of

SAMPLED, NATURAL = "sampled", "natural"
KINDS = (SAMPLED, NATURAL)

SAMPLED_QUESTIONS = 500
SEED = 20_240_131
ADDED_AT_LEAST = 10
"""Passages of the release that is added."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question's terms, each once."""

    kind: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one size is measured over."""

    passages: int
    releases: int
    postings: int
    corpus: Path
    added: Path
    removed: int
    questions: Sequence[Question]


def draw(parts: Sequence[LiveSegment], passages: int | None, folder: Path) -> Drawn:
    """So many passages of whole releases (all, where None), in reading order, as files in the folder."""
    releases = [
        _Release(part, version) for part in parts for version in range(len(part.live)) if part.live[version]
    ]
    random.Random(SEED).shuffle(releases)
    added = next(number for number, release in enumerate(releases) if release.size >= ADDED_AT_LEAST)
    extra = releases.pop(added)
    taken = sorted(_taken(releases, passages), key=_Release.order)
    corpus, later = folder / "passages.txt", folder / "added.txt"
    write_passages(corpus, _numbered(taken))
    write_passages(later, _numbered([extra], first_release=len(taken)))
    counted, postings = _counted(corpus)
    return Drawn(counted, len(taken), postings, corpus, later, len(taken) // 2, _questions(corpus, counted))


@dataclass(frozen=True, slots=True)
class _Release:
    part: LiveSegment
    version: int

    @property
    def size(self) -> int:
        rows = self.part.segment.rows_of(self.version)
        size: int = rows.stop - rows.start
        return size

    def order(self) -> int:
        return int(self.part.segment.version_ids[self.version])

    def texts(self) -> Iterator[list[str]]:
        segment = self.part.segment
        rows = segment.rows_of(self.version)
        names = _names(segment)
        for row in range(rows.start, rows.stop):
            yield [names[number] for number in segment.text(row).tolist()]


@cache
def _names(segment: Segment) -> list[str]:
    return list(segment.vocabulary)


def _taken(releases: Sequence[_Release], passages: int | None) -> Iterator[_Release]:
    left = sum(release.size for release in releases) if passages is None else passages
    for release in releases:
        if left <= 0:
            return
        yield release
        left -= release.size


def _numbered(releases: Sequence[_Release], *, first_release: int = 0) -> Iterator[TermPassage]:
    for number, release in enumerate(releases, start=first_release):
        yield from (TermPassage(0, number, text) for text in release.texts() if text)


def _counted(corpus: Path) -> tuple[int, int]:
    counts = [len(set(passage.terms)) for passage in read_passages(corpus)]
    return len(counts), sum(counts)


def _questions(corpus: Path, passages: int) -> list[Question]:
    """Three to six neighbouring terms of passages drawn at random, and the questions of the quality test."""
    choice = random.Random(SEED)
    rows = set(choice.sample(range(passages), min(SAMPLED_QUESTIONS, passages)))
    sampled = [_run_of(passage.terms, choice) for passage in read_passages(corpus) if passage.number in rows]
    natural = [terms(question) for split in SPLITS for question in questions_of(split)]
    asked = [(SAMPLED, found) for found in sampled] + [(NATURAL, found) for found in natural]
    choice.shuffle(asked)
    return [Question(kind, tuple(dict.fromkeys(found))) for kind, found in asked if found]


def _run_of(found: Sequence[str], choice: random.Random) -> Sequence[str]:
    count = choice.randint(3, 6)
    start = choice.randint(0, max(len(found) - count, 0))
    return found[start : start + count]
