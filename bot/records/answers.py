"""Answers that were posted: for their buttons, for edits of their questions, for follow-ups, and for who wants to know.

In: an answer as it is posted. Out: the same, by its id, by its question's message or by its own. A person's rows go
when they ask for it, with the message, after ``KEPT_DAYS`` days, and when the bot leaves the server.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NewType

import aiosqlite
from pydantic import TypeAdapter

from bot.asking.answer import KeptAnswer

AnswerId = NewType("AnswerId", str)
"""Twelve characters of ``[A-Za-z0-9_-]``; short enough for a button's custom_id."""

KEPT_DAYS = 30

_COLUMNS = "id, server_id, channel_id, asker_id, question_id, message_id, question, any_date, asked_at, previous, kept"
_ADD = f"""
INSERT INTO answers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET question = excluded.question, any_date = excluded.any_date, asked_at = excluded.asked_at,
  previous = excluded.previous, kept = excluded.kept
"""
_READ = f"SELECT {_COLUMNS} FROM answers WHERE"
_POSTED = "UPDATE answers SET channel_id = ?, message_id = ? WHERE id = ?"
_FORGET = "DELETE FROM answers WHERE"
_LATEST = f"""
{_READ} channel_id = ? AND (server_id IS NULL OR question_id IS NOT NULL)
AND json_extract(kept, '$.status') <> 'no_answer' ORDER BY asked_at DESC LIMIT 1"""

_KEPT = TypeAdapter(KeptAnswer)


@dataclass(frozen=True, slots=True)
class PostedAnswer:
    """An answer as it was posted; ``message_id`` is None until it is sent, ``question_id`` where a command asked."""

    id: AnswerId
    server_id: int | None
    channel_id: int
    asker_id: int
    question: str
    asked_at: datetime
    kept: KeptAnswer
    question_id: int | None = None
    message_id: int | None = None
    any_date: bool = False
    previous: AnswerId | None = None


def new_answer_id() -> AnswerId:
    """An id that nobody can guess."""
    return AnswerId(secrets.token_urlsafe(9))


class Answers:
    """The answers posted in the last ``KEPT_DAYS`` days."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def add(self, answer: PostedAnswer) -> None:
        """Keep an answer; where its question was edited, in place of the one before."""
        async with self._connection.execute(_ADD, _row(answer)):
            pass

    async def posted(self, id: AnswerId, *, channel_id: int, message_id: int) -> None:
        """The message that an answer was sent as."""
        async with self._connection.execute(_POSTED, (channel_id, message_id, id)):
            pass

    async def get(self, id: AnswerId) -> PostedAnswer | None:
        """The answer; None where it was forgotten."""
        return await self._one("id = ?", id)

    async def of_question(self, question_id: int) -> PostedAnswer | None:
        """The answer to the question that a message asked."""
        return await self._one("question_id = ?", question_id)

    async def of_message(self, message_id: int) -> PostedAnswer | None:
        """The answer that a message holds."""
        return await self._one("message_id = ?", message_id)

    async def latest(self, channel_id: int) -> PostedAnswer | None:
        """The last answer in a channel that cites something, to what all there could read: commands may ask privately."""
        async with self._connection.execute(_LATEST, (channel_id,)) as cursor:
            row = await cursor.fetchone()
        return None if row is None else _answer(row)

    async def of_person(self, asker_id: int) -> Sequence[PostedAnswer]:
        """What is kept of a person's questions, oldest first."""
        async with self._connection.execute(f"{_READ} asker_id = ? ORDER BY asked_at", (asker_id,)) as cursor:
            return [_answer(row) for row in await cursor.fetchall()]

    async def forget(self, id: AnswerId) -> None:
        """An answer that was taken away."""
        await self._forget("id = ?", id)

    async def forget_messages(self, message_ids: Sequence[int]) -> None:
        """Answers whose messages, or whose questions' messages, are gone."""
        marks = ", ".join("?" for _ in message_ids)
        condition = f"message_id IN ({marks}) OR question_id IN ({marks})"
        await self._forget(condition, *message_ids, *message_ids)

    async def forget_posts(self, message_ids: Iterable[int]) -> None:
        """Answers whose own messages are gone."""
        for message_id in message_ids:
            await self._forget("message_id = ?", message_id)

    async def forget_person(self, asker_id: int) -> int:
        """All that a person asked; how many questions that were."""
        return await self._forget("asker_id = ?", asker_id)

    async def forget_channel(self, channel_id: int) -> None:
        """All that was asked in a channel that is gone."""
        await self._forget("channel_id = ?", channel_id)

    async def forget_server(self, server_id: int) -> None:
        """All that was asked in a server that the bot left."""
        await self._forget("server_id = ?", server_id)

    async def forget_old(self, now: datetime) -> int:
        """All that was asked more than ``KEPT_DAYS`` days ago; how many questions that were."""
        return await self._forget("asked_at < ?", (now - timedelta(days=KEPT_DAYS)).isoformat())

    async def _one(self, condition: str, value: object) -> PostedAnswer | None:
        async with self._connection.execute(f"{_READ} {condition}", (value,)) as cursor:
            row = await cursor.fetchone()
        return None if row is None else _answer(row)

    async def _forget(self, condition: str, *values: object) -> int:
        async with self._connection.execute(f"{_FORGET} {condition}", values) as cursor:
            return cursor.rowcount


def _row(answer: PostedAnswer) -> tuple[object, ...]:
    return (
        answer.id, answer.server_id, answer.channel_id, answer.asker_id, answer.question_id, answer.message_id,
        answer.question, answer.any_date, answer.asked_at.isoformat(), answer.previous,
        _KEPT.dump_json(answer.kept).decode(),
    )  # fmt: skip


def _answer(row: Any) -> PostedAnswer:
    id_, server, channel, asker, question_id, message, question, any_date, asked_at, previous, kept = row
    return PostedAnswer(
        AnswerId(id_), server, channel, asker, question, datetime.fromisoformat(asked_at), _KEPT.validate_json(kept),
        question_id, message, bool(any_date), AnswerId(previous) if previous else None,
    )  # fmt: skip
