"""What was chosen for channels: in memory at once, and still there after a restart."""

from __future__ import annotations

from pathlib import Path

from bot.records.channels import ChannelSettings
from bot.records.records import Records

CHOSEN = ChannelSettings(frozenset({"public", "1/press"}), answers_all=True, threads=True, compact=True)


async def test_channel_that_nobody_chose_for_has_the_defaults(tmp_path: Path) -> None:
    async with Records.open(tmp_path / "a.db") as records:
        assert ChannelSettings() == records.channels.of(5)


async def test_choice_is_kept_over_a_restart(tmp_path: Path) -> None:
    async with Records.open(tmp_path / "a.db") as records:
        await records.channels.choose(1, 5, CHOSEN)
        assert CHOSEN == records.channels.of(5)
    async with Records.open(tmp_path / "a.db") as records:
        assert CHOSEN == records.channels.of(5)


async def test_left_server_leaves_nothing_behind(tmp_path: Path) -> None:
    async with Records.open(tmp_path / "a.db") as records:
        await records.channels.choose(1, 5, CHOSEN)
        await records.channels.choose(2, 6, CHOSEN)

        await records.channels.forget_server(1)

        assert (ChannelSettings(), CHOSEN) == (records.channels.of(5), records.channels.of(6))
    async with Records.open(tmp_path / "a.db") as records:
        assert (ChannelSettings(), CHOSEN) == (records.channels.of(5), records.channels.of(6))
