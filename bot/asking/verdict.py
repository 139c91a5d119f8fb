"""When to answer, when to offer the closest, and when to say nothing.

No score tells whether a passage answers; what tells best is how much of the question stands in it and close to it.
A handful of signals make one figure, the confidence: logistic regression, fitted on the tune questions of
tests/quality (answerable against foreign ones); thresholds by the share of answerable questions refused. Confidence
is used here and shown nowhere. A named day or person that is not met makes the best of passages the closest at most.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from index.query import Hit, Signals


class Verdict(Enum):
    """What a hit is good for."""

    ANSWERS = "answers"
    CLOSEST = "closest"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ConfidenceParams:
    """Weights of the signals, in log-odds."""

    bias: float = -4.6
    near: float = 6.0  # share of the question's weight in the sentence, the title, the paragraph
    own: float = 0.5  # share of it in the sentence itself
    rarest: float = 1.5  # how near the rarest term stands
    unknown: float = -4.0  # share of it that no release holds
    run: float = 0.5  # share of it in one run of words
    terms: float = 0.1  # for each term up to eight: many terms found together are no accident


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least confidence (0 to 1) to answer, and to offer the closest passages."""

    answer: float = 0.5
    closest: float = 0.25


_TERMS_COUNTED = 8


def confidence(signals: Signals, params: ConfidenceParams = ConfidenceParams()) -> float:  # frozen
    """How sure it is, from 0 to 1, that the passage answers."""
    log_odds = (
        params.bias
        + params.near * signals.near
        + params.own * signals.own
        + params.rarest * signals.rarest
        + params.unknown * signals.unknown
        + params.run * signals.run
        + params.terms * min(signals.terms, _TERMS_COUNTED)
    )
    return 1 / (1 + math.exp(-log_odds))


def judge(hit: Hit, thresholds: Thresholds) -> Verdict:
    """What a hit is good for."""
    sure = confidence(hit.signals)
    if sure < thresholds.closest:
        return Verdict.NOTHING
    if sure < thresholds.answer or not (hit.in_days and hit.by_speaker):
        return Verdict.CLOSEST
    return Verdict.ANSWERS


def best_of(hits: Sequence[Hit], thresholds: Thresholds) -> tuple[Verdict, list[Hit]]:
    """The best verdict on any of the hits, and the hits that deserve it, in their order."""
    verdicts = [judge(hit, thresholds) for hit in hits]
    for verdict in (Verdict.ANSWERS, Verdict.CLOSEST):
        chosen = [hit for hit, judged in zip(hits, verdicts, strict=True) if judged is verdict]
        if chosen:
            return verdict, chosen
    return Verdict.NOTHING, []
