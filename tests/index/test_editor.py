"""Releases are added, edited, removed and restored one by one, at once and for good."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from index.editing import REMOVED_KEPT_DAYS, Editing, Prepared, ReleaseState, Upload
from index.editor import Editor
from index.errors import IndexingError, NoSuchRelease, NothingToChange, StoreError
from index.indexer import run_job
from index.intake.raw import Facts
from index.job import IndexJob
from index.language.speakers.lexicon import SpeakerLexicon
from index.query import PUBLIC
from index.store.database import Database, one_writer
from index.store.library import StoreLibrary
from index.uploads import read_upload
from tests.corpus import index_paths, records, write_files
from tests.index.editing import Clock, an_editor, found, handle_of, upload

FINLAND = "Visit to Finland\n\n3 May 2023\n\nThe minister thanked Finland. He spoke of reindeer."
NORWAY = "Visit to Norway\n\n4 May 2023\n\nThe minister thanked Norway. He spoke of salmon."
SWEDEN = "Visit to Sweden\n\n5 May 2023\n\nThe minister thanked Sweden. He spoke of elk."
OWN = "7/own"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "releases", {"finland.txt": FINLAND, "norway.txt": NORWAY})


@pytest.fixture
async def database(tmp_path: Path, folder: Path) -> AsyncIterator[Database]:
    await index_paths(tmp_path / "test.db", folder)
    async with Database.open(tmp_path / "test.db") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def editor(database: Database, clock: Clock) -> Editor:
    return an_editor(database, clock)


def test_an_editor_is_what_the_protocol_says(editor: Editor) -> None:
    as_protocol: Editing = editor

    assert as_protocol is editor


async def test_an_added_release_is_found(editor: Editor, database: Database) -> None:
    report = await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))

    assert (report.added, report.changed, report.passages) == (1, 0, 6)
    assert report.added_titles == ["Visit to Sweden"]
    assert await found(database, "elk") == ["He spoke of elk."]


async def test_adding_it_again_changes_nothing(editor: Editor) -> None:
    await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))
    generations = len(await editor.history(PUBLIC))

    report = await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))

    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
    assert len(await editor.history(PUBLIC)) == generations


async def test_a_release_whose_key_is_known_becomes_a_new_version_of_it(
    editor: Editor, database: Database
) -> None:
    await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))

    report = await editor.add(PUBLIC, upload("sweden.txt", SWEDEN.replace("elk", "moose")))
    record = await editor.record(PUBLIC, await handle_of(editor, "Sweden"))

    assert (report.added, report.changed, report.changed_titles) == (0, 1, ["Visit to Sweden"])
    assert (record.versions, record.uploaded, record.state) == (2, True, ReleaseState.LIVE)
    assert (await found(database, "elk"), await found(database, "moose")) == ([], ["He spoke of moose."])


async def test_what_an_upload_said_of_an_address_outlasts_the_file_that_still_says_the_old(
    editor: Editor, database: Database, folder: Path
) -> None:
    url = "https://example.org/iceland"
    text = f"---\nurl: {url}\n---\nVisit to Iceland\n\nHe spoke of ponies."
    write_files(folder, {"iceland.txt": text})
    await index_paths(database.path, folder)
    await editor.add(PUBLIC, upload("i.txt", text.replace("ponies", "geysers")))

    again = await index_paths(database.path, folder)
    full = await run_job(IndexJob(database.path, [folder], full=True))

    assert [again.changed, full.changed] == [0, 0]
    assert await found(database, "geysers") == ["He spoke of geysers."]
    assert await found(database, "ponies") == []

    write_files(folder, {"iceland.txt": text.replace("ponies", "puffins")})
    assert (await index_paths(database.path, folder)).changed == 1
    assert await found(database, "puffins") == ["He spoke of puffins."]


async def test_a_release_that_is_held_is_not_found_until_its_time(
    editor: Editor, database: Database, clock: Clock
) -> None:
    until = clock.now + timedelta(hours=1)
    report = await editor.add(PUBLIC, upload("sweden.txt", SWEDEN), held_until=until)
    record = await editor.record(PUBLIC, await handle_of(editor, "Sweden"))

    assert report.added == 1
    assert (record.state, record.held_until) == (ReleaseState.HELD, until)
    assert await editor.release_held(clock.now) == 0
    assert await found(database, "elk") == []

    assert await editor.release_held(clock.go_on(hours=1)) == 1
    assert await editor.release_held(clock.now) == 0
    assert await found(database, "elk") == ["He spoke of elk."]


async def test_while_a_new_version_is_held_the_old_one_is_answered_from(
    editor: Editor, database: Database, clock: Clock
) -> None:
    await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))
    changed = upload("sweden.txt", SWEDEN.replace("elk", "moose"))
    await editor.add(PUBLIC, changed, held_until=clock.now + timedelta(hours=1))

    assert (await found(database, "elk"), await found(database, "moose")) == (["He spoke of elk."], [])

    await editor.release_held(clock.go_on(hours=2))
    assert (await found(database, "elk"), await found(database, "moose")) == ([], ["He spoke of moose."])


async def test_an_embargo_that_is_over_already_holds_nothing_back(
    editor: Editor, database: Database, clock: Clock
) -> None:
    await editor.add(PUBLIC, upload("sweden.txt", SWEDEN), held_until=clock.now - timedelta(days=1))

    assert await found(database, "elk") == ["He spoke of elk."]


async def test_a_held_release_can_be_let_go_at_once(editor: Editor, database: Database, clock: Clock) -> None:
    await editor.add(PUBLIC, upload("sweden.txt", SWEDEN), held_until=clock.now + timedelta(days=1))

    record = await editor.restore(PUBLIC, await handle_of(editor, "Sweden"))

    assert (record.state, record.held_until) == (ReleaseState.LIVE, None)
    assert await found(database, "elk") == ["He spoke of elk."]


@pytest.mark.parametrize("state", [ReleaseState.REMOVED, ReleaseState.WITHDRAWN])
async def test_what_was_put_away_is_not_found_stays_away_and_can_be_had_back(
    editor: Editor, database: Database, folder: Path, state: ReleaseState
) -> None:
    handle = await handle_of(editor, "Norway")
    put_away = editor.remove if state is ReleaseState.REMOVED else editor.withdraw
    record = await put_away(PUBLIC, handle, reason="a mistake")
    again = await put_away(PUBLIC, handle, reason="said twice")

    assert (record.state, record.reason, again) == (state, "a mistake", record)
    assert await found(database, "salmon") == []

    for full in (False, True):
        report = await run_job(IndexJob(database.path, [folder], full=full))
        assert (report.added, report.removed) == (0, 0)
        assert "stay so" in report.notes[-1]
    assert await found(database, "salmon") == []

    assert (await editor.restore(PUBLIC, handle)).state is ReleaseState.LIVE
    assert await found(database, "salmon") == ["He spoke of salmon."]


async def test_answers_given_from_a_withdrawn_release_say_so(editor: Editor, database: Database) -> None:
    library, everything = StoreLibrary(database), frozenset({PUBLIC})
    handle = await handle_of(editor, "Norway")
    version = (await editor.record(PUBLIC, handle)).version
    whole = await library.whole(version, collections=everything)
    assert whole is not None
    await editor.withdraw(PUBLIC, handle)

    context = await library.context(whole.passages[1].key, collections=everything)

    assert context is not None
    assert (context.passage.quote, context.standing) == ("He spoke of salmon.", "withdrawn")


async def test_answers_given_from_an_older_version_say_that_it_changed(
    editor: Editor, database: Database
) -> None:
    library, everything = StoreLibrary(database), frozenset({PUBLIC})
    await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))
    version = (await editor.record(PUBLIC, await handle_of(editor, "Sweden"))).version
    whole = await library.whole(version, collections=everything)
    assert whole is not None
    await editor.add(PUBLIC, upload("sweden.txt", SWEDEN.replace("elk", "elks")))

    context = await library.context(whole.passages[1].key, collections=everything)

    assert context is not None
    assert (context.standing, context.now) == ("changed", "He spoke of elks.")


async def test_edited_facts_outlast_every_re_indexing(
    editor: Editor, database: Database, folder: Path
) -> None:
    handle = await handle_of(editor, "Norway")

    record = await editor.edit(PUBLIC, handle, Facts(title="A day in Oslo", date="2023-05-09"))
    await editor.edit(PUBLIC, handle, Facts(speaker="A. Minister"))
    for full in (False, True):
        assert (await run_job(IndexJob(database.path, [folder], full=full))).changed == 0
    write_files(folder, {"norway.txt": NORWAY.replace("salmon", "trout")})
    await index_paths(database.path, folder)
    last = await editor.record(PUBLIC, handle)

    assert (record.title, record.published, record.handle) == ("A day in Oslo", date(2023, 5, 9), handle)
    assert (last.title, last.published, last.speaker) == ("A day in Oslo", date(2023, 5, 9), "A. Minister")
    assert await found(database, "trout") == ["He spoke of trout."]


async def test_an_edited_address_does_not_make_another_release(
    editor: Editor, database: Database, folder: Path
) -> None:
    handle = await handle_of(editor, "Norway")

    record = await editor.edit(PUBLIC, handle, Facts(url="https://example.org/norway"))
    report = await index_paths(database.path, folder)

    assert (record.url, record.handle) == ("https://example.org/norway", handle)
    assert (report.added, report.unchanged, report.removed) == (0, 2, 0)


async def test_a_date_that_is_none_is_refused_and_nothing_changes(editor: Editor) -> None:
    handle = await handle_of(editor, "Norway")

    with pytest.raises(IndexingError, match="is not understood"):
        await editor.edit(PUBLIC, handle, Facts(title="New", date="soon"))

    assert (await editor.record(PUBLIC, handle)).title == "Visit to Norway"


async def test_a_release_that_left_its_folder_is_listed_as_removed_and_can_be_had_back(
    editor: Editor, database: Database, folder: Path
) -> None:
    (folder / "norway.txt").unlink()
    await index_paths(database.path, folder)
    removed = await editor.records(PUBLIC, states=frozenset({ReleaseState.REMOVED}))

    assert [record.title for record in removed.records] == ["Visit to Norway"]
    assert removed.records[0].reason == "It is no longer in the folder that it was read from."

    await editor.restore(PUBLIC, removed.records[0].handle)
    assert await found(database, "salmon") == ["He spoke of salmon."]


async def test_records_are_listed_changed_last_first_by_words_of_their_titles(
    editor: Editor, database: Database
) -> None:
    await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))
    await editor.remove(PUBLIC, await handle_of(editor, "Norway"))

    live = await editor.records(PUBLIC, states=frozenset({ReleaseState.LIVE}))
    paged = await editor.records(PUBLIC, limit=1, offset=1)

    assert [record.title for record in live.records] == ["Visit to Sweden", "Visit to Finland"]
    assert (len(paged.records), paged.total) == (1, 3)
    assert [record.title for record in (await editor.records(PUBLIC, typed="FIN visit")).records] == [
        "Visit to Finland"
    ]
    assert (await editor.records("7/none")).total == 0


async def test_an_unknown_handle_is_refused_with_what_to_do(editor: Editor) -> None:
    for asked in (editor.record, editor.remove, editor.withdraw, editor.restore):
        with pytest.raises(NoSuchRelease, match="List them"):
            await asked(PUBLIC, "#nothing")


async def test_a_handle_of_one_collection_names_nothing_in_another(editor: Editor) -> None:
    await editor.create(OWN)
    handle = await handle_of(editor, "Norway")

    with pytest.raises(NoSuchRelease):
        await editor.remove(OWN, handle)


async def test_usage_counts_texts_and_uploads(editor: Editor) -> None:
    await editor.create(OWN)
    empty = await editor.usage([OWN])
    await editor.add(OWN, upload("sweden.txt", SWEDEN))
    one = await editor.usage([OWN])
    await editor.remove(OWN, await handle_of(editor, "Sweden", OWN))

    assert (empty.releases, empty.bytes) == (0, 0)
    assert (one.releases, one.bytes) == (1, 2 * len(SWEDEN))
    assert await editor.usage([OWN]) == type(one)(0, one.bytes)
    assert (await editor.usage([PUBLIC, OWN])).releases == 2
    assert (await editor.usage([])).releases == 0


async def test_a_collection_is_made_once_and_dropped_with_all_it_holds(
    editor: Editor, database: Database
) -> None:
    await editor.create(OWN)
    with pytest.raises(NothingToChange, match="already"):
        await editor.create(OWN)
    await editor.add(OWN, upload("sweden.txt", SWEDEN))
    assert "thanked Sweden" in traces(database.path)
    segments = set(database.segment_folder.iterdir())

    assert await editor.drop(OWN) == 1
    assert await found(database, "elk", collection=OWN) == []
    assert await found(database, "salmon") == ["He spoke of salmon."]
    assert len(segments - set(database.segment_folder.iterdir())) == 1
    assert "thanked Sweden" not in traces(database.path)
    with pytest.raises(NothingToChange, match="no collection"):
        await editor.drop(OWN)


async def test_what_was_removed_long_ago_is_erased_for_good_and_never_comes_back(
    editor: Editor, database: Database, folder: Path, clock: Clock
) -> None:
    handle = await handle_of(editor, "Norway")
    await editor.remove(PUBLIC, handle)

    assert await editor.erase_removed(clock.go_on(days=REMOVED_KEPT_DAYS - 1)) == 0
    assert "salmon" in traces(database.path)

    assert await editor.erase_removed(clock.go_on(days=2)) == 1
    assert await editor.erase_removed(clock.now) == 0
    assert "salmon" not in traces(database.path)
    with pytest.raises(NoSuchRelease):
        await editor.restore(PUBLIC, handle)
    assert (await index_paths(database.path, folder)).added == 0
    assert await found(database, "reindeer") == ["He spoke of reindeer."]


async def test_an_upload_of_several_releases_keeps_the_others_when_one_is_erased(
    editor: Editor, database: Database, clock: Clock
) -> None:
    rows = records(
        {"id": "a", "title": "Fruit", "text": "Of apples."},
        {"id": "b", "title": "Beasts", "text": "Of bears."},
    )
    await editor.add(PUBLIC, upload("all.jsonl", rows))
    await editor.remove(PUBLIC, await handle_of(editor, "Fruit"))
    await editor.erase_removed(clock.go_on(days=31))

    report = await run_job(IndexJob(database.path, [], full=True))

    assert "apples" not in traces(database.path)
    assert (report.changed, report.removed, report.failed) == (0, 0, [])
    assert await found(database, "bears") == ["Of bears."]


async def test_an_erased_release_that_is_added_again_is_answered_from(
    editor: Editor, database: Database, clock: Clock
) -> None:
    await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))
    await editor.remove(PUBLIC, await handle_of(editor, "Sweden"))
    await editor.erase_removed(clock.go_on(days=31))

    assert (await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))).added == 1
    assert await found(database, "elk") == ["He spoke of elk."]


async def test_while_another_run_holds_the_lock_a_change_says_so(editor: Editor, database: Database) -> None:
    with one_writer(database.path), pytest.raises(StoreError, match="try again"):
        await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))

    assert (await editor.add(PUBLIC, upload("sweden.txt", SWEDEN))).added == 1


def test_names_that_climb_out_and_kinds_that_are_not_read() -> None:
    climbing = upload("../../../etc/notes.txt", SWEDEN)

    assert [prepared.release.key for prepared in climbing] == ["notes.txt"]
    assert reasons("virus.exe", b"MZ") == [
        "is of a kind that is not read; what is: .txt, .md, .markdown, .jsonl, .jsonl.gz"
    ]
    assert reasons("empty.txt", b"") == ["holds no text"]
    assert reasons("zeros.txt", b"\0\0") == ["is binary, not text"]


def reasons(name: str, content: bytes) -> list[str]:
    read = read_upload(
        Upload(name, content), given=Facts(), speakers=SpeakerLexicon(()), release_max_bytes=100
    )
    return [failed.reason for failed in read.failed]


def traces(path: Path) -> str:
    """All that stands in the files of a database, as text."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    files = [file for file in path.parent.rglob("*") if file.is_file() and file.name.startswith("test.db")]
    files += list(path.with_name("test.db.index").iterdir())
    return "".join(file.read_bytes().decode("latin-1") for file in files)


def test_prepared_releases_are_what_an_upload_holds() -> None:
    (prepared,) = upload("sweden.txt", SWEDEN, Facts(title="Another"))

    assert isinstance(prepared, Prepared)
    assert (prepared.release.version.title, prepared.given.title, prepared.place) == ("Another", "Another", 0)
