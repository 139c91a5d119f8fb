"""A database of sample releases that changes: some leave, some change, some come, some say what others say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.indexer import run_job
from index.job import IndexJob
from index.query import PUBLIC
from tests.corpus import SAMPLES

OWN = "1/own"
"""A server's own collection."""

OTHER = "2/other"
"""Another server's."""

_FOLDERS = ("senate", "whitehouse", "sotu")


def sample_records(count: int, *, skipped: int = 0) -> list[Any]:
    """Records of sample releases, of all folders in turn."""
    texts = [(SAMPLES / folder / "releases.jsonl").read_text(encoding="utf-8") for folder in _FOLDERS]
    records = [[json.loads(line) for line in text.splitlines()] for text in texts]
    mixed = [record for group in zip(*records, strict=False) for record in group]
    mixed += [record for records_of in records for record in records_of if record not in mixed]
    return mixed[skipped : skipped + count]


async def index_records(database: Path, records: Sequence[Any], *, collection: str = PUBLIC) -> None:
    """Let a collection hold just these records."""
    folder = database.with_name(f"releases of {collection.replace('/', ' ')}")
    folder.mkdir(exist_ok=True)
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (folder / "releases.jsonl").write_text(lines, encoding="utf-8")
    await run_job(IndexJob(database, [folder], collection=collection, force=True))


def changed(records: Sequence[Any]) -> list[Any]:
    """The same but for a twentieth that is gone, two that say more, and four new ones, of which two say what others say."""
    kept = [dict(record) for number, record in enumerate(records) if number % 20]
    for record in kept[:2]:
        record["text"] += "\n\nThe committee will meet again in the spring to discuss the treaty."
    copies = [dict(record, id=f"copy-{number}", url=None) for number, record in enumerate(kept[4:6])]
    return kept + copies + sample_records(2, skipped=len(records))


def lengthened(records: Sequence[Any]) -> list[Any]:
    """The same releases, in each of which a sentence stands that is longer than most."""
    more = "The members of the committee, the governors of all states and the people of this land " * 8
    return [dict(record, text=f"{record['text']}\n\n{more.strip()}.") for record in records]
