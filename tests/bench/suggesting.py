"""How long suggestions take while someone types, over a catalogue made up of ``TITLES`` releases."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from index.catalogue import NamesInMemory, Popular, Shelf
from index.language.naming import Names
from index.query import PUBLIC, TitledRelease
from index.release import VersionId, name_handle

TITLES = 100_000
SPEAKERS = 20_000
_WORDS = 40_000
_SEED = 20_240_131
_LIMIT = 25
_ALLOWED_MS = 100

_TYPED = (
    "",
    "e",
    "st",
    "secretary",
    "e a",
    "general of the",
    "zzgroup vvisit",
    "stoltenburg",
    "ministerial xqv",
)


def main() -> None:
    """Print the slowest suggestion of each kind, and what it is of the time that it may take."""
    began = time.perf_counter()
    catalogue = made_up_catalogue()
    print(
        f"catalogue           {time.perf_counter() - began:8.1f} s for {TITLES:,} titles, {_peak_mb():,.0f} MB"
    )
    scope = frozenset({PUBLIC})
    for kind, suggest in (("titles", catalogue.titles), ("speakers", catalogue.speakers)):
        slowest = max(_seconds(suggest, typed, scope) for typed in _TYPED)
        share = 1_000 * slowest / _ALLOWED_MS
        print(f"suggesting {kind:<8} {1_000 * slowest:8.1f} ms at most, {share:.2f} of {_ALLOWED_MS} ms")


def made_up_catalogue() -> NamesInMemory:
    """A catalogue of titles and speakers whose words are made up, frequent ones and rare ones."""
    draw = random.Random(_SEED)
    words = ["secretary", "general", "of", "the", "ministerial", "stoltenberg"]
    words += ["".join(draw.choices("aeioubcdfgklmnprst", k=draw.randint(3, 12))) for _ in range(_WORDS)]
    shares = [1 / rank for rank in range(1, len(words) + 1)]
    drawn = iter(draw.choices(words, shares, k=12 * TITLES))
    titles = [" ".join(next(drawn) for _ in range(draw.randint(6, 12))).capitalize() for _ in range(TITLES)]
    last = date(2026, 1, 1)
    releases = [
        TitledRelease(f"#{name_handle(str(n))}", title, last - timedelta(days=n // 10), VersionId(n))
        for n, title in enumerate(titles)
    ]
    people = [" ".join(draw.sample(words, 2)).title() for _ in range(SPEAKERS)]
    shelf = Shelf(
        releases,
        {release.handle: release for release in releases},
        Names(titles),
        Popular({name: draw.randint(1, 5_000) for name in people}),
        Popular({}),
        np.zeros(0, np.int64),
        (),
    )
    return NamesInMemory({PUBLIC: shelf})


def _seconds(suggest: Callable[..., object], typed: str, scope: frozenset[str]) -> float:
    began = time.perf_counter()
    suggest(typed, collections=scope, limit=_LIMIT)
    return time.perf_counter() - began


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


if __name__ == "__main__":
    main()
