"""What is killed: changes of an index, each prepared so that there is something to lose, and what the store says after.

Jobs run as they do under the bot: in a child process that the bot's reindexer starts, while questions are answered.
"""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.reindexing import Reindexer
from config.settings import load_settings
from index.job import IndexJob
from index.language.speakers.lexicon import SpeakerLexicon
from index.query import PUBLIC
from index.report import Told
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from tests.corpus import SAMPLES, write_files
from tests.index.editing import an_editor, found, upload
from tests.index.killed import visit

OWN = "7/own"
LANDS = ("Finland", "Norway", "Denmark", "Iceland", "Estonia", "Latvia", "Poland", "Italy")
ASKED = ("minister", "beasts", "Finland", "health", "treaty")


def _settled(home: Path) -> None:
    """Releases as they are when the operation begins."""
    shutil.copytree(SAMPLES / "sotu", home / "releases")
    write_files(home / "releases", {f"{land}.txt": visit(land) for land in LANDS})


def _changed(home: Path) -> None:
    """Some releases changed, some gone, some new."""
    for land in LANDS[:3]:
        (home / "releases" / f"{land}.txt").unlink()
    write_files(home / "releases", {f"{land}.txt": visit(f"Greater {land}") for land in LANDS[3:6]})
    write_files(home / "releases", {f"new-{n}.txt": visit(f"Land {n}") for n in range(40)})


@dataclass(frozen=True, slots=True)
class Operation:
    """A change, and how its folder stands before.

    ``job`` says that it runs in a child, ``whole`` that it is one change, made wholly or not at all.
    """

    prepare: Callable[[Path], Coroutine[None, None, None]]
    act: Callable[[Database, Path, Told], Awaitable[object]]
    job: bool = False
    whole: bool = True


async def _nothing(home: Path) -> None:
    _settled(home)
    async with Database.open(home / "test.db"):
        pass


async def _indexed(home: Path) -> None:
    _settled(home)
    async with Database.open(home / "test.db") as database:
        await reindexer(database).carry_out(_job(home))
        editor = an_editor(database)
        await editor.add(PUBLIC, upload("sweden.txt", visit("Sweden")))
        await editor.add(OWN, upload("malta.txt", visit("Malta")))


async def _indexed_then_changed(home: Path) -> None:
    await _indexed(home)
    _changed(home)


def _job(home: Path, *, full: bool = False) -> IndexJob:
    return IndexJob(home / "test.db", [home / "releases"], full=full)


async def _index(database: Database, home: Path, told: Told) -> None:
    await reindexer(database).carry_out(_job(home), told)


async def _index_fully(database: Database, home: Path, told: Told) -> None:
    await reindexer(database).carry_out(_job(home, full=True), told)


async def _add(database: Database, _home: Path, _told: Told) -> None:
    editor = an_editor(database)
    texts = [visit(f"Land {number}") for number in range(20)]
    for number, text in enumerate(texts):
        await editor.add(PUBLIC, upload(f"added-{number}.txt", text))


async def _remove(database: Database, _home: Path, _told: Told) -> None:
    editor = an_editor(database)
    for land in LANDS:
        for record in (await editor.records(PUBLIC, typed=f"to {land}")).records:
            if record.state == "live":
                await editor.remove(PUBLIC, record.handle)


async def _rollback(database: Database, _home: Path, _told: Told) -> None:
    editor = an_editor(database)
    first = (await editor.history(PUBLIC, limit=100))[-1]
    await editor.rollback(PUBLIC, first.id)


OPERATIONS: Mapping[str, Operation] = {
    "index": Operation(_nothing, _index, job=True),
    "reindex": Operation(_indexed_then_changed, _index, job=True),
    "reindex full": Operation(_indexed_then_changed, _index_fully, job=True),
    "add": Operation(_indexed, _add, whole=False),
    "remove": Operation(_indexed, _remove, whole=False),
    "rollback": Operation(_indexed, _rollback),
}


def reindexer(database: Database) -> Reindexer:
    """A reindexer as the bot has it."""
    settings = load_settings().model_copy(update={"database": database.path})
    return Reindexer(settings, IndexSearcher(database, SearchParams()), SpeakerLexicon(()))


async def questions_answered(database: Database) -> None:
    """Ask all that is asked; an index that cannot answer raises."""
    for word in ASKED:
        await found(database, word)


async def releases_of(home: Path) -> set[str]:
    """The titles of all releases that are answered from."""
    async with Database.open(home / "test.db") as database:
        editor, titles = an_editor(database), set()
        for collection in (PUBLIC, OWN):
            records = await editor.records(collection, limit=10_000)
            titles |= {record.title for record in records.records if record.state == "live"}
        return titles


async def said_by(home: Path) -> str:
    """All that the store says: its soundness, its releases, and its answers."""
    async with Database.open(home / "test.db") as database:
        editor = an_editor(database)
        said: list[object] = [
            (await database.row("PRAGMA integrity_check"))[0],
            await database.rows("PRAGMA foreign_key_check"),
        ]
        for collection in (PUBLIC, OWN):
            records = (await editor.records(collection, limit=10_000)).records
            said.append(sorted((record.title, str(record.state), record.passages) for record in records))
            said += [sorted(await found(database, word, collection=collection)) for word in ASKED]
        return repr(said)
