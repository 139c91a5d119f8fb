"""The passages that every engine gets: terms of our analyzer, in files that every engine's process reads.

A line is a passage: its release's number, a tab, its terms with blanks between them. Passages are numbered from 0 in the
order of lines. Passages without a term are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TermPassage:
    """A passage as every engine gets it."""

    number: int
    release: int
    terms: list[str]


def write_passages(path: Path, passages: Iterable[TermPassage]) -> None:
    """Write the file of these passages."""
    with path.open("w", encoding="ascii") as file:
        file.writelines(f"{passage.release}\t{' '.join(passage.terms)}\n" for passage in passages)


def read_passages(path: Path, *, first: int = 0) -> Iterator[TermPassage]:
    """The passages of a file, numbered from ``first`` on."""
    with path.open(encoding="ascii") as file:
        for number, line in enumerate(file, start=first):
            release, terms = line.rstrip("\n").split("\t")
            yield TermPassage(number, int(release), terms.split(" "))
