"""An editor over a small collection, with a clock that is set by hand, and what a question finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from index.editing import Prepared, Upload
from index.editor import Editor
from index.intake.raw import Facts
from index.language.analyzer import terms
from index.language.speakers.lexicon import SpeakerLexicon
from index.query import PUBLIC, Query, QueryTerm
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from index.store.library import StoreLibrary
from index.uploads import read_upload

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is told to go on."""

    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **passed: float) -> datetime:
        self.now += timedelta(**passed)
        return self.now


def upload(name: str, text: str, given: Facts = Facts()) -> list[Prepared]:  # noqa: B008  # Facts is frozen
    """What a text that is uploaded comes to."""
    read = read_upload(
        Upload(name, text.encode()), given=given, speakers=SpeakerLexicon(()), release_max_bytes=1 << 20
    )
    assert not read.failed, "the text can be read"
    return list(read.prepared)


def an_editor(database: Database, clock: Clock | None = None) -> Editor:
    """An editor that waits for nobody."""
    return Editor(database, clock=clock or Clock(), wait_s=0)


async def handle_of(editor: Editor, title: str, collection: str = PUBLIC) -> str:
    """The handle of the one release whose title holds these words."""
    (record,) = (await editor.records(collection, typed=title)).records
    return record.handle


async def found(database: Database, word: str, *, collection: str = PUBLIC) -> list[str]:
    """The sentences that hold a word, best first, as a searcher that is opened now finds them."""
    searcher = IndexSearcher(database, SearchParams())
    await searcher.refresh()
    query = Query([QueryTerm(term, word) for term in terms(word)], collections=frozenset({collection}))
    hits = [hit for hit in searcher.snapshot.find(query, limit=20).best if hit.matched]
    passages = await StoreLibrary(database).passages([hit.passage for hit in hits])
    return [passage.quote for passage in passages]
