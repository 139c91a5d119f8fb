"""The command line as people and programs use it."""

from __future__ import annotations

import json
import logging
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import commands
from bot.errors import Unreachable
from tests.corpus import NATO_RELEASE, write_files

QUESTION = "what did Stoltenberg say about China?"
RELEASE_FIELDS = {"id", "title", "date", "url"}


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests play a part."""
    for name in [name for name in os.environ if name.startswith(("COMMUNIQUE_", "DISCORD_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.chdir(tmp_path)


def communique(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "nato.db"
    assert communique("index", NATO_RELEASE, "--db", path).exit_code == 0
    return path


def ask_json(database: Path, *arguments: str) -> dict[str, object]:
    result = communique("ask", *arguments, "--json", "--db", database)
    assert result.exit_code == 0, result.output
    loaded: dict[str, object] = json.loads(result.stdout)
    return loaded


def test_an_answer_reads_well_and_plain_in_a_pipe(database: Path) -> None:
    result = communique("ask", QUESTION, "--db", database)

    assert result.exit_code == 0
    assert "“On China, the Secretary General outlined" in result.stdout
    assert "31 January 2024" in result.stdout
    assert "paragraph 3, sentence 1" in result.stdout
    assert "\x1b" not in result.stdout


def test_json_has_the_promised_fields(database: Path) -> None:
    answer = ask_json(database, QUESTION)

    assert answer.keys() == {"question", "status", "passages", "missing", "nearest", "notes", "message"}
    assert (answer["question"], answer["status"]) == (QUESTION, "answered")
    passages = answer["passages"]
    assert isinstance(passages, list)
    assert len(passages) == 2
    first = passages[0]
    assert first.keys() == {
        "quote", "release", "also_in", "paragraph", "sentence", "start", "end", "spans", "speaker", "score", "bm25"
    }  # fmt: skip
    assert first["release"].keys() == RELEASE_FIELDS
    assert first["release"]["date"] == "2024-01-31"
    assert first["end"] - first["start"] == len(first["quote"])
    assert [first["quote"][start:end] for start, end, _ in first["spans"]] == ["China", "China"]


def test_no_answer_is_a_status_and_no_error(database: Path) -> None:
    answer = ask_json(database, "what is the capital of Peru?")

    assert (answer["status"], answer["passages"], answer["missing"]) == ("no_answer", [], ["capital", "Peru"])
    assert answer["message"]


def test_explain_shows_parts_that_sum_to_the_score(database: Path) -> None:
    passages = ask_json(database, QUESTION, "--explain")["passages"]

    assert isinstance(passages, list)
    for passage in passages:
        assert sum(value for _, value in passage["shares"]) == pytest.approx(passage["score"])
    explained = communique("ask", QUESTION, "--explain", "--db", database).stdout
    assert "Asked for the words of: Jens Stoltenberg." in explained
    assert "China (also " in explained
    assert "score" in explained


def test_limit_is_between_one_and_ten(database: Path) -> None:
    assert len(ask_json(database, "Secretary General", "--limit", "10")["passages"]) > 3  # type: ignore[arg-type]  # a list, see above
    assert communique("ask", QUESTION, "--limit", "11", "--db", database).exit_code == 2


def test_a_dash_reads_one_question_a_line_and_prints_one_object_a_line(database: Path) -> None:
    result = communique("ask", "--json", "-", "--db", database, stdin=f"{QUESTION}\n\ncapital of Peru?\n")

    statuses = [json.loads(line)["status"] for line in result.stdout.splitlines()]
    assert statuses == ["answered", "no_answer"]


@pytest.mark.parametrize("name", ["missing.db", "empty.db"])
def test_a_missing_or_empty_index_is_no_answer_with_a_message(tmp_path: Path, name: str) -> None:
    communique("date", "2024", "--db", tmp_path / "empty.db")

    answer = ask_json(tmp_path / name, QUESTION)

    assert answer["status"] == "no_answer"
    assert "communique index" in str(answer["message"])
    assert not (tmp_path / "missing.db").exists()


def test_a_broken_database_is_an_error(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"broken.db": "no database " * 100}) / "broken.db"

    result = communique("ask", QUESTION, "--json", "--db", path)

    assert result.exit_code == 2
    assert json.loads(result.stdout)["status"] == "error"


def test_ask_finds_what_index_wrote_without_being_told_where() -> None:
    communique("index", NATO_RELEASE)

    assert "On China, the Secretary General" in communique("ask", QUESTION).stdout


def test_index_reports_as_json_and_exits_with_one_where_a_file_failed(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path / "in", {"good.txt": NATO_RELEASE.read_text(encoding="utf-8"), "empty.txt": ""}
    )

    result = communique("index", folder, "--json", "--db", tmp_path / "a.db")

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report.keys() == {
        *("added", "changed", "unchanged", "removed", "passages"),
        *("failed", "notes", "titles"),
    }
    assert (report["added"], report["passages"]) == (1, 18)
    assert [len(report["titles"][kind]) for kind in ("added", "changed", "removed")] == [1, 0, 0]
    assert report["failed"] == [{"path": str(folder / "empty.txt"), "reason": "holds no text"}]


def test_a_folder_that_was_emptied_removes_its_releases_only_by_force(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "in", {"a.txt": "A title\n\nOne sentence."})
    communique("index", folder, "--db", tmp_path / "a.db")
    (folder / "a.txt").unlink()

    refused = communique("index", folder, "--db", tmp_path / "a.db")
    forced = communique("index", folder, "--force", "--full", "--db", tmp_path / "a.db")

    assert (refused.exit_code, forced.exit_code) == (2, 0)
    assert "would be removed" in refused.output
    assert "1 removed" in forced.output


def test_facts_may_be_given_for_one_file_only(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "in", {"a.txt": "One sentence that stands alone here."})
    given = (
        "--title",
        "Given",
        "--date",
        "3 May 2023",
        "--url",
        "https://example.org/a",
        "--db",
        tmp_path / "a.db",
    )

    one = communique("index", folder / "a.txt", *given)
    many = communique("index", folder, *given)

    assert one.exit_code == 0
    release = ask_json(tmp_path / "a.db", "sentence alone")["passages"][0]["release"]  # type: ignore[index]  # a list
    assert release == {
        "id": "https://example.org/a", "title": "Given", "date": "2023-05-03", "url": "https://example.org/a"
    }  # fmt: skip
    assert many.exit_code == 2


def test_dates_are_looked_up_from_the_day_that_is_given(database: Path) -> None:
    result = communique("date", "last", "week", "--today", "2024-02-05", "--json", "--db", database)

    listing = json.loads(result.stdout)
    assert (listing["status"], listing["total"]) == ("listed", 1)
    assert listing["releases"][0].keys() == RELEASE_FIELDS | {"lead"}


def test_days_are_looked_up_between_two(database: Path) -> None:
    between = communique("date", "--from", "2023", "--to", "January 2024", "--json", "--db", database)
    both = communique("date", "2024", "--from", "2023", "--db", database)

    assert json.loads(between.stdout)["dates"] == "January 2023–January 2024"
    assert json.loads(between.stdout)["total"] == 1
    assert (both.exit_code, "from when to when" in both.stdout) == (0, True)


def test_the_newest_releases_are_listed(database: Path) -> None:
    listing = json.loads(communique("latest", "--json", "--db", database).stdout)

    assert (listing["dates"], listing["total"]) == ("The newest releases", 1)
    assert "1 release, The newest releases" in communique("latest", "--db", database).stdout
    assert (
        json.loads(communique("latest", "--offset", "9", "--json", "--db", database).stdout)["releases"] == []
    )


def test_speakers_are_looked_up_by_name(database: Path) -> None:
    listing = json.loads(
        communique("speaker", "stoltenberg", "--limit", "2", "--json", "--db", database).stdout
    )

    assert (listing["status"], listing["speaker"]) == ("listed", "Jens Stoltenberg")
    assert len(listing["passages"]) == 2 < listing["total"]
    assert all(passage["speaker"] == "Jens Stoltenberg" for passage in listing["passages"])
    assert "(3–4 shown; --offset 4 for more)" in communique(
        "speaker", "Jens", "Stoltenberg", "--limit", "2", "--offset", "2", "--db", database
    ).stdout.replace("\n", " ")
    assert "Did you mean Jens" in communique("speaker", "Stoltenburg", "--db", database).stdout
    assert json.loads(communique("speaker", "Nobody", "--json", "--db", database).stdout)["status"] == "error"


def test_releases_are_looked_up_by_words_of_the_title(database: Path) -> None:
    found = json.loads(communique("release", "friends and allies", "--json", "--db", database).stdout)
    text = communique("release", "friends and allies", "--db", database).stdout

    assert found["status"] == "found"
    assert found["release"].keys() == RELEASE_FIELDS
    assert found["speakers"][0]["name"] == "Jens Stoltenberg"
    assert "dependencies make us vulnerable" in found["text"]
    assert "dependencies make us vulnerable" in text.replace("\n", " ")
    assert "Speaking: Jens Stoltenberg" in text
    assert "a title like" in communique("release", "Zzyzx", "--db", database).stdout


def test_topics_are_looked_up_by_name(database: Path) -> None:
    assert "“On China" in communique("topic", "china", "--db", database).stdout
    assert "Try one of" in communique("topic", "Narnia", "--db", database).stdout


def test_chat_answers_what_it_reads_and_ends_with_zero(database: Path) -> None:
    result = communique(
        "chat",
        "--db",
        database,
        stdin=f"{QUESTION}\n/date 2024\n/topic China\n/speaker Stoltenberg\n/latest\n/release friends\n/help\n/nothing\n",
    )

    assert result.exit_code == 0
    assert "“On China, the Secretary General outlined" in result.stdout
    assert "1 release, 2024" in result.stdout
    assert "Jens Stoltenberg: " in result.stdout
    assert "1 release, The newest releases" in result.stdout
    assert "Speaking: Jens Stoltenberg" in result.stdout
    assert "There is no command /nothing" in result.stdout


def test_run_without_a_token_says_what_is_missing_and_where_to_get_it() -> None:
    result = communique("run")

    assert result.exit_code == 2
    assert "DISCORD_TOKEN" in result.stderr


def test_a_wrong_setting_is_named_and_nothing_happens(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"own.toml": "k1 = -3"}) / "own.toml"

    result = communique("--config", path, "ask", QUESTION)

    assert result.exit_code == 2
    assert "k1 = -3" in result.stderr


def test_release_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    text = "A title\x1b]0;owned\x07\n\n3 May 2023\n\nThe harbour was \x1b[31mred that day."
    path = write_files(tmp_path, {"evil.txt": text}) / "evil.txt"
    communique("index", path, "--db", tmp_path / "a.db")

    assert "\x1b" not in communique("ask", "harbour", "--db", tmp_path / "a.db").output


def loaded_modules(arguments: Sequence[str]) -> set[str]:
    code = "import sys; from bot.cli import commands; commands(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    ran = subprocess.run(  # one process of our own, to see what it imports
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return set(ran.stdout.splitlines()[-1].split())


def test_asking_imports_neither_discord_nor_what_only_indexing_needs(database: Path) -> None:
    modules = loaded_modules(["ask", QUESTION, "--db", str(database)])

    assert not modules & {
        "discord", "rich.progress", "markdown_it", "yaml", "structlog", "simcord", "pytest", "nltk"
    }  # fmt: skip


def test_what_tells_languages_apart_is_read_only_for_questions_in_other_words_than_the_releases(
    database: Path,
) -> None:
    own = loaded_modules(["ask", "what have allies said about walruses?", "--db", str(database)])
    foreign = loaded_modules(["ask", "Was wurde über Walrosse gesagt?", "--db", str(database)])

    assert "py3langid" not in own
    assert "py3langid" in foreign


def test_the_progress_bar_and_colours_show_on_a_terminal(tmp_path: Path) -> None:
    database = tmp_path / "a.db"

    indexed = on_terminal("index", str(NATO_RELEASE), "--db", str(database))
    asked = on_terminal("ask", QUESTION, "--db", str(database))

    assert "Reading" in indexed
    assert "\x1b[1m" in asked
    assert "On China" in asked.replace("\x1b[33m\x1b[1m", "").replace("\x1b[0m", "")


def on_terminal(*arguments: str) -> str:
    """What a command writes when a person sits before it."""
    leader, follower = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=follower, stdout=follower, stderr=follower, env=environment, cwd=Path(__file__).parents[2],
    ) as process:  # fmt: skip
        os.close(follower)
        output = _read_all(leader, process)
    os.close(leader)
    assert process.returncode == 0, output
    return output


def _read_all(leader: int, process: subprocess.Popen[bytes], *, limit_s: float = 60) -> str:
    chunks, until = [], time.monotonic() + limit_s
    while time.monotonic() < until:
        if select.select([leader], [], [], 0.1)[0]:
            try:
                chunks.append(os.read(leader, 65536))
            except OSError:
                break
        elif process.poll() is not None:
            break
    return b"".join(chunks).decode()


def test_run_logs_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_settings: object) -> None:
        logging.getLogger("bot.client").warning("about to fail")
        raise Unreachable(OSError("no network"))

    monkeypatch.setattr("bot.client.run_bot", fail)
    monkeypatch.setenv("DISCORD_TOKEN", "not-a-token")

    result = communique("run")

    first, last = result.stderr.splitlines()
    assert json.loads(first)["event"] == "about to fail"
    assert "could not be reached" in last
    assert result.exit_code == 2
    assert "not-a-token" not in result.output


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Logging is set up once a process; each test here is one of its own."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
