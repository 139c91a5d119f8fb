"""Labelled turns of a transcript: a text in, who is said to speak from which character on out.

"MS. PSAKI:  Thank you." begins a turn of hers; "Q    Why?" one of a reporter's. A turn holds until the next label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LABEL = re.compile(
    r"""
    ^[ ]*(?P<label> (?: Q | QUESTION | REPORTERS? | PRESS | AUDIENCE(?:[ ]MEMBERS?)? | MODERATOR | OPERATOR ) (?: [ ]\([^)\n]{1,40}\) )? (?= :|[ ]{2,}|[ ][A-Z“"—(] )
      | [A-Z][A-ZÀ-Þ.'’\- ]{1,60}? [A-ZÀ-Þ.)] (?: [ ]\([^)\n]{1,60}\) )? (?= : ) )
    :? [ ]*""",
    re.VERBOSE | re.MULTILINE,
)
_ASKER = re.compile(r"^(?:Q|QUESTION|REPORTERS?|PRESS)\b")
_CROWD = re.compile(r"^(?:AUDIENCE|MODERATOR|OPERATOR)\b")


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is said to speak from ``start`` on: a name in capitals, a reporter, or nobody in particular (None)."""

    start: int
    name: str | None
    is_question: bool


def turns(text: str) -> list[Turn]:
    """The turns of a transcript, in order; none where the text is no transcript.

    >>> [(turn.name, turn.is_question) for turn in turns("MS. PSAKI:  Hello.\\n\\nQ    Why?\\n\\nMS. PSAKI:  Because.")]
    [('MS. PSAKI', False), (None, True), ('MS. PSAKI', False)]
    """
    found = list(_turns(text))
    return found if len(found) > 1 else []


def _turns(text: str) -> Iterator[Turn]:
    for match in _LABEL.finditer(text):
        label = re.sub(r"\s*\([^)]*\)", "", match["label"]).strip()
        if _ASKER.match(label):
            yield Turn(match.start(), None, is_question=True)
        elif _CROWD.match(label):
            yield Turn(match.start(), None, is_question=False)
        else:
            yield Turn(match.start(), label, is_question=False)
