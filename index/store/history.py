"""The generations of a collection as those who look after it see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.editing import GenerationRecord
from index.store.database import Database
from index.store.generations import KEPT_GENERATIONS
from index.store.states import moment_from

_HISTORY = """
SELECT generations.id, made_at, reason, releases, passages, added, changed, removed FROM generations
JOIN collections ON collections.id = generations.collection_id
WHERE name = ? ORDER BY generations.id DESC LIMIT ?"""


async def history_of(database: Database, collection: str, *, limit: int) -> Sequence[GenerationRecord]:
    """The newest generations, newest first; a rollback is possible to the few before the newest one."""
    rows = await database.rows(_HISTORY, (collection, limit))
    return [_record(row, age) for age, row in enumerate(rows)]


def _record(row: Sequence[Any], age: int) -> GenerationRecord:
    id_, made_at, reason, releases, passages, added, changed, removed = row
    return GenerationRecord(
        id=id_,
        made_at=moment_from(made_at),
        reason=reason,
        releases=releases,
        passages=passages,
        added=added,
        changed=changed,
        removed=removed,
        current=age == 0,
        restorable=0 < age <= KEPT_GENERATIONS,
    )
