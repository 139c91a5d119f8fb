"""`communique backup` and `restore`, as an operator types them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.test_cli import QUESTION, ask_json, communique, database, elsewhere

__all__ = ["database", "elsewhere"]


def test_what_was_backed_up_answers_the_same_once_restored(database: Path, tmp_path: Path) -> None:
    before = ask_json(database, QUESTION)

    written = communique("backup", tmp_path / "b.db", "--db", database)
    restored = communique("restore", tmp_path / "b.db", "--db", tmp_path / "new.db", "--json")

    assert written.exit_code == restored.exit_code == 0
    assert "1 release in 1 collection." in written.stdout
    assert json.loads(restored.stdout)["releases"] == 1
    assert list((tmp_path / "new.db.index").iterdir())
    assert ask_json(tmp_path / "new.db", QUESTION) == before


def test_a_database_that_is_there_is_not_replaced_unless_forced(database: Path, tmp_path: Path) -> None:
    communique("backup", tmp_path / "b.db", "--db", database)

    refused = communique("restore", tmp_path / "b.db", "--db", database)
    forced = communique("restore", tmp_path / "b.db", "--db", database, "--force")

    assert (refused.exit_code, forced.exit_code) == (2, 0)
    assert "--force" in refused.stderr


def test_what_is_no_backup_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("no database", encoding="utf-8")

    for arguments in (
        ("restore", tmp_path / "b.db"),
        ("restore", tmp_path / "none.db"),
        ("backup", tmp_path / "c.db"),
    ):
        result = communique(*arguments, "--db", tmp_path / "new.db")

        assert result.exit_code == 2
        assert result.stderr.startswith("communique: ")
    assert not (tmp_path / "new.db").exists()
