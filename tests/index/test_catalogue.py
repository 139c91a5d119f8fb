"""The catalogue knows the names of the collections asked for, and of no others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from index.indexer import run_job
from index.job import IndexJob
from index.language.topics import topics_from
from index.library import Catalogue
from index.query import PUBLIC, DateRange
from index.release import name_handle
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from tests.corpus import records, write_files

OTHER = "7/private"
ALL, OWN, NONE = frozenset({PUBLIC, OTHER}), frozenset({PUBLIC}), frozenset({"nowhere"})
TOPICS = topics_from(
    {
        "China": {"phrases": ["China", "Beijing"]},
        "Norway": {"phrases": ["Norway"]},
        "Secrets": {"phrases": ["secret plan"]},
        "Mars": {"phrases": ["red planet"]},
    }
)


def row(number: int, title: str, day: str | None, speaker: str, says: str) -> dict[str, str | None]:
    text = f"{speaker} opened the meeting.\n\n“{says}” said {speaker}."
    return {"id": str(number), "title": title, "date": day, "text": text}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    public = records(
        row(1, "Talks on trade", "2024-01-31", "Mary Lovelace", "We spoke of China and of Norway at length"),
        row(2, "Talks on fish", "2023-05-02", "Mary Lovelace", "Norway has fish enough for all of us"),
        row(3, "No day at all", None, "Grace Hopper", "Norway was cold when we were there"),
    )
    private = records(
        row(
            1, "Talks in secret", "2025-12-24", "Maria Hari", "The secret plan names Beijing and China twice"
        ),
        row(2, "More talks", "2024-01-30", "Grace Hopper", "China will hear of it from all of us"),
        row(3, "Last talks", "2024-01-29", "Grace Hopper", "China has heard of it from the press"),
    )
    return write_files(tmp_path, {"public/all.jsonl": public, "private/all.jsonl": private})


@pytest.fixture
async def searcher(tmp_path: Path, folder: Path) -> AsyncIterator[IndexSearcher]:
    path = tmp_path / "test.db"
    await run_job(IndexJob(path, [folder / "public"]))
    await run_job(IndexJob(path, [folder / "private"], OTHER))
    async with Database.open(path) as database:
        searcher = IndexSearcher(database, SearchParams(), topics=TOPICS)
        await searcher.refresh()
        yield searcher


@pytest.fixture
def catalogue(searcher: IndexSearcher) -> Catalogue:
    return searcher.snapshot.catalogue


def titles(catalogue: Catalogue, typed: str, scope: frozenset[str]) -> list[str]:
    return [release.title for release in catalogue.titles(typed, collections=scope, limit=25)]


def test_titles_come_newest_first_undated_ones_last(catalogue: Catalogue) -> None:
    assert titles(catalogue, "", OWN) == ["Talks on trade", "Talks on fish", "No day at all"]
    assert titles(catalogue, "talks", ALL) == [
        "Talks in secret",
        "Talks on trade",
        "Talks on fish",
        "More talks",
        "Last talks",
    ]


def test_who_speaks_most_comes_first(catalogue: Catalogue) -> None:
    assert list(catalogue.speakers("", collections=OWN, limit=9)) == ["Mary Lovelace", "Grace Hopper"]
    assert list(catalogue.speakers("", collections=ALL, limit=9)) == [
        "Grace Hopper",
        "Mary Lovelace",
        "Maria Hari",
    ]


def test_topics_are_those_that_something_is_said_on_most_first(catalogue: Catalogue) -> None:
    assert list(catalogue.topics("", collections=OWN, limit=9)) == ["Norway", "China"]
    assert list(catalogue.topics("", collections=ALL, limit=9)) == ["China", "Norway", "Secrets"]
    assert list(catalogue.topics("mars", collections=ALL, limit=9)) == []


def test_months_are_those_with_releases_newest_first(catalogue: Catalogue) -> None:
    assert list(catalogue.months(collections=OWN)) == [date(2024, 1, 1), date(2023, 5, 1)]
    assert catalogue.any_published(DateRange(date(2024, 1, 31), date(2024, 2, 1)), collections=OWN)
    assert not catalogue.any_published(DateRange(date(2024, 2, 1), None), collections=OWN)
    assert catalogue.any_published(DateRange(None, date(2023, 5, 3)), collections=OWN)
    assert not catalogue.any_published(DateRange(None, date(2023, 5, 2)), collections=OWN)


@pytest.mark.parametrize("typed", ["secret", "maria", "talks in secret", "sercet", ""])
def test_of_another_collection_nothing_shows(catalogue: Catalogue, typed: str) -> None:
    for scope in (OWN, NONE, frozenset[str]()):
        assert "Talks in secret" not in titles(catalogue, typed, scope)
        assert "Maria Hari" not in catalogue.speakers(typed, collections=scope, limit=25)
        assert "Secrets" not in catalogue.topics(typed, collections=scope, limit=25)
        assert date(2025, 12, 1) not in catalogue.months(collections=scope)


def test_handles_of_another_collection_mean_nothing(catalogue: Catalogue) -> None:
    (secret,) = catalogue.titled("Talks in secret", collections=ALL)

    assert catalogue.release(secret.handle, collections=ALL) == secret
    assert catalogue.release(secret.handle, collections=OWN) is None
    assert catalogue.speaker(name_handle("Maria Hari"), collections=ALL) == "Maria Hari"
    assert catalogue.speaker(name_handle("Maria Hari"), collections=OWN) is None
    assert catalogue.titled("Talks in secret", collections=OWN) == []


async def test_a_handle_means_the_same_release_after_it_was_indexed_anew(
    searcher: IndexSearcher, tmp_path: Path, folder: Path
) -> None:
    (before,) = searcher.snapshot.catalogue.titled("talks ON trade", collections=OWN)
    content = (folder / "public/all.jsonl").read_text()
    (folder / "public/all.jsonl").write_text(content.replace("Talks on trade", "Talks on tariffs"))
    await run_job(IndexJob(tmp_path / "test.db", [folder / "public"]))
    await searcher.refresh()

    after = searcher.snapshot.catalogue.release(before.handle, collections=OWN)

    assert after is not None
    assert (after.title, after.version != before.version) == ("Talks on tariffs", True)


async def test_names_of_what_was_removed_are_gone(
    searcher: IndexSearcher, tmp_path: Path, folder: Path
) -> None:
    (folder / "public/all.jsonl").unlink()
    await run_job(IndexJob(tmp_path / "test.db", [folder / "public"], force=True))
    await searcher.refresh()
    catalogue = searcher.snapshot.catalogue

    assert titles(catalogue, "", OWN) == []
    assert list(catalogue.speakers("", collections=OWN, limit=9)) == []
    assert list(catalogue.topics("", collections=OWN, limit=9)) == []
    assert list(catalogue.months(collections=OWN)) == []


async def test_two_sources_may_use_the_same_id_for_different_releases(
    catalogue: Catalogue, searcher: IndexSearcher, tmp_path: Path
) -> None:
    more = write_files(
        tmp_path / "more", {"all.jsonl": records(row(1, "Another one", "2020-01-01", "Ada", "Yes"))}
    )
    await run_job(IndexJob(tmp_path / "test.db", [more]))
    await searcher.refresh()
    catalogue = searcher.snapshot.catalogue
    (first,) = catalogue.titled("Talks on trade", collections=OWN)
    (second,) = catalogue.titled("Another one", collections=OWN)

    assert first.handle != second.handle
    assert catalogue.release(second.handle, collections=OWN) == second
