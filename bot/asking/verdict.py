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

    bias: float = -8.1
    near: float = 2.7  # share of the question's weight in the sentence, in the title or near by
    own: float = 1.2  # share of it in the sentence itself
    whole: float = 0.4  # all of it in the sentence itself
    coverage: float = 2.1  # share of it anywhere in the release
    title: float = 3.1  # share of it in the title alone
    rarest: float = 0.5  # how near the rarest term stands
    run: float = 0.25  # share of it in one run of words
    terms: float = 0.84  # for each term up to eight: many terms found together are no accident


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least confidence (0 to 1) to answer, and to offer the closest passages."""

    answer: float = 0.53
    closest: float = 0.25


_TERMS_COUNTED = 8
_TERMS_OF_A_WHOLE = 3
"""A question of one or two words, all in one sentence, counts as much as one of three: nothing of it is missing."""

_WHOLE = 0.99


def confidence(signals: Signals, params: ConfidenceParams = ConfidenceParams()) -> float:  # frozen
    """How sure it is, from 0 to 1, that the passage answers."""
    is_whole = signals.own > _WHOLE
    terms = max(signals.terms, _TERMS_OF_A_WHOLE) if is_whole else signals.terms
    log_odds = (
        params.bias
        + params.near * signals.near
        + params.own * signals.own
        + params.whole * is_whole
        + params.coverage * signals.coverage
        + params.title * signals.title
        + params.rarest * signals.rarest
        + params.run * signals.run
        + params.terms * min(terms, _TERMS_COUNTED)
    )
    return 1 / (1 + math.exp(-log_odds))


def judge(hits: Sequence[Hit], thresholds: Thresholds) -> tuple[Verdict, list[Hit]]:
    """What the hits are good for, and those that are good for it, in their order.

    The best hit that meets the day and the speaker asked for decides; where none does, the best one is the
    closest at most.
    """
    meeting = [hit for hit in hits if hit.in_days and hit.by_speaker]
    sure = [confidence(hit.signals) for hit in meeting[:1]]
    if sure and sure[0] >= thresholds.answer:
        return Verdict.ANSWERS, _worth_showing(meeting, thresholds)
    near = _worth_showing(hits, thresholds)
    return (Verdict.CLOSEST, near) if near else (Verdict.NOTHING, [])


def _worth_showing(hits: Sequence[Hit], thresholds: Thresholds) -> list[Hit]:
    return [hit for hit in hits if confidence(hit.signals) >= thresholds.closest]
