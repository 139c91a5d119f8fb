"""Errors of the index, each with a sentence that says what to do next.

IndexingError
├── ReleaseReadError    a file that holds no release that can be read
├── SegmentDamaged      a segment that does not hold what was written (it is rebuilt from the store)
├── CheckFailed         a new generation that is not fit to be answered from
├── NoSuchRelease       a handle that the collection does not know
├── NothingToChange     a change that cannot be made as things stand
├── StoreError          a database that cannot be used
├── ClusterUnavailable  no node of the cluster gave a whole answer in time
│   └── ClusterNotTrusted   none showed a certificate that is trusted here
├── ClusterRefused      the cluster does not do what was asked
├── NotInCluster        a collection that was not brought to the cluster, or by another version of the program
└── WriterRefused       another writer brings generations of a collection to the cluster
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class IndexingError(Exception):
    """Anything that goes wrong between a file and a searchable index."""


class ReleaseReadError(IndexingError):
    """A file, or a record of one, that cannot become a release; ``reason`` is for people."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class SegmentDamaged(IndexingError):
    """A segment file that is missing, cut short, altered, or of another format."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")
        self.path = path
        self.reason = reason


class StoreError(IndexingError):
    """A database that cannot be opened, read or written."""


class NoSuchRelease(IndexingError):
    """The collection knows no release by this handle."""

    def __init__(self, handle: str) -> None:
        super().__init__(
            f"No release of this collection is known as {handle}. List them to see which there are."
        )
        self.handle = handle


class CheckFailed(IndexingError):
    """A new generation that is not fit to be answered from; ``failures`` are sentences, and the old one stays."""

    def __init__(self, failures: Sequence[str]) -> None:
        super().__init__(
            f"The new index was not published, and the old one goes on answering. {' '.join(failures)}"
        )
        self.failures = failures


class NothingToChange(IndexingError):
    """A change that cannot be made as things stand; the sentence says why."""


class ClusterUnavailable(IndexingError):
    """No node of the cluster gave a whole answer in time; ``trouble`` is what the last one tried came to."""

    sentence = "The search cluster cannot answer at the moment. Try again in a minute."

    def __init__(self, trouble: str) -> None:
        # addresses of nodes are for the log, not for whoever asked
        super().__init__(self.sentence)
        self.trouble = trouble


class ClusterNotTrusted(ClusterUnavailable):
    """No node shows a certificate that this machine, or ``cluster_ca_file``, vouches for; asking again does not help."""

    sentence = (
        "The search cluster shows a certificate that is not trusted here. Whoever runs this bot names the "
        "authority behind it in cluster_ca_file."
    )


class ClusterRefused(IndexingError):
    """The cluster does not do what was asked: rights, settings, or another version of it."""

    def __init__(self, path: str, status: int, reason: str) -> None:
        super().__init__(f"The search cluster refuses {path} ({status}): {reason}")
        self.status = status
        self.reason = reason


class NotInCluster(IndexingError):
    """The cluster does not hold a collection as this program writes it; the sentence says what to do."""


class WriterRefused(IndexingError):
    """Another writer brings generations of a collection to the cluster."""

    def __init__(self, collection: str, owner: str) -> None:
        super().__init__(
            f"{collection} is brought to the cluster by another writer ({owner}). Push from there; "
            "if that one is gone for good, take its place with --take-over."
        )
        self.owner = owner
