"""Look-ups by days, topic, speaker and title, and the names that are suggested for them.

Suggestions come from memory, at once; what takes time to compute leaves the event loop.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Literal, ParamSpec, TypeVar

from bot.asking.citing import cite
from bot.asking.days import Phrases, read_phrases, suggested_days
from bot.asking.lookup import (
    DateListing,
    LookupFailure,
    Part,
    PassageListing,
    ReleaseFound,
    SuggestedDays,
    Voice,
)
from bot.asking.scope import Scope
from index.language.dates.labels import label as days_label
from index.language.lexicon import Lexicon
from index.language.speakers.asked import people_meant
from index.language.topics import Topic
from index.library import Catalogue, Library, Searcher, Snapshot
from index.query import DateRange, PassageList, Query, QueryTerm, TitledRelease
from index.release import name_handle

PASSAGES_LISTED = 5
"""Passages on a page of a topic or of a speaker: they are quoted, and a page fits a phone's screen."""

COMPUTED_AT_ONCE = 2
"""Threads that compute: more would take the interpreter from one another, and from the event loop, and be no sooner done."""

_SUGGESTED = 25
_NEAREST = 3
_TOPICS_NAMED = 10
_MEANT = 5
_NEWEST = "The newest releases"
_NEAREST_TITLE = "No release has just this title; this is the one that comes nearest."

P = ParamSpec("P")
R = TypeVar("R")


