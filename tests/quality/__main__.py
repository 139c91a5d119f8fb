"""`make quality DATA=folder`: how often the right sentence comes first, and how often silence is right.

Indexes the folder (or takes the index that --db names), asks all questions of a split of ours and of the plain
baselines, and prints one table of rankings, one of kinds of questions and one of silence. The test split is for reporting a
finished change: --split test.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from bot.answering import lexicon, search_params, speakers
from config.settings import load_settings
from index.indexer import run_job
from index.job import IndexJob
from index.release import PassageId, VersionId
from index.store.database import Database
from index.store.library import StoreLibrary
from index.store.releases import Releases
from tests.quality.ablations import measure, variants
from tests.quality.baselines import bm25_over_releases, bm25_over_sentences, bm25s_library, fts5
from tests.quality.measures import Ranking, Scored, column, interval, relative_gain, score
from tests.quality.subject import Subject, open_subject
from tests.quality.topics import SPLITS, Passage, Topic, load_topics, release_keys, sha256

MEASURES = {
    "Success@1": lambda one: one.success,
    "MRR@10": lambda one: one.reciprocal_rank,
    "nDCG@10": lambda one: one.ndcg,
    "Recall@5": lambda one: one.recall,
}
OURS = "communiqué"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the whole way from question to Answer gave."""

    topic: Topic
    status: str
    ranking: Ranking
    speaker: str | None


