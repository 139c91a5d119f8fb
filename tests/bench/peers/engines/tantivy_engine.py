"""Tantivy; its k1 is 1.2, its b .75, and lengths are kept in a byte."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy

from tests.bench.peers.corpus import TermPassage
from tests.bench.peers.engine import Engine, Found

_HEAP = 256_000_000


class Tantivy(Engine):
    """One writer thread, so that passages keep their order, and one segment, which answers fastest."""

    def version(self) -> str:
        """Of the package."""
        return f"Tantivy {version('tantivy')}"

    def build(self, passages: Iterable[TermPassage], folder: Path) -> None:
        """Index with frequencies, without positions."""
        self._take(tantivy.Index(_schema(), path=str(folder)))
        self._write(passages)

    def open(self, folder: Path) -> None:
        """Open the folder."""
        self._take(tantivy.Index.open(str(folder)))

    def search(self, terms: Sequence[str], k: int) -> Any:
        """Any of the terms."""
        wanted = [(tantivy.Occur.Should, self._term("text", term)) for term in terms]
        return self._searcher.search(tantivy.Query.boolean_query(wanted), k, count=False)

    def found(self, result: Any) -> Found:
        """By the number that each passage keeps in a column."""
        numbers = self._searcher.fast_field_values("number", [address for _, address in result.hits])
        return Found([int(number) for number in numbers], [score for score, _ in result.hits])

    def add(self, passages: Sequence[TermPassage]) -> None:
        """Commit and open anew."""
        self._write(passages)

    def remove(self, release: int) -> None:
        """By the release's number."""
        writer = self._index.writer(_HEAP, 1)
        writer.delete_documents("release", release)
        writer.commit()
        self._take(self._index)

    def _write(self, passages: Iterable[TermPassage]) -> None:
        writer = self._index.writer(_HEAP, 1)
        for passage in passages:
            writer.add_document(
                tantivy.Document(text=" ".join(passage.terms), number=passage.number, release=passage.release)
            )
        writer.commit()
        writer.wait_merging_threads()
        self._take(self._index)

    def _take(self, index: Any) -> None:
        index.reload()
        self._index, self._schema = index, index.schema
        self._searcher = index.searcher()

    def _term(self, field: str, value: Any) -> Any:
        return tantivy.Query.term_query(self._schema, field, value, "freq")


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("number", fast=True)
    builder.add_integer_field("release", indexed=True)
    return builder.build()


engine = Tantivy
