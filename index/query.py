"""What is asked of the index and what comes back: Query in, Hits out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Flag
from typing import Literal, TypeAlias

from index.release import PassageId, PassageKey, ReleaseKey, VersionId

PUBLIC = "public"
"""The collection that every server may search and none may change."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from ``start`` up to but not including ``end``; None leaves that side open."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"a date range ends after it starts, not {self.start} to {self.end}")

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class AnswerType(Flag):
    """What kind of thing a question asks for; a passage may hold several."""

    NONE = 0
    WHEN = 1
    HOW_MUCH = 2
    WHO = 4
    WHERE = 8


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way of saying a term: a run of terms, how much it counts (1: the same thing), and its words for people."""

    terms: tuple[str, ...]
    weight: float = 1.0
    words: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A term to look for and the word, as typed, that it came from.

    ``weight`` is below 1 for what was taken over from an earlier question.
    """

    term: str
    word: str
    weight: float = 1.0
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    ``terms`` are distinct, in the question's order. ``phrases`` are runs of terms of which one must
    stand in the passage side by side (none: no such condition). ``dates`` are days of which one is asked for,
    ``date_terms`` the runs of terms that name them in a text. ``speakers`` are the people who may be meant by the
    name asked for, ``speaker_terms`` that name. ``newest`` prefers what was published last, ``releases`` those that
    answered an earlier question.
    """

    terms: Sequence[QueryTerm] = ()
    phrases: Sequence[Sequence[str]] = ()
    dates: Sequence[DateRange] = ()
    date_terms: Sequence[tuple[str, ...]] = ()
    collections: frozenset[str] = frozenset({PUBLIC})
    speakers: frozenset[str] = frozenset()
    speaker_terms: Sequence[str] = ()
    asks_for: AnswerType = AnswerType.NONE
    newest: bool = False
    releases: frozenset[VersionId] = frozenset()


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a hit's score: the shares of a hit sum to its score."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells whether a passage answers; all but ``terms`` are shares from 0 to 1, mostly of the question's idf mass.

    Found in the passage or anywhere around it (``coverage``), in the sentence (``own``), there or close by (``near``), in
    the title; ``rarest``: how near the rarest term stands (1: in the sentence); ``unknown``: in no release at all;
    ``run``: in one run of words; ``terms``: how many the question has, its day and speaker counted where they are met; ``holds``: 1 if the passage holds the kind of thing asked for, or none is.
    """

    coverage: float
    own: float
    near: float
    title: float
    rarest: float
    unknown: float
    run: float
    holds: float
    terms: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query.

    ``score`` orders hits; it is not a probability and is never shown as confidence. ``bm25`` is the
    first stage's score, 0 where the passage was admitted by its title or neighbours.
    ``signals`` tell whether it answers.
    ``matched`` are the terms in the passage itself, ``found`` those in it or around it.
    ``in_days`` and ``by_speaker`` say whether it meets what the question asked of day and speaker.
    ``repeated_in`` are passages of other releases that say the same words.
    """

    passage: PassageId
    version: VersionId
    score: float
    bm25: float
    signals: Signals
    matched: frozenset[str]
    found: frozenset[str] = frozenset()
    shares: Sequence[Share] = ()
    in_days: bool = True
    by_speaker: bool = True
    speaker: str | None = None
    repeated_in: Sequence[PassageId] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """Hits, best first, and the query words that no release of the searched collections holds.

    ``exact`` is False where it was not proven that no better passage was left out.
    """

    best: Sequence[Hit] = ()
    unknown: Sequence[str] = ()
    total: int = 0
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """A release as it is named in a citation or a list."""

    key: ReleaseKey
    version: VersionId
    title: str
    published: date | None
    url: str | None


@dataclass(frozen=True, slots=True)
class TitledRelease:
    """A release as it is suggested by its title; ``handle`` is short, and the same after it was indexed again."""

    handle: str
    title: str
    published: date | None
    version: VersionId


@dataclass(frozen=True, slots=True)
class ListedPassage:
    """A passage of a list: which of the terms looked for it holds, and passages of other releases that say the same."""

    passage: PassageId
    matched: frozenset[str] = frozenset()
    repeated_in: Sequence[PassageId] = ()


@dataclass(frozen=True, slots=True)
class PassageList:
    """Some passages of a longer list, with the list's whole length."""

    passages: Sequence[ListedPassage] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage read back from the store, with the release that it stands in.

    ``start`` and ``end`` count characters of the release's stored text.
    """

    id: PassageId
    key: PassageKey
    release: ReleaseSummary
    paragraph: int
    sentence: int
    start: int
    end: int
    quote: str
    speaker: str | None


Standing: TypeAlias = Literal["current", "changed", "withdrawn"]
"""Whether a passage stands in its release as that reads now; if not, whether there still is a release."""


@dataclass(frozen=True, slots=True)
class PassageContext:
    """A passage within its paragraph: ``before + passage.quote + after`` is the paragraph's text.

    ``now`` is the sentence that stands in its place where the release has changed; None where none is like it.
    """

    passage: StoredPassage
    before: str
    after: str
    standing: Standing = "current"
    now: str | None = None


@dataclass(frozen=True, slots=True)
class WholeRelease:
    """A release as it read in one version, its passages in reading order.

    ``speaker`` is whom the release itself names, ``current`` is False where it has a newer version or was withdrawn.
    """

    release: ReleaseSummary
    speaker: str | None
    text: str
    passages: Sequence[StoredPassage]
    current: bool


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """Some releases of a longer list, with the list's whole length.

    ``leads`` holds the first passage of each release, in the same order (None: it has none).
    """

    releases: Sequence[ReleaseSummary] = ()
    leads: Sequence[StoredPassage | None] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is indexed: how many releases and passages, of which days, as of when (ISO 8601, UTC)."""

    releases: int = 0
    passages: int = 0
    first: date | None = None
    last: date | None = None
    updated: str | None = None
    indexed_since: str | None = field(default=None)
