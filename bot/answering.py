"""Composition of what answers: settings in, an open desk out, closed again with everything that it holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.asking.desk import Desk, DeskParams
from bot.asking.question import QuestionLimits
from bot.asking.verdict import Thresholds
from config.settings import Settings, read_lexicon
from index.admission import AdmissionParams
from index.engine.ranker import Bm25Params
from index.language.dates import Events
from index.language.events import events_from
from index.language.lexicon import Lexicon
from index.language.speakers.lexicon import SpeakerLexicon
from index.language.synonyms import Synonyms
from index.language.topics import topics_from
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from index.store.library import StoreLibrary


@dataclass(frozen=True, slots=True)
class Answering:
    """A desk, and what it answers from."""

    desk: Desk
    searcher: IndexSearcher
    database: Database
    lexicon: Lexicon


@asynccontextmanager
async def open_answering(settings: Settings, *, catalogued: bool = True) -> AsyncIterator[Answering]:
    """Open the store and take up its newest generation; ``catalogued`` for who looks things up by their names.

    Raises:
        StoreError: the database cannot be opened.
    """
    async with Database.open(settings.database) as database:
        words = lexicon(settings)
        searcher = IndexSearcher(
            database, search_params(settings), topics=words.topics, catalogued=catalogued
        )
        await searcher.refresh()
        desk = Desk(searcher, StoreLibrary(database), words, desk_params(settings))
        yield Answering(desk, searcher, database, words)


def lexicon(settings: Settings) -> Lexicon:
    """The shipped lexicon with the operator's laid over it.

    Raises:
        LexiconError: an entry cannot be used.
    """
    folder = settings.lexicon_folder
    return Lexicon(
        topics=topics_from(read_lexicon("topics.toml", folder)),
        synonyms=Synonyms.from_entries(read_lexicon("synonyms.toml", folder)),
        speakers=speakers(settings),
        events=Events(events_from(read_lexicon("events.toml", folder))),
    )


def speakers(settings: Settings) -> SpeakerLexicon:
    """The people whom releases name, the operator's added to the shipped ones.

    Raises:
        LexiconError: an entry cannot be used.
    """
    return SpeakerLexicon.from_entries(read_lexicon("speakers.toml", settings.lexicon_folder))


def search_params(settings: Settings) -> SearchParams:
    """Sizes and weights of the search, from the settings."""
    bm25 = Bm25Params(settings.k1, settings.b, settings.epsilon)
    return SearchParams(bm25, AdmissionParams(best=settings.candidates))


def desk_params(settings: Settings) -> DeskParams:
    """Limits of questions and answers, from the settings."""
    limits = QuestionLimits(settings.question_max_chars, settings.question_max_terms)
    thresholds = Thresholds(settings.answer_confidence, settings.closest_confidence)
    return DeskParams(limits, thresholds, settings.passages_shown, settings.releases_listed)
