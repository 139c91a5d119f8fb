"""What people think of answers: one vote a person and answer, which may change.

In: a vote. Out: the same, and what a person voted. Votes go with the answer, and when the voter asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.records.answers import AnswerId

_CAST = """
INSERT INTO votes (answer_id, user_id, helpful, reason, voted_at)
SELECT id, ?, ?, ?, ? FROM answers WHERE id = ?
ON CONFLICT (answer_id, user_id) DO UPDATE
SET helpful = excluded.helpful, reason = excluded.reason, voted_at = excluded.voted_at
"""
_OF_PERSON = (
    "SELECT answer_id, user_id, helpful, reason, voted_at FROM votes WHERE user_id = ? ORDER BY voted_at"
)
_OF_ANSWER = (
    "SELECT answer_id, user_id, helpful, reason, voted_at FROM votes WHERE answer_id = ? ORDER BY voted_at"
)
_FORGET_PERSON = "DELETE FROM votes WHERE user_id = ?"


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person thinks of one answer; ``reason`` is one of a few offered."""

    answer_id: AnswerId
    user_id: int
    helpful: bool
    reason: str | None
    at: datetime


class Votes:
    """All votes."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def cast(self, vote: Vote) -> bool:
        """Keep a vote in place of an earlier one; False where the answer is no longer kept."""
        values = (vote.user_id, vote.helpful, vote.reason, vote.at.isoformat(), vote.answer_id)
        async with self._connection.execute(_CAST, values) as cursor:
            return cursor.rowcount > 0

    async def of_answer(self, answer_id: AnswerId) -> Sequence[Vote]:
        """The votes on an answer, oldest first."""
        return await self._read(_OF_ANSWER, answer_id)

    async def of_person(self, user_id: int) -> Sequence[Vote]:
        """What a person voted, oldest first."""
        return await self._read(_OF_PERSON, user_id)

    async def forget_person(self, user_id: int) -> int:
        """All votes of a person; how many there were."""
        async with self._connection.execute(_FORGET_PERSON, (user_id,)) as cursor:
            return cursor.rowcount

    async def _read(self, statement: str, value: object) -> list[Vote]:
        async with self._connection.execute(statement, (value,)) as cursor:
            return [
                Vote(AnswerId(answer), user, bool(helpful), reason, datetime.fromisoformat(at))
                for answer, user, helpful, reason, at in await cursor.fetchall()
            ]
