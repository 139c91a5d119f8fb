"""What a segment is built from: a version with its passages, as the engine needs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.release import PassageId, VersionId


@dataclass(frozen=True, slots=True)
class PassageEntry:
    """A passage as the engine needs it."""

    id: PassageId
    quote: str
    wording: int
    paragraph: int
    heading: bool
    speaker: str | None = None
    question: bool = False


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A version as the engine needs it, passages in reading order."""

    id: VersionId
    title: str
    published: date | None
    passages: Sequence[PassageEntry]
    speaker: str | None = None
