"""Shards as an operator names them, and which servers they hold."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from discord import Guild

from config.settings import SettingsError, load_settings
from config.shards import Shards, shard_of


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("0-3/16", (0, 1, 2, 3)),
        ("5/16", (5,)),
        ("0,2-3/16", (0, 2, 3)),
        ("3,0-1/4", (0, 1, 3)),
        (" 1 - 2 / 4 ", (1, 2)),
        ("0/1", (0,)),
    ],
)
def test_shards_are_read(text: str, ids: tuple[int, ...]) -> None:
    shards = Shards.parse(text)

    assert (ids, int(text.partition("/")[2])) == (shards.ids, shards.count)
    assert shards == Shards.parse(str(shards))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0-3", "0-3/16"),
        ("/16", "0-3/16"),
        ("0-3/", "0-3/16"),
        ("a/16", "0-3/16"),
        ("-1/16", "0-3/16"),
        ("1-/16", "0-3/16"),
        ("0-3/x", "0-3/16"),
        ("0/0", "1 to 10,000"),
        ("0/10001", "1 to 10,000"),
        ("16/16", "the last is 15, not 16"),
        ("0-999999/16", "the last is 15, not 16"),
        ("3-1/16", "backwards"),
        ("0-2,2/16", "twice"),
    ],
)
def test_what_is_no_list_of_shards_is_refused_with_the_reason(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=text.strip()) as caught:
        Shards.parse(text)

    assert told in str(caught.value)


def test_each_server_belongs_to_one_process_by_discords_rule() -> None:
    parted = [Shards.parse("0-3/8"), Shards.parse("4,6/8"), Shards.parse("5,7/8")]
    for server_id in (81384788765712384, 1 << 22, 175928847299117063, 999999999999999999):
        assert 1 == sum(shards.hold(server_id) for shards in parted)


@pytest.mark.parametrize("server_id", [81384788765712384, 1 << 22, 175928847299117063])
def test_a_servers_shard_is_the_one_that_discord_py_takes_it_for(server_id: int) -> None:
    connection: Any = SimpleNamespace(shard_count=8)
    guild = Guild.__new__(Guild)
    guild.id, guild._state = server_id, connection

    assert guild.shard_id == shard_of(server_id, 8)


def settings_file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_name_shards_as_the_option_does(tmp_path: Path) -> None:
    settings = load_settings(settings_file(tmp_path, 'shard_count = 16\nshard_ids = "0,2-3"'))

    assert Shards((0, 2, 3), 16) == settings.shards
    assert not settings.shards.is_all


def test_without_shards_a_process_takes_all(tmp_path: Path) -> None:
    assert load_settings().shards.is_all
    assert Shards((0, 1, 2), 3) == load_settings(settings_file(tmp_path, "shard_count = 3")).shards


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('shard_ids = "0-3"', "set shard_count"),
        ('shard_ids = "0-3"\nshard_count = 2', "the last is 1"),
        ('shard_ids = "first"\nshard_count = 2', "0-3/16"),
    ],
)
def test_settings_that_name_no_such_shards_are_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load_settings(settings_file(tmp_path, text))
