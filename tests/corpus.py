"""Small real indexes for tests: files on disk, SQLite in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.asking.desk import Desk, DeskParams
from index.indexer import run_job
from index.job import IndexJob
from index.language.lexicon import Lexicon
from index.report import IndexReport
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from index.store.library import StoreLibrary

SAMPLES = Path(__file__).parent.parent / "index" / "samples"
NATO_RELEASE = SAMPLES / "nato" / "2024-01-31-stoltenberg-heritage-foundation.txt"
NOW = datetime(2024, 2, 5, 12, tzinfo=UTC)


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder; the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def records(*rows: Mapping[str, object]) -> str:
    """The content of a .jsonl file."""
    return "".join(json.dumps(row) + "\n" for row in rows)


async def index_paths(database: Path, *paths: Path, force: bool = False) -> IndexReport:
    """Index files and folders into a database."""
    return await run_job(IndexJob(database, paths, force=force))


async def open_desk(
    database: Database, *, lexicon: Lexicon | None = None, params: DeskParams | None = None
) -> tuple[Desk, IndexSearcher]:
    """A desk over an open database."""
    lexicon = lexicon or Lexicon()
    searcher = IndexSearcher(database, SearchParams(), topics=lexicon.topics)
    await searcher.refresh()
    return Desk(searcher, StoreLibrary(database), lexicon, params or DeskParams()), searcher
