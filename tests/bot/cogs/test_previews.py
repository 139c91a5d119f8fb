"""Previews: to who asked for them alone, published once, and over after a quarter of an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.cogs.previews import KEPT_FOR, Preview, Previews
from index.editing import Reading, Upload

NOW = datetime(2024, 2, 5, 12, tzinfo=UTC)
PREVIEW = Preview(1, 2, "1/press", (), Reading(), NOW)


def test_preview_is_found_by_who_asked_for_it_alone() -> None:
    previews = Previews()
    preview = previews.add(PREVIEW)

    assert PREVIEW == previews.get(preview, server_id=1, actor_id=2, now=NOW)
    assert previews.get(preview, server_id=1, actor_id=3, now=NOW) is None
    assert previews.take(preview, server_id=1, actor_id=3, now=NOW) is None
    assert previews.take(preview, server_id=5, actor_id=2, now=NOW) is None


def test_preview_is_taken_once() -> None:
    previews = Previews()
    preview = previews.add(PREVIEW)

    assert PREVIEW == previews.take(preview, server_id=1, actor_id=2, now=NOW)
    assert previews.take(preview, server_id=1, actor_id=2, now=NOW) is None


def test_preview_is_over_after_a_quarter_of_an_hour() -> None:
    previews = Previews()
    preview = previews.add(PREVIEW)

    assert previews.get(preview, server_id=1, actor_id=2, now=NOW + KEPT_FOR) is not None
    assert previews.get(preview, server_id=1, actor_id=2, now=NOW + KEPT_FOR + timedelta(seconds=1)) is None


def test_previews_of_a_server_take_no_room_from_those_of_others() -> None:
    previews = Previews()
    first = previews.add(replace(PREVIEW, server_id=5))
    ours = [previews.add(PREVIEW) for _ in range(20)]

    assert previews.get(first, server_id=5, actor_id=2, now=NOW) is not None
    assert [False] * 10 + [True] * 10 == [
        previews.get(one, server_id=1, actor_id=2, now=NOW) is not None for one in ours
    ]


def test_previews_hold_no_more_bytes_than_there_is_room_for() -> None:
    previews = Previews()
    large = Upload("a.txt", bytes(100_000_000))
    first, *_ = (previews.add(replace(PREVIEW, uploads=[large])) for _ in range(3))

    assert previews.get(first, server_id=1, actor_id=2, now=NOW) is None


def test_oldest_preview_gives_way() -> None:
    previews = Previews(capacity=2)
    first, second, _ = (previews.add(PREVIEW) for _ in range(3))

    assert previews.get(first, server_id=1, actor_id=2, now=NOW) is None
    assert previews.get(second, server_id=1, actor_id=2, now=NOW) is not None
