"""Segments: few are left however many changes there were, and none holds for long what left its collection."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.intake.raw import Facts
from index.query import PUBLIC
from index.release import VersionId
from index.segments import _Held, _to_merge
from index.store.database import Database
from index.store.generations import Generations, SegmentRecord
from tests.corpus import index_paths
from tests.index.editing import an_editor, found, handle_of, upload


def visit(number: int) -> str:
    return f"Visit {number}\n\n3 May 2023\n\nThe minister thanked the mayor of town{number} for the welcome."


async def held(database: Database) -> list[Sequence[VersionId]]:
    """The versions of each segment of the newest generation."""
    generations = Generations(database)
    newest = (await generations.newest())[PUBLIC]
    return [
        await generations.segment_versions(record) for record in await generations.segments(PUBLIC, newest)
    ]


@pytest.mark.parametrize("together", [1, 3])
def test_ten_thousand_additions_leave_as_many_segments_as_the_logarithm(together: int) -> None:
    segments: list[_Held] = []
    most = 0

    for number in range(10_000):
        merging = _to_merge(segments, together)
        size = together + sum(len(one.staying) for one in merging)
        segments = [one for one in segments if one not in merging]
        segments.append(_Held(SegmentRecord(number, ""), range(size), range(size), bytes=size))  # type: ignore[arg-type]  # only counted
        most = max(most, len(segments))

    assert most <= math.log2(10_000)


async def test_additions_one_by_one_leave_few_segments_that_find_all_of_them(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "test.db") as database:
        editor = an_editor(database)

        for number in range(24):
            await editor.add(PUBLIC, upload(f"{number}.txt", visit(number)))

        assert len(await held(database)) <= math.log2(24)
        assert sorted(version for versions in await held(database) for version in versions) == [*range(1, 25)]
        assert [len(await found(database, f"town{number}")) for number in range(24)] == [1] * 24


async def test_what_left_is_not_merged_again_and_again(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "test.db") as database:
        editor = an_editor(database)
        await editor.add(PUBLIC, upload("a.txt", visit(1)))

        for number in range(2, 10):
            handle = await handle_of(editor, "Visit")
            await editor.edit(PUBLIC, handle, Facts(title=f"Visit for the {number}th time"))

        assert [len(versions) for versions in await held(database)] == [1]
        assert await found(database, "town1") == ["The minister thanked the mayor of town1 for the welcome."]


async def test_what_comes_back_is_kept_though_most_of_its_segment_leaves(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    # a segment that holds 0 and 1 in vain, until they come back while all of the others leave
    for numbers in (range(6), range(2, 6), range(2)):
        for path in folder.iterdir():
            path.unlink()
        for number in numbers:
            (folder / f"{number}.txt").write_text(visit(number), encoding="utf-8")
        await index_paths(tmp_path / "test.db", folder, force=True)

    async with Database.open(tmp_path / "test.db") as database:
        assert [len(await found(database, f"town{number}")) for number in range(6)] == [1, 1, 0, 0, 0, 0]


async def test_segments_that_are_damaged_at_once_are_all_rebuilt(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Database.open(tmp_path / "test.db") as database:
        editor = an_editor(database)
        for number in range(7):
            await editor.add(PUBLIC, upload(f"{number}.txt", visit(number)))
        files = {path: path.read_bytes() for path in database.segment_folder.iterdir()}
        assert len(await held(database)) > 1

        for path, content in files.items():
            path.write_bytes(content[:-1])

        assert [len(await found(database, f"town{number}")) for number in range(7)] == [1] * 7
        assert len(await held(database)) == caplog.text.count("rebuilt from the store")
        assert len(await held(database)) == sum(
            path.read_bytes() == content for path, content in files.items()
        )
