"""Who short forms mean: mentions in order come in, the member of the cast that each means comes out.

"He", "the Senator" and "the Secretary General" mean whoever was last named in subject position and fits;
an office means the one member of the cast who holds it, else its holder by the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.language.speakers.cast import Cast, Member
from index.language.speakers.mentions import Mention
from index.language.speakers.titles import office_of

_OBLIQUE = re.compile(
    r"\b(?:to|of|by|with|for|from|on|against|about|under|like|via|than|and|or|including)\s(?:the\s|U\.S\.\s)*$"
)
_PARAGRAPHS = 2
"""A pronoun reaches back over so many paragraphs."""

_LEADERS = frozenset({"president"})
"""Offices that several people of one release may hold, each in a country of their own."""


@dataclass(slots=True)
class _Stage:
    """Who was last named in subject position, where, and who last so by office."""

    member: Member | None = None
    paragraph: int = 0
    by_office: dict[str, Member] = field(default_factory=dict)
    sentence: int = -1

    def enter(self, member: Member, paragraph: int) -> None:
        self.member, self.paragraph = member, paragraph
        self.by_office.update(dict.fromkeys(member.offices, member))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands: its sentence (counted over the release) and its paragraph."""

    sentence: int
    paragraph: int


def meant(
    prose: str, found: Sequence[Mention], places: Sequence[Place], *, reporting: set[int], cast: Cast
) -> list[Member | None]:
    """Whom each mention means; ``reporting`` holds the starts of those that are said to speak."""
    stage = _Stage()
    members: list[Member | None] = []
    for mention, place in zip(found, places, strict=True):
        member = _resolve(mention, place, stage, cast)
        members.append(member)
        if member is None or prose[mention.start] == "\x00" or mention.possessive:
            continue
        opens = stage.sentence != place.sentence and not _OBLIQUE.search(
            prose[max(0, mention.start - 20) : mention.start]
        )
        if opens or mention.start in reporting:
            stage.enter(member, place.paragraph)
            stage.sentence = place.sentence
    return members


def _resolve(mention: Mention, place: Place, stage: _Stage, cast: Cast) -> Member | None:
    if mention.kind == "name":
        return cast.member(mention)
    if mention.kind == "role":
        return _in_office(mention, stage, cast)
    near = place.paragraph - stage.paragraph <= _PARAGRAPHS
    fits = stage.member is not None and stage.member.pronoun == mention.pronoun
    return stage.member if near and fits else None


def _in_office(mention: Mention, stage: _Stage, cast: Cast) -> Member | None:
    office = office_of(mention.titles)
    if office is None:
        return None
    last = stage.by_office.get(office)
    members = cast.in_office(office)
    held = cast.holder(" ".join(mention.titles))
    if office in _LEADERS and held is not None:
        return (
            held
            if last in {None, held} and all(member is held for member in members)
            else _of_leaders(last, held)
        )
    if last is not None:
        return last
    return members[0] if len(members) == 1 else held if not members else None


def _of_leaders(last: Member | None, held: Member) -> Member | None:
    """Of several presidents in one release, the country's own is meant where it was the last one named."""
    return held if last is held else None
