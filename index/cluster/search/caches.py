"""What questions have read from the cluster and never changes: versions, and document frequencies of an epoch."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from index.cluster.kept.documents import version_id
from index.cluster.kept.frequencies import asked_by_id, count_in
from index.cluster.kept.packing import unpacked
from index.cluster.search.asking import Asking
from index.cluster.search.numbering import NumberedVersion, NumberedVersions, Numbering
from index.cluster.search.proposing import Document, Place
from index.release import VersionId

_VERSION_BYTES = 128_000_000
_TERMS_NUMBERED = 500_000
_TERMS = 200_000


Key = tuple[str, str, VersionId, int]
"""In which indices, and of which collection, a version stands since when."""


class VersionCache:
    """Versions by their documents, those asked for last."""

    def __init__(self, most_bytes: int = _VERSION_BYTES, most_terms: int = _TERMS_NUMBERED) -> None:
        self._most = most_bytes
        self._most_terms = most_terms
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._numbering = Numbering()
        self._held: OrderedDict[Key, NumberedVersion] = OrderedDict()
        self._bytes = 0

    def read(self, asking: Asking, wanted: Mapping[Place, Sequence[Document]]) -> NumberedVersions:
        """The versions of some documents, read where they are not known.

        Raises:
            ClusterUnavailable: no node gave all of them in time.
        """
        numbering = self._current()
        versions: list[NumberedVersion] = []
        for place, documents in wanted.items():
            known = self._known(numbering, place, documents)
            lacking = [document for document in documents if document not in known]
            versions += known.values()
            if lacking:
                versions += self._fetched(asking, place, lacking, numbering)
        return NumberedVersions.of(numbering, versions)

    def _current(self) -> Numbering:
        with self._lock:
            if len(self._numbering) > self._most_terms:
                # questions under way keep the numbering that they began with
                self._begin()
            return self._numbering

    def _known(
        self, numbering: Numbering, place: Place, documents: Sequence[Document]
    ) -> dict[Document, NumberedVersion]:
        with self._lock:
            if numbering is not self._numbering:
                return {}
            keys = {document: (*_home(place), *document) for document in documents}
            known = {document: self._held[key] for document, key in keys.items() if key in self._held}
            for document in known:
                self._held.move_to_end(keys[document])
            return known

    def _fetched(
        self, asking: Asking, place: Place, lacking: Sequence[Document], numbering: Numbering
    ) -> list[NumberedVersion]:
        indices = place.serving.indices
        ids = [version_id(place.collection, document.version, document.born) for document in lacking]
        # whole documents: to leave parts out costs a node twice as much as to send them
        found = asking.documents(indices.versions, indices, {"ids": ids}, all_there=True)
        versions = [
            numbering.numbered(unpacked(document["_source"]["packed"]).apart(place.apart))
            for document in found
        ]
        with self._lock:
            if numbering is self._numbering:
                for document, version in zip(lacking, versions, strict=True):
                    self._keep((*_home(place), *document), version)
        return versions

    def _keep(self, key: Key, version: NumberedVersion) -> None:
        if key in self._held:
            return
        self._held[key] = version
        self._bytes += version.bytes
        while self._bytes > self._most:
            self._bytes -= self._held.popitem(last=False)[1].bytes


def _home(place: Place) -> tuple[str, str]:
    return place.serving.indices.name, place.collection


class FrequencyCache:
    """In how many passages of a collection's generation terms stand."""

    def __init__(self) -> None:
        self._held: dict[tuple[Place, str], int] = {}

    def read(self, asking: Asking, place: Place, terms: Sequence[str]) -> dict[str, int]:
        """The frequencies of some terms, read where they are not known; 0 for those that no passage holds.

        Raises:
            ClusterUnavailable: no node gave all of them in time.
        """
        lacking = [term for term in terms if (place, term) not in self._held]
        read = self._fetched(asking, place, lacking) if lacking else {}
        if len(self._held) > _TERMS:
            self._held.clear()
        self._held |= {(place, term): count for term, count in read.items()}
        return {term: read[term] if term in read else self._held[place, term] for term in terms}

    def _fetched(self, asking: Asking, place: Place, terms: Sequence[str]) -> dict[str, int]:
        indices = place.serving.indices
        body = asked_by_id(place.collection, terms)
        found = asking.documents(indices.terms, indices, body, all_there=False)
        return {term: count_in(document, place.serving) for term, document in zip(terms, found, strict=True)}
