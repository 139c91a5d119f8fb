"""The desk: the one door from an event loop to answers and look-ups.

What takes time to compute leaves the loop here; the texts of the few passages shown are then read
from the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.asking.answer import Answer, Citation, KeptAnswer, KeptCitation, NoAnswer
from bot.asking.citing import cite
from bot.asking.find import Asked, Finding, find
from bot.asking.followup import Earlier
from bot.asking.lookup import LookupFailure
from bot.asking.lookups import COMPUTED_AT_ONCE, Lookups
from bot.asking.narrowing import (
    NO_NARROWING,
    NO_OPTIONS,
    Narrowing,
    Options,
    read_options,
)
from bot.asking.question import Question, QuestionLimits, QuestionReader
from bot.asking.recall import Turn, earlier_of
from bot.asking.scope import Scope
from bot.asking.tongue import Tongues
from bot.asking.verdict import Thresholds, Verdict
from bot.asking.why import reading
from index.language.lexicon import Lexicon
from index.library import Library, Searcher, Snapshot
from index.query import Hit, Holdings, PassageContext, Query, StoredPassage, WholeRelease
from index.release import PassageKey


@dataclass(frozen=True, slots=True)
class DeskParams:
    """What the desk needs to know of the settings."""

    limits: QuestionLimits = field(default_factory=QuestionLimits)
    thresholds: Thresholds = field(default_factory=Thresholds)
    passages_shown: int = 3
    releases_listed: int = 10
    at_once: int = COMPUTED_AT_ONCE


class Desk(Lookups):
    """Answers questions and look-ups over a searcher and a library."""

    def __init__(self, searcher: Searcher, library: Library, lexicon: Lexicon, params: DeskParams) -> None:
        super().__init__(
            searcher, library, lexicon, releases_listed=params.releases_listed, at_once=params.at_once
        )
        self._reader = QuestionReader(lexicon, params.limits)
        self._params = params
        self._tongues = Tongues(library)

    def with_params(self, params: DeskParams) -> Desk:
        """A desk over the same index that answers by other limits."""
        return Desk(self._searcher, self._library, self._lexicon, params)

    @property
    def snapshot(self) -> Snapshot:
        """What is searched now; another one after each change of the index."""
        return self._searcher.snapshot

    async def answer(
        self,
        text: str,
        *,
        scope: Scope,
        now: datetime,
        limit: int | None = None,
        earlier: Earlier | None = None,
        any_date: bool = False,
        narrowing: Narrowing = NO_NARROWING,
    ) -> Answer | NoAnswer:
        """Answer a question from the releases in scope; ``limit`` passages at most.

        ``earlier`` is what an answer before gave to go on from ("and on Russia?"); ``any_date`` takes away the days
        that the question names; ``narrowing`` is what options ask for beside it.
        """
        snapshot = self._searcher.snapshot  # a swap may replace it; this question keeps its own
        finding = await self._computed(
            find,
            snapshot,
            self._reader,
            Asked(text, scope, now, earlier, any_date, narrowing),
            limit=limit or self._params.passages_shown,
            thresholds=self._params.thresholds,
        )
        if finding.verdict is not Verdict.ANSWERS:
            finding = await self._remarked(finding, scope, snapshot)
        if finding.verdict is Verdict.NOTHING:
            return await self._no_answer(finding, scope)
        return Answer(
            finding.question.text,
            await cite(self._library, finding.hits, finding.question),
            status="answered" if finding.verdict is Verdict.ANSWERS else "closest",
            missing=finding.missing,
            notes=[*finding.question.notes, *caveats(finding)],
            reading=reading(finding.question),
            earlier=Earlier(finding.question.query, frozenset(hit.version for hit in finding.hits), now),
        )

    async def narrowing(self, options: Options, *, scope: Scope, now: datetime) -> Narrowing | LookupFailure:
        """What the options of a command narrow a question to, or which of them cannot be used."""
        if options == NO_OPTIONS:
            return NO_NARROWING
        snapshot = self._searcher.snapshot

        def known(name: str) -> Sequence[str]:
            return snapshot.speakers(name, collections=scope.collections)

        return await self._computed(read_options, options, self._lexicon, known=known, today=now.date())

    async def recall(self, turns: Sequence[Turn], *, scope: Scope) -> Earlier | None:
        """What questions asked before, oldest first, leave to go on from."""
        keys = [key for turn in turns for key in turn.passages]
        stored = await self._library.passages_by_key(keys, collections=scope.collections)
        version = {passage.key: passage.release.version for passage in stored}
        releases = [frozenset(version[key] for key in turn.passages if key in version) for turn in turns]
        return await self._computed(earlier_of, self._searcher.snapshot, self._reader, turns, releases, scope)

    async def recite(self, question: str, kept: KeptAnswer, *, scope: Scope) -> Answer | None:
        """An answer given earlier, of the passages that are in scope now; None if none is."""
        citations = [citation for one in kept.citations if (citation := await self._recited(one, scope))]
        if not citations or kept.status == "no_answer":
            return None
        return Answer(question, citations, kept.status, kept.missing, kept.notes, kept.reading)

    async def _recited(self, kept: KeptCitation, scope: Scope) -> Citation | None:
        context = await self._library.context(kept.key, collections=scope.collections)
        if context is None:
            return None
        repeats = await self._library.passages_by_key(kept.repeats, collections=scope.collections)
        current = context.standing == "current"
        return Citation(context.passage, kept.highlights, repeats, current=current)

    def collections(self) -> Sequence[str]:
        """The names of all collections, sorted; from memory, and not to be shown beyond their scope."""
        return self._searcher.snapshot.collections

    async def context(self, key: PassageKey, *, scope: Scope) -> PassageContext | None:
        """A passage in its paragraph; None if it was never in scope."""
        return await self._library.context(key, collections=scope.collections)

    async def whole(self, passage: StoredPassage, *, scope: Scope) -> WholeRelease | None:
        """The release that a passage stands in, as it read then; None if it was never in scope."""
        return await self._library.whole(passage.release.version, collections=scope.collections)

    async def holdings(self, *, scope: Scope) -> Holdings:
        """What is indexed in scope."""
        return await self._library.holdings(collections=scope.collections)

    async def _remarked(self, finding: Finding, scope: Scope, snapshot: Snapshot) -> Finding:
        """With a remark first where the question is in another language than the releases."""
        question = finding.question
        remark = await self._tongues.remark(question.text, scope=scope, snapshot=snapshot)
        if remark is None:
            return finding
        return replace(finding, question=replace(question, notes=[remark, *question.notes]))

    async def _no_answer(self, finding: Finding, scope: Scope) -> NoAnswer:
        question = finding.question
        holdings = await self._library.holdings(collections=scope.collections)
        return NoAnswer(
            question=question.text,
            message=_message(question, finding, holdings),
            missing=finding.missing,
            nearest=await self._library.releases(finding.nearest),
            notes=question.notes,
            holdings=holdings,
        )


def caveats(finding: Finding) -> list[str]:
    """What the passages do not say, though it was asked."""
    if finding.verdict is not Verdict.CLOSEST:
        return []
    query = finding.question.query
    notes = []
    if query.speakers and not any(hit.by_speaker for hit in finding.hits):
        notes.append(_whose_words(query, finding.hits))
    if query.dates and not any(hit.in_days for hit in finding.hits):
        notes.append("No release of the days asked for says this; these are of other days.")
    return notes


def _whose_words(query: Query, hits: Sequence[Hit]) -> str:
    """That the person asked for is not quoted, and who speaks instead."""
    asked = " or ".join(sorted(query.speakers))
    others = dict.fromkeys(hit.speaker for hit in hits if hit.speaker)
    instead = f" These are the words of {', '.join(others)}." if others else ""
    return f"No release quotes {asked} on this.{instead}"


def _message(question: Question, finding: Finding, holdings: Holdings) -> str:
    if not holdings.releases:
        return "No releases are indexed yet. Index some first: communique index PATH"
    if not question.text:
        return (
            "Ask a question about the releases, for example: what did the Secretary General say about China?"
        )
    if not question.query.terms:
        return "The question holds no word to look for. Name a person, a place or a subject."
    if finding.missing:
        return f"The releases hold no answer to that. Not found: {', '.join(finding.missing)}."
    return "The releases hold no answer to that."
