"""Xapian; its idf is its own for terms in more than a third of the passages."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xapian

from tests.bench.peers.corpus import TermPassage
from tests.bench.peers.engine import K1, B, Engine, Found

_RELEASE = "XRELEASE"
"""Begins the term that names a passage's release; our terms have no capital letters."""


class Xapian(Engine):
    """A database for each thread; a passage's number is its document's, less one."""

    def version(self) -> str:
        """Of the package."""
        return f"Xapian {xapian.version_string()}"

    def build(self, passages: Iterable[TermPassage], folder: Path) -> None:
        """Index, then compact."""
        whole = xapian.WritableDatabase(str(folder / "loose"), xapian.DB_CREATE_OR_OVERWRITE)
        for passage in passages:
            whole.add_document(_document(passage))
        whole.commit()
        whole.compact(str(folder / "compact"))
        whole.close()
        for path in (folder / "loose").glob("*"):
            path.unlink()

    def open(self, folder: Path) -> None:
        """Open what was compacted."""
        self._path = str(folder / "compact")
        self._own = threading.local()

    def search(self, terms: Sequence[str], k: int) -> Any:
        """Any of the terms."""
        enquire = self._enquire
        enquire.set_query(xapian.Query(xapian.Query.OP_OR, list(terms)))
        return [(match.docid, match.weight) for match in enquire.get_mset(0, k)]

    def found(self, result: Any) -> Found:
        """Documents are numbered from 1."""
        return Found([number - 1 for number, _ in result], [weight for _, weight in result])

    def add(self, passages: Sequence[TermPassage]) -> None:
        """Commit and open anew."""
        changed = xapian.WritableDatabase(self._path, xapian.DB_OPEN)
        for passage in passages:
            changed.replace_document(passage.number + 1, _document(passage))
        self._commit(changed)

    def remove(self, release: int) -> None:
        """By the term that names the release."""
        changed = xapian.WritableDatabase(self._path, xapian.DB_OPEN)
        changed.delete_document(f"{_RELEASE}{release}")
        self._commit(changed)

    def _commit(self, changed: Any) -> None:
        changed.commit()
        changed.close()
        self._own = threading.local()

    @property
    def _enquire(self) -> Any:
        if not hasattr(self._own, "enquire"):
            self._own.enquire = xapian.Enquire(xapian.Database(self._path))
            # k2 and the shortest length that counts are Xapian's own: neither is part of BM25
            self._own.enquire.set_weighting_scheme(xapian.BM25Weight(K1, 0, 1, B, 0))
        return self._own.enquire


def _document(passage: TermPassage) -> Any:
    document = xapian.Document()
    for term in passage.terms:
        document.add_term(term)
    document.add_boolean_term(f"{_RELEASE}{passage.release}")
    return document


engine = Xapian
