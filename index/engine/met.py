"""Numbers speakers in the order in which a builder meets them: of each version whom it speaks for, then who speaks in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.segment import NOBODY, Ints, Longs
from index.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Spoken:
    """Speakers by some number, or NOBODY: of passages, and of versions, each with the first row of its passages."""

    of_passages: Ints
    of_versions: Ints
    version_of: Ints
    version_starts: Longs


def speakers_as_met(names: Sequence[str], spoken: Spoken) -> dict[str, NDArray[Any]]:
    """The arrays of a segment that tell who speaks; of the names, which are numbered otherwise, those that are met."""
    columns = np.arange(len(spoken.of_versions))
    met = np.full(len(spoken.of_passages) + len(columns), NOBODY, np.int64)
    met[spoken.version_starts[:-1] + columns] = spoken.of_versions
    met[np.arange(len(spoken.of_passages)) + spoken.version_of + 1] = spoken.of_passages
    numbers, first = np.unique(met, return_index=True)
    order = [int(number) for number in numbers[np.argsort(first)] if number != NOBODY]
    # one more place than there are names, which NOBODY (-1) finds
    renumbered = np.full(len(names) + 1, NOBODY, np.int32)
    renumbered[order] = np.arange(len(order), dtype=np.int32)
    letters, offsets = Vocabulary.pack([names[number] for number in order])
    return {
        "speakers": renumbered[spoken.of_passages],
        "version_speakers": renumbered[spoken.of_versions],
        "speaker_letters": letters,
        "speaker_offsets": offsets,
    }
