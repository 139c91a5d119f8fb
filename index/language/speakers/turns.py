"""Labelled turns: a transcript's text and its cast come in, who holds the floor from which character on comes out.

A label ("MS. PSAKI:", "THE PRESIDENT:", "Q") holds until the next one. A label that names nobody
("MODERATOR:", "AUDIENCE MEMBER:") takes the floor from whoever had it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.speakers.cast import Cast, Member
from index.language.speakers.mentions import UPPER, Mention, read_name
from index.language.speakers.titles import is_title, office_of

_QUESTION = frozenset({"Q", "QUESTION", "QUESTIONER", "REPORTER", "JOURNALIST", "PRESS"})
_LABEL = re.compile(
    rf"""
    ^[ \t*_]*
    (?: (?P<asked>Q)(?:[:.]|[ ]|\**[ ]*$)(?=[^\n]?)
      | (?P<label>
          (?:Mc|Mac|De|[dO]['’])?[{UPPER}][{UPPER}.'’\-]*(?:[ ](?:Mc|Mac|De|[dO]['’])?[{UPPER}.'’\-]+){{0,6}}   # MS. JEAN-PIERRE
        | (?:[{UPPER}][\w.'’\-]*[ ]){{0,4}}[{UPPER}][\w'’\-]+ )                                 # Mr. KIRBY  Senator Byrd
        (?:[ ]?\([^()\n]{{1,40}}\))?[*_]*: )
    """,
    re.VERBOSE | re.MULTILINE,
)
_END = re.compile(r"^\s*(?:END\b[^\n]{0,40}|#(?:\s?#)+|-?\s?30\s?-?)\s*$", re.MULTILINE)
_ROLE = re.compile(r"(?:THE |The )(?P<title>[A-Za-z -]+)")
_GREETING = re.compile(r"\W*Dear\b|\W*To\b", re.IGNORECASE)
_SEVERAL_LABELS = 2
_HEAD = 600  # a lone label that stands within so many characters opens a transcript


@dataclass(frozen=True, slots=True)
class Turn:
    """From ``start`` on the floor is ``member``'s (None: nobody's who can be named).

    ``is_open`` says that no label tells: the text itself may.
    """

    start: int
    member: Member | None
    is_question: bool = False
    is_open: bool = False


class Turns:
    """The turns of one release; none where it is no transcript."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = turns
        self._starts = [turn.start for turn in turns]

    def at(self, place: int) -> Turn | None:
        """Whose turn it is at a character; None before the first label and where there are no labels."""
        number = bisect_right(self._starts, place) - 1
        turn = self._turns[number] if number >= 0 else None
        return None if turn is None or turn.is_open else turn


def read_turns(text: str, cast: Cast) -> Turns:
    """The turns of a text, if labels of people or of questions show that it is a transcript."""
    labels = [found for found in _LABEL.finditer(text) if not _GREETING.match(found.group())]
    in_capitals = [found for found in labels if _in_capitals(found)]
    if not in_capitals:  # a transcript labels all turns in one way; else a line with a colon quotes
        return Turns(_lines(text, labels, cast))
    turns = [turn for found in in_capitals if (turn := _turn(found, cast)) is not None]
    telling = [turn for turn in turns if turn.member is not None or turn.is_question]
    if not telling or (len(turns) < _SEVERAL_LABELS and not _opens(in_capitals[0])):
        return Turns(())
    ends = [Turn(found.start(), None) for found in _END.finditer(text)]
    return Turns(sorted((*turns, *ends), key=lambda turn: turn.start))


def _opens(found: re.Match[str]) -> bool:
    """Whether a label opens a transcript of one turn ("THE PRESIDENT: …"), and is no headline ("BAUCUS: …")."""
    first = (found["label"] or "Q").split()[0]
    return found.start() < _HEAD and (first == "THE" or is_title(first))


def _lines(text: str, labels: Sequence[re.Match[str]], cast: Cast) -> list[Turn]:
    """Labels in small letters ("Senator Byrd: “…”"), where they are several: each holds for its own line."""
    turns = [turn for found in labels if (turn := _turn(found, cast)) is not None and turn.member is not None]
    if len(turns) < _SEVERAL_LABELS:
        return []
    stops = {turn.start: text.find("\n", turn.start) for turn in turns}
    ends = [Turn(stop, None, is_open=True) for stop in stops.values() if stop >= 0]
    return sorted((Turn(0, None, is_open=True), *turns, *ends), key=lambda turn: turn.start)


def _in_capitals(found: re.Match[str]) -> bool:
    words = (found["label"] or "Q").split()
    return all(word.isupper() for word in words) or (len(words) > 1 and words[-1].replace("Mc", "").isupper())


def _turn(found: re.Match[str], cast: Cast) -> Turn | None:
    """What a label says; None if it is no speaker's label ("Contact:")."""
    label = found["label"]
    if found["asked"] or label.upper() in _QUESTION:
        return Turn(found.start(), None, is_question=True)
    role = _ROLE.fullmatch(label)
    if role is not None and is_title(role["title"].split()[-1]):
        return Turn(found.start(), _in_office(role["title"], cast))
    mention = read_name(label)
    member = cast.member(mention) if mention is not None and _names_all(mention, label) else None
    if label.isupper() or "Mc" in label or (member is not None and (mention is None or mention.titles)):
        return Turn(found.start(), member)
    return Turn(found.start(), member) if member is not None and member.named > 0 else None


def _names_all(mention: Mention, label: str) -> bool:
    """Whether the label is a name from title to end, and not a heading that holds one."""
    return label.rstrip(".").endswith(mention.names[-1].rstrip("."))


def _in_office(title: str, cast: Cast) -> Member | None:
    office = office_of(title.split())
    held = cast.holder(title)
    if held is not None or office is None:
        return held
    members = cast.in_office(office)
    return members[0] if len(members) == 1 else None