def main() -> None:
    """Measure over the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="+", help="folders of releases")
    parser.add_argument("--db", type=Path, help="an index of these folders, made and kept here")
    parser.add_argument("--split", choices=SPLITS, default="tune")
    parser.add_argument(
        "--ablations", action="store_true", help="what each part of the second stage is worth"
    )
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument(
        "--misses", action="store_true", help="list the questions whose first passage is wrong"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        asyncio.run(_measure(arguments, arguments.db or Path(scratch) / "quality.db"))


async def _measure(arguments: argparse.Namespace, path: Path) -> None:
    if not path.exists():
        await run_job(IndexJob(path, arguments.data, speakers=speakers(load_settings())))
    keys: dict[str, str] = {}
    for folder in arguments.data:
        keys |= release_keys(folder)
    topics = load_topics(arguments.split, keys)
    print(f"{arguments.split}: {len(topics)} questions, file {sha256(arguments.split)[:12]}")
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database.open(path))
        subject = await stack.enter_async_context(open_subject(load_settings(), path))
        replies = [await _reply(subject, topic) for topic in topics]
        ranked = {OURS: [score(topic, await subject.ranking(topic)) for topic in topics if topic.judgements]}
        if not arguments.no_baselines:
            ranked |= await _baselines(subject, database, topics)
        if arguments.ablations:
            await _print_ablations(
                subject, StoreLibrary(database), [topic for topic in topics if topic.judgements]
            )
    _print_rankings(ranked)
    _print_kinds(ranked)
    _print_silence(replies)
    if arguments.misses:
        _print_misses(ranked[OURS], replies)


async def _reply(subject: Subject, topic: Topic) -> Reply:
    answered = await subject.answer(topic)
    return Reply(topic, answered.status, answered.ranking, answered.speaker)


async def _baselines(
    subject: Subject, database: Database, topics: Sequence[Topic]
) -> dict[str, list[Scored]]:
    library = StoreLibrary(database)
    releases = Releases(database)
    entries = [await releases.entry(VersionId(version)) for version in subject.versions]
    passages = [(int(passage.id), passage.quote) for entry in entries for passage in entry.passages]
    searches = {
        "rank-bm25, sentences": bm25_over_sentences(subject.segments),
        "rank-bm25, releases": bm25_over_releases(entries),
        "SQLite FTS5": fts5(passages),
        "bm25s": bm25s_library(passages),
    }
    ranked: dict[str, list[Scored]] = {}
    for name, search in searches.items():
        if search is None:
            print(f"{name} is left out: pip install bm25s")
            continue
        ranked[name] = []
        for topic in topics:
            if topic.judgements:
                # a follow-up means nothing alone: plain engines get both questions
                ids = search(f"{topic.previous or ''} {topic.question}")
                found = await library.passages([PassageId(id_) for id_ in ids])
                ranking = [[Passage(passage.release.key, passage.quote)] for passage in found]
                ranked[name].append(score(topic, ranking))
    return ranked


async def _print_ablations(subject: Subject, library: StoreLibrary, topics: Sequence[Topic]) -> None:
    settings = load_settings()
    print("Without …")
    for variant in variants(search_params(settings), lexicon(settings)):
        print(await measure(variant, subject.snapshot, library, topics), flush=True)


def _print_rankings(ranked: Mapping[str, Sequence[Scored]]) -> None:
    print(f"\nRankings of {len(ranked[OURS])} answerable questions (mean and 95 % interval, silence off)")
    for name, scored in ranked.items():
        figures = "  ".join(f"{label} {interval(column(scored, of))}" for label, of in MEASURES.items())
        print(f"{name:22} {figures}")
    for label in ("Success@1", "nDCG@10"):
        of = MEASURES[label]
        rivals = {name: column(scored, of) for name, scored in ranked.items() if name != OURS}
        if rivals:
            best = max(rivals, key=lambda name: sum(rivals[name]))
            gain = relative_gain(column(ranked[OURS], of), rivals[best])
            print(f"{label}: {gain.mean:+.1%} over {best} [{gain.low:+.1%}, {gain.high:+.1%}]")


def _print_kinds(ranked: Mapping[str, Sequence[Scored]]) -> None:
    kinds = sorted({one.topic.kind for one in ranked[OURS]})
    print("\nSuccess@1 / nDCG@10 by kind of question")
    print(f"{'':22} " + " ".join(f"{kind:>11}" for kind in kinds))
    counts = [sum(one.topic.kind == kind for one in ranked[OURS]) for kind in kinds]
    print(f"{'questions':22} " + " ".join(f"{count:>11}" for count in counts))
    for name, scored in ranked.items():
        cells = []
        for kind in kinds:
            of_kind = [one for one in scored if one.topic.kind == kind]
            success = sum(one.success for one in of_kind) / len(of_kind)
            cells.append(f"{success:>5.2f} /{sum(one.ndcg for one in of_kind) / len(of_kind):>4.2f}")
        print(f"{name:22} " + " ".join(f"{cell:>11}" for cell in cells))


def _print_silence(replies: Sequence[Reply]) -> None:
    print("\nSilence (a reply of status “closest” counts as no answer)")
    answerable = [reply for reply in replies if not reply.topic.unanswerable]
    refused = [float(reply.status != "answered") for reply in answerable]
    right = [
        float(bool(score(reply.topic, reply.ranking).success)) if reply.status == "answered" else 0.0
        for reply in answerable
    ]
    print(f"answerable refused      {interval(refused)} of {len(refused)}")
    print(f"answered and right at 1 {interval(right)} of {len(right)}")
    for reason in ("foreign", "person", "date", "missing_fact"):
        answered = [
            float(reply.status == "answered") for reply in replies if reply.topic.unanswerable == reason
        ]
        print(f"false answers, {reason:12} {interval(answered)} of {len(answered)}")
    _print_speakers(answerable)


def _print_speakers(answerable: Sequence[Reply]) -> None:
    named = [
        reply
        for reply in answerable
        if reply.speaker
        and reply.topic.speaker
        and reply.ranking
        and score(reply.topic, reply.ranking).success
    ]
    wrong = [float(not _same_family_name(reply)) for reply in named]
    print(
        f"wrong speakers shown    {interval(wrong)} of {len(wrong)} first passages that are right and name one"
    )


def _same_family_name(reply: Reply) -> bool:
    assert reply.speaker is not None
    assert reply.topic.speaker is not None
    return reply.speaker.split()[-1].casefold() in reply.topic.speaker.casefold().replace(",", " ").split()


def _print_misses(scored: Sequence[Scored], replies: Sequence[Reply]) -> None:
    by_id = {reply.topic.id: reply for reply in replies}
    print("\nMisses")
    for one in scored:
        reply = by_id[one.topic.id]
        if not one.success or reply.status != "answered":
            shown = reply.ranking[0][0].quote[:140] if reply.ranking else ""
            print(
                f"{one.topic.id} {one.topic.kind} rr={one.reciprocal_rank:.2f} {reply.status}: {one.topic.question}"
            )
            print(f"    got  {shown}")
            print(f"    want {one.topic.judgements[0].words[:140]}")
    for reply in replies:
        if reply.topic.unanswerable and reply.status == "answered":
            shown = reply.ranking[0][0].quote[:140] if reply.ranking else ""
            print(
                f"{reply.topic.id} {reply.topic.unanswerable} ANSWERED: {reply.topic.question}\n    got  {shown}"
            )


if __name__ == "__main__":
    main()
