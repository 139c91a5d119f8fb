"""What can be wrong in the bench beside other engines without any of them: our adapter, agreement, the limit, the tables."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from rank_bm25 import BM25Okapi

from tests.bench.peers.corpus import TermPassage, read_passages, write_passages
from tests.bench.peers.engines.ours import NUMPY, PARAMS, Ours, segment_of
from tests.bench.peers.figures import Figures, Latency, Limit, Run, Size, read_run, write_run
from tests.bench.peers.judging import Judge, agrees
from tests.bench.peers.limit import bytes_touched
from tests.bench.peers.registry import COMPILED, PISA
from tests.bench.peers.report import BEGIN, END, number, placed, tables

LIMIT = Limit(postings_kb=200, bandwidth_gb_s=20)


def some_passages(count: int = 300) -> list[TermPassage]:
    choice = random.Random(1)
    words = [f"w{number}" for number in range(60)] + ["4.5"]
    return [TermPassage(n, n // 10, choice.choices(words, k=choice.randint(1, 12))) for n in range(count)]


def opened(passages: Sequence[TermPassage], folder: Path) -> Ours:
    ours = Ours(NUMPY)
    ours.build(passages, folder)
    ours.open(folder)
    return ours


def test_passages_are_read_as_they_were_written(tmp_path: Path) -> None:
    passages = some_passages(20)
    write_passages(tmp_path / "passages.txt", passages)

    assert passages == list(read_passages(tmp_path / "passages.txt"))


def test_our_adapter_gives_rank_bm25s_scores(tmp_path: Path) -> None:
    passages = some_passages()
    okapi = BM25Okapi(
        [passage.terms for passage in passages], k1=PARAMS.k1, b=PARAMS.b, epsilon=PARAMS.epsilon
    )
    terms = ["w1", "w7", "4.5", "absent"]

    ours = opened(passages, tmp_path)
    found = ours.found(ours.search(terms, 10))

    assert sorted(okapi.get_scores(terms), reverse=True)[:10] == pytest.approx(found.scores, abs=1e-9)
    assert [okapi.get_scores(terms)[number] for number in found.numbers] == pytest.approx(
        found.scores, abs=1e-9
    )


def test_a_release_that_is_added_is_found_and_one_that_is_removed_is_not(tmp_path: Path) -> None:
    ours = opened(some_passages(), tmp_path)

    ours.add([TermPassage(300, 30, ["new", "w1"])])
    found = ours.found(ours.search(["new"], 10))
    ours.remove(30)
    left = ours.found(ours.search(["new"], 10))

    assert [300] == found.numbers
    assert [] == left.numbers


def test_other_passages_with_the_same_scores_agree_and_worse_ones_do_not(tmp_path: Path) -> None:
    texts = [
        ["a", "b"],
        ["a", "c"],
        ["a", "d"],
        ["a", "e", "f"],
        ["g", "h"],
        ["i", "j"],
        ["k", "l"],
        ["m", "n"],
        ["o", "p"],
    ]
    segment = segment_of([TermPassage(number, 0, text) for number, text in enumerate(texts)])
    segment.write(tmp_path / "first")
    judge = Judge.over(tmp_path)

    best = judge.best(["a"], 2)

    assert agrees(best, judge.scores(["a"], [0, 1]))
    assert agrees(best, judge.scores(["a"], [2, 1]))
    assert not agrees(best, judge.scores(["a"], [0, 3]))
    assert not agrees(best, judge.scores(["a"], [0]))
    assert not agrees(best, judge.scores(["a"], [0, 0]))


def test_a_frequent_term_touches_its_bitmap_and_a_rare_one_its_list() -> None:
    passages = [TermPassage(number, 0, ["all", "all"] if number == 0 else ["all"]) for number in range(640)]
    passages[1] = TermPassage(1, 0, ["all", "rare"])

    segment = segment_of(passages)

    assert 640 // 8 + 6 == bytes_touched(segment, ["all"])
    assert 4 == bytes_touched(segment, ["rare"])
    assert 0 == bytes_touched(segment, ["absent"])


def test_the_limit_is_bytes_over_bandwidth() -> None:
    assert LIMIT.postings_us == 10


def test_figures_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_run(tmp_path / "run.json", a_run())

    assert tables(a_run()) == tables(read_run(tmp_path / "run.json"))


def test_tables_say_what_was_reached_what_was_not_and_what_is_left_out() -> None:
    written = tables(a_run())

    assert "| sampled: p50 to PISA's best | at most 0.25 | 0.20 | reached |" in written
    assert "| sampled: p99 to PISA's best | at most 0.2 | 0.50 | **not reached** |" in written
    assert "Left out: Lucene (no JDK 21 or newer is here)." in written
    assert "| 0.100 / 0.200 / 0.500 |" in written


def test_tables_take_the_place_of_earlier_ones() -> None:
    note = f"before\n{BEGIN}\n\nold\n{END}\nafter"

    assert f"before\n{BEGIN}\n\nnew\n{END}\nafter" == placed(note, "new")


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0643, "0.064"), (1.234, "1.23"), (27.06, "27.1"), (1234.5, "1,234"), (None, "—")],
)
def test_numbers_have_the_digits_that_mean_something(value: float | None, written: str) -> None:
    assert written == number(value)


def a_run() -> Run:
    ours = Figures(
        COMPILED, latencies=[Latency("sampled", 10, 0.1, 0.2, 0.5, 1.0)], alone_p50=0.05, alone_p99=0.1
    )
    pisa = Figures(PISA[0], latencies=[Latency("sampled", 10, 0.5, 0.8, 1.0, 0.99)])
    lucene = Figures("Lucene", skipped="no JDK 21 or newer is here")
    size = Size("all", 800_000, 30_000, 12_000_000, {"sampled": 500}, None, LIMIT, [ours, pisa, lucene])
    return Run("1 November 2026", "a machine", 0.1, [size])
