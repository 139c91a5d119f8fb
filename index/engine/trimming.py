"""A segment without some of its versions: the same that would be built from the others, in a fraction of the time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.met import Spoken, speakers_as_met
from index.engine.scanning import scanned
from index.engine.segment import Longs, Segment
from index.engine.vocabulary import Vocabulary, offsets_of

Mask = NDArray[np.bool_]
Arrays = dict[str, NDArray[Any]]


def without(segment: Segment, gone: Segment) -> Segment:
    """The segment without the versions of another one, which holds just what is to go."""
    old = segment.arrays
    versions = ~np.isin(segment.version_ids, gone.version_ids)
    rows = versions[segment.version_of]
    arrays = _columns(old, versions, rows)
    arrays |= _speakers(segment, arrays, versions, rows)
    arrays |= _terms(segment, versions, rows) | _spellings(segment, gone)
    arrays |= scanned(
        arrays["postings_starts"], arrays["postings_rows"], arrays["postings_counts"], arrays["lengths"]
    )
    return Segment({name: arrays[name] for name in old})


def _columns(old: Mapping[str, NDArray[Any]], versions: Mask, rows: Mask) -> Arrays:
    of_rows = ("passage_ids", "wordings", "lengths", "paragraphs", "headings", "questions", "holds")
    kept = {name: old[name][rows] for name in of_rows}
    kept |= {name: old[name][versions] for name in ("version_ids", "published")}
    kept["version_of"] = _renumbered(versions)[old["version_of"][rows]].astype(np.int32)
    kept["version_starts"] = offsets_of(np.diff(old["version_starts"])[versions])
    return kept


def _speakers(segment: Segment, kept: Arrays, versions: Mask, rows: Mask) -> Arrays:
    spoken = Spoken(
        segment.speakers[rows], segment.version_speakers[versions], kept["version_of"], kept["version_starts"]
    )
    return speakers_as_met(segment.speaker_names, spoken)


def _terms(segment: Segment, versions: Mask, rows: Mask) -> Arrays:
    old = segment.arrays
    text_kept = np.repeat(rows, segment.lengths)
    posted = _owners(old["postings_starts"])
    posting_kept = rows[old["postings_rows"]]
    titled = _owners(old["title_postings_starts"])
    title_kept = versions[old["title_postings_versions"]]
    used = np.zeros(len(segment.vocabulary), np.bool_)
    used[posted[posting_kept]] = True
    used[titled[title_kept]] = True
    number = _renumbered(used)
    names = [name for name, is_used in zip(segment.vocabulary, used.tolist(), strict=True) if is_used]
    letters, offsets = Vocabulary.pack(names)
    return {
        "term_letters": letters,
        "term_offsets": offsets,
        "text_starts": offsets_of(segment.lengths[rows].astype(np.int64)),
        "text_terms": number[old["text_terms"][text_kept]].astype(np.int32),
        "postings_starts": offsets_of(np.bincount(number[posted[posting_kept]], minlength=len(names))),
        "postings_rows": _renumbered(rows)[old["postings_rows"][posting_kept]].astype(np.int32),
        "postings_counts": old["postings_counts"][posting_kept],
        "title_postings_starts": offsets_of(np.bincount(number[titled[title_kept]], minlength=len(names))),
        "title_postings_versions": _renumbered(versions)[old["title_postings_versions"][title_kept]].astype(
            np.int32
        ),
    }


def _spellings(segment: Segment, gone: Segment) -> Arrays:
    counts = dict(zip(segment.spellings, segment.spelling_counts.tolist(), strict=True))
    for word, count in zip(gone.spellings, gone.spelling_counts.tolist(), strict=True):
        counts[word] -= count
    kept = [word for word, count in counts.items() if count]
    letters, offsets = Vocabulary.pack(kept)
    frequencies = np.array([counts[word] for word in kept], np.int32)
    return {"word_letters": letters, "word_offsets": offsets, "word_counts": frequencies}


def _owners(starts: Longs) -> Longs:
    """To which run each place belongs."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def _renumbered(kept: Mask) -> Longs:
    """The new number of each thing that is kept."""
    return np.cumsum(kept) - 1
