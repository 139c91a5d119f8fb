"""Documents as they are written: a version and its passages in, actions out, and what becomes of them when it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.cluster.kept.layout import NO_EPOCH, Indices, bag, tag, token
from index.cluster.kept.packing import PackedVersion
from index.cluster.kept.texts import text_fields
from index.cluster.wire.bulk import Action
from index.engine.segment import NOBODY
from index.release import VersionId
from index.store.texts import StoredText


def version_id(collection: str, version: VersionId, born: int) -> str:
    """The id of a version's document."""
    return f"{tag(collection)}.{version}.{born}"


def passage_id(collection: str, passage: int, born: int) -> str:
    """The id of a passage's document."""
    return f"{tag(collection)}.{passage}.{born}"


def names_id(collection: str, epoch: int, chunk: int) -> str:
    """The id of a part of a generation's names."""
    return f"{tag(collection)}.{epoch}.{chunk}"


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
                fields = shared | _passage(version, place, terms)
                yield self._index(self.indices.passages, passage_id(self.collection, id_, self.epoch), fields)

    def shown(self, text: StoredText, *, past: bool = False) -> Action:
        """A version as it is shown; one of the ``past`` is of no epoch, and shown where somebody has kept its passages."""
        release = text.whole.release
        fields: dict[str, Any] = {
            "collection": self.collection,
            "born": self.epoch,
            "version": release.version,
            "day": release.published.toordinal() if release.published else 0,
        }
        died = {"died": NO_EPOCH} if past else {}
        id_ = version_id(self.collection, release.version, self.epoch)
        return self._index(self.indices.texts, id_, fields | died | text_fields(text))

    def names(self, packed: Sequence[str]) -> Iterator[Action]:
        """The names of the generation."""
        for chunk, part in enumerate(packed):
            fields = {"collection": self.collection, "epoch": self.epoch, "packed": part}
            yield self._index(self.indices.names, names_id(self.collection, self.epoch, chunk), fields)

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
        name = version_id(self.collection, version.id, born)
        yield self._mark(self.indices.versions, name)
        if self.indices.shows:
            yield self._mark(self.indices.texts, name)
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
        "wording": int(version.wordings[place]),
    }
    speaker = int(version.speakers[place])
    if speaker != NOBODY:
        fields["speaker"] = version.names[speaker]
    elif version.voice is not None:
        fields["issuer"] = version.voice
    return fields
