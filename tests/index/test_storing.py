"""Storing many releases together: one that cannot be stored keeps none of the others away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.intake.parser import parse
from index.intake.raw import RawRelease
from index.language.speakers.lexicon import SpeakerLexicon
from index.processes import Processes
from index.query import PUBLIC
from index.read import Read
from index.release import ReleaseKey
from index.splitting import Unreadable, Unsplit, split_all
from index.store.database import Database
from index.store.releases import Identity, Origin, Releases, WrittenVersion
from index.storing import Storing, Waiting


def with_one_that_no_database_takes(unsplit: Sequence[Unsplit]) -> list[WrittenVersion | Unreadable]:
    """The versions, the title of the second one in letters that are none."""
    made = split_all(unsplit, speakers=SpeakerLexicon(()))
    assert isinstance(made[1], WrittenVersion)
    made[1] = replace(made[1], facts=["\ud800", *made[1].facts[1:]])
    return made


async def test_what_cannot_be_stored_is_named_and_the_others_are_stored(tmp_path: Path) -> None:
    read = Read()
    async with Database.open(tmp_path / "test.db") as database:
        releases = Releases(database)
        collection = await releases.collection(PUBLIC)
        source = await releases.add_source(collection, str(tmp_path))
        storing = Storing(database, Processes(with_one_that_no_database_takes, count=0), read)

        for name in ("a.txt", "b.txt", "c.txt"):
            draft = parse(RawRelease(name, "Visit to Norway\n\n3 May 2023\n\nThe minister thanked Norway."))
            identity = Identity(ReleaseKey(name), addressed=False)
            origin = Origin(collection, source.id, name)
            await storing.add(Waiting(name, tmp_path / name, draft, identity, origin, None, []))
        await storing.settle()

        stored = await database.rows("SELECT key FROM releases ORDER BY id")
    assert stored == [("a.txt",), ("c.txt",)]
    assert len(read.versions) == 2
    assert [failed.reason for failed in read.failed] == ["b.txt could not be parsed; the log has the details"]
