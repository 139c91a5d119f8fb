"""Statistics, spelling, speakers and names are those of the collections searched, after every kind of change."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.editing import ReleaseState
from index.editor import Editor
from index.errors import NothingToChange
from index.language.analyzer import terms
from index.language.topics import Topic
from index.query import PUBLIC, DateRange, Query, QueryTerm
from index.searcher import IndexSearcher
from index.snapshot import SearchParams
from index.store.database import Database
from tests.index.editing import Clock, an_editor, handle_of, upload

NAMES = (PUBLIC, "1/own", "2/own")
WORDS = ("apple", "birch", "cedar", "daisy", "elder", "ficus", "grape", "hazel")
EVERY_LIVE = frozenset({ReleaseState.LIVE})

a_sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)
a_text = st.lists(a_sentence, min_size=1, max_size=4)


@dataclass(frozen=True)
class Step:
    """Something done to a collection: ``number`` chooses the release or the generation."""

    kind: str
    collection: str
    number: int
    text: list[list[str]] = field(default_factory=list)


a_step = st.builds(
    Step,
    st.sampled_from(["add", "add", "add", "remove", "withdraw", "restore", "rollback"]),
    st.sampled_from(NAMES),
    st.integers(0, 3),
    a_text,
)


def text_of(number: int, sentences: Sequence[Sequence[str]]) -> str:
    return f"Title {number}\n\n3 May 2023\n\n" + " ".join(
        " ".join(words).capitalize() + "." for words in sentences
    )


async def take(step: Step, editor: Editor) -> None:
    """Do what the step says, if there is what it needs."""
    records = (await editor.records(step.collection)).records
    history = await editor.history(step.collection)
    if step.kind == "add":
        await editor.add(step.collection, upload(f"{step.number}.txt", text_of(step.number, step.text)))
    elif step.kind == "rollback":
        if step.number < len(history):
            await editor.rollback(step.collection, history[step.number].id)
    elif step.number < len(records):
        await getattr(editor, step.kind)(step.collection, records[step.number].handle)


async def live_sentences(database: Database, collections: frozenset[str]) -> list[list[str]]:
    """The terms of what these collections hold, as the store has it."""
    rows = await database.rows(
        """SELECT collections.name, substr(text, start_char + 1, end_char - start_char)
        FROM memberships JOIN versions ON versions.id = memberships.version_id
        JOIN passages ON passages.version_id = versions.id
        JOIN collections ON collections.id = memberships.collection_id WHERE until_generation IS NULL"""
    )
    return [terms(quote) for name, quote in rows if name in collections]


@settings(max_examples=12, deadline=None)
@given(
    steps=st.lists(a_step, min_size=1, max_size=10),
    searched=st.sets(st.sampled_from(NAMES), min_size=1).map(frozenset),
    asked=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
)
async def test_scores_are_those_of_rank_bm25_over_the_union(
    steps: list[Step], searched: frozenset[str], asked: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with Database.open(Path(folder) / "test.db") as database:
            editor, searcher = an_editor(database), IndexSearcher(database, SearchParams())
            for step in steps:
                await take(step, editor)
                # the same searcher throughout: what it carries over from one snapshot to the next must be right
                await searcher.refresh()
            corpus = await live_sentences(database, searched)
            query = Query(
                [QueryTerm(term, term) for word in asked for term in terms(word)], collections=searched
            )
            hits = searcher.snapshot.find(query, limit=1_000).best
            counted = searcher.snapshot.corpus(searched)

    assert (counted.ranker is None) == (not corpus)
    if counted.ranker is not None:
        oracle = BM25Okapi(corpus, k1=counted.ranker.k1, b=counted.ranker.b, epsilon=counted.ranker.epsilon)
        assert dict(counted.ranker.idf) == pytest.approx(oracle.idf)
        scores = oracle.get_scores([term for word in asked for term in terms(word)])
        shown = {round(hit.bm25, 6) for hit in hits if hit.matched}
        wanted = {term for word in asked for term in terms(word)}
        assert shown == {
            round(float(score), 6) for score, words in zip(scores, corpus, strict=True) if wanted & set(words)
        }


async def seen_by(searcher: IndexSearcher, collections: frozenset[str]) -> list[object]:
    """All that a question, a list or someone who types can learn of these collections."""
    snapshot = searcher.snapshot
    asked = Query([QueryTerm(term, term) for term in terms("minister reindeer elk")], collections=collections)
    hits = snapshot.find(asked, limit=50)
    ranker, names = snapshot.corpus(collections).ranker, snapshot.catalogue
    return [
        [(hit.passage, hit.score, hit.bm25) for hit in hits.best],
        (hits.total, hits.unknown),
        None if ranker is None else (dict(ranker.idf), ranker.avgdl, ranker.corpus_size),
        [snapshot.suggest(word, collections=collections) for word in ("reindear", "quokkka", "minster")],
        [snapshot.speakers(name, collections=collections) for name in ("Smith", "Miller")],
        names.titles("", collections=collections, limit=50),
        names.titles("quokka", collections=collections, limit=50),
        names.speakers("", collections=collections, limit=50),
        names.topics("", collections=collections, limit=50),
        names.months(collections=collections),
        names.any_published(DateRange(None, None), collections=collections),
    ]


FINLAND = "Visit to Finland\n\n3 May 2023\n\nThe minister spoke of reindeer. “It is cold,” said Anna Smith."
SECRET = "The quokka plan\n\n9 June 2024\n\nThe minister spoke of quokka and reindeer. “Quokka first,” said Bob Miller."


async def test_what_one_collection_adds_changes_nothing_that_another_one_sees(tmp_path: Path) -> None:
    theirs = frozenset({PUBLIC, "2/own"})
    async with Database.open(tmp_path / "test.db") as database:
        editor = an_editor(database)
        topics = [Topic("Beasts", (("quokka",), ("reindeer",))), Topic("Plans", (("plan",),))]
        searcher = IndexSearcher(database, SearchParams(), topics=topics)
        await editor.add(PUBLIC, upload("f.txt", FINLAND))
        await editor.add(
            "2/own", upload("n.txt", FINLAND.replace("Finland", "Norway").replace("reindeer", "elk"))
        )
        await searcher.refresh()
        before = await seen_by(searcher, theirs)

        for number in range(3):
            await editor.add("1/own", upload(f"{number}.txt", SECRET))
        await editor.withdraw("1/own", (await editor.records("1/own")).records[0].handle)
        await editor.rollback("1/own", (await editor.history("1/own"))[1].id)
        await searcher.refresh()

        assert await seen_by(searcher, theirs) == before
        fresh = IndexSearcher(database, SearchParams(), topics=topics)
        await fresh.refresh()
        assert await seen_by(fresh, theirs) == before
        assert (await editor.usage(["2/own"])).releases == 1


async def test_what_was_removed_is_in_no_count_no_name_and_no_spelling(tmp_path: Path) -> None:
    everything = frozenset({PUBLIC})
    clock = Clock()
    async with Database.open(tmp_path / "test.db") as database:
        editor = an_editor(database, clock)
        searcher = IndexSearcher(database, SearchParams(), topics=[Topic("Beasts", (("quokka",), ("elk",)))])
        await editor.add(PUBLIC, upload("f.txt", FINLAND))
        await searcher.refresh()
        before = await seen_by(searcher, everything)

        await editor.add(PUBLIC, upload("q.txt", SECRET))
        await searcher.refresh()
        assert await seen_by(searcher, everything) != before
        await editor.remove(PUBLIC, await handle_of(editor, "quokka"))
        await searcher.refresh()

        assert await seen_by(searcher, everything) == before


async def test_a_word_of_removed_releases_alone_stands_in_no_other_words_way(tmp_path: Path) -> None:
    everything = frozenset({PUBLIC})
    async with Database.open(tmp_path / "test.db") as database:
        editor, searcher = an_editor(database), IndexSearcher(database, SearchParams())
        await editor.add(PUBLIC, upload("f.txt", FINLAND))
        await editor.add(PUBLIC, upload("q.txt", SECRET.replace("quokka", "reindeor reindeor reindeor")))
        await searcher.refresh()
        assert searcher.snapshot.suggest("reindear", collections=everything) == "reindeor"

        await editor.remove(PUBLIC, await handle_of(editor, "reindeor"))
        await searcher.refresh()

        assert searcher.snapshot.suggest("reindear", collections=everything) == "reindeer"
        assert searcher.snapshot.suggest("reindeor", collections=everything) == "reindeer"


async def test_a_dropped_collection_is_searched_no_more(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "test.db") as database:
        editor, searcher = an_editor(database), IndexSearcher(database, SearchParams())
        await editor.add("1/own", upload("q.txt", SECRET))
        await searcher.refresh()
        assert searcher.snapshot.collections == ["1/own"]

        await editor.drop("1/own")
        await searcher.refresh()

        assert searcher.snapshot.collections == []
        with pytest.raises(NothingToChange):
            await editor.drop("1/own")
        assert Counter(record.title for record in (await editor.records("1/own")).records) == Counter()
