"""The test releases indexed again, one of which reads differently now."""

from __future__ import annotations

from config.settings import Settings
from index.indexer import run_job
from index.job import IndexJob


async def reindex_without_china(settings: Settings) -> None:
    """Index the releases again, one of which has another text now; the key stays, as its address does."""
    folder = settings.database.parent / "releases"
    changed = folder / "stoltenberg.md"
    changed.write_text(changed.read_text().replace("On China,", "On Chile,"), encoding="utf-8")
    await run_job(IndexJob(settings.database, [folder]))
