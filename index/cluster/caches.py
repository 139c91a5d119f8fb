"""What questions have read from the cluster and never changes: versions, and document frequencies of an epoch."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from index.cluster.asking import Asking
from index.cluster.frequencies import asked_by_id, count_in
from index.cluster.packing import PackedVersion, unpacked
from index.cluster.proposing import Place

_VERSION_BYTES = 128_000_000
_TERMS = 200_000

Document = tuple[Place, str]
"""A version's document: where it stands, and its id."""


class VersionCache:
    """Versions by their documents, those asked for last."""

    def __init__(self, most_bytes: int = _VERSION_BYTES) -> None:
        self._most = most_bytes
        self._held: OrderedDict[tuple[str, str], PackedVersion] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def read(self, asking: Asking, wanted: Mapping[Place, Sequence[str]]) -> list[PackedVersion]:
        """The versions of some documents, read where they are not known.

        Raises:
            ClusterUnavailable: no node gave all of them in time.
        """
        versions = []
        for place, ids in wanted.items():
            known = self._known(place, ids)
            lacking = [id_ for id_ in ids if id_ not in known]
            if lacking:
                known |= self._fetched(asking, place, lacking)
            versions += [known[id_] for id_ in ids]
        return versions

    def _known(self, place: Place, ids: Sequence[str]) -> dict[str, PackedVersion]:
        name = place.serving.indices.name
        with self._lock:
            known = {id_: self._held[name, id_] for id_ in ids if (name, id_) in self._held}
            for id_ in known:
                self._held.move_to_end((name, id_))
        return known

    def _fetched(self, asking: Asking, place: Place, ids: Sequence[str]) -> dict[str, PackedVersion]:
        indices = place.serving.indices
        body = {"docs": [{"_id": id_, "_source": ["packed"]} for id_ in ids]}
        found = asking.documents(indices.versions, indices, body, all_there=True)
        versions = {
            document["_id"]: unpacked(document["_source"]["packed"]).apart(place.apart) for document in found
        }
        with self._lock:
            for id_, version in versions.items():
                self._keep((indices.name, id_), version)
        return versions

    def _keep(self, key: tuple[str, str], version: PackedVersion) -> None:
        if key not in self._held:
            self._held[key] = version
            self._bytes += version.bytes
        while self._bytes > self._most and len(self._held) > 1:
            self._bytes -= self._held.popitem(last=False)[1].bytes


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
