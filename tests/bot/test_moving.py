"""Servers move from one database to another with all that is theirs; nothing is lost, nothing is there twice."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import simcord
from click.testing import Result

from bot.client import create_bot
from bot.moving import opened_mover, opened_rows, run_by_a_bot
from bot.records.answers import AnswerId
from bot.records.audit import AuditEntry
from bot.records.channels import ChannelSettings
from bot.records.moving import _OF_SERVER, Begun, ServerRows
from bot.records.records import Records
from config.settings import Settings
from index.cluster.kept.owner import owner_made
from index.errors import NothingToChange, StoreError
from index.indexer import run_job
from index.job import IndexJob
from index.store.database import Database
from index.store.moving import MOVED as MOVED_TABLES
from tests.bot.moving import (
    MOVED,
    OTHER,
    PRESS,
    STAYING,
    all_said,
    is_empty,
    move,
    prepare,
    said_of,
)
from tests.bot.records.test_answers import POSTED
from tests.bot.test_cli import communique, elsewhere
from tests.index.editing import START, an_editor, found

__all__ = ["elsewhere"]

KILLS = 5


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    await prepare(tmp_path)
    return tmp_path


async def test_a_server_moves_with_all_that_is_its_own_and_others_stay(home: Path) -> None:
    before, staying = await said_of(home / "a.db", MOVED), await said_of(home / "a.db", STAYING)
    there = await said_of(home / "b.db", 9)
    await move(home)

    assert all(before.values())
    assert before == await said_of(home / "b.db", MOVED)
    assert is_empty(await said_of(home / "a.db", MOVED))
    assert staying == await said_of(home / "a.db", STAYING)
    assert there == await said_of(home / "b.db", 9)


async def test_there_and_back_again_is_as_before(home: Path) -> None:
    before = await all_said(home)
    await move(home)
    async with opened_mover(home / "b.db", home / "a.db") as mover:
        await mover.move(MOVED)

    assert before == await all_said(home)


async def test_what_came_can_be_changed_rolled_back_and_read_again(home: Path) -> None:
    await move(home)
    async with Database.open(home / "b.db") as database:
        editor = an_editor(database)
        history = await editor.history(PRESS)
        assert ["Norway" in one for one in await found(database, "Norway", collection=PRESS)]
        await editor.rollback(PRESS, history[2].id)
        assert history[2].releases == (await editor.history(PRESS))[0].releases
        await editor.release_held(START + timedelta(days=2))
        assert await found(database, "Iceland", collection=PRESS)
    report = await run_job(IndexJob(home / "b.db", [], PRESS, full=True))

    assert not report.failed
    assert report.unchanged + report.changed > 1


async def test_what_the_other_database_remembers_already_is_newer_and_stays(home: Path) -> None:
    later = AuditEntry(MOVED, 3, START + timedelta(minutes=30), "act between", "x")
    async with Records.open(home / "b.db") as records:
        await records.channels.choose(MOVED, 10 * MOVED, ChannelSettings(compact=True))
        await records.audit.add(later)
    await move(home)
    async with Records.open(home / "b.db") as records:
        assert records.channels.of(10 * MOVED).compact
        actions = [entry.action for entry in await records.audit.entries(MOVED, limit=10)]

        assert ["act 2", "act 1", "act between", "act 0"] == actions


async def test_a_collection_that_is_there_already_is_refused_and_nothing_happens(home: Path) -> None:
    async with Database.open(home / "b.db") as database:
        await an_editor(database).create(PRESS)
    before = await all_said(home)
    async with opened_mover(home / "a.db", home / "b.db") as mover:
        with pytest.raises(NothingToChange, match="holds a collection 7/press already"):
            await mover.move(MOVED)

    assert before == await all_said(home)
    async with run_by_a_bot(home / "a.db"):
        pass


async def test_a_server_of_which_nothing_is_known_is_named(home: Path) -> None:
    async with opened_mover(home / "a.db", home / "b.db") as mover:
        with pytest.raises(NothingToChange, match="remembers nothing of server 12345"):
            await mover.move(12345)


async def test_a_server_whose_number_begins_alike_is_another_one(home: Path) -> None:
    async with Database.open(home / "a.db") as database:
        await an_editor(database).create(f"{MOVED}{MOVED}/press")
    await move(home)
    async with Database.open(home / "a.db") as database:
        names = {name for (name,) in await database.rows("SELECT name FROM collections")}

    assert {OTHER, f"{MOVED}{MOVED}/press"} == names


async def test_databases_that_a_bot_runs_on_are_left_alone(home: Path) -> None:
    for held in ("a.db", "b.db"):
        # more than one bot may run on a database
        async with run_by_a_bot(home / held), run_by_a_bot(home / held):
            with pytest.raises(StoreError, match=f"{held}: a bot runs on it"):
                await move(home)
    await move(home)


async def test_a_bot_does_not_start_while_servers_move(home: Path) -> None:
    async with opened_mover(home / "a.db", home / "b.db"):
        with pytest.raises(StoreError, match="servers are being moved"):
            async with run_by_a_bot(home / "a.db"):
                pass


async def begun(home: Path, target: str = "b.db") -> None:
    """A move that was killed at its beginning."""
    async with opened_rows(home / "a.db") as database, database.transaction():
        await ServerRows(database).begin(MOVED, Begun("token", (home / target).resolve()))


async def test_a_bot_does_not_start_while_a_server_is_on_its_way(home: Path, settings: Settings) -> None:
    await begun(home)
    bot = create_bot(settings.model_copy(update={"database": home / "a.db"}))
    async with bot:
        with pytest.raises(StoreError, match=rf"servers move {MOVED} --into .*b\.db"):
            await bot.setup_hook()
    await move(home)
    async with run_by_a_bot(home / "a.db"):
        pass


async def test_a_move_is_completed_where_it_was_begun(home: Path) -> None:
    await begun(home, "c.db")
    async with opened_mover(home / "a.db", home / "b.db") as mover:
        with pytest.raises(NothingToChange, match=r"on its way to .*c\.db"):
            await mover.move(MOVED)


async def test_a_running_bot_holds_its_database(home: Path, settings: Settings) -> None:
    bot = create_bot(settings)
    async with bot, simcord.run(bot):
        with pytest.raises(StoreError, match="a bot runs on it"):
            async with opened_mover(settings.database, home / "b.db"):
                pass
    async with opened_mover(settings.database, home / "b.db"):
        pass


async def test_where_a_collection_came_from_is_known_also_after_two_moves(home: Path) -> None:
    owners = [owner_made(home / name) for name in ("a.db", "b.db")]
    await move(home)
    async with opened_mover(home / "b.db", home / "c.db") as mover:
        await mover.move(MOVED)
    async with opened_rows(home / "c.db") as database:
        rows = ServerRows(database)
        known = [await rows.is_origin(PRESS, owner) for owner in (*owners, "somebody else")]

        assert [True, True, False] == known
    async with opened_rows(home / "b.db") as database:
        assert not await ServerRows(database).is_origin(PRESS, owners[0])


async def test_every_table_moves_or_is_known_to_stay(home: Path) -> None:
    stays = {
        # made anew from the others
        *("collections", "segments", "segment_versions"),
        # of the database, not of a server
        *("command_syncs", "records_schema", "servers_leaving", "servers_moving", "servers_arriving"),
        *("sqlite_sequence", "sqlite_stat1"),
    }
    async with opened_rows(home / "a.db") as database:
        tables = {
            name for (name,) in await database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        }

    assert {*MOVED_TABLES, *_OF_SERVER} == tables - stays


def test_a_move_that_is_killed_is_completed_by_the_same_command() -> None:
    command = [sys.executable, "-m", "tests.bot.moving", str(KILLS)]
    project = Path(__file__).parents[2]
    run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=project)
    (line,) = run.stdout.splitlines()

    assert int(line.split()[1]) >= KILLS, run.stdout


async def typed(*arguments: str | Path) -> Result:
    """What a command comes to; commands have an event loop of their own."""
    return await asyncio.to_thread(communique, *arguments)


async def spread(path: Path) -> list[int]:
    """Servers of shards 0 to 3 of 4, of each something; and a question in a direct message."""
    servers = [number << 22 for number in (4, 5, 6, 7)]
    async with Records.open(path) as records:
        for server_id in servers:
            await records.welcomes.add(server_id, START)
        await records.answers.add(replace(POSTED, id=AnswerId("direct"), server_id=None))
    return servers


async def listed(path: Path) -> list[int]:
    async with opened_rows(path) as database:
        return await ServerRows(database).servers()


async def test_all_servers_of_some_shards_move_with_one_command(tmp_path: Path) -> None:
    servers = await spread(tmp_path / "a.db")
    moving = await typed(
        "servers", "move", "--shards", "1-2/4", "--into", tmp_path / "b.db", "--db", tmp_path / "a.db"
    )

    assert 0 == moving.exit_code, moving.output
    assert [0, servers[0], servers[3]] == await listed(tmp_path / "a.db")
    assert servers[1:3] == await listed(tmp_path / "b.db")


async def test_direct_messages_go_with_shard_0(tmp_path: Path) -> None:
    servers = await spread(tmp_path / "a.db")
    moving = await typed(
        "servers", "move", "--shards", "0/4", "--into", tmp_path / "b.db", "--db", tmp_path / "a.db"
    )

    assert "direct messages: moved, with 1 row." in moving.output
    assert [0, servers[0]] == await listed(tmp_path / "b.db")
    assert servers[1:] == await listed(tmp_path / "a.db")


async def test_all_go_through_a_file_to_another_database(tmp_path: Path) -> None:
    before = await spread(tmp_path / "a.db")
    for source, target in (("a.db", "carried.db"), ("carried.db", "b.db")):
        moving = await typed(
            "servers", "move", "--all", "--into", tmp_path / target, "--db", tmp_path / source
        )
        assert 0 == moving.exit_code, moving.output

    assert [0, *before] == await listed(tmp_path / "b.db")
    assert [] == await listed(tmp_path / "a.db")


async def test_a_database_without_servers_says_so(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "new.db"):
        pass

    listed = await typed("servers", "list", "--db", tmp_path / "new.db")

    assert "remembers no server" in " ".join(listed.output.split())


async def test_list_names_servers_with_their_shards(home: Path) -> None:
    text = await typed("servers", "list", "--db", home / "a.db")
    printed = await typed("servers", "list", "--shards", "0/1", "--json", "--db", home / "a.db")
    fields = json.loads(printed.stdout)

    assert ["direct", "7", "8"] == [line.split()[0] for line in text.stdout.splitlines()]
    assert "7 · shard 0 · 7/press, answers 1" in text.stdout
    assert [0, 7, 8] == [one["server_id"] for one in fields["servers"]]
    assert 3 == fields["servers"][1]["rows"]["audit"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Name servers"),
        (["7", "--all"], "Name servers"),
        (["7", "--shards", "0/1"], "Name servers"),
        (["--shards", "9/4"], "the last is 3"),
        (["0"], "0 is not in the range"),
        (["12345"], "remembers nothing of server 12345"),
        (["--shards", "3/4"], "remembers no server of these shards"),
    ],
)
async def test_commands_that_name_nothing_to_move_say_so(home: Path, arguments: list[str], told: str) -> None:
    result = await typed("servers", "move", *arguments, "--into", home / "b.db", "--db", home / "a.db")

    assert 2 == result.exit_code
    assert told in result.output


def test_databases_that_are_missing_or_the_same_are_named(tmp_path: Path) -> None:
    missing = communique("servers", "move", "7", "--into", tmp_path / "b.db", "--db", tmp_path / "a.db")
    (tmp_path / "a.db").touch()
    same = communique("servers", "move", "7", "--into", tmp_path / "a.db", "--db", tmp_path / "a.db")

    assert "there is no such database" in missing.output
    assert "is the database itself" in same.output
