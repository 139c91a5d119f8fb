"""Texts that are somebody's own words throughout: a speech, a statement, a letter, an article.

In: title, the file's speaker, the text and its cast. Out: from where to where whose words they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.speakers.cast import Cast, Member
from index.language.speakers.given_names import is_given_name
from index.language.speakers.mentions import Mention, mentions, read_name
from index.language.speakers.titles import office_of
from index.release import Span

_OWN_TITLE = re.compile(
    r"""
    ^\W*(?:transcript:?\s|text\sof\s|full\stext:?\s|excerpts?\s(?:of|from)\s|icymi:\s|the\s)*
    (?:opening\s|closing\s|prepared\s|floor\s|written\s|joint\s|pre-?taped\s|virtual\s|keynote\s|video\s|welcome\s)*
    (?:remarks?|statements?|speech|address|op-?ed|testimony|message|letter|column|toast|eulogy|keynote|comments)
    (?:\s(?:as\s(?:prepared|delivered)(?:\sfor\sdelivery)?|to\s[\w\s]{1,40}?))?
    \s(?:by|of|from)\s
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HIS_ADDRESS = re.compile(
    r"['’]S?\s(?:\w+\s){0,3}(?:address|message|remarks|speech|statement|op-?ed|letter|testimony|inaugural)\b",
    re.IGNORECASE,
)
_DIALOGUE = re.compile(
    r"\b(?:interview|briefing|gaggle|press\scall|press\sconference|roundtable|conversation|q\s?&\s?a|town\shall|exchange)\b",
    re.IGNORECASE,
)
_I = re.compile(r"(?<![\w.'’-])(?:I(?:['’](?:m|ve|d|ll))?|[Mm]y|[Mm]e|[Mm]yself)(?![\w.'’-])")
_SELF = re.compile(
    r"\bI,\s(?P<name>[A-Z][^,\n]{3,40}?),?\s(?:[IVX]+,\s)?(?:as\s)?(?:President|Governor|Secretary|Mayor|the\s)"
)
_SIGNED = 5  # lines at the end of a text among which a signature stands
_LEAD_IN = re.compile(
    r"""
    (?:made|issued|released|delivered|gave|offered|submitted|wrote|penned|sent|published|read|entered|posted|had)\b[^.:\n]{0,80}?
        \b(?:following|below)\b
    | \b(?:following|below|here)\s(?:is|are)\b
    | \b(?:remarks|statement|speech|letter|testimony|text|op-?ed|column|comments)\b[^.\n]{0,80}?\b(?:follows?|below|as\sprepared)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OWN_KIND = re.compile(
    r"\b(?:remarks|statement|speech|letter|testimony|op-?ed|column|comments?|article|message|address|editorial|commentary)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"^[ \t]*(?:\#(?:[ ]?\#)+|-?[ ]?30[ ]?-?|(?:Press[ ])?Contacts?\b|BACKGROUND\b|Background\b|For[ ]more[ ]information|Editor['’]?s?[ ]Note)",
    re.MULTILINE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """Text that is ``member``'s own; ``first_person`` says that it speaks of "I"."""

    span: Span
    member: Member
    first_person: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """What is looked at: the text without its quotations, its mentions and whom each means."""

    text: str
    prose: str
    found: Sequence[Mention]
    members: Sequence[Member | None]


def own_block(title: str, speaker: str | None, signs: Signs, cast: Cast) -> Block | None:
    """The text as a whole, if it is one person's own."""
    first = len(_I.findall(signs.prose))
    by_title = None if _DIALOGUE.search(title) else titled_owner(title, cast)
    whole = Span(0, len(signs.text))
    if by_title is not None and _in_third_person(by_title, signs) <= (first > 2):
        return Block(whole, by_title, first_person=first > 0)
    signer = _signer(signs.text, cast)
    if signer is not None and first > 0 and _in_third_person(signer, signs) <= 2 and not _addressed(title):
        return Block(whole, signer, first_person=True)
    publisher = speaker_named(speaker, cast)
    if publisher is None or first < 2 or _DIALOGUE.search(title):
        return None
    return None if _in_third_person(publisher, signs) else Block(whole, publisher, first_person=True)


def lead_in(sentence: Span, signs: Signs, members: Sequence[tuple[Mention, Member | None]]) -> Block | None:
    """The text after a sentence that announces it ("… issued the following statement:")."""
    words = signs.prose[sentence.start : sentence.end]
    if len(words) > 700 or not _LEAD_IN.search(words) or not _OWN_KIND.search(words):
        return None
    named = [member for mention, member in members if not mention.several or len(members) == 1]
    subject = named[0] if named else None
    if subject is None or any(mention.several for mention, _ in members) or _both(words):
        return None
    end = _CLOSES.search(signs.text, sentence.end)
    span = Span(sentence.end, end.start() if end else len(signs.text))
    rest = signs.prose[span.start : span.end]
    return Block(span, subject, first_person=bool(_I.search(rest))) if rest.strip() else None


def speaker_named(speaker: str | None, cast: Cast) -> Member | None:
    """Whom the file's own fact means ("Senator Byrd"); a given name alone means nobody."""
    mention = (
        None if speaker is None else read_name(re.sub(r"\b(Bill|Ben|Bob|Tim|Jim)(?=[A-Z])", r"\1 ", speaker))
    )
    if mention is None or (
        len(mention.names) == 1 and is_given_name(mention.names[0]) and cast.member(mention) is None
    ):
        return None
    return cast.member(mention)


def titled_owner(title: str, cast: Cast) -> Member | None:
    """Whose words a title announces: "Remarks by President Biden on …", "Statement of Senator Byrd"."""
    opening = _OWN_TITLE.match(title)
    named = mentions(title)
    if opening is None:
        first = next((one for one in named if one.kind == "name" and one.start < 12), None)
        return cast.member(first) if first and _HIS_ADDRESS.match(title, first.end) else None
    after = [one for one in named if one.start >= opening.end() - 4]
    if (
        not after
        or after[0].start - opening.end() > 60
        or _goes_elsewhere(title[opening.end() : after[0].start])
    ):
        return None
    if len(after) > 1 and re.search(r"\b(?:and|&)\b", title[after[0].end : after[1].start]) and after[1].sure:
        return None
    if re.match(r",?\s(?:and|&)\s|,\s[A-Z]\w+\s[A-Z][\w\s]+,?\sand\s", title[after[0].end :]):
        return None
    return _of_title(after[0], cast)


def _goes_elsewhere(between: str) -> bool:
    return re.search(r"\b(?:on|regarding|about|to|after|following|in|at)\s", between) is not None


def _of_title(mention: Mention, cast: Cast) -> Member | None:
    if mention.kind == "name":
        return cast.member(mention)
    office = office_of(mention.titles)
    held = cast.holder(" ".join(mention.titles))
    members = cast.in_office(office) if office else []
    return held or (members[0] if len(members) == 1 else None)


def _in_third_person(member: Member, signs: Signs) -> int:
    """How often the prose names a member as others would; a signature line and "I, JOSEPH R. BIDEN" don't count."""
    count = 0
    for mention, meant in zip(signs.found, signs.members, strict=True):
        if (
            meant is None
            or meant.name != member.name
            or mention.kind != "name"
            or signs.prose[mention.start] == "\x00"
        ):
            continue
        alone = signs.text[max(0, mention.start - 3) : mention.start] == "I, " or _stands_alone(
            signs.text, mention
        )
        count += not alone
    return count


def _stands_alone(text: str, mention: Mention) -> bool:
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    return len(text[start : end if end >= 0 else len(text)]) - (mention.end - mention.start) < 24


def _signer(text: str, cast: Cast) -> Member | None:
    """Who says "I, NAME" in the text, or signs it."""
    self_named = _SELF.search(text)
    if self_named is not None:
        mention = read_name(self_named["name"])
        return None if mention is None or len(mention.names) < 2 else cast.member(mention)
    tail = text[-600:].rstrip().split("\n")[-_SIGNED:]
    signed = [mention for line in tail if (mention := _signature(line.strip())) is not None]
    return cast.member(signed[0]) if len(signed) == 1 else None


def _signature(line: str) -> Mention | None:
    mention = read_name(line) if line and len(line) < 60 else None
    if mention is None or len(mention.names) < 2 or not (mention.sure or line.isupper()):
        return None
    return mention if len(line) - len(" ".join((*mention.titles, *mention.names))) < 8 else None


def _addressed(title: str) -> bool:
    """Whether the title says that the text is an exchange of several people."""
    return _DIALOGUE.search(title) is not None


def _both(words: str) -> bool:
    return re.search(r"\b(?:Senators|Sens\.|Reps\.|Congressmen|colleagues|joined)\b", words) is not None
