"""What a question is narrowed to beside its own words: days, a speaker, a topic, as the options of a command name them.

In: the options as typed. Out: a Narrowing, or why an option cannot be used and what to do instead.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.asking.days import Days, Phrases, read_phrases
from bot.asking.lookup import LookupFailure
from bot.asking.question import Question
from index.language.analyzer import terms
from index.language.lexicon import Lexicon
from index.language.speakers.asked import Known, people_meant
from index.language.topics import Topic
from index.query import Alternative, DateRange, QueryTerm

_TOPICS_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Options:
    """The options as typed; empty where they were left out."""

    since: str = ""
    until: str = ""
    speaker: str = ""
    topic: str = ""


NO_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Days, people of whom one is asked for, and a topic; each may be missing. ``notes`` say how they were read."""

    dates: DateRange | None = None
    speakers: frozenset[str] = frozenset()
    speaker: str = ""
    topic: Topic | None = None
    notes: tuple[str, ...] = ()


NO_NARROWING = Narrowing()


class _Unusable(Exception):
    """An option that cannot be used; its text says what to do instead."""


def read_options(
    options: Options, lexicon: Lexicon, *, known: Known, today: date
) -> Narrowing | LookupFailure:
    """What the options ask for.

    >>> read_options(Options(since="2023", until="May 2024"), Lexicon(), known=lambda name: (), today=date(2024, 6, 1)).dates
    DateRange(start=datetime.date(2023, 1, 1), end=datetime.date(2024, 6, 1))
    """
    try:
        days = _days(options.since, options.until, lexicon, today=today)
        speakers = _speakers(options.speaker, lexicon, known)
        topic = _topic(options.topic, {topic.name.casefold(): topic for topic in lexicon.topics})
    except _Unusable as unusable:
        return LookupFailure(str(unusable))
    notes = (f"Days asked for: {days.label}.",) if days else ()
    return Narrowing(days.dates if days else None, frozenset(speakers), options.speaker, topic, notes)


def _named(topic: Topic) -> QueryTerm:
    """The topic as a term to look for: how it is called, in whatever words."""
    first, *others = topic.phrases
    return QueryTerm(first[0], topic.name, alternatives=tuple(Alternative(tuple(run)) for run in others))


def _days(since: str, until: str, lexicon: Lexicon, *, today: date) -> Days | None:
    if not since.strip() and not until.strip():
        return None
    days = read_phrases(Phrases(since=since, until=until), today=today, events=lexicon.events)
    if isinstance(days, LookupFailure):
        raise _Unusable(days.message)
    return days


def narrowed(question: Question, narrowing: Narrowing) -> Question:
    """The question with what the options ask for; an option comes before what the words say."""
    query = question.query
    if narrowing.dates is not None:
        query = replace(query, dates=[narrowing.dates], date_terms=())
    if narrowing.speakers:
        query = replace(query, speakers=narrowing.speakers, speaker_terms=tuple(terms(narrowing.speaker)))
    if narrowing.topic is not None:
        phrases = narrowing.topic.phrases
        # "what was said?" on a topic looks for the topic itself
        named = question.bare or not query.terms
        query = replace(query, phrases=phrases, terms=[_named(narrowing.topic)] if named else query.terms)
    return replace(question, query=query, notes=[*question.notes, *narrowing.notes])


def _speakers(name: str, lexicon: Lexicon, known: Known) -> tuple[str, ...]:
    if not name.strip():
        return ()
    meant = people_meant(" ".join(name.split()), lexicon=lexicon.speakers, known=known)
    if not meant:
        raise _Unusable(
            f"No release quotes anybody named “{name}”. Begin to type a family name, and pick one."
        )
    return meant


def _topic(name: str, topics: Mapping[str, Topic]) -> Topic | None:
    if not name.strip():
        return None
    folded = " ".join(name.split()).casefold()
    if folded not in topics:
        raise _Unusable(no_such_topic(folded, topics))
    return topics[folded]


def no_such_topic(name: str, topics: Mapping[str, Topic]) -> str:
    """What to say to a name that no topic has."""
    close = difflib.get_close_matches(name.casefold(), topics, n=_TOPICS_OFFERED, cutoff=0.5)
    near = [topics[key].name for key in close] or [topic.name for topic in topics.values()]
    return f"There is no topic of that name. Try one of: {', '.join(near)}."
