"""Questions to try: made from what is indexed, and only such as the releases answer.

In: what the releases in scope say on each topic, and when the newest came out. Out: a few questions, the same for as long
as the index is the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.asking.answer import Answer, Citation
from bot.asking.desk import Desk
from bot.asking.lookup import DateListing, PassageListing
from bot.asking.scope import Scope
from index.library import Snapshot

_SHOWN = 3
_TITLES = 3
_LONGEST = 120
_TRIED = 12
"""Questions of one kind that are tried before that kind is given up."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions that are answered, a topic that something is said on, and the month of the newest release."""

    questions: Sequence[str] = ()
    topic: str | None = None
    month: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic, how many passages are on it, and the first of them."""

    topic: str
    total: int
    citations: Sequence[Citation]


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that may be answered, and what it is about: no two examples are about the same."""

    question: str
    about: str


def drafts(subjects: Sequence[Subject], titles: Sequence[str]) -> Sequence[Sequence[Draft]]:
    """Questions by kind, those on what most is said about first: by speaker, by month, by topic alone, by title."""
    ordered = sorted(subjects, key=_most_first)
    by_title = [Draft(f"What was said about “{title}”?", title) for title in titles if len(title) <= _LONGEST]
    return [
        [draft for subject in ordered for draft in _of_speakers(subject)],
        [draft for subject in ordered for draft in _of_months(subject)],
        [Draft(f"What was said about {_in_a_sentence(subject)}?", subject.topic) for subject in ordered],
        by_title,
    ]


class ExampleBook:
    """Examples by scope, kept for as long as nothing new is indexed."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._examples: dict[frozenset[str], Examples] = {}
        self._looking = asyncio.Lock()

    async def of(self, desk: Desk, *, scope: Scope, now: datetime) -> Examples:
        """The examples of a scope; each question was answered before it is shown."""
        async with self._looking:
            if desk.snapshot is not self._snapshot:
                self._snapshot, self._examples = desk.snapshot, {}
            if scope.collections not in self._examples:
                self._examples[scope.collections] = await _examples(desk, scope, now)
            return self._examples[scope.collections]


async def _examples(desk: Desk, scope: Scope, now: datetime) -> Examples:
    holdings = await desk.holdings(scope=scope)
    if not holdings.releases:
        return Examples()
    month = f"{holdings.last:%B %Y}" if holdings.last else None
    subjects = await _subjects(desk, scope)
    titles = await _newest_titles(desk, month, scope, now)
    questions: dict[str, str] = {}
    for kind in drafts(subjects, titles):
        if len(questions) == _SHOWN:
            break
        fresh = [draft for draft in kind if draft.about not in questions][:_TRIED]
        answered = await _first_answered(desk, fresh, scope, now)
        if answered is not None:
            questions[answered.about] = answered.question
    most = min(subjects, key=_most_first, default=None)
    return Examples(list(questions.values()), most.topic if most else None, month)


async def _subjects(desk: Desk, scope: Scope) -> list[Subject]:
    """The topics on which most is said in scope."""
    names = desk.suggest_topics("", scope=scope, limit=_TRIED)
    found = [await desk.on_topic(name, scope=scope) for name in names]
    listings = [listing for listing in found if isinstance(listing, PassageListing)]
    return [Subject(one.name, one.part.total, one.citations) for one in listings if one.citations]


async def _newest_titles(desk: Desk, month: str | None, scope: Scope, now: datetime) -> Sequence[str]:
    listing = await desk.on_dates(month, scope=scope, now=now) if month else None
    if not isinstance(listing, DateListing):
        return []
    return [" ".join(release.title.split()) for release in listing.page.releases[:_TITLES]]


async def _first_answered(desk: Desk, tried: Sequence[Draft], scope: Scope, now: datetime) -> Draft | None:
    for draft in tried:
        result = await desk.answer(draft.question, scope=scope, now=now, limit=1)
        if isinstance(result, Answer) and result.status == "answered":
            return draft
    return None


def _most_first(subject: Subject) -> tuple[int, str]:
    return -subject.total, subject.topic


def _of_speakers(subject: Subject) -> Iterator[Draft]:
    speakers = dict.fromkeys(citation.passage.speaker for citation in subject.citations)
    for speaker in speakers:
        if speaker is not None:
            yield Draft(f"What did {speaker} say about {_in_a_sentence(subject)}?", subject.topic)


def _of_months(subject: Subject) -> Iterator[Draft]:
    days = sorted(set(_days(subject)), reverse=True)
    for month in dict.fromkeys(f"{day:%B %Y}" for day in days):
        yield Draft(f"What was said about {_in_a_sentence(subject)} in {month}?", subject.topic)


def _days(subject: Subject) -> Iterator[date]:
    for citation in subject.citations:
        if citation.passage.release.published is not None:
            yield citation.passage.release.published


def _in_a_sentence(subject: Subject) -> str:
    """The topic's name as the releases write it: a name keeps its capital, a common word has none."""
    first, _, rest = subject.topic.partition(" ")
    # a sentence's own first word has a capital whatever it is
    within = {word for citation in subject.citations for word in citation.passage.quote.split()[1:]}
    common = first.lower() in within or (rest.islower() and first not in within)
    return f"{first.lower()} {rest}".rstrip() if common else subject.topic
