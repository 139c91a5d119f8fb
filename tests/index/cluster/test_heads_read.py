"""A head that cannot be read just now is read a moment later, or is no head that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from index.cluster.kept.heads import Heads
from index.cluster.wire.client import Deadline
from index.errors import ClusterUnavailable
from tests.index.cluster.test_asking import answering

UNREADY = {
    "docs": [{"_id": "public", "error": {"type": "no_shard_available_action_exception", "reason": "all"}}]
}
NONE = {"docs": [{"_id": "public", "found": False}]}


async def test_a_head_is_read_again_until_its_part_is_there() -> None:
    async with answering(iter([UNREADY, NONE])) as client:
        assert await Heads(client).read(["public"], Deadline.within(30)) == []


async def test_a_head_that_stays_unread_is_not_taken_for_missing() -> None:
    def forever() -> Iterator[Any]:
        while True:
            yield UNREADY

    async with answering(forever()) as client:
        with pytest.raises(ClusterUnavailable):
            await Heads(client).read(["public"], Deadline.within(0.2))
