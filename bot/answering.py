"""Composition of what answers: settings in, an open desk out, closed again with everything that it holds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.asking.desk import Desk, DeskParams
from bot.asking.lookups import COMPUTED_AT_ONCE
from bot.asking.question import QuestionLimits
from bot.asking.verdict import Thresholds
from config.settings import Settings, read_lexicon
from index.admission import AdmissionParams
from index.cluster.params import ClusterParams
from index.engine.ranker import Bm25Params
from index.language.dates import Events
from index.language.events import events_from
from index.language.lexicon import Lexicon
from index.language.speakers.lexicon import SpeakerLexicon
from index.language.synonyms import Synonyms
from index.language.topics import Topic, topics_from
from index.library import Library, Searcher
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from index.store.library import StoreLibrary

CLUSTER_AT_ONCE = 16
"""Questions that are on their way to a cluster at a time: they wait more than they compute."""


@dataclass(frozen=True, slots=True)
class Answering:
    """A desk, and what it answers from; ``embedded`` holds this process's own store, whatever searches."""

    desk: Desk
    searcher: Searcher
    embedded: IndexSearcher
    database: Database
    lexicon: Lexicon


@asynccontextmanager
async def open_answering(settings: Settings, *, catalogued: bool = True) -> AsyncIterator[Answering]:
    """Open the store and take up its newest generation; ``catalogued`` for who looks things up by their names.

    Raises:
        StoreError: the database cannot be opened.
    """
    async with Database.open(settings.database) as database:
        topics = topics_of(settings)
        embedded = IndexSearcher(database, search_params(settings), topics=topics, catalogued=catalogued)
        async with _searching(settings, embedded, StoreLibrary(database)) as (searcher, library):
            words = await _read_meanwhile(settings, topics, searcher)
            desk = Desk(searcher, library, words, desk_params(settings))
            yield Answering(desk, searcher, embedded, database, words)


async def _read_meanwhile(settings: Settings, topics: Sequence[Topic], searcher: Searcher) -> Lexicon:
    """The lexicon, read while the searcher takes up the newest generation: checking segments leaves a processor idle."""
    words, refreshed = await asyncio.gather(
        asyncio.to_thread(lexicon, settings, topics), searcher.refresh(), return_exceptions=True
    )
    # both have ended before either's error is told
    if isinstance(words, BaseException):
        raise words
    if isinstance(refreshed, BaseException):
        raise refreshed
    return words


@asynccontextmanager
async def _searching(
    settings: Settings, embedded: IndexSearcher, own: Library
) -> AsyncIterator[tuple[Searcher, Library]]:
    """What the engine of the settings searches by and shows from: the process itself, or a cluster beside it."""
    if settings.engine == "embedded":
        yield embedded, own
        return
    # here: what speaks HTTP costs time that most need not spend
    from index.cluster.library import JoinedLibrary
    from index.cluster.search.access import ClusterAccess
    from index.cluster.searcher import ClusterSearcher
    from index.cluster.wire.client import Client

    loop = asyncio.get_running_loop()
    # questions wait for the cluster in threads, more of them than this machine has processors
    loop.set_default_executor(ThreadPoolExecutor(2 * CLUSTER_AT_ONCE, "communique"))
    async with Client.open(cluster_params(settings)) as client:
        searcher = ClusterSearcher(ClusterAccess(client, loop), embedded, search_params(settings))
        yield searcher, JoinedLibrary(own, client, lambda: searcher.served)


def cluster_params(settings: Settings) -> ClusterParams:
    """How the cluster is reached, from the settings."""
    password = settings.cluster_password
    return ClusterParams(
        nodes=settings.cluster_nodes,
        user=settings.cluster_user or None,
        password=password.get_secret_value() if password else None,
        ca_file=settings.cluster_ca_file,
        prefix=settings.cluster_prefix,
        question_timeout_s=settings.question_timeout_s,
    )


def lexicon(settings: Settings, topics: Sequence[Topic] | None = None) -> Lexicon:
    """The shipped lexicon with the operator's laid over it; ``topics`` that were read before are not read again.

    Raises:
        LexiconError: an entry cannot be used.
    """
    folder = settings.lexicon_folder
    return Lexicon(
        topics=topics_of(settings) if topics is None else topics,
        synonyms=Synonyms.from_entries(read_lexicon("synonyms.toml", folder)),
        speakers=speakers(settings),
        events=Events(events_from(read_lexicon("events.toml", folder))),
    )


def topics_of(settings: Settings) -> Sequence[Topic]:
    """What people look things up by, the operator's topics added to the shipped ones.

    Raises:
        LexiconError: an entry cannot be used.
    """
    return topics_from(read_lexicon("topics.toml", settings.lexicon_folder))


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
    at_once = COMPUTED_AT_ONCE if settings.engine == "embedded" else CLUSTER_AT_ONCE
    return DeskParams(limits, thresholds, settings.passages_shown, settings.releases_listed, at_once)
