"""A version as it is kept in the cluster: all that the second stage needs of it, in one string.

In: a version's rows of a segment. Out: a PackedVersion, and its text form; and back again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cluster.kept.squeezing import squeezed, unsqueezed
from index.engine.segment import NOBODY, Ints, Longs, Segment
from index.release import VersionId

_NUMBERS = {"ids": "<i8", "wordings": "<i8", "paragraphs": "<i4", "lengths": "<i4", "speakers": "<i4"}
_FLAGS = {"headings": "<u1", "questions": "<u1", "holds": "<u1"}
_FIELDS = _NUMBERS | _FLAGS | {"text": "<i4"}


@dataclass(frozen=True, eq=False)
class PackedVersion:
    """A version's facts and passages, in reading order; ``text`` numbers ``terms``, ``speakers`` numbers ``names``."""

    id: VersionId
    published: int
    voice: str | None
    title: Sequence[str]
    terms: Sequence[str]
    names: Sequence[str]
    ids: Longs
    wordings: Longs
    paragraphs: Ints
    lengths: Ints
    speakers: Ints
    headings: NDArray[np.uint8]
    questions: NDArray[np.uint8]
    holds: NDArray[np.uint8]
    text: Ints

    @property
    def passages(self) -> int:
        """How many passages it has."""
        return len(self.ids)

    @property
    def passage_terms(self) -> list[list[str]]:
        """The terms of each passage, in the order of its words."""
        ends = np.cumsum(self.lengths)
        return [
            [self.terms[number] for number in self.text[end - length : end].tolist()]
            for end, length in zip(ends.tolist(), self.lengths.tolist(), strict=True)
        ]

    def apart(self, apart: int) -> PackedVersion:
        """The same with rows moved by so many."""
        if not apart:
            return self
        return replace(self, id=VersionId(self.id + apart), ids=self.ids + apart)

    def packed(self) -> str:
        """The version as a string."""
        facts = {
            "id": self.id,
            "published": self.published,
            "voice": self.voice,
            "title": list(self.title),
            "terms": list(self.terms),
            "names": list(self.names),
            "passages": self.passages,
        }
        parts = [getattr(self, name).astype(kind).tobytes() for name, kind in _FIELDS.items()]
        content = b"\0".join([json.dumps(facts, ensure_ascii=False).encode(), b"".join(parts)])
        return squeezed(content)


def unpacked(packed: str) -> PackedVersion:
    """The version that a string holds."""
    head, content = unsqueezed(packed).split(b"\0", 1)
    facts = json.loads(head)
    passages, start, arrays = facts.pop("passages"), 0, dict[str, Any]()
    for name, kind in _FIELDS.items():
        size = len(content) - start if name == "text" else passages * np.dtype(kind).itemsize
        arrays[name] = np.frombuffer(content[start : start + size], kind)
        start += size
    return PackedVersion(**facts, **arrays)


class Packer:
    """Takes versions out of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._terms = list(segment.vocabulary)
        self._titles = _titles(segment)

    def version(self, column: int) -> PackedVersion:
        """One of the segment's versions."""
        segment = self._segment
        rows = segment.rows_of(column)
        numbers, text = np.unique(self._text(rows), return_inverse=True)
        spoken, speakers = np.unique(segment.speakers[rows], return_inverse=True)
        names = [segment.speaker_names[number] for number in spoken.tolist() if number != NOBODY]
        # NOBODY is -1 and sorts first: where it is among them, each number is one too high
        speakers = speakers - int(NOBODY in spoken)
        voice = int(segment.version_speakers[column])
        return PackedVersion(
            id=VersionId(int(segment.version_ids[column])),
            published=int(segment.published[column]),
            voice=None if voice == NOBODY else segment.speaker_names[voice],
            title=[self._terms[number] for number in self._titles[column]],
            terms=[self._terms[number] for number in numbers.tolist()],
            names=names,
            ids=segment.passage_ids[rows],
            wordings=segment.wordings[rows],
            paragraphs=segment.paragraphs[rows],
            lengths=segment.lengths[rows],
            speakers=speakers.astype(np.int32),
            headings=segment.headings[rows],
            questions=segment.questions[rows],
            holds=segment.holds[rows],
            text=text.astype(np.int32),
        )

    def _text(self, rows: slice) -> Ints:
        starts = self._segment.arrays["text_starts"]
        text: Ints = self._segment.arrays["text_terms"][starts[rows.start] : starts[rows.stop]]
        return text


def _titles(segment: Segment) -> list[list[int]]:
    """The terms of each version's title, by their numbers."""
    titles: list[list[int]] = [[] for _ in segment.version_ids]
    starts = segment.arrays["title_postings_starts"]
    owners = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    for number, version in zip(
        owners.tolist(), segment.arrays["title_postings_versions"].tolist(), strict=True
    ):
        titles[version].append(number)
    return titles
