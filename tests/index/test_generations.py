"""Generations: what each changed is told, a rollback makes a new one, and a job publishes only what is fit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from index.editing import GenerationRecord
from index.editor import Editor
from index.errors import CheckFailed, NothingToChange
from index.indexer import run_job
from index.job import IndexJob
from index.language.speakers.lexicon import SpeakerLexicon
from index.query import PUBLIC
from index.report import IndexReport, Phase, Progress
from index.store.database import Database
from index.store.library import StoreLibrary
from tests.corpus import index_paths, write_files
from tests.index.editing import Clock, an_editor, found, handle_of, upload

OWN = "7/own"


def visit(land: str, beast: str) -> str:
    return f"Visit to {land}\n\n3 May 2023\n\nThe minister thanked {land}. He spoke of {beast}."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"finland.txt": visit("Finland", "reindeer"), "norway.txt": visit("Norway", "salmon")}
    return write_files(tmp_path / "releases", files)


@pytest.fixture
async def database(tmp_path: Path, folder: Path) -> AsyncIterator[Database]:
    await index_paths(tmp_path / "test.db", folder)
    async with Database.open(tmp_path / "test.db") as opened:
        yield opened


@pytest.fixture
def editor(database: Database) -> Editor:
    return an_editor(database)


def changes(record: GenerationRecord) -> tuple[str, int, int, int]:
    return (record.reason, record.added, record.changed, record.removed)


def counts(report: IndexReport) -> list[int]:
    return [report.added, report.changed, report.unchanged, report.removed]


async def test_history_tells_what_each_generation_changed_and_holds(editor: Editor) -> None:
    await editor.add(PUBLIC, upload("s.txt", visit("Sweden", "elk")))
    await editor.add(PUBLIC, upload("s.txt", visit("Sweden", "moose and lynx")))
    await editor.withdraw(PUBLIC, await handle_of(editor, "Norway"))

    history = await editor.history(PUBLIC)

    assert list(map(changes, history)) == [
        ("withdraw", 0, 0, 1),
        ("add", 0, 1, 0),
        ("add", 1, 0, 0),
        ("index", 2, 0, 0),
    ]
    assert [(record.releases, record.passages) for record in history] == [(2, 4), (3, 6), (3, 6), (2, 4)]
    assert [record.current for record in history] == [True, False, False, False]
    assert [record.restorable for record in history] == [False, True, True, True]
    assert await editor.history(PUBLIC, limit=1) == history[:1]
    assert await editor.history("7/none") == []


async def test_a_rollback_is_a_new_generation_that_holds_what_the_old_one_held(
    editor: Editor, database: Database
) -> None:
    (first,) = await editor.history(PUBLIC)
    await editor.add(PUBLIC, upload("s.txt", visit("Sweden", "elk")))
    await editor.remove(PUBLIC, await handle_of(editor, "Norway"))

    report = await editor.rollback(PUBLIC, first.id)

    assert counts(report) == [1, 0, 1, 1]
    assert (report.added_titles, report.removed_titles) == (["Visit to Norway"], ["Visit to Sweden"])
    assert "removed" in report.notes[0]
    assert changes((await editor.history(PUBLIC))[0]) == ("rollback", 1, 0, 1)
    assert await found(database, "salmon") == ["He spoke of salmon."]
    assert await found(database, "elk") == []


async def test_rolling_back_once_more_changes_nothing(editor: Editor) -> None:
    (first,) = await editor.history(PUBLIC)
    await editor.add(PUBLIC, upload("s.txt", visit("Sweden", "elk")))
    await editor.rollback(PUBLIC, first.id)

    report = await editor.rollback(PUBLIC, first.id)

    assert counts(report) == [0, 0, 2, 0]
    assert len(await editor.history(PUBLIC)) == 3


async def test_a_rollback_can_be_rolled_back(editor: Editor, database: Database) -> None:
    (first,) = await editor.history(PUBLIC)
    await editor.add(PUBLIC, upload("s.txt", visit("Sweden", "elk")))
    second = (await editor.history(PUBLIC))[0]
    await editor.rollback(PUBLIC, first.id)
    await editor.rollback(PUBLIC, second.id)

    assert await found(database, "elk") == ["He spoke of elk."]
    assert await found(database, "minister") == [
        f"The minister thanked {land}." for land in ("Finland", "Norway", "Sweden")
    ]


async def test_what_is_too_old_or_never_was_is_refused(editor: Editor) -> None:
    (first,) = await editor.history(PUBLIC)
    for number in range(4):
        await editor.add(PUBLIC, upload(f"{number}.txt", visit(f"Land{number}", "elk")))

    with pytest.raises(NothingToChange, match="too old"):
        await editor.rollback(PUBLIC, first.id)
    with pytest.raises(NothingToChange, match="never had"):
        await editor.rollback(PUBLIC, 99)
    with pytest.raises(NothingToChange, match="never had"):
        await editor.rollback("7/none", first.id)


async def test_a_rollback_touches_no_other_collection(editor: Editor, database: Database) -> None:
    await editor.add(OWN, upload("s.txt", visit("Sweden", "elk")))
    first = (await editor.history(OWN))[0]
    await editor.add(OWN, upload("d.txt", visit("Denmark", "storks")))
    before = await editor.history(PUBLIC)

    await editor.rollback(OWN, first.id)

    assert await editor.history(PUBLIC) == before
    assert await found(database, "storks", collection=OWN) == []
    assert await found(database, "elk", collection=OWN) == ["He spoke of elk."]


async def test_an_erased_release_is_no_longer_in_what_a_rollback_brings_back(
    editor: Editor, database: Database
) -> None:
    clock = Clock()
    editor = an_editor(database, clock)
    (first,) = await editor.history(PUBLIC)
    await editor.remove(PUBLIC, await handle_of(editor, "Norway"))
    await editor.erase_removed(clock.go_on(days=31))

    await editor.rollback(PUBLIC, first.id)

    assert await found(database, "salmon") == []
    assert await found(database, "reindeer") == ["He spoke of reindeer."]


async def test_a_rollback_does_without_segment_files_that_are_lost(
    editor: Editor, database: Database
) -> None:
    (first,) = await editor.history(PUBLIC)
    await editor.add(PUBLIC, upload("s.txt", visit("Sweden", "elk")))
    for path in database.segment_folder.iterdir():
        path.unlink()

    await editor.rollback(PUBLIC, first.id)

    assert await found(database, "minister") == [
        f"The minister thanked {land}." for land in ("Finland", "Norway")
    ]


QUOTING = "A visit\n\n3 May 2023\n\n“We will build the bridge,” said the Secretary General."
OFFICE = "NATO Secretary General"
SMITH = {
    "office": [{"name": OFFICE, "names": [OFFICE, "Secretary General"]}],
    "person": [{"name": "Anna Smith", "offices": [{"office": OFFICE, "since": date(2020, 1, 1)}]}],
}


async def test_a_full_re_index_attributes_anew_and_leaves_alone_what_comes_out_the_same(
    editor: Editor, database: Database, folder: Path
) -> None:
    write_files(folder, {"bridge.txt": QUOTING})
    await index_paths(database.path, folder)
    await editor.add(PUBLIC, upload("own.txt", QUOTING.replace("A visit", "An outing")))
    library, everything = StoreLibrary(database), frozenset({PUBLIC})
    before = await editor.record(PUBLIC, await handle_of(editor, "An outing"))
    old = await library.whole(before.version, collections=everything)
    lexicon = SpeakerLexicon.from_entries(SMITH)

    usual = await run_job(IndexJob(database.path, [folder], speakers=lexicon))
    full = await run_job(IndexJob(database.path, [folder], speakers=lexicon, full=True))
    again = await run_job(IndexJob(database.path, [folder], speakers=lexicon, full=True))
    after = await editor.record(PUBLIC, before.handle)
    new = await library.whole(after.version, collections=everything)

    assert [counts(report) for report in (usual, full, again)] == [[0, 0, 3, 0], [0, 2, 2, 0], [0, 0, 4, 0]]
    assert old is not None
    assert new is not None
    assert {passage.speaker for passage in old.passages} != {"Anna Smith"}
    assert {passage.speaker for passage in new.passages} == {"Anna Smith"}
    assert [passage.key for passage in new.passages] == [passage.key for passage in old.passages]
    assert counts(await run_job(IndexJob(database.path, [folder], speakers=lexicon))) == [0, 0, 3, 0]


async def test_a_report_names_what_was_added_changed_and_removed(database: Database, folder: Path) -> None:
    (folder / "finland.txt").unlink()
    files = {"norway.txt": visit("Norway", "trout"), "sweden.txt": visit("Sweden", "elk")}

    report = await index_paths(database.path, write_files(folder, files))

    assert report.added_titles == ["Visit to Sweden"]
    assert report.changed_titles == ["Visit to Norway"]
    assert report.removed_titles == ["Visit to Finland"]


async def test_a_job_tells_how_far_it_is(database: Database, folder: Path) -> None:
    told: list[Progress] = []
    write_files(folder, {"sweden.txt": visit("Sweden", "elk")})

    await run_job(IndexJob(database.path, [folder]), told.append)

    phases = [Phase.READING, Phase.BUILDING, Phase.CHECKING]
    assert phases == list(dict.fromkeys(progress.phase for progress in told))
    assert [progress for progress in told if progress.phase is Phase.READING] == [
        Progress(Phase.READING, done, 3, name)
        for done, name in enumerate(("finland.txt", "norway.txt", "sweden.txt"), start=1)
    ]
    assert all(progress.done <= progress.of for progress in told)
    assert told[-1].done == told[-1].of


async def test_a_job_that_would_empty_a_collection_is_held_back_without_force(
    database: Database, folder: Path
) -> None:
    for path in folder.iterdir():
        path.unlink()

    with pytest.raises(CheckFailed, match="All 2 releases would be removed"):
        await index_paths(database.path, folder)
    assert await found(database, "salmon") == ["He spoke of salmon."]

    assert (await index_paths(database.path, folder, force=True)).removed == 2
    assert await found(database, "salmon") == []


async def test_a_job_that_would_remove_most_of_many_is_held_back_without_force(
    tmp_path: Path,
) -> None:
    files = {f"{number}.txt": visit(f"Land{number}", "elk") for number in range(20)}
    folder = write_files(tmp_path / "many", files)
    await index_paths(tmp_path / "many.db", folder)
    for number in range(11):
        (folder / f"{number}.txt").unlink()

    with pytest.raises(CheckFailed, match="11 of 20 releases would be removed"):
        await index_paths(tmp_path / "many.db", folder)


async def test_a_release_without_a_sentence_is_named_and_not_taken_in(
    database: Database, folder: Path
) -> None:
    write_files(folder, {"bare.md": "---\ntitle: Bare\n---\n\n###\n\nFOR IMMEDIATE RELEASE"})

    report = await index_paths(database.path, folder)

    assert [failed.reason for failed in report.failed] == ["holds no sentence that could be quoted"]
    assert counts(report) == [0, 0, 2, 0]
