"""What a cluster holds, and how: names of indices, mappings, the similarity, and terms as it takes them.

A collection of its own indices has a name with a number, another one each time it is built anew; the private collections
of servers share theirs, told apart by the field ``collection`` and kept together by routing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.engine.ranker import Bm25Params

LAYOUT = 2
"""Changes with what stands below: what was written by another layout is pushed anew."""

PASSAGES, VERSIONS, TERMS, TEXTS, NAMES = "passages", "versions", "terms", "texts", "names"

NO_EPOCH = 0
"""Before all epochs."""

_LONGEST_TERM = 200
"""In bytes: Lucene's whitespace tokenizer splits at 255 letters, and an id holds 512 bytes."""

Body = Mapping[str, Any]

_LIVE: Body = {"collection": {"type": "keyword"}, "born": {"type": "long"}, "died": {"type": "long"}}
_DAY: Body = {"type": "integer"}
_NUMBER: Body = {"type": "long"}
_NAME: Body = {"type": "keyword"}


@dataclass(frozen=True, slots=True)
class Indices:
    """The indices that a collection stands in; ``routing`` is what its documents are kept together by, if they are."""

    name: str
    routing: str | None = None

    @property
    def passages(self) -> str:
        """One document a passage that may answer."""
        return f"{self.name}-{PASSAGES}"

    @property
    def versions(self) -> str:
        """One document a version, with all of its passages."""
        return f"{self.name}-{VERSIONS}"

    @property
    def terms(self) -> str:
        """One document a term: in how many passages it stands."""
        return f"{self.name}-{TERMS}"

    @property
    def texts(self) -> str:
        """One document a version, as it is shown; also those that no generation holds any longer."""
        return f"{self.name}-{TEXTS}"

    @property
    def names(self) -> str:
        """A few documents a generation: the names that it is looked up by."""
        return f"{self.name}-{NAMES}"

    @property
    def shows(self) -> bool:
        """Whether texts and names are there: those of a server's own collection only the process shows that owns it."""
        return self.routing is None

    @property
    def kinds(self) -> Sequence[str]:
        """Which there are."""
        searched = (PASSAGES, VERSIONS, TERMS)
        return (*searched, TEXTS, NAMES) if self.shows else searched

    @property
    def all(self) -> Sequence[str]:
        """All of them."""
        return [f"{self.name}-{kind}" for kind in self.kinds]


def own_indices(prefix: str, collection: str, number: int) -> Indices:
    """The indices of a collection that has its own; a new number is a new build."""
    return Indices(f"{prefix}-{tag(collection)}-{number}")


def shared_indices(prefix: str, collection: str, written_as: str) -> Indices:
    """The indices that private collections share which are written in the same way."""
    return Indices(f"{prefix}-private-{tag(written_as)}", routing=collection)


def is_private(collection: str) -> bool:
    """Whether a collection is a server's own."""
    return "/" in collection


def heads_index(prefix: str) -> str:
    """Where the heads of all collections stand."""
    return f"{prefix}-heads"


def tag(collection: str) -> str:
    """A short name of a collection that is fit for an index's name and for an id."""
    return hashlib.blake2b(collection.encode(), digest_size=6).hexdigest()


def token(term: str) -> str:
    """A term as the cluster takes it: one that is too long becomes its hash.

    >>> token("china")
    'china'
    """
    if len(term.encode()) <= _LONGEST_TERM:
        return term
    return "\x02" + hashlib.blake2b(term.encode(), digest_size=16).hexdigest()


def bag(terms: Sequence[str]) -> str:
    """The same for passages that hold the same terms equally often."""
    return hashlib.blake2b(" ".join(sorted(terms)).encode(), digest_size=16).hexdigest()


def definition(kind: str, *, mean_length: float, bm25: Bm25Params, loading: bool, shards: int) -> Body:
    """Settings and mapping of a new index; ``loading`` leaves copies and refreshes for when it is full."""
    # a handful of documents needs no parts
    settings: dict[str, Any] = {"refresh_interval": "-1", "number_of_shards": 1 if kind == NAMES else shards}
    settings |= {"number_of_replicas": 0} if loading else {"auto_expand_replicas": "0-1"}
    if kind == PASSAGES:
        settings["similarity"] = {"passage": _similarity(mean_length, bm25)}
    mapping = {"dynamic": False, "_meta": {"mean_length": mean_length}, "properties": _PROPERTIES[kind]}
    return {"settings": {"index": settings}, "mappings": mapping}


def _similarity(mean_length: float, bm25: Bm25Params) -> Body:
    """BM25 but for the idf, which comes with the question: neither shards nor deleted documents change a score."""
    k1, b = bm25.k1, bm25.b
    length = f"({1 - b!r}+{b!r}*doc.length/{mean_length!r})"
    source = f"return query.boost*doc.freq*{k1 + 1!r}/(doc.freq+{k1!r}*{length});"
    return {"type": "scripted", "script": {"source": source}}


_PROPERTIES: Mapping[str, Body] = {
    PASSAGES: {
        **_LIVE,
        "terms": {
            "type": "text",
            "analyzer": "whitespace",
            "index_options": "freqs",
            "similarity": "passage",
        },
        "bag": _NAME,
        "order": _NUMBER,
        "wording": _NUMBER,
        "version": _NUMBER,
        "day": _DAY,
        "speaker": _NAME,
        "issuer": _NAME,
    },
    VERSIONS: {
        **_LIVE,
        "title": {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False},
        "text": {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False},
        "version": _NUMBER,
        "day": _DAY,
    },
    TERMS: {"collection": {"type": "keyword"}},
    TEXTS: {
        **_LIVE,
        "release": _NAME,
        "version": _NUMBER,
        "day": _DAY,
        "rows": _NUMBER,
        "keys": _NAME,
    },
    NAMES: {"collection": {"type": "keyword"}, "epoch": {"type": "long"}},
}
