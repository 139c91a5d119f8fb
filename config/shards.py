"""Shards: Discord parts servers among them by their ids, and a process of the bot takes some of them or all.

In: what an operator writes, "0-3/16". Out: the shards' numbers, and whether a server is among theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_SHARDS = 10_000

_PART = re.compile(
    r"""
    (?P<first>\d{1,6})           # a shard
    (?: - (?P<last>\d{1,6}) )?   # and those up to this one
    """,
    re.VERBOSE,
)
_FORM = "write the shards and how many there are in all, as in 0-3/16, 5/16 or 0,2-3/16"


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards that a process takes, of all that there are."""

    ids: tuple[int, ...] = (0,)
    count: int = 1

    @classmethod
    def parse(cls, text: str) -> Shards:
        """The shards of "0-3/16".

        Raises:
            ValueError: it says no such thing; the text says why, and what would be right.
        """
        listed, slash, count = text.replace(" ", "").partition("/")
        if not slash or not listed or not count.isdecimal():
            raise ValueError(f"{text}: {_FORM}")
        if not 1 <= int(count) <= MOST_SHARDS:
            raise ValueError(f"{text}: there may be 1 to {MOST_SHARDS:,} shards in all, not {int(count):,}")
        ids = [one for part in listed.split(",") for one in _range(part, text)]
        beyond = [one for one in ids if one >= int(count)]
        if beyond:
            raise ValueError(f"{text}: of {count} shards the last is {int(count) - 1}, not {beyond[0]}")
        if len(set(ids)) < len(ids):
            raise ValueError(f"{text}: names a shard twice")
        return cls(tuple(sorted(ids)), int(count))

    @property
    def is_all(self) -> bool:
        """Whether there are no others."""
        return len(self.ids) == self.count

    @property
    def has_first(self) -> bool:
        """Whether shard 0 is among them, which direct messages come to."""
        return 0 in self.ids

    def hold(self, server_id: int) -> bool:
        """Whether a server's events come to one of them.

        >>> [Shards((0, 1), 4).hold(number << 22) for number in (4, 5, 6, 7)]
        [True, True, False, False]
        """
        return shard_of(server_id, self.count) in self.ids

    @property
    def listed(self) -> str:
        """Their numbers as the setting takes them.

        >>> Shards.parse("3,0-1/16").listed
        '0-1,3'
        """
        runs: list[list[int]] = []
        for one in self.ids:
            if runs and runs[-1][-1] == one - 1:
                runs[-1].append(one)
            else:
                runs.append([one])
        return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)

    def __str__(self) -> str:
        return f"{self.listed}/{self.count}"


def shard_of(server_id: int, count: int) -> int:
    """Which of so many shards a server belongs to, by Discord's rule."""
    return (server_id >> 22) % count


def _range(part: str, text: str) -> Iterator[int]:
    found = _PART.fullmatch(part)
    if found is None:
        raise ValueError(f"{text}: {_FORM}")
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if last < first:
        raise ValueError(f"{text}: {part} counts backwards")
    # one beyond those that may be is enough to be refused
    yield from range(first, min(last, MOST_SHARDS) + 1)
