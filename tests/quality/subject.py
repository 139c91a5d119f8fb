"""The program as the quality bench asks it: the whole way to an Answer, and the ranking alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answering import desk_params, open_answering
from bot.asking.answer import Answer, NoAnswer
from bot.asking.desk import Desk
from bot.asking.scope import PUBLIC_SCOPE
from bot.asking.verdict import Thresholds
from config.settings import Settings
from index.engine.segment import Segment
from index.query import PUBLIC
from index.searcher import IndexSearcher
from index.snapshot import SearchSnapshot
from tests.quality.measures import Ranking
from tests.quality.topics import Passage, Topic


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply reduced to what is measured."""

    status: str
    ranking: Ranking
    speaker: str | None


class Subject:
    """What is measured, over one index."""

    def __init__(self, desk: Desk, talkative: Desk, searcher: IndexSearcher) -> None:
        self._desk = desk
        self._talkative = talkative
        self._searcher = searcher

    @property
    def snapshot(self) -> SearchSnapshot:
        """What is searched."""
        return self._searcher.snapshot

    @property
    def segments(self) -> Sequence[Segment]:
        """The segments searched."""
        return [part.segment for part in self._searcher.snapshot.corpus(frozenset({PUBLIC})).parts]

    @property
    def versions(self) -> list[int]:
        """All versions searched."""
        return [int(version) for segment in self.segments for version in segment.version_ids]

    async def answer(self, topic: Topic) -> Answered:
        """What whoever asks gets."""
        return await _ask(self._desk, topic)

    async def ranking(self, topic: Topic) -> Ranking:
        """The ten best passages, whether or not they answer."""
        return (await _ask(self._talkative, topic)).ranking


@asynccontextmanager
async def open_subject(settings: Settings, path: Path) -> AsyncIterator[Subject]:
    """Open an index to be asked."""
    async with open_answering(settings.model_copy(update={"database": path})) as answering:
        talkative = answering.desk.with_params(
            replace(desk_params(settings), thresholds=Thresholds(0.0, 0.0))
        )
        yield Subject(answering.desk, talkative, answering.embedded)


async def _ask(desk: Desk, topic: Topic) -> Answered:
    earlier = None
    if topic.previous is not None:
        before = await desk.answer(topic.previous, scope=PUBLIC_SCOPE, now=topic.now)
        earlier = before.earlier if isinstance(before, Answer) else None
    result = await desk.answer(topic.question, scope=PUBLIC_SCOPE, now=topic.now, limit=10, earlier=earlier)
    if isinstance(result, NoAnswer):
        return Answered("no_answer", [], None)
    return Answered(result.status, _ranking(result), result.citations[0].passage.speaker)


def _ranking(answer: Answer) -> Ranking:
    return [
        [
            Passage(release.key, citation.passage.quote)
            for release in (citation.passage.release, *citation.also_in)
        ]
        for citation in answer.citations
    ]
