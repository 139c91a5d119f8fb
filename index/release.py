"""The nouns of the index: a release, its versions, the passages of a version.

A *release* is a document as published and has one key for life. Each time its text or its facts
change it gets a new *version*. A *passage* is one sentence of a version: the unit that is
retrieved and cited. All offsets count characters (code points) of the version's stored text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NewType

ReleaseKey = NewType("ReleaseKey", str)
"""Address of the release, else its own id within its source, else its path within the source."""

PassageKey = NewType("PassageKey", str)
"""22 characters that stay the same when the release is indexed again; fits a Discord custom_id."""

VersionId = NewType("VersionId", int)
"""Row of a version in the store; internal, never shown to users."""

PassageId = NewType("PassageId", int)
"""Row of a passage in the store; internal, never shown to users."""


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters ``[start, end)``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a release, before it is stored.

    ``paragraph`` and ``sentence`` count from 1; ``heading`` marks a line that names what follows, ``question`` what a
    reporter asks.
    """

    paragraph: int
    sentence: int
    span: Span
    heading: bool = False
    speaker: str | None = None
    question: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A release as it read at one time, parsed: its facts, its text and its passages.

    ``assumed`` holds one sentence for each fact that the file did not state; ``voice`` is whom the release as a whole
    speaks for.
    """

    title: str
    published: date | None
    updated: str | None
    url: str | None
    speaker: str | None
    text: str
    passages: Sequence[Passage]
    assumed: Sequence[str] = field(default=())
    voice: str | None = None

    @property
    def content_hash(self) -> str:
        """Changes whenever anything changes that an answer could show."""
        facts = (self.title, str(self.published), self.updated, self.url, self.speaker, self.text)
        return _digest("\x1f".join(fact or "" for fact in facts), size=16)

    def quote(self, passage: Passage) -> str:
        """The passage's own words."""
        return self.text[passage.span.start : passage.span.end]


@dataclass(frozen=True, slots=True)
class Release:
    """A release's key together with its current version."""

    key: ReleaseKey
    version: Version


def passage_key(release: ReleaseKey, quote: str, ordinal: int) -> PassageKey:
    """Key of the ``ordinal``-th (from 0) passage of a release that reads ``quote``.

    It does not depend on what stands around the passage, so it survives edits elsewhere in the release.

    >>> len(passage_key(ReleaseKey("a.txt"), "Dependencies make us vulnerable.", 0))
    22
    """
    return PassageKey(_digest(f"{release}\x1f{quote}\x1f{ordinal}", size=11))


def release_handle(collection: str, source: str, release: ReleaseKey) -> str:
    """A short name for a release, for life: by its collection, its key and the source within which that is a key.

    >>> len(release_handle("public", "", ReleaseKey("https://nato.int/a")))
    17
    """
    return "#" + _digest(f"{collection}\x1f{source}\x1f{release}", size=8)


def name_handle(name: str) -> str:
    """A short name for a name of any length, in small or capital letters.

    >>> name_handle("Arms control") == name_handle("ARMS control")
    True
    """
    return _digest(name.casefold(), size=6)


def wording_hash(quote: str) -> int:
    """The same number for the same words, whatever their case, spacing or kind of quotation marks (signed 64 bits)."""
    words = " ".join(quote.translate(_PLAIN_QUOTES).casefold().split())
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big", signed=True)


_PLAIN_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'"})


def _digest(text: str, *, size: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()
