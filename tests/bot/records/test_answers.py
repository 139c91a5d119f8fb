"""Answers that were posted: found again, and gone when they must be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest_asyncio

from bot.asking.answer import Highlight, KeptAnswer, KeptCitation
from bot.records.answers import AnswerId, PostedAnswer, new_answer_id
from bot.records.records import Records
from bot.records.votes import Vote
from index.query import Share
from index.release import PassageKey

NOW = datetime(2024, 2, 5, 12, tzinfo=UTC)
KEPT = KeptAnswer(
    "closest",
    [
        KeptCitation(
            PassageKey("a" * 22), [Highlight(3, 8, "match")], [PassageKey("b" * 22)], [Share("china", 1.5)]
        )
    ],
    missing=["Peru"],
    notes=["Days asked for: 2024."],
    reading=["Looked for: China."],
)
POSTED = PostedAnswer(
    AnswerId("first"), 1, 2, 3, "what was said about China?", NOW, KEPT, question_id=4, any_date=True
)
NOTHING = KeptAnswer("no_answer", [], [], [], [])


@pytest_asyncio.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    async with Records.open(tmp_path / "a.db") as records:
        await records.answers.add(POSTED)
        yield records


async def test_answer_is_read_back_as_it_was_posted(records: Records) -> None:
    assert POSTED == await records.answers.get(POSTED.id)


async def test_answer_is_found_by_its_question_and_by_its_own_message(records: Records) -> None:
    await records.answers.posted(POSTED.id, channel_id=2, message_id=5)

    found = replace(POSTED, message_id=5)
    assert (found, found) == (await records.answers.of_question(4), await records.answers.of_message(5))


async def test_edited_question_replaces_what_was_asked_and_keeps_message_and_votes(records: Records) -> None:
    await records.answers.posted(POSTED.id, channel_id=2, message_id=5)
    await records.votes.cast(Vote(POSTED.id, 9, helpful=True, reason=None, at=NOW))

    await records.answers.add(replace(POSTED, question="and Russia?", kept=NOTHING))

    assert replace(POSTED, question="and Russia?", kept=NOTHING, message_id=5) == await records.answers.get(
        POSTED.id
    )
    assert 1 == len(await records.votes.of_answer(POSTED.id))


async def test_vote_changes_and_goes_with_the_answer(records: Records) -> None:
    assert await records.votes.cast(Vote(POSTED.id, 9, helpful=True, reason=None, at=NOW))
    changed = Vote(POSTED.id, 9, helpful=False, reason="wrong person", at=NOW)
    assert await records.votes.cast(changed)
    assert [changed] == await records.votes.of_person(9)

    await records.answers.forget(POSTED.id)

    assert [] == await records.votes.of_person(9)
    assert not await records.votes.cast(changed)


async def test_person_is_forgotten_and_others_are_not(records: Records) -> None:
    await records.answers.add(replace(POSTED, id=new_answer_id(), asker_id=77, question_id=None))

    assert 1 == await records.answers.forget_person(3)

    assert [] == await records.answers.of_person(3)
    assert 1 == len(await records.answers.of_person(77))


async def test_answers_are_kept_for_thirty_days(records: Records) -> None:
    assert 0 == await records.answers.forget_old(NOW + timedelta(days=30))
    assert 1 == await records.answers.forget_old(NOW + timedelta(days=30, seconds=1))


async def test_deleted_messages_servers_and_channels_take_their_answers_along(records: Records) -> None:
    for forget in (
        records.answers.forget_messages([4, 99]),
        records.answers.forget_server(1),
        records.answers.forget_channel(2),
    ):
        await records.answers.add(POSTED)
        await forget
        assert await records.answers.get(POSTED.id) is None


async def test_server_is_welcomed_once_until_it_is_left(records: Records) -> None:
    assert [True, False] == [await records.welcomes.add(1, NOW), await records.welcomes.add(1, NOW)]
    await records.welcomes.forget(1)
    assert await records.welcomes.add(1, NOW)
