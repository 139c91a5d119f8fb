"""Parts of a release that are somebody's own words: letters, and what a sentence announces.

In: the text and whom its mentions mean. Out: from where to where whose words stand ("… issued the following
statement:", "Dear Mr. Secretary: … Sincerely, Russell D. Feingold").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.language.speakers.cast import Cast, Member
from index.language.speakers.given_names import is_given_name
from index.language.speakers.mentions import Mention, read_name
from index.release import Passage, Span

I_ = re.compile(r"(?<![\w.'’-])(?:I(?:['’](?:m|ve|d|ll))?|[Mm]y|[Mm]e|[Mm]yself)(?![\w.'’-])")
"""Words in which a text speaks of its one author."""

_OPENED = re.compile(
    r"""
    \b(?:made|issued|released|delivered|gave|offered|submitted|wrote|penned|sent|published|read|entered|posted|had)\b
        [^.:\n]{0,80}? \b(?:following|below)\b
    | \b(?:following|below|here)\s(?:is|are)\b
    | \b(?:remarks|statement|speech|letter|testimony|text|op-?ed|column|comments)\b [^.\n]{0,80}?
        \b(?:follows?|below|as\sprepared)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:remarks|statement|speech|letter|testimony|op-?ed|column|comments?|article|message|address|editorial|commentary)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:Senators|Sens\.|Reps\.|Congressmen|colleagues|joined|delegation|leaders)\b")
_CLOSE = re.compile(
    r"""^[ \t]*(?:\#(?:[ ]?\#)+|-?[ ]?30[ ]?-?|(?:Press[ ])?Contacts?\b|BACKGROUND\b|Background\b
    |For[ ]more[ ]information|Editor['’]?s?[ ]Note)""",
    re.MULTILINE | re.VERBOSE,
)
_GREETING = re.compile(r"^[ \t\"“]*Dear\s[^\n]{2,120}?[:,][ \t]*$", re.MULTILINE)
_FAREWELL = re.compile(
    r"^[ \t]*(?:Very\s|Yours\s)?(?:Sincerely|Respectfully|Regards|Best\sregards|Truly|Cordially)\b[^\n]{0,30}$",
    re.MULTILINE,
)
_SIGNATURES = 12  # lines below a letter that may hold who signed it
_LONGEST = 700  # characters of a sentence that announces something


@dataclass(frozen=True, slots=True)
class Block:
    """Text that is ``member``'s own.

    ``first_person`` says that it speaks of "I"; ``quoted`` that only what stands in quotation marks is meant.
    """

    span: Span
    member: Member | None
    first_person: bool
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """What is looked at: the text, the same without its quotations, its mentions and whom each means."""

    text: str
    prose: str
    found: Sequence[Mention]
    members: Sequence[Member | None]
    starts: Sequence[int]

    def named(self, span: Span) -> list[tuple[Mention, Member]]:
        """The mentions in a span that mean somebody, with whom."""
        numbers = range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))
        pairs = ((self.found[number], self.members[number]) for number in numbers)
        return [
            (mention, member) for mention, member in pairs if member is not None and member.name is not None
        ]


def _may_open(words: str) -> bool:
    """Whether the words hold one without which nothing is announced: told at a hundredth of the time."""
    return "follow" in words or "below" in words or "here" in words or "prepared" in words


def own_blocks(passages: Sequence[Passage], signs: Signs, cast: Cast) -> list[Block]:
    """The blocks of a release, in order and apart from each other."""
    found = list(_letters(signs, cast))
    place = 0
    for passage in passages:
        if passage.span.start >= place and (block := _announced(passage.span, signs)) is not None:
            found.append(block)
            place = block.span.end
    return _apart(sorted(found, key=lambda block: block.span.start))


def _apart(found: Sequence[Block]) -> list[Block]:
    """A block ends where the next one begins."""
    kept: list[Block] = []
    for block in found:
        if kept and kept[-1].span.end > block.span.start:
            last = kept.pop()
            if last.span.start < block.span.start:
                kept.append(
                    Block(
                        Span(last.span.start, block.span.start), last.member, last.first_person, last.quoted
                    )
                )
        kept.append(block)
    return kept


def _letters(signs: Signs, cast: Cast) -> Iterator[Block]:
    """Letters: what stands between a greeting and a farewell is the words of whoever signs alone."""
    farewells = list(_FAREWELL.finditer(signs.text))
    ends = [farewell.start() for farewell in farewells]
    for greeting in _GREETING.finditer(signs.text):
        number = bisect_left(ends, greeting.end())
        if number < len(ends):
            signed = [_signer(line, cast) for line in _below(signs.text, farewells[number].end())]
            names = {member.name: member for member in signed if member is not None}
            single = next(iter(names.values())) if len(names) == 1 else None
            yield Block(Span(greeting.end(), ends[number]), single, first_person=True)


def _below(text: str, place: int) -> list[str]:
    lines = [line.strip() for line in text[place : place + 400].split("\n")]
    return [line for line in lines if line][:_SIGNATURES]


def _signer(line: str, cast: Cast) -> Member | None:
    mention = signature(line)
    return None if mention is None else cast.member(mention)


def signature(line: str) -> Mention | None:
    """The name that a line consists of: "JOSEPH R. BIDEN JR.", "Senator Barbara Boxer"."""
    mention = read_name(line) if line and len(line) < 60 else None
    if mention is None or not any(len(word) > 2 and is_given_name(word) for word in mention.names[:-1]):
        return None
    return mention if len(line) - len(" ".join((*mention.titles, *mention.names))) < 8 else None


def _announced(sentence: Span, signs: Signs) -> Block | None:
    """The text after a sentence that says that somebody's words follow."""
    words = signs.prose[sentence.start : sentence.end]
    if (
        len(words) > _LONGEST
        or not _may_open(words.lower())
        or not _OPENED.search(words)
        or not _KIND.search(words)
        or _SEVERAL.search(words)
    ):
        return None
    named = signs.named(sentence)
    if not named or any(mention.several for mention, _ in named) or _joined(words, sentence.start, named):
        return None
    closed = _CLOSE.search(signs.text, sentence.end)
    span = Span(sentence.end, closed.start() if closed else len(signs.text))
    rest = signs.text[span.start : span.end].lstrip()
    if not rest:
        return None
    first_person = I_.search(signs.prose, span.start, span.end) is not None
    return Block(span, named[0][1], first_person, quoted=rest[0] in "\"“'‘")


def _joined(words: str, offset: int, named: Sequence[tuple[Mention, Member]]) -> bool:
    """Whether the first person named acts together with the second."""
    if len(named) < 2:
        return False
    between = words[named[0][0].end - offset : named[1][0].start - offset]
    return re.fullmatch(r"(?:,?\sand|,|\s&)\s(?:U\.S\.\s)?", between) is not None
