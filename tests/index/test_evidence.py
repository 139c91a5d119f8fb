"""The second stage finds the right sentence by what stands around it, and says what each score is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from index.engine.builder import SegmentBuilder
from index.engine.entries import PassageEntry, VersionEntry
from index.engine.statistics import LiveSegment
from index.query import PUBLIC, Hit, Query, QueryTerm
from index.release import PassageId, VersionId
from index.snapshot import SearchParams, SearchSnapshot


def snapshot(*versions: tuple[str, Sequence[Sequence[str]]], headings: Sequence[str] = ()) -> SearchSnapshot:
    """A snapshot of versions, each a title and paragraphs of sentences; passages are numbered throughout."""
    builder = SegmentBuilder()
    number = 0
    for version, (title, paragraphs) in enumerate(versions):
        entries = []
        for paragraph, sentences in enumerate(paragraphs, start=1):
            for sentence in sentences:
                wording, is_heading = hash(sentence), sentence in headings
                entries.append(PassageEntry(PassageId(number), sentence, wording, paragraph, is_heading))
                number += 1
        builder.add(VersionEntry(VersionId(version), title, date(2024, 1, 1 + version), entries))
    segment = builder.build()
    live = LiveSegment(segment, np.ones(len(segment.version_ids), np.bool_))
    return SearchSnapshot({PUBLIC: [live]}, SearchParams())


def find(searched: SearchSnapshot, *words: str, limit: int = 10) -> Sequence[Hit]:
    return searched.find(Query([QueryTerm(word, word) for word in words]), limit=limit).best


FILLER = ("Filler", [["harbour ferri", "mountain rail", "cheap bread"], ["late train"], ["cold rain"]])


def test_the_title_tells_two_equal_sentences_apart() -> None:
    searched = snapshot(FILLER, ("Norway", [["alli met"]]), ("Finland", [["alli came"]]))

    assert [hit.passage for hit in find(searched, "alli", "finland")] == [6, 5]


def test_a_sentence_beside_the_word_beats_one_far_from_it() -> None:
    searched = snapshot(
        FILLER,
        ("One", [["opening word"], ["china talk", "trade grew"]]),
        ("Two", [["opening word"], ["russia talk", "trade fell"]]),
    )

    assert find(searched, "china", "trade")[0].passage == 6
    assert find(searched, "trade", "russia")[0].passage == 9


def test_a_passage_is_admitted_by_its_title_alone() -> None:
    hits = find(snapshot(FILLER, ("Summit in Vilnius", [["leader met"]])), "vilnius")

    assert [(hit.passage, hit.bm25, hit.matched) for hit in hits] == [(5, 0.0, frozenset())]
    assert hits[0].found == {"vilnius"}


def test_a_scrap_counts_less_than_a_sentence() -> None:
    text = [["energi polici"], ["energi rule court trade bank ship"], ["other word"]]
    scrap, sentence = (hit for hit in find(snapshot(FILLER, ("One", text)), "energi") if hit.matched)

    assert scrap.score / scrap.bm25 == pytest.approx(0.9 * sentence.score / sentence.bm25)


def test_the_shares_of_a_hit_sum_to_its_score() -> None:
    searched = snapshot(
        FILLER, ("China", [["alli talk", "china trade"], ["trade talk"]]), headings=["china trade"]
    )

    for hit in find(searched, "china", "trade", "talk"):
        assert sum(share.value for share in hit.shares) == pytest.approx(hit.score)


def test_coverage_is_the_share_of_the_questions_weight_that_was_found() -> None:
    searched = snapshot(FILLER, ("One", [["china trade"], ["alli talk"]]))

    assert find(searched, "china", "trade")[0].signals.coverage == pytest.approx(1.0)
    assert find(searched, "china", "peru")[0].signals.coverage < 0.5


def test_the_same_words_in_several_releases_are_one_hit_with_all_its_sources() -> None:
    searched = snapshot(
        FILLER, ("One", [["china trade"]]), ("Two", [["china trade"]]), ("Three", [["alli talk"]])
    )

    (hit,) = find(searched, "china")

    assert (hit.passage, list(hit.repeated_in)) == (6, [5])


def test_the_same_question_gives_the_same_hits_in_the_same_order() -> None:
    searched = snapshot(FILLER, ("One", [["china one", "china two"]]), ("Two", [["china three"]]))

    assert [hit.passage for hit in find(searched, "china")] == [7, 5, 6]
    assert find(searched, "china") == find(searched, "china")
