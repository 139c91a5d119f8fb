"""What each part of the second stage is worth: the tune questions asked again without it, one line a part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from statistics import fmean

from bot.asking.question import QuestionLimits, QuestionReader
from bot.asking.scope import PUBLIC_SCOPE
from index.evidence.weights import EvidenceParams
from index.language.lexicon import Lexicon
from index.language.synonyms import Synonyms
from index.query import PUBLIC
from index.snapshot import SearchParams, SearchSnapshot
from index.store.library import StoreLibrary
from tests.quality.measures import Scored, score
from tests.quality.topics import Passage, Topic

_FACTORS = frozenset({"scrap"})
"""Weights that multiply: without them is 1, not 0."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The program without one of its parts."""

    without: str
    search: SearchParams
    lexicon: Lexicon


def variants(search: SearchParams, lexicon: Lexicon) -> Iterator[Variant]:
    """The program whole, then without each weight, each door of admission, and the synonyms."""
    yield Variant("nothing", search, lexicon)
    yield Variant("synonyms", search, replace(lexicon, synonyms=Synonyms({})))
    for field in fields(EvidenceParams):
        off = 1.0 if field.name in _FACTORS else 0.0
        yield Variant(
            field.name, replace(search, evidence=replace(search.evidence, **{field.name: off})), lexicon
        )
    for door in ("conditioned", "expanded", "releases", "around"):
        yield Variant(
            f"admission: {door}", replace(search, admission=replace(search.admission, **{door: 0})), lexicon
        )


async def measure(
    variant: Variant, snapshot: SearchSnapshot, library: StoreLibrary, topics: Sequence[Topic]
) -> str:
    """One line: the measures of all questions without the part."""
    reader = QuestionReader(variant.lexicon, QuestionLimits())
    searched = snapshot.with_params(variant.search)
    scored = [await _score(reader, searched, library, topic) for topic in topics]
    success, ndcg = fmean(one.success for one in scored), fmean(one.ndcg for one in scored)
    return f"{variant.without:24} Success@1 {success:.3f}  nDCG@10 {ndcg:.3f}"


async def _score(
    reader: QuestionReader, snapshot: SearchSnapshot, library: StoreLibrary, topic: Topic
) -> Scored:
    question = reader.read(
        topic.question,
        scope=PUBLIC_SCOPE,
        today=topic.today,
        known=lambda name: snapshot.speakers(name, collections=frozenset({PUBLIC})),
    )
    ranking: list[list[Passage]] = []
    for hit in snapshot.find(question.query, limit=10).best:
        found = await library.passages([hit.passage, *hit.repeated_in])
        ranking.append([Passage(passage.release.key, passage.quote) for passage in found])
    return score(topic, ranking)
