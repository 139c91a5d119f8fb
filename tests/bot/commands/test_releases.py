"""The operator's commands for releases and collections, as they are typed; the same answers as on Discord."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from bot.records.audit import AuditEntry
from bot.records.records import Records
from tests.bot.test_cli import ask_json, communique, elsewhere
from tests.corpus import NOW, write_files

__all__ = ["elsewhere"]

TEXT = "Visit to Finland\n\n3 May 2023\n\nThe minister thanked Finland. He spoke of beavers."


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "own.db"


@pytest.fixture
def handle(database: Path, tmp_path: Path) -> str:
    path = write_files(tmp_path, {"finland.txt": TEXT}) / "finland.txt"
    assert run(database, "release", "add", path).exit_code == 0
    return str(only(database)["handle"]).removeprefix("#")


def run(database: Path, *arguments: str | Path, stdin: str | None = None) -> Result:
    return communique(*arguments, "--db", database, stdin=stdin)


def told(database: Path, *arguments: str | Path) -> dict[str, Any]:
    result = run(database, *arguments, "--json")
    assert result.exit_code == 0, result.output
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def only(database: Path) -> dict[str, Any]:
    (record,) = told(database, "release", "list")["releases"]
    return dict(record)


def is_found(database: Path) -> bool:
    return bool(ask_json(database, "what did he say about beavers?")["status"] == "answered")


def test_an_added_release_is_listed_shown_and_answered_from(database: Path, handle: str) -> None:
    listed, shown = run(database, "release", "list", "finland"), run(database, "release", "show", handle)

    assert f"{handle}  2023-05-03  live       Visit to Finland\n1 release." in listed.stdout
    assert "2 passages, 1 version" in shown.stdout
    assert is_found(database)


def test_a_preview_adds_nothing(database: Path, tmp_path: Path) -> None:
    path = write_files(tmp_path, {"finland.txt": TEXT}) / "finland.txt"

    result = run(database, "release", "add", path, "--preview", "--title", "Given")

    assert result.exit_code == 2
    assert "no such database" in result.stderr
    run(database, "collection", "create", "7/own")
    result = run(database, "release", "add", path, "--preview", "--title", "Given")
    assert "Given (3 May 2023): 3 passages" in result.stdout
    assert told(database, "release", "list")["total"] == 0


def test_pasted_text_is_read_from_standard_input(database: Path) -> None:
    result = run(database, "release", "add", "-", "--title", "Pasted", stdin="He spoke of beavers.")

    assert result.exit_code == 0
    assert only(database)["title"] == "Pasted"


def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(database: Path, tmp_path: Path) -> None:
    write_files(tmp_path, {"one.txt": TEXT, "two.exe": TEXT})

    result = run(database, "release", "add", tmp_path / "one.txt", tmp_path / "two.exe")

    assert result.exit_code == 1
    assert "two.exe: is of a kind that is not read" in result.stdout
    assert only(database)["title"] == "Visit to Finland"


def test_a_release_is_changed_withdrawn_removed_and_restored(database: Path, handle: str) -> None:
    assert told(database, "release", "edit", handle, "--title", "A day")["title"] == "A day"
    assert told(database, "release", "withdraw", handle, "--reason", "wrong")["state"] == "withdrawn"
    assert not is_found(database)
    assert told(database, "release", "restore", f"#{handle}")["state"] == "live"
    assert is_found(database)
    assert told(database, "release", "remove", handle)["state"] == "removed"
    assert told(database, "release", "list", "--state", "live")["total"] == 0


def test_a_release_with_an_embargo_is_held(database: Path, tmp_path: Path) -> None:
    path = write_files(tmp_path, {"finland.txt": TEXT}) / "finland.txt"

    run(database, "release", "add", path, "--held-until", "2999-01-01")

    assert only(database)["state"] == "held"
    assert not is_found(database)


def test_a_title_is_still_looked_up(database: Path, handle: str) -> None:
    by_title = run(database, "release", "Visit", "to", "Finland")

    assert handle
    assert "He spoke of beavers." in by_title.stdout
    assert told(database, "release", "Finland")["release"]["title"] == "Visit to Finland"


@pytest.mark.parametrize("command", ["show", "remove", "withdraw", "restore"])
def test_a_handle_that_nobody_knows_is_an_error(database: Path, handle: str, command: str) -> None:
    result = run(database, "release", command, handle[::-1] + "0")

    assert result.exit_code == 2
    assert "No release of this collection is known" in result.stderr


def test_collections_are_created_listed_and_deleted_only_by_force(database: Path, handle: str) -> None:
    run(database, "collection", "create", "7/own")
    names = [one["collection"] for one in told(database, "collection", "list")["collections"]]

    assert handle
    assert names == ["7/own", "public"]
    assert run(database, "collection", "delete", "7/own").stdout == "Deleted: 7/own, with 0 releases.\n"
    assert run(database, "collection", "delete", "public").exit_code == 2
    assert run(database, "collection", "delete", "public", "--force").exit_code == 0
    assert not is_found(database)


def test_history_is_listed_and_rolled_back(database: Path, handle: str) -> None:
    run(database, "release", "remove", handle)
    first = told(database, "history")["generations"][-1]["id"]

    result = run(database, "rollback", str(first))

    assert result.exit_code == 0
    assert is_found(database)
    assert "rollback  (now)" in run(database, "history").stdout.splitlines()[0]


def test_stored_uploads_are_read_again(database: Path, handle: str) -> None:
    assert run(database, "reindex").exit_code == 2
    assert run(database, "reindex", "--full").exit_code == 0
    assert handle
    assert is_found(database)


async def test_the_audit_log_of_a_server_is_printed(database: Path, handle: str) -> None:
    async with Records.open(database) as records:
        await records.audit.add(AuditEntry(7, 1, NOW, "release remove", handle, "live", "removed"))
    # click runs the command with a loop of its own
    import asyncio

    result = await asyncio.to_thread(run, database, "audit", "7")

    assert result.stdout == f"2024-02-05 12:00  1  release remove  {handle}: live → removed\n"
