"""An answer that could not be proven complete says so, wherever it is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.asking.answer import Answer, NoAnswer
from bot.asking.desk import Desk, DeskParams
from bot.asking.scope import PUBLIC_SCOPE
from bot.render.card import answer_card
from bot.render.json import answer_json
from bot.render.text import answer_text
from index.language.lexicon import Lexicon
from index.library import Searcher
from index.query import Hits, Query
from index.store.database import Database
from index.store.library import StoreLibrary
from tests.corpus import NATO_RELEASE, NOW, index_paths, open_desk

SAID = "not all could be looked at"


class Unproven:
    """What another searcher finds, without the proof that it is all."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher.snapshot, name)

    @property
    def snapshot(self) -> Any:
        return self

    async def refresh(self) -> bool:
        return False

    def find(self, query: Query, *, limit: int) -> Hits:
        return replace(self._searcher.snapshot.find(query, limit=limit), exact=False)


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    """A desk, and the same without proofs."""
    await index_paths(tmp_path / "nato.db", NATO_RELEASE)
    async with Database.open(tmp_path / "nato.db") as database:
        desk, searcher = await open_desk(database)
        yield desk, Desk(Unproven(searcher), StoreLibrary(database), Lexicon(), DeskParams())


def shown(result: Answer | NoAnswer) -> list[str]:
    return [
        answer_text(result, width=100, now=NOW).replace("\n", " "),
        str(answer_json(result)["notes"]),
        answer_card(result).text,
    ]


@pytest.mark.parametrize("question", ["what did Stoltenberg say about China?", "zzyzx"])
async def test_it_is_said_in_text_json_and_cards(desks: tuple[Desk, Desk], question: str) -> None:
    proven, unproven = [shown(await desk.answer(question, scope=PUBLIC_SCOPE, now=NOW)) for desk in desks]

    assert [False] * 3 == [SAID in text for text in proven]
    assert [True] * 3 == [SAID in text for text in unproven]
