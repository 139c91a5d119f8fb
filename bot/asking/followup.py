"""Follow-up questions: what a short question takes over from the one before it.

"and on Russia?", "when was that?", "who else said so?" mean little alone. They take what they lack from the
earlier question: its terms at half weight, its days, whom it asked for; and the releases that answered it are
looked at first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.asking.question import Question
from index.query import Query, QueryTerm
from index.release import VersionId

REMEMBERED_FOR = timedelta(minutes=30)
"""A question that comes later than this stands alone."""

_OPENING = re.compile(
    r"\s*(?:and|but|also|or|so|then|what about|how about|what else|who else|any ?thing else)\b", re.IGNORECASE
)
_BACKWARD = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|he|him|his|she|her|there|then|so|else|same|the (?:bill|plan|report|law))\b",
    re.IGNORECASE,
)
_MOST_TERMS = 5
"""A question of more terms says what it is about, whatever its pronouns."""

_CARRIED = 0.5
_CARRIED_BESIDE_A_SUBJECT = 0.25
_SUBJECT_TERMS = 2
"""So many terms name a subject of their own ("what about the farm bill?"): the earlier one only helps."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The question before: what it looked for, the releases that answered it, and when that was.

    ``meant`` marks one that the asker says to go on from, whatever the words of the new question.
    """

    query: Query
    releases: frozenset[VersionId]
    at: datetime
    meant: bool = False


def follow_up(question: Question, earlier: Earlier | None, *, now: datetime) -> Query | None:
    """The query completed by the earlier question, None where it stands alone."""
    query, own = question.query, [] if question.bare else question.query.terms
    if (
        earlier is None
        or now - earlier.at > REMEMBERED_FOR
        or not (earlier.meant or _leans_back(question.text, own))
    ):
        return None
    if len(own) > _MOST_TERMS:
        return None
    known = {term.term for term in own}
    weight = _CARRIED if len(own) < _SUBJECT_TERMS else _CARRIED_BESIDE_A_SUBJECT
    carried = [
        replace(term, weight=term.weight * weight) for term in earlier.query.terms if term.term not in known
    ]
    return replace(
        query,
        terms=[*own, *carried],
        dates=query.dates or earlier.query.dates,
        date_terms=query.date_terms or earlier.query.date_terms,
        speakers=query.speakers or earlier.query.speakers,
        speaker_terms=query.speaker_terms or earlier.query.speaker_terms,
        releases=earlier.releases,
    )


def _leans_back(text: str, own: Sequence[QueryTerm]) -> bool:
    return bool(_OPENING.match(text) or _BACKWARD.search(text) or not own)
