"""How the cluster stands to a database: what it serves, and what it lacks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from index.cluster.kept.heads import Head, Serving
from index.cluster.kept.heads import written_as as written
from index.cluster.kept.layout import Indices
from index.cluster.kept.owner import owner_made
from index.cluster.params import ClusterParams
from index.cluster.standing import Standing, standings
from index.cluster.wire.client import Client, Deadline
from index.engine.ranker import Bm25Params
from index.errors import ClusterUnavailable
from index.indexer import run_job
from index.job import IndexJob
from index.store.database import Database
from index.store.generations import Generations
from tests.corpus import write_files
from tests.index.cluster.heads import head_document

BM25 = Bm25Params()


def head(collection: str, owner: str, *, generation: int, made_at: str = "") -> Head:
    serving = Serving(Indices("i"), 1, generation, made_at, 3, 30, 0.1, 10.0)
    return Head(collection, owner, serving, written_as=written(BM25))


@asynccontextmanager
async def cluster_of(*heads: Head) -> AsyncIterator[Client]:
    """A node that has just these heads."""
    documents: Mapping[str, object] = {one.collection: head_document(one) for one in heads}

    async def answer(request: web.Request) -> web.Response:
        assert request.path.endswith("/_mget")
        ids = (await request.json())["ids"]
        return web.json_response(
            {"docs": [documents.get(name, {"_id": name, "found": False}) for name in ids]}
        )

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app) as server, Client.open(ClusterParams((str(server.make_url("")),))) as client:
        yield client


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with generation 1 of public and 2 of a server's own."""
    folder = write_files(tmp_path / "releases", {"a.txt": "Title\n\nA sentence."})
    for collection in ("public", "7/press"):
        await run_job(IndexJob(tmp_path / "a.db", [folder], collection))
    async with Database.open(tmp_path / "a.db") as opened:
        yield opened


async def standing_of(database: Database, collection: str, *heads: Head) -> Standing:
    async with cluster_of(*heads) as client:
        (found,) = await standings(client, database, [collection], BM25, Deadline.within(5))
    return found


async def own_head(database: Database, collection: str, *, generation: int) -> Head:
    made = await Generations(database).made(generation)
    assert made is not None
    return head(collection, owner_made(database.path), generation=generation, made_at=made.at)


async def test_the_newest_generation_is_served(database: Database) -> None:
    found = await standing_of(database, "7/press", await own_head(database, "7/press", generation=2))

    assert Standing("7/press", newest=2, served=2) == found
    assert not found.is_behind


async def test_an_older_generation_is_served(database: Database) -> None:
    found = await standing_of(database, "7/press", await own_head(database, "7/press", generation=1))

    assert Standing("7/press", newest=2, served=1) == found
    assert found.is_behind


async def test_what_was_never_pushed_is_not_there(database: Database) -> None:
    found = await standing_of(database, "public")

    assert Standing("public", newest=1, served=None) == found
    assert found.is_behind


async def test_another_databases_generation_of_the_same_number_is_another_one(database: Database) -> None:
    owner_made(database.path)
    found = await standing_of(database, "public", head("public", "other.db-1", generation=1))

    assert found.elsewhere
    assert found.is_behind


async def test_a_generation_that_an_older_backup_knows_nothing_of_is_another_one(database: Database) -> None:
    owner = owner_made(database.path)
    later = head("public", owner, generation=1, made_at="2030-01-01T00:00:00+00:00")

    assert (await standing_of(database, "public", later)).is_behind


async def test_what_only_another_process_keeps_is_served_and_not_behind(database: Database) -> None:
    found = await standing_of(database, "9/own", head("9/own", "other.db-1", generation=4))

    assert Standing("9/own", newest=None, served=4, elsewhere=True) == found
    assert not found.is_behind


async def test_what_was_written_by_other_settings_is_as_good_as_not_there(database: Database) -> None:
    owner = owner_made(database.path)
    other = replace(head("public", owner, generation=1), written_as=written(Bm25Params(k1=2.0)))

    assert (await standing_of(database, "public", other)).is_behind


async def test_a_cluster_that_does_not_answer_is_said(database: Database) -> None:
    async with Client.open(ClusterParams(("http://127.0.0.1:9",))) as client:
        with pytest.raises(ClusterUnavailable):
            await standings(client, database, ["public"], BM25, Deadline.within(0.1))
