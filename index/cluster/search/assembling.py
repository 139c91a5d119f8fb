"""A small segment of some versions that knows only a question's terms: what the engine needs to answer just that one.

In: versions from the cluster and the terms that the question may look for. Out: a segment as ``index.engine.builder`` makes
one, but that all other terms are one and the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cluster.search.numbering import NARROW, WIDE, NumberedVersion, NumberedVersions
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
"""Facts of passages, and what they are in a segment."""


def terms_of(query: Query) -> list[str]:
    """Every term that answering a query may look for."""
    others = (other.terms for term in query.terms for other in term.alternatives)
    runs = [*query.phrases, *query.date_terms, *others, query.speaker_terms]
    return list(
        dict.fromkeys([*(term.term for term in query.terms), *(word for run in runs for word in run)])
    )


def assembled(known: NumberedVersions, terms: Sequence[str]) -> Segment:
    """The segment of these versions."""
    held = known.versions
    vocabulary = [_ANY, *sorted(set(terms), key=str.encode)]
    # of each number of a term in these versions, its number in the segment
    renumbered = np.zeros(len(known.numbering), np.int32)
    for number, term in enumerate(vocabulary):
        own = known.numbering.number(term)
        if own is not None and own < len(renumbered):
            renumbered[own] = number
    letters, offsets = Vocabulary.pack(vocabulary)
    facts = _facts(held)
    arrays = _columns(held, facts) | _speakers(held, facts["speakers"], known.numbering.names)
    arrays |= _text(held, facts["lengths"], renumbered, len(vocabulary))
    arrays |= _titles(held, renumbered, len(vocabulary)) | _no_spellings()
    return Segment(arrays | {"term_letters": letters, "term_offsets": offsets})


def _facts(held: Sequence[NumberedVersion]) -> Columns:
    wide = np.concatenate([np.zeros((len(WIDE), 0), np.int64), *(version.wide for version in held)], axis=1)
    narrow = np.concatenate(
        [np.zeros((len(NARROW), 0), np.int32), *(version.narrow for version in held)], axis=1
    )
    return dict(zip((*WIDE, *NARROW), (*wide, *narrow), strict=True))


def _columns(held: Sequence[NumberedVersion], facts: Columns) -> Columns:
    passages = np.array([version.passages for version in held], np.int64)
    copied = {name: facts[fact].astype(kind, copy=False) for fact, (name, kind) in _COPIED.items()}
    return copied | {
        "version_of": np.repeat(np.arange(len(held), dtype=np.int32), passages),
        "version_ids": np.array([version.id for version in held], np.int64),
        "version_starts": offsets_of(passages),
        "published": np.array([version.published for version in held], np.int32),
    }


def _speakers(held: Sequence[NumberedVersion], speakers: Ints, names: Sequence[str]) -> Columns:
    voices = np.array([version.voice for version in held], np.int32)
    # one more place than there are names, which NOBODY (-1) finds
    speaks = np.zeros(len(names) + 1, np.bool_)
    speaks[speakers] = speaks[voices] = True
    speaks[NOBODY] = False
    numbers = np.where(speaks, np.cumsum(speaks, dtype=np.int32) - 1, np.int32(NOBODY))
    letters, offsets = Vocabulary.pack([names[number] for number in np.flatnonzero(speaks).tolist()])
    return {
        "speakers": numbers[speakers],
        "version_speakers": numbers[voices],
        "speaker_letters": letters,
        "speaker_offsets": offsets,
    }


def _text(
    held: Sequence[NumberedVersion], passage_lengths: Ints, renumbered: Ints, vocabulary: int
) -> Columns:
    text = renumbered[_joined([version.text for version in held])]
    lengths = passage_lengths.astype(np.int64)
    starts = offsets_of(lengths)
    # of truth values, which takes a fifth of the time
    places = np.flatnonzero(text != 0)
    # of half the width, which takes half of the time
    owners = np.repeat(np.arange(len(lengths), dtype=np.int32), passage_lengths)[places]
    postings = inverted(text[places], owners.astype(np.int64), passages=len(lengths), vocabulary=vocabulary)
    term_starts, holding, counts = (postings[f"postings_{name}"] for name in ("starts", "rows", "counts"))
    texts: Columns = {"text_starts": starts, "text_terms": text}
    return texts | postings | scanned(term_starts, holding, counts, lengths)


def _titles(held: Sequence[NumberedVersion], renumbered: Ints, vocabulary: int) -> Columns:
    numbers = renumbered[_joined([version.title for version in held])]
    columns = np.repeat(np.arange(len(held), dtype=np.int32), [len(version.title) for version in held])
    places = np.flatnonzero(numbers)
    in_order = places[np.argsort(numbers[places], kind="stable")]
    return {
        "title_postings_starts": offsets_of(np.bincount(numbers[places], minlength=vocabulary)),
        "title_postings_versions": columns[in_order],
    }


def _no_spellings() -> Columns:
    letters, offsets = Vocabulary.pack([])
    return {"word_letters": letters, "word_offsets": offsets, "word_counts": np.zeros(0, np.int32)}


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int32), *parts])
