"""From what a question may be answered."""

from __future__ import annotations

from dataclasses import dataclass

from index.query import PUBLIC


@dataclass(frozen=True, slots=True)
class Scope:
    """The collections that may be searched, listed and counted where the question was asked."""

    collections: frozenset[str] = frozenset({PUBLIC})


PUBLIC_SCOPE = Scope()
