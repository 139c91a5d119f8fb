"""A small segment of some versions that knows only a question's terms: what the engine needs to answer just that one.

In: versions from the cluster and the terms that the question may look for. Out: a segment as ``index.engine.builder`` makes
one, but that all other terms are one and the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cluster.packing import PackedVersion
from index.engine.inverting import inverted
from index.engine.scanning import scanned
from index.engine.segment import NOBODY, Ints, Segment
from index.engine.vocabulary import Vocabulary, offsets_of
from index.query import Query

_ANY = ""
"""Stands for each term that is not looked for; sorts first, and no question looks for it."""

Columns = dict[str, NDArray[Any]]

_COPIED: Mapping[str, tuple[str, type[np.generic]]] = {
    "ids": ("passage_ids", np.int64),
    "wordings": ("wordings", np.int64),
    "lengths": ("lengths", np.int32),
    "paragraphs": ("paragraphs", np.int32),
    "headings": ("headings", np.uint8),
    "questions": ("questions", np.uint8),
    "holds": ("holds", np.uint8),
}
"""Fields of a packed version, and what they are in a segment."""


def terms_of(query: Query) -> list[str]:
    """Every term that answering a query may look for."""
    others = (other.terms for term in query.terms for other in term.alternatives)
    runs = [*query.phrases, *query.date_terms, *others, query.speaker_terms]
    return list(
        dict.fromkeys([*(term.term for term in query.terms), *(word for run in runs for word in run)])
    )


def assembled(versions: Iterable[PackedVersion], terms: Sequence[str]) -> Segment:
    """The segment of these versions, in the order of their rows in the store."""
    held = sorted(versions, key=lambda version: version.id)
    vocabulary = [_ANY, *sorted(set(terms), key=str.encode)]
    numbers = {term: number for number, term in enumerate(vocabulary)}
    letters, offsets = Vocabulary.pack(vocabulary)
    arrays = _columns(held) | _speakers(held) | _text(held, numbers) | _titles(held, numbers)
    arrays |= _no_spellings()
    return Segment(arrays | {"term_letters": letters, "term_offsets": offsets})


def _columns(held: Sequence[PackedVersion]) -> Columns:
    columns: Columns = {
        name: _joined([getattr(version, field) for version in held], kind)
        for field, (name, kind) in _COPIED.items()
    }
    passages = np.array([version.passages for version in held], np.int64)
    return columns | {
        "version_of": np.repeat(np.arange(len(held), dtype=np.int32), passages),
        "version_ids": np.array([version.id for version in held], np.int64),
        "version_starts": offsets_of(passages),
        "published": np.array([version.published for version in held], np.int32),
    }


def _speakers(held: Sequence[PackedVersion]) -> Columns:
    known: dict[str, int] = {}

    def number(name: str | None) -> int:
        return NOBODY if name is None else known.setdefault(name, len(known))

    spoken: list[Ints] = []
    voices = []
    for version in held:
        voices.append(number(version.voice))
        # one more place than there are names, which NOBODY (-1) finds
        numbers = np.array([*map(number, version.names), NOBODY], np.int32)
        spoken.append(numbers[version.speakers])
    letters, offsets = Vocabulary.pack(list(known))
    return {
        "speakers": _joined(spoken, np.int32),
        "version_speakers": np.array(voices, np.int32),
        "speaker_letters": letters,
        "speaker_offsets": offsets,
    }


def _text(held: Sequence[PackedVersion], numbers: Mapping[str, int]) -> Columns:
    text = _joined([_renumbered(version, numbers)[version.text] for version in held], np.int32)
    lengths = _joined([version.lengths for version in held], np.int64)
    places = np.flatnonzero(text)
    owners = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)[places]
    postings = inverted(text[places], owners, passages=len(lengths), vocabulary=len(numbers))
    texts: Columns = {"text_starts": offsets_of(lengths), "text_terms": text}
    starts, holding, counts = (postings[f"postings_{name}"] for name in ("starts", "rows", "counts"))
    return texts | postings | scanned(starts, holding, counts, lengths)


def _renumbered(version: PackedVersion, numbers: Mapping[str, int]) -> Ints:
    """The number in the segment of each of a version's terms."""
    renumbered = np.zeros(len(version.terms), np.int32)
    for term, number in numbers.items():
        own = version.numbers.get(term)
        if own is not None:
            renumbered[own] = number
    return renumbered


def _titles(held: Sequence[PackedVersion], numbers: Mapping[str, int]) -> Columns:
    pairs = sorted(
        (numbers[term], column)
        for column, version in enumerate(held)
        for term in version.title
        if term in numbers
    )
    lengths = np.bincount([number for number, _ in pairs], minlength=len(numbers)).astype(np.int64)
    return {
        "title_postings_starts": offsets_of(lengths),
        "title_postings_versions": np.array([column for _, column in pairs], np.int32),
    }


def _no_spellings() -> Columns:
    letters, offsets = Vocabulary.pack([])
    return {"word_letters": letters, "word_offsets": offsets, "word_counts": np.zeros(0, np.int32)}


def _joined(parts: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *parts]).astype(kind, copy=False)
