"""The second stage finds the right sentence by what stands around it, and says what each score is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.engine.builder import SegmentBuilder
from index.engine.entries import PassageEntry, VersionEntry
from index.engine.ranker import Bm25Params, Ranker
from index.engine.statistics import LiveSegment, Statistics
from index.evidence.bonuses import longest_runs
from index.evidence.places import FIRST, NEARBY, OWN, RELEASE, PlaceFinder
from index.evidence.weights import EvidenceParams
from index.query import PUBLIC, Hit, Query, QueryTerm
from index.release import PassageId, VersionId
from index.snapshot import SearchParams, SearchSnapshot
from tests.index.engine.test_first_stage import segment_of


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


@given(
    st.lists(
        st.lists(st.sampled_from(["china", "alli", "summit", "peac"]), max_size=9), min_size=1, max_size=40
    ),
    st.dictionaries(
        st.sampled_from(["china", "alli", "summit"]), st.sampled_from([0.1, 0.3, 0.7]), max_size=3
    ),
)
def test_the_longest_run_is_that_of_reading_word_by_word(
    texts: list[list[str]], shares: dict[str, float]
) -> None:
    segment = segment_of(texts, 0, 0, each=4)
    numbers = {segment.vocabulary.number(term): share for term, share in shares.items()}
    rows = np.arange(0, len(texts), 2)

    runs = longest_runs(
        segment, rows, {number: share for number, share in numbers.items() if number is not None}
    )

    assert [_longest(texts[row], shares) for row in rows.tolist()] == runs.tolist()


def _longest(text: Sequence[str], shares: dict[str, float]) -> float:
    best = current = 0.0
    length = 0
    for word in text:
        current, length = (current + shares[word], length + 1) if word in shares else (0.0, 0)
        best = max(best, current) if length > 1 else best
    return min(best, 1.0)


@given(
    st.lists(st.lists(st.sampled_from(["china", "alli", "peac"]), max_size=3), min_size=1, max_size=40),
    st.integers(1, 9),
    st.data(),
)
def test_a_term_is_worth_what_its_nearest_place_is(
    texts: list[list[str]], each: int, data: st.DataObject
) -> None:
    segment = segment_of(texts, 0, 0, each=each)
    everywhere = range(len(texts))
    rows = sorted(data.draw(st.sets(st.sampled_from(everywhere), min_size=1)))
    live = LiveSegment(segment, np.ones(len(segment.version_ids), np.bool_))
    assume(any(texts))
    ranker = Ranker(Statistics.over([live]), Bm25Params())
    finder = PlaceFinder(ranker, EvidenceParams(), segment, np.array(rows))

    levels = finder.term("china")

    for column, row in enumerate(rows):
        start = row - row % each
        inside = range(start, min(start + each, len(texts)))
        others = [other for other in inside if other != row and "china" in texts[other]]
        assert (levels[OWN, column] > 0) == ("china" in texts[row])
        assert (levels[FIRST, column] > 0) == ("china" in texts[start])
        assert (levels[NEARBY, column] > 0) == any(abs(other - row) <= 5 for other in others)
        assert (levels[RELEASE, column] > 0) == bool(others)
