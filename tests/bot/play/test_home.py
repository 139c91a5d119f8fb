"""Play works on a copy: what was indexed stays as it is."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.asking.answer import Answer
from bot.asking.scope import PUBLIC_SCOPE
from bot.errors import NothingToPlayWith
from bot.play.home import Stock, open_home
from bot.service import open_service
from config.settings import Settings
from tests.bot.releases import write_releases


async def answers(settings: Settings) -> bool:
    async with open_service(settings) as service:
        result = await service.desk.answer(
            "what did Stoltenberg say about China?", scope=PUBLIC_SCOPE, now=datetime.now(UTC)
        )
    return isinstance(result, Answer)


async def test_a_folder_of_releases_is_indexed_into_a_database_that_goes_with_the_play(
    settings: Settings, tmp_path: Path
) -> None:
    releases = write_releases(tmp_path / "releases")

    async with open_home(settings, Stock(releases)) as own:
        assert own.database != settings.database
        assert own.releases_folder == releases
        assert await answers(own)

    assert not own.database.parent.exists()


async def test_a_database_is_copied_and_never_written(settings: Settings, tmp_path: Path) -> None:
    before = hashlib.sha256(settings.database.read_bytes()).digest()

    async with open_home(settings, Stock(tmp_path, settings.database)) as own:
        assert own.database != settings.database
        assert await answers(own)

    assert before == hashlib.sha256(settings.database.read_bytes()).digest()
    assert not own.database.parent.exists()


async def test_a_database_that_does_not_exist_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NothingToPlayWith, match=r"nowhere\.db does not exist"):
        async with open_home(settings, Stock(tmp_path, tmp_path / "nowhere.db")):
            pass
