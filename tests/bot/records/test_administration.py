"""What servers chose, what they share, what was done there, and what is still to be done."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.records.audit import AuditEntry
from bot.records.jobs import Job
from bot.records.records import Records
from bot.records.servers import ServerSettings

NOW = datetime(2024, 2, 5, 12, tzinfo=UTC)
ENTRY = AuditEntry(1, 2, NOW, "release remove", "#abc", "live", "removed")
JOB = Job("1/press", full=True, server_id=1, channel_id=3, actor_id=2, asked_at=NOW)


@pytest_asyncio.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    async with Records.open(tmp_path / "a.db") as records:
        yield records


async def test_choice_and_shares_outlast_a_restart(tmp_path: Path) -> None:
    async with Records.open(tmp_path / "a.db") as records:
        await records.servers.choose(1, ServerSettings(5, 6))
        await records.servers.share("1/press", 2)
    async with Records.open(tmp_path / "a.db") as records:
        assert ServerSettings(5, 6) == records.servers.of(1)
        assert ServerSettings() == records.servers.of(2)
        assert ["1/press"] == records.servers.shared_with(2)
        assert [2] == records.servers.sharing("1/press")


async def test_server_that_leaves_takes_its_shares_along(records: Records) -> None:
    await records.servers.share("1/press", 2)
    await records.servers.share("3/press", 1)

    await records.servers.forget(1)

    assert [] == records.servers.shared_with(2)
    assert [] == records.servers.shared_with(1)


async def test_audit_is_read_newest_first_by_server(records: Records) -> None:
    await records.audit.add(ENTRY)
    await records.audit.add(AuditEntry(1, 2, NOW + timedelta(hours=1), "reindex", "press"))
    await records.audit.add(AuditEntry(9, 2, NOW, "reindex", "press"))

    entries = await records.audit.entries(1, limit=10)

    assert ["reindex", "release remove"] == [entry.action for entry in entries]
    assert ENTRY == entries[1]
    assert (2, 1) == (await records.audit.count(1), await records.audit.count_since(1, "reindex", NOW))


@pytest.mark.parametrize("statement", ["DELETE FROM audit", "UPDATE audit SET actor_id = 7"])
async def test_audit_is_neither_changed_nor_shortened_by_anyone(tmp_path: Path, statement: str) -> None:
    async with Records.open(tmp_path / "a.db") as records:
        await records.audit.add(ENTRY)
    database = sqlite3.connect(tmp_path / "a.db")

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute(statement)
    database.close()


async def test_audit_goes_with_its_server_and_no_other(records: Records) -> None:
    await records.audit.add(ENTRY)
    await records.audit.add(AuditEntry(9, 2, NOW, "reindex", "press"))

    await records.audit.forget_server(1)

    assert (0, 1) == (await records.audit.count(1), await records.audit.count(9))


async def test_open_jobs_are_found_again_until_they_are_done(tmp_path: Path) -> None:
    async with Records.open(tmp_path / "a.db") as records:
        job = await records.jobs.add(JOB)
        await records.jobs.announced(job, 77)
    async with Records.open(tmp_path / "a.db") as records:
        (found,) = await records.jobs.open()
        assert (77, "1/press", True) == (found.message_id, found.collection, found.full)
        await records.jobs.done(job)
        assert [] == await records.jobs.open()
