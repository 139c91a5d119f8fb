"""Measures of ranked passages, as TREC defines them, with bootstrap intervals.

Success@1, MRR@10, nDCG@10 (gain = grade; Järvelin and Kekäläinen, TOIS 2002), Recall@5.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.quality.topics import Judgement, Passage, Topic

Ranking = Sequence[Sequence[Passage]]
"""Hits, best first; each is a passage with the passages of other releases that say the same words."""

RESAMPLES = 2_000
SEED = 7


@dataclass(frozen=True, slots=True)
class Scored:
    """The measures of one question."""

    topic: Topic
    success: float
    reciprocal_rank: float
    ndcg: float
    recall: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the 95 % interval of its bootstrap."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def score(topic: Topic, ranking: Ranking) -> Scored:
    """The measures of one question's ranking."""
    seen: set[int] = set()
    grades = []
    for hit in ranking[:10]:
        found = _covered(topic.judgements, hit)
        new = [place for place in found if place not in seen]
        grades.append(max((topic.judgements[place].grade for place in new), default=0))
        seen.update(found)
    first = next((rank for rank, grade in enumerate(grades, start=1) if grade), None)
    top = {place for hit in ranking[:5] for place in _covered(topic.judgements, hit)}
    return Scored(
        topic,
        success=float(bool(grades and grades[0])),
        reciprocal_rank=1 / first if first else 0.0,
        ndcg=_dcg(grades) / _dcg(sorted((judged.grade for judged in topic.judgements), reverse=True)[:10]),
        recall=len(top) / len(topic.judgements),
    )


def interval(values: Sequence[float]) -> Interval:
    """The mean of the values, and where it falls in 95 % of resamples."""
    if not values:
        return Interval(math.nan, math.nan, math.nan)
    draw = random.Random(SEED)
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return Interval(statistics.fmean(values), means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES)])


def relative_gain(ours: Sequence[float], theirs: Sequence[float]) -> Interval:
    """How much higher our mean is than theirs, relative to theirs, resampling questions in pairs."""
    draw = random.Random(SEED)
    pairs = list(zip(ours, theirs, strict=True))
    gains = []
    for _ in range(RESAMPLES):
        sample = draw.choices(pairs, k=len(pairs))
        base = sum(their for _, their in sample)
        gains.append((sum(our for our, _ in sample) - base) / base if base else math.inf)
    gains.sort()
    mean = (sum(ours) - sum(theirs)) / sum(theirs) if sum(theirs) else math.inf
    return Interval(mean, gains[int(0.025 * RESAMPLES)], gains[int(0.975 * RESAMPLES)])


def column(scored: Sequence[Scored], measure: Callable[[Scored], float]) -> list[float]:
    """One measure of all questions."""
    return [measure(one) for one in scored]


def _covered(judgements: Sequence[Judgement], hit: Sequence[Passage]) -> list[int]:
    return [
        place for place, judged in enumerate(judgements) if any(judged.covers(passage) for passage in hit)
    ]


def _dcg(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
