"""A server's collection that stands in the cluster: where it moves to, it is searched and pushed; where it was, no longer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answering import open_answering
from bot.asking.answer import Answer
from bot.asking.scope import Scope
from bot.cluster.pushing import pushed
from bot.cluster.standing import cluster_standing
from bot.moving import opened_mover
from config.settings import Settings, load_settings
from index.cluster.standing import Standing
from index.errors import WriterRefused
from index.store.database import Database
from tests.bot.moving import MOVED, PRESS, prepare
from tests.opensearch.cluster import Cluster
from tests.opensearch.configured import write_config

NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
async def settings(cluster: Cluster, prefix: str, tmp_path: Path) -> Settings:
    await prepare(tmp_path)
    config = write_config(
        tmp_path / "communique.toml", tmp_path / "a.db", cluster.addresses, cluster_prefix=f"t{prefix}"
    )
    return load_settings(config)


async def standing_of(settings: Settings) -> Standing:
    async with Database.open(settings.database) as database:
        standing = await cluster_standing(settings, database, [PRESS])
    assert standing is not None
    (found,) = standing.collections
    return found


async def quoted(settings: Settings) -> str | None:
    """What is answered from the server's collection; None where it is not there."""
    async with open_answering(settings) as answering:
        scope = Scope(frozenset({PRESS}))
        answer = await answering.desk.answer("what did the minister say of Finland?", scope=scope, now=NOW)
    return answer.citations[0].passage.quote if isinstance(answer, Answer) else None


async def test_the_new_owner_takes_the_old_ones_place_in_the_cluster(settings: Settings) -> None:
    there = settings.model_copy(update={"database": settings.database.with_name("b.db")})
    await pushed(settings, PRESS)
    before = await quoted(settings)
    assert before is not None
    async with opened_mover(settings.database, there.database) as mover:
        await mover.move(MOVED)

    # not pushed from there yet: searched in the process that has it now
    assert before == await quoted(there)
    assert (await standing_of(there)).elsewhere
    await pushed(there, PRESS)
    assert not (await standing_of(there)).is_behind
    assert before == await quoted(there)
    assert await quoted(settings) is None


async def test_nobody_else_may_take_it(settings: Settings) -> None:
    there = settings.model_copy(update={"database": settings.database.with_name("b.db")})
    await pushed(settings, PRESS)
    async with Database.open(there.database) as database:
        await database.execute("UPDATE collections SET name = ?", (PRESS,))

    with pytest.raises(WriterRefused):
        await pushed(there, PRESS)
