"""What changes is brought to the search cluster as the settings want it; a cluster that is away undoes no change."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cluster.bringing import Bringer
from bot.cluster.pushing import Brought, bring, pushes
from bot.reindexing import Reindexer
from config.settings import Settings, SettingsError, load_settings
from index.editor import Editor
from index.job import IndexJob
from index.language.speakers.lexicon import SpeakerLexicon
from index.report import Told, untold
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from tests.bot.test_cli import communique, elsewhere
from tests.corpus import write_files

__all__ = ["elsewhere"]

NOBODY = "http://127.0.0.1:9"
"""Where nothing listens."""
NOW = datetime(2026, 11, 30, tzinfo=UTC)
NOT_YET = "not in the search cluster yet; the next push brings it"


def pushing(settings: Settings, what: str, database: Path) -> Settings:
    return settings.model_copy(
        update={
            "push_on_change": what,
            "cluster_nodes": (NOBODY,),
            "question_timeout_s": 0.05,
            "database": database,
        }
    )


@pytest.mark.parametrize(
    ("what", "brought"), [("off", []), ("public", ["public"]), ("all", ["public", "7/press"])]
)
def test_what_is_brought_is_a_setting(
    settings: Settings, tmp_path: Path, what: str, brought: list[str]
) -> None:
    wanted = pushing(settings, what, tmp_path / "a.db")

    assert brought == [name for name in ("public", "7/press") if pushes(wanted, name)]


def test_without_nodes_nothing_can_be_brought(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('push_on_change = "public"', encoding="utf-8")
    with pytest.raises(SettingsError, match="cluster_nodes"):
        load_settings(own)


async def test_a_push_that_fails_is_one_line_and_no_error(settings: Settings, tmp_path: Path) -> None:
    async with Database.open(tmp_path / "a.db") as database:
        await Editor(database).create("7/press")
    brought = await bring(pushing(settings, "all", tmp_path / "a.db"), "7/press")

    assert not brought.done
    assert NOT_YET in brought.sentence
    assert "\n" not in brought.sentence


async def test_a_job_is_done_though_the_cluster_is_away_and_its_report_says_so(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write_files(tmp_path / "more", {"a.txt": "Title\n\nA sentence."})
    own = pushing(settings, "all", tmp_path / "a.db")
    async with Database.open(own.database) as database:
        searcher = IndexSearcher(database, SearchParams())
        reindexer = Reindexer(own, searcher, SpeakerLexicon(()), Bringer(own, database, searcher))
        report = await reindexer.carry_out(IndexJob(own.database, [folder], "7/own"))

        assert 1 == report.added
        assert ["7/own"] == searcher.snapshot.collections
        assert NOT_YET in report.notes[0]


def own_file(tmp_path: Path, what: str) -> Path:
    path = tmp_path / "pushing.toml"
    path.write_text(
        f'push_on_change = "{what}"\ncluster_nodes = ["{NOBODY}"]\nquestion_timeout_s = 0.05\n'
        f'database = "{tmp_path / "own.db"}"\n',
        encoding="utf-8",
    )
    return path


def test_index_tells_what_came_of_the_push_among_its_notes(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "releases", {"a.txt": "Title\n\nA sentence."})
    result = communique("--config", own_file(tmp_path, "public"), "index", folder, "--json")
    report = json.loads(result.stdout)

    assert (0, 1) == (result.exit_code, report["added"])
    assert any(NOT_YET in note for note in report["notes"])


@pytest.mark.parametrize(("what", "told"), [("public", True), ("off", False)])
def test_changes_of_single_releases_tell_it_beside_what_they_print(
    tmp_path: Path, what: str, told: bool
) -> None:
    path = write_files(tmp_path, {"a.txt": "Title\n\n3 May 2023\n\nA sentence."}) / "a.txt"
    added = communique("--config", own_file(tmp_path, what), "release", "add", path, "--json")
    listed = communique("--config", own_file(tmp_path, what), "release", "list", "--json")

    assert 0 == added.exit_code
    assert told == (NOT_YET in added.stderr)
    assert 1 == json.loads(added.stdout)["added"]
    assert "" == listed.stderr


def test_what_is_deleted_while_the_cluster_is_away_says_how_it_leaves_that(tmp_path: Path) -> None:
    config = own_file(tmp_path, "all")
    communique("--config", config, "collection", "create", "7/press")
    deleted = communique("--config", config, "collection", "delete", "7/press")

    assert "Deleted: 7/press" in deleted.stdout
    assert "`communique push --all` removes it there" in deleted.stderr


def test_about_says_that_the_cluster_does_not_answer(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"a.txt": "Title\n\n3 May 2023\n\nA sentence."}) / "a.txt"
    communique("--config", own_file(tmp_path, "public"), "index", path)
    told = communique("--config", own_file(tmp_path, "public"), "about")
    embedded = communique("--config", own_file(tmp_path, "off"), "about")

    assert "The search cluster cannot answer at the moment." in told.stdout
    assert "luster" not in embedded.stdout


class CountingBringer(Bringer):
    """Notes what it is to bring, and comes to what it is told to."""

    ends: list[bool]
    asked: list[str]

    async def bring(self, collection: str, told: Told = untold) -> Brought:
        self.asked.append(collection)
        done = self.ends.pop(0)
        if done:
            self._note(collection, (await self._generations.newest())[collection])
        return Brought(collection, "", done)


@asynccontextmanager
async def lacking(settings: Settings, *ends: bool) -> AsyncIterator[tuple[CountingBringer, Editor]]:
    """A bringer to whom the cluster is known to hold nothing and whose pushes end like this, and who changes the database."""
    async with Database.open(settings.database) as database:
        bringer = CountingBringer(settings, database, IndexSearcher(database, SearchParams()))
        bringer.asked, bringer.ends, bringer._brought = [], list(ends), {}
        yield bringer, Editor(database)


async def test_what_the_cluster_lacks_is_brought_until_it_is_there(
    settings: Settings, tmp_path: Path
) -> None:
    async with lacking(pushing(settings, "all", tmp_path / "a.db"), True, False, True, True) as (
        bringer,
        editor,
    ):
        await bringer.look(NOW)
        assert [] == bringer.asked
        await editor.create("7/press")
        await bringer.look(NOW)
        await bringer.look(NOW)
        assert ["7/press"] == bringer.asked
        await editor.create("8/press")
        await bringer.look(NOW)
        # it failed: no sooner than in a minute again
        await bringer.look(NOW + timedelta(seconds=59))
        assert ["7/press", "8/press"] == bringer.asked
        await bringer.look(NOW + timedelta(seconds=61))
        await bringer.look(NOW + timedelta(seconds=62))

        assert ["7/press", "8/press", "8/press"] == bringer.asked


async def test_what_was_erased_is_brought_though_no_generation_tells_of_it(
    settings: Settings, tmp_path: Path
) -> None:
    async with lacking(pushing(settings, "all", tmp_path / "a.db"), True, True) as (bringer, editor):
        await editor.create("7/press")
        await bringer.look(NOW)
        await bringer.look(NOW)
        bringer.look_again()
        await bringer.look(NOW)

        assert ["7/press"] * 2 == bringer.asked


async def test_a_collection_that_fails_does_not_keep_others_from_the_cluster(
    settings: Settings, tmp_path: Path
) -> None:
    async with lacking(pushing(settings, "all", tmp_path / "a.db"), False, True, True) as (bringer, editor):
        for name in ("7/press", "8/press"):
            await editor.create(name)
        for minutes in range(3):
            await bringer.look(NOW + timedelta(minutes=2 * minutes))

        assert ["7/press", "8/press", "7/press"] == bringer.asked


async def test_a_cluster_that_is_away_at_the_start_is_looked_at_again_in_a_minute(
    settings: Settings, tmp_path: Path
) -> None:
    own = pushing(settings, "all", tmp_path / "a.db")
    async with Database.open(own.database) as database:
        await Editor(database).create("7/press")
        bringer = CountingBringer(own, database, IndexSearcher(database, SearchParams()))
        bringer.asked, bringer.ends = [], []
        await bringer.look(NOW)

        assert NOW == bringer._failed_at
        assert [] == bringer.asked
