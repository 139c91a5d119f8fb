"""Releases that are one person's own words throughout: a speech, a statement, an article.

In: title, the file's speaker, the text and its cast. Out: the one whose words they are, if they are one's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.language.speakers.blocks import I_, Block, Signs, signature
from index.language.speakers.cast import Cast, Member
from index.language.speakers.given_names import is_given_name
from index.language.speakers.mentions import Mention, mentions, read_name
from index.language.speakers.titles import office_of
from index.release import Span

_OWN_TITLE = re.compile(
    r"""
    ^\W*(?:transcript:?\s|text\sof\s|full\stext:?\s|excerpts?\s(?:of|from)\s|icymi:\s|the\s)*
    (?:opening\s|closing\s|prepared\s|floor\s|written\s|pre-?taped\s|virtual\s|keynote\s|video\s|welcome\s)*
    (?:remarks?|statements?|speech|address|op-?ed|testimony|message|letter|column|toast|eulogy|keynote|comments)
    (?:\sas\s(?:prepared|delivered)(?:\sfor\sdelivery)?)?
    \s(?:by|of|from)\s
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HIS_ADDRESS = re.compile(
    r"['’]S?\s(?:[\w-]+\s){0,3}(?:address|message|remarks|speech|statement|op-?ed|letter|testimony|inaugural)\b",
    re.IGNORECASE,
)
_SEVERAL_TALK = re.compile(
    r"""\b(?:interview|briefing|gaggle|press\scall|press\sconference|press\savailability|roundtable|conversation
    |q\s?&\s?a|town\shall|exchange|bilateral|trilateral|joint|tour|meeting|call\s(?:to|with)|visit)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Occasions on which others speak as well, so that the title alone does not say whose each sentence is."""

_AND = re.compile(r",?\s(?:and|&)\s|,\s[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,6},?\s(?:and|&)\s")
_ELSEWHERE = re.compile(r"\b(?:on|regarding|about|to|after|following|in|at)\s", re.IGNORECASE)
_SELF = re.compile(
    r"\bI,\s(?P<name>[A-Z][^,\n]{3,40}?),?\s(?:[IVX]+,\s)?(?:as\s)?(?:President|Governor|Secretary|Mayor|the\s)"
)
_TO_PRESIDENT = re.compile(r"\b(?:Mr|Madam|Mrs|Ms)\.?\s(?:Vice\s)?President\b")
_ASKED = re.compile(r"\?(?=[\s\"”'’)]|$)")
_FULL_STOP = re.compile(r"[.!?](?=[\s\"”'’)]|$)")
_MOST_ASKED = 0.08  # share of questions among sentences from which on a speech is likely a conversation
_FEWEST_ASKED = 6  # questions that anybody may ask
_SIGNED = 5  # lines at the end of a text among which a signature stands
_NEAR = 60  # characters of a title between "Statement by" and the name: room for the office
_LINE = 60  # characters around a name in which a line that is only a signature begins and ends


def own_block(title: str, speaker: str | None, signs: Signs, cast: Cast) -> Block | None:
    """The text as a whole, if it is one person's own."""
    first = sum(1 for _ in I_.finditer(signs.prose))
    whole = Span(0, len(signs.text))
    owner = titled_owner(title, cast)
    if (
        owner is not None
        and _in_third_person(owner, signs) <= (first > 2)
        and not _is_exchange(title, owner, signs)
    ):
        return Block(whole, owner, first_person=first > 0)
    signer = _signer(signs.text, cast)
    if signer is not None and first > 0 and _in_third_person(signer, signs) <= 2:
        return Block(whole, signer, first_person=True)
    publisher = _speaker_named(speaker, cast)
    if publisher is None or first == 0 or (_OWN_TITLE.match(title) and owner is None):
        return None
    if _in_third_person(publisher, signs) or _is_exchange(title, publisher, signs):
        return None
    return Block(whole, publisher, first_person=True)


def titled_owner(title: str, cast: Cast) -> Member | None:
    """Whose words a title announces: "Remarks by President Biden on …", "Statement of Senator Byrd"."""
    opening = _OWN_TITLE.match(title)
    named = mentions(title)
    if opening is None:
        first = next((one for one in named if one.kind == "name" and one.start < 12), None)
        return cast.member(first) if first and _HIS_ADDRESS.match(title, first.end) else None
    after = [one for one in named if one.start >= opening.end() - len("the ")]
    if not after or not _follows(title, opening.end(), after[0]) or _AND.match(title, after[0].end):
        return None
    return _of_title(after[0], cast)


def _follows(title: str, place: int, mention: Mention) -> bool:
    """Whether a name is the one that "Statement by" announces."""
    return mention.start - place < _NEAR and not _ELSEWHERE.search(title[place : mention.start])


def _of_title(mention: Mention, cast: Cast) -> Member | None:
    if mention.kind == "name":
        return cast.member(_cut_short(mention))
    office = office_of(mention.titles)
    members = cast.in_office(office) if office else []
    return cast.holder(" ".join(mention.titles)) or (members[0] if len(members) == 1 else None)


def _cut_short(mention: Mention) -> Mention:
    """The name without what follows it in a headline, where all words are capitals ("Vice President Harris Marking …")."""
    if len(mention.names) < 2 or not mention.titles or is_given_name(mention.names[0]):
        return mention
    return replace(mention, names=mention.names[:1])


def _is_exchange(title: str, owner: Member, signs: Signs) -> bool:
    """Whether others seem to speak as well: the title says so, the owner is addressed, much is asked."""
    if _SEVERAL_TALK.search(title):
        return True
    presiding = owner.offices & {"president", "vice president"}
    if (
        presiding
        and not re.search(r"address|message", title, re.IGNORECASE)
        and _TO_PRESIDENT.search(signs.prose)
    ):
        return True
    asked = sum(1 for _ in _ASKED.finditer(signs.prose))
    ended = sum(1 for _ in _FULL_STOP.finditer(signs.prose))
    return asked > _FEWEST_ASKED and asked > _MOST_ASKED * ended


def _speaker_named(speaker: str | None, cast: Cast) -> Member | None:
    """Whom the file's own fact means ("Senator Byrd"); a given name alone means nobody."""
    if speaker is None:
        return None
    mention = read_name(re.sub(r"\b(Bill|Ben|Bob|Tim|Jim)(?=[A-Z])", r"\1 ", speaker))
    if mention is None or (
        len(mention.names) == 1 and is_given_name(mention.names[0]) and not mention.titles
    ):
        return None
    return cast.member(mention)


def _in_third_person(member: Member, signs: Signs) -> int:
    """How often the prose names a member as others would; signatures and "I, JOSEPH R. BIDEN" don't count."""
    return sum(
        meant is not None
        and meant.name == member.name
        and mention.kind == "name"
        and signs.prose[mention.start] != "\x00"
        and not _names_itself(signs.text, mention)
        for mention, meant in zip(signs.found, signs.members, strict=True)
    )


def _names_itself(text: str, mention: Mention) -> bool:
    """Whether the name follows "I," or is all of its line."""
    before = text[max(0, mention.start - _LINE) : mention.start]
    after = text[mention.end : mention.end + _LINE]
    alone = ("\n" in before or len(before) < _LINE) and ("\n" in after or len(after) < _LINE)
    return before.endswith("I, ") or (
        alone and len(before.rpartition("\n")[2] + after.partition("\n")[0]) < 24
    )


def _signer(text: str, cast: Cast) -> Member | None:
    """Who says "I, NAME" in the text, or signs it."""
    self_named = _SELF.search(text)
    if self_named is not None:
        mention = read_name(self_named["name"])
        return None if mention is None or len(mention.names) < 2 else cast.member(mention)
    tail = text[-600:].rstrip().split("\n")[-_SIGNED:]
    signed = [mention for line in tail if (mention := signature(line.strip())) is not None]
    return cast.member(signed[0]) if len(signed) == 1 else None
