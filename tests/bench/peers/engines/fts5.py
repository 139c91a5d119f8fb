"""SQLite's FTS5; its k1 is 1.2, its b .75; it keeps the text beside the index, so that releases can be removed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.bench.peers.corpus import TermPassage
from tests.bench.peers.engine import Engine, Found

_TABLE = "CREATE VIRTUAL TABLE passages USING fts5(text, release UNINDEXED, tokenize = \"unicode61 tokenchars '.'\")"
_INSERT = "INSERT INTO passages (rowid, text, release) VALUES (?, ?, ?)"
_SEARCH = "SELECT rowid, rank FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
_REMOVE = "DELETE FROM passages WHERE release = ?"


class Fts5(Engine):
    """A connection for each thread."""

    def version(self) -> str:
        """Of the package."""
        return f"SQLite {sqlite3.sqlite_version}"

    def build(self, passages: Iterable[TermPassage], folder: Path) -> None:
        """Insert all in one transaction, then merge."""
        self.open(folder)
        self._connection.execute(_TABLE)
        self._insert(passages)
        self._connection.execute("INSERT INTO passages (passages) VALUES ('optimize')")
        self._connection.commit()

    def open(self, folder: Path) -> None:
        """Open the file."""
        self._path = folder / "fts5.db"
        self._own = threading.local()

    def search(self, terms: Sequence[str], k: int) -> Any:
        """Any of the terms."""
        wanted = " OR ".join(f'"{term}"' for term in terms)
        return self._connection.execute(_SEARCH, (wanted, k)).fetchall()

    def found(self, result: Any) -> Found:
        """Its ranks are scores below zero."""
        return Found([number for number, _ in result], [-rank for _, rank in result])

    def add(self, passages: Sequence[TermPassage]) -> None:
        """Insert and commit."""
        self._insert(passages)

    def remove(self, release: int) -> None:
        """Delete and commit."""
        with self._connection as connection:
            connection.execute(_REMOVE, (release,))

    def _insert(self, passages: Iterable[TermPassage]) -> None:
        rows = ((passage.number, " ".join(passage.terms), passage.release) for passage in passages)
        with self._connection as connection:
            connection.executemany(_INSERT, rows)

    @property
    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._own, "connection"):
            self._own.connection = sqlite3.connect(self._path)
        opened: sqlite3.Connection = self._own.connection
        return opened


engine = Fts5
