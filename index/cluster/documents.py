"""Documents as they are written: a version and its passages in, actions out, and what becomes of them when it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.cluster.bulk import Action
from index.cluster.layout import Indices, bag, tag, token
from index.cluster.packing import PackedVersion
from index.engine.segment import NOBODY
from index.release import VersionId


def version_id(collection: str, version: VersionId, born: int) -> str:
    """The id of a version's document."""
    return f"{tag(collection)}.{version}.{born}"


def passage_id(collection: str, passage: int, born: int) -> str:
    """The id of a passage's document."""
    return f"{tag(collection)}.{passage}.{born}"


def term_id(collection: str, term: str) -> str:
    """The id of a term's document."""
    return f"{tag(collection)}.{token(term)}"


@dataclass(frozen=True, slots=True)
class Birth:
    """Where documents are written, for which collection, and from which epoch on they count."""

    collection: str
    indices: Indices
    epoch: int

    def of(self, version: PackedVersion) -> Iterator[Action]:
        """All documents of a version; a reporter's question is never found, and has none."""
        shared: dict[str, Any] = {
            "collection": self.collection,
            "born": self.epoch,
            "version": version.id,
            "day": version.published,
        }
        name = version_id(self.collection, version.id, self.epoch)
        words = {
            "title": " ".join(token(term) for term in version.title),
            "text": " ".join(token(term) for term in version.terms),
        }
        yield self._index(self.indices.versions, name, shared | words | {"packed": version.packed()})
        for place, terms in enumerate(version.passage_terms):
            if not version.questions[place]:
                id_ = int(version.ids[place])
                fields = shared | _passage(version, place, terms) | {"of": name}
                yield self._index(self.indices.passages, passage_id(self.collection, id_, self.epoch), fields)

    def _index(self, index: str, id_: str, fields: dict[str, Any]) -> Action:
        return Action("index", index, id_, fields, self.indices.routing)


@dataclass(frozen=True, slots=True)
class Death:
    """From which epoch on documents count no longer."""

    collection: str
    indices: Indices
    epoch: int

    def of(self, version: PackedVersion, born: int) -> Iterator[Action]:
        """The mark at all documents of a version."""
        yield self._mark(self.indices.versions, version_id(self.collection, version.id, born))
        for id_ in version.ids[version.questions == 0].tolist():
            yield self._mark(self.indices.passages, passage_id(self.collection, id_, born))

    def _mark(self, index: str, id_: str) -> Action:
        return Action("update", index, id_, {"died": self.epoch}, self.indices.routing)


def _passage(version: PackedVersion, place: int, terms: Sequence[str]) -> dict[str, Any]:
    tokens = [token(term) for term in terms]
    fields: dict[str, Any] = {
        "terms": " ".join(tokens),
        "bag": bag(tokens),
        "order": int(version.ids[place]),
    }
    speaker = int(version.speakers[place])
    if speaker != NOBODY:
        fields["speaker"] = version.names[speaker]
    elif version.voice is not None:
        fields["issuer"] = version.voice
    return fields
