"""Whoever changes a collection brings it to the cluster: the command line, a job of the bot, and what the bot finds changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answering import cluster_params, open_answering
from bot.cluster.standing import cluster_standing
from bot.service import Service, open_service
from config.settings import Settings, load_settings
from index.cluster.kept.heads import Heads
from index.cluster.wire.client import Client, Deadline
from index.job import IndexJob
from index.query import PUBLIC
from index.store.database import Database
from tests.bot.cluster.test_pushing import CountingBringer
from tests.corpus import write_files
from tests.opensearch.cluster import Cluster
from tests.opensearch.configured import write_config
from tests.opensearch.test_bot import run_in_thread

NOW = datetime(2026, 11, 30, tzinfo=UTC)
TEXT = "Visit to Finland\n\n3 May 2023\n\nThe minister thanked Finland. He spoke of {}."


@pytest.fixture
def config(cluster: Cluster, prefix: str, tmp_path: Path) -> Path:
    return write_config(
        tmp_path / "communique.toml",
        tmp_path / "own.db",
        cluster.addresses,
        cluster_prefix=f"t{prefix}",
        push_on_change="all",
    )


async def up_to_date(settings: Settings, *collections: str) -> list[bool]:
    async with Database.open(settings.database) as database:
        standing = await cluster_standing(settings, database, collections)
    assert standing is not None
    return [not one.is_behind for one in standing.collections]


async def test_commands_bring_what_they_change(config: Path, tmp_path: Path) -> None:
    settings = load_settings(config)
    path = write_files(tmp_path, {"finland.txt": TEXT.format("beavers")}) / "finland.txt"
    indexed = await run_in_thread(config, "index", str(path))
    added = await run_in_thread(config, "release", "add", str(path), "--collection", "7/press")

    assert "1 release came" in indexed
    assert "1 release came" in added
    assert [True, True] == await up_to_date(settings, PUBLIC, "7/press")
    assert "beavers" in await run_in_thread(config, "ask", "what did the minister say of beavers?")


async def test_the_bot_brings_what_its_jobs_and_its_editors_change(config: Path, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "press", {"finland.txt": TEXT.format("beavers")})
    async with open_service(load_settings(config), clock=lambda: NOW) as service:
        report = await service.reindexer.carry_out(IndexJob(tmp_path / "own.db", [folder], PUBLIC))
        assert "1 release came" in report.notes[0]
        assert {PUBLIC} == served(service)
        await service.editor.create("7/press")
        await service.bringer.look(NOW)
        await service.searcher.refresh()

        assert {PUBLIC, "7/press"} == served(service)
    assert [True, True] == await up_to_date(load_settings(config), PUBLIC, "7/press")


async def test_what_a_command_deletes_leaves_the_cluster(config: Path) -> None:
    for name in ("7/press", "8/press"):
        await run_in_thread(config, "collection", "create", name)
    deleted = await run_in_thread(config, "collection", "delete", "7/press")
    async with Client.open(cluster_params(load_settings(config))) as client:
        left = await Heads(client).read(["7/press", "8/press"], Deadline.within(30))

    assert "7/press: removed from the search cluster" in deleted
    assert ["8/press"] == [held.head.collection for held in left]


async def test_a_start_pushes_nothing_that_is_there(config: Path, tmp_path: Path) -> None:
    path = write_files(tmp_path, {"finland.txt": TEXT.format("beavers")}) / "finland.txt"
    await run_in_thread(config, "index", str(path))
    settings = load_settings(config)
    async with open_answering(settings) as answering:
        bringer = CountingBringer(settings, answering.database, answering.searcher)
        bringer.asked, bringer.ends = [], []
        await bringer.look(NOW)

        assert [] == bringer.asked


def served(service: Service) -> set[str]:
    """What the cluster answers from."""
    generations: dict[str, int] = getattr(service.searcher.snapshot, "generations")  # noqa: B009 - of a cluster only
    return set(generations)


async def test_what_is_dropped_leaves_the_cluster(config: Path, tmp_path: Path) -> None:
    settings = load_settings(config)
    path = write_files(tmp_path, {"finland.txt": TEXT.format("beavers")}) / "finland.txt"
    for collection in ("7/press", "8/press"):
        await run_in_thread(config, "release", "add", str(path), "--collection", collection)
    async with open_service(settings, clock=lambda: NOW) as service:
        await service.bringer.look(NOW)
        await service.editor.drop("7/press")

        await service.bringer.look(NOW)

    async with Client.open(cluster_params(settings)) as client:
        heads = await Heads(client).read(["7/press", "8/press"], Deadline.within(10))
    assert ["8/press"] == [held.head.collection for held in heads]