class Lookups:
    """Looks up releases and passages over a searcher and a library."""

    def __init__(
        self,
        searcher: Searcher,
        library: Library,
        lexicon: Lexicon,
        *,
        releases_listed: int,
        at_once: int = COMPUTED_AT_ONCE,
    ) -> None:
        self._searcher = searcher
        self._library = library
        self._lexicon = lexicon
        self._topics = {topic.name.casefold(): topic for topic in lexicon.topics}
        self._topic_handles = {name_handle(topic.name): topic for topic in lexicon.topics}
        self._releases_listed = releases_listed
        self._turns = asyncio.Semaphore(at_once)

    async def _computed(self, compute: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        """What is computed in a thread, so that the event loop goes on, when it is its turn."""
        async with self._turns:
            return await asyncio.to_thread(compute, *args, **named)

    async def on_dates(
        self, phrase: str, *, scope: Scope, now: datetime, offset: int = 0
    ) -> DateListing | LookupFailure:
        """Releases published in the days that a phrase names ("January 2024", "last week"), newest first."""
        return await self.on_days(Phrases(on=phrase), scope=scope, now=now, offset=offset)

    async def on_days(
        self, phrases: Phrases, *, scope: Scope, now: datetime, offset: int = 0
    ) -> DateListing | LookupFailure:
        """The same, for days named by one phrase or between two."""
        days = read_phrases(phrases, today=now.date(), events=self._lexicon.events)
        if isinstance(days, LookupFailure):
            return days
        return await self.released(days.dates, scope=scope, offset=offset, label=days.label)

    async def released(
        self, dates: DateRange, *, scope: Scope, offset: int = 0, label: str | None = None
    ) -> DateListing:
        """Releases published on these days, newest first, named by the days where they get no other label."""
        size = self._releases_listed
        page = await self._library.published(dates, collections=scope.collections, limit=size, offset=offset)
        return DateListing(label or days_label(dates), dates, page, Part(offset, size, page.total))

    async def latest(self, *, scope: Scope, offset: int = 0) -> DateListing:
        """The newest releases of all."""
        return await self.released(DateRange(None, None), scope=scope, offset=offset, label=_NEWEST)

    async def on_topic(
        self, name: str, *, scope: Scope, offset: int = 0, limit: int = PASSAGES_LISTED
    ) -> PassageListing | LookupFailure:
        """The passages on a topic of the lexicon, those that say most first; ``name`` may be its handle."""
        topic = self._topic_handles.get(name) or self._topics.get(" ".join(name.split()).casefold())
        if topic is None:
            return LookupFailure(self._no_such_topic(name, scope))
        found = await self._computed(
            self._searcher.snapshot.holding, _on(topic, scope), limit=limit, offset=offset
        )
        return await self._passages("topic", topic.name, found, Part(offset, limit, found.total))

    async def by_speaker(
        self, name: str, *, scope: Scope, offset: int = 0, limit: int = PASSAGES_LISTED
    ) -> PassageListing | LookupFailure:
        """What a person says, newest first; ``name`` may be a part of the name, or its handle."""
        snapshot = self._searcher.snapshot
        meant = await self._computed(self._people, name, snapshot, scope)
        if len(meant) != 1:
            return LookupFailure(_which_person(name, meant, snapshot.catalogue, scope))
        found = await self._computed(
            snapshot.spoken, frozenset(meant), collections=scope.collections, limit=limit, offset=offset
        )
        return await self._passages("speaker", meant[0], found, Part(offset, limit, found.total))

    async def release(self, title: str, *, scope: Scope) -> ReleaseFound | LookupFailure:
        """A release by its title or its handle; where several have the title, the newest."""
        catalogue, collections = self._searcher.snapshot.catalogue, scope.collections
        picked = catalogue.release(title.strip(), collections=collections)
        same = [picked] if picked else catalogue.titled(title, collections=collections)
        notes = [] if len(same) < 2 else [f"{len(same)} releases have this title; this is the newest."]
        if not same:
            same = catalogue.titles(title, collections=collections, limit=_NEAREST) if title.strip() else []
            notes = [_NEAREST_TITLE]
            if len(same) != 1:
                return LookupFailure(_which_release(title, same))
        whole = await self._library.whole(same[0].version, collections=collections)
        if whole is None:
            return LookupFailure(_which_release(title, ()))
        voices = Counter(passage.speaker for passage in whole.passages if passage.speaker)
        return ReleaseFound(whole, [Voice(*voice) for voice in voices.most_common()], notes)

    def suggest_titles(self, typed: str, *, scope: Scope, limit: int = _SUGGESTED) -> Sequence[TitledRelease]:
        """Releases in scope whose titles may be meant; the newest ones for nothing typed."""
        return self._catalogue.titles(typed, collections=scope.collections, limit=limit)

    def suggest_speakers(self, typed: str, *, scope: Scope, limit: int = _SUGGESTED) -> Sequence[str]:
        """People who speak in scope and may be meant; those who say most for nothing typed."""
        return self._catalogue.speakers(typed, collections=scope.collections, limit=limit)

    def suggest_topics(self, typed: str, *, scope: Scope, limit: int = _SUGGESTED) -> Sequence[str]:
        """Topics that releases in scope treat and that may be meant; the most treated ones for nothing typed."""
        return self._catalogue.topics(typed, collections=scope.collections, limit=limit)

    def suggest_dates(
        self, typed: str, *, scope: Scope, now: datetime, limit: int = _SUGGESTED
    ) -> Sequence[SuggestedDays]:
        """Days with releases in scope that may be meant; recent ones for nothing typed."""
        days = suggested_days(
            typed,
            self._catalogue,
            collections=scope.collections,
            today=now.date(),
            events=self._lexicon.events,
        )
        return list(islice(days, limit))

    def topic_names(self) -> Sequence[str]:
        """The names of all topics, sorted; from memory."""
        return [topic.name for topic in self._topics.values()]

    @property
    def _catalogue(self) -> Catalogue:
        return self._searcher.snapshot.catalogue

    async def _passages(
        self, kind: Literal["topic", "speaker"], name: str, found: PassageList, part: Part
    ) -> PassageListing:
        return PassageListing(kind, name, await cite(self._library, found.passages), part)

    def _people(self, name: str, snapshot: Snapshot, scope: Scope) -> Sequence[str]:
        """People who speak in scope whom the name may mean: by its handle, all of it, or a part."""
        collections, wanted = scope.collections, " ".join(name.split())

        def known(part: str) -> Sequence[str]:
            return snapshot.speakers(part, collections=collections)

        def held(handle: str) -> str | None:
            return snapshot.catalogue.speaker(handle, collections=collections)

        if not wanted:
            return []
        if exact := held(wanted) or held(name_handle(wanted)):
            return [exact]
        meant = people_meant(wanted, lexicon=self._lexicon.speakers, known=known)
        return [person for person in meant if held(name_handle(person))]

    def _no_such_topic(self, name: str, scope: Scope) -> str:
        near = self.suggest_topics(name, scope=scope, limit=_NEAREST)
        near = near or self.suggest_topics("", scope=scope, limit=_TOPICS_NAMED)
        if not near:
            return "There is no topic of that name, and none that these releases treat."
        return f"There is no topic of that name. Try one of: {', '.join(near)}."


def _on(topic: Topic, scope: Scope) -> Query:
    terms = dict.fromkeys(term for phrase in topic.phrases for term in phrase)
    return Query([QueryTerm(term, term) for term in terms], topic.phrases, collections=scope.collections)


def _which_person(name: str, meant: Sequence[str], catalogue: Catalogue, scope: Scope) -> str:
    """What to say where a name means nobody who speaks here, or several."""
    if meant:
        more = " or others" if len(meant) > _MEANT else ""
        return f"“{name}” may be {_either(meant[:_MEANT])}{more}. Give the full name of one of them."
    near = catalogue.speakers(name, collections=scope.collections, limit=_NEAREST) if name.strip() else ()
    if near:
        return f"These releases quote nobody of the name “{name}”. Did you mean {_either(near)}?"
    return f"These releases quote nobody of the name “{name}”. Begin to type a family name, and pick one."


def _which_release(title: str, nearest: Sequence[TitledRelease]) -> str:
    """What to say where no release has a title, or none that is nearest."""
    if not nearest:
        return f"No release here has a title like “{title}”. Begin to type words of it, and pick one."
    named = "; ".join(f"“{' '.join(release.title.split())}”" for release in nearest)
    return f"No release here has the title “{title}”. The nearest: {named}."


def _either(names: Sequence[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
