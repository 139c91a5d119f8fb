"""Indexing in a child process: progress comes through, and what goes wrong there is said here."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.reindexing import Reindexer
from config.settings import Settings
from index.errors import IndexingError
from index.job import IndexJob
from index.language.speakers.lexicon import SpeakerLexicon
from index.report import Phase, Progress
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from tests.corpus import write_files


async def test_progress_of_each_phase_comes_through_and_what_is_published_is_searched(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write_files(tmp_path / "more", {f"{n}.txt": f"Title {n}\n\nSentence {n}." for n in range(3)})
    told: list[Progress] = []
    async with Database.open(tmp_path / "a.db") as database:
        searcher = IndexSearcher(database, SearchParams())
        reindexer = Reindexer(settings, searcher, SpeakerLexicon(()))

        report = await reindexer.carry_out(IndexJob(tmp_path / "a.db", [folder], "7/own"), told.append)

        assert report.added == 3
        assert searcher.snapshot.collections == ["7/own"]
        phases = [Phase.READING, Phase.BUILDING, Phase.CHECKING]
        assert phases == list(dict.fromkeys(progress.phase for progress in told))
        assert told[-1].done == told[-1].of


async def test_a_check_that_fails_in_the_child_is_told_with_its_sentence(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write_files(tmp_path / "more", {"a.txt": "Title\n\nA sentence."})
    async with Database.open(tmp_path / "a.db") as database:
        reindexer = Reindexer(settings, IndexSearcher(database, SearchParams()), SpeakerLexicon(()))
        await reindexer.carry_out(IndexJob(tmp_path / "a.db", [folder]))
        (folder / "a.txt").unlink()

        with pytest.raises(IndexingError, match="would be removed"):
            await reindexer.carry_out(IndexJob(tmp_path / "a.db", [folder]))


async def test_job_that_is_cancelled_while_its_child_starts_leaves_the_next_one_free_to_run(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write_files(tmp_path / "more", {"a.txt": "Title\n\nA sentence."})
    async with Database.open(tmp_path / "a.db") as database:
        reindexer = Reindexer(settings, IndexSearcher(database, SearchParams()), SpeakerLexicon(()))
        job = asyncio.create_task(reindexer.carry_out(IndexJob(tmp_path / "a.db", [folder])))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job

        assert not reindexer.running
        assert 1 == (await reindexer.carry_out(IndexJob(tmp_path / "a.db", [folder]))).added
