"""Who speaks in each passage of a release: its title, text and passages in, a speaker or nobody for each out.

From strong to weak: the label of a turn; a report in the sentence ("Snowe said …"); a quotation whose paragraph, or
the one it goes on from, reports who said it; and in a text that one person wrote or spoke, that person. A wrong
name is worse than none: where two people may be meant, nobody is named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.language.speakers.cast import Cast, Member
from index.language.speakers.labels import Turn, turns
from index.language.speakers.lexicon import SpeakerLexicon
from index.language.speakers.mentions import Mention, mentions, read_name
from index.language.speakers.quotations import Quotation, quotations, without_quotations
from index.language.speakers.reports import Report, in_span, reports
from index.language.speakers.titles import office_of
from index.release import Passage, Span

Manner = Literal["quoted", "reported", "own", "label"]

_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|me|myself)\b")
_LEAST_FIRST_PERSON = 0.12
"""Share of sentences outside quotations that say "I" or "my", from which on a text is somebody's own words."""

_SPOKEN_BY = re.compile(
    r"""\b(?:remarks|statement|address|speech|message|letter|testimony|toast|proclamation|op-?ed|column|opening\ statement)s?
    \b [^,:]{0,40}? \b(?:by|of|from)\s (?P<name> .{3,80} )""",
    re.VERBOSE | re.IGNORECASE,
)
_TITLED = re.compile(
    r"^(?P<name>[^:]{3,60}?)(?:['’]s?\s(?:remarks|statement|address|speech|annual message)\b|:\s)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\bI, (?P<name>[A-Z][A-Z. ]{4,40}[A-Z]\.?)(?:,| JR)")
_MOST_QUOTED = 0.5
"""Share of a passage within a quotation, from which on the passage is the quotation's."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks a passage, and how that is known; ``is_question`` marks what a reporter asks."""

    speaker: str | None = None
    manner: Manner | None = None
    is_question: bool = False


def attribute(
    *,
    title: str,
    published: date | None,
    speaker: str | None,
    text: str,
    passages: Sequence[Passage],
    lexicon: SpeakerLexicon,
) -> list[Attribution]:
    """Who speaks each passage, in their order."""
    scene = _Scene(title, published, speaker, text, lexicon)
    attributions: list[Attribution] = []
    for passage in passages:
        attributions.append(scene.attribute(passage))
    return attributions


class _Scene:
    """A release being read from the top; remembers who spoke last."""

    def __init__(
        self, title: str, published: date | None, speaker: str | None, text: str, lexicon: SpeakerLexicon
    ) -> None:
        self._text = text
        self._quotations = quotations(text)
        prose = without_quotations(text, self._quotations)
        found = mentions(text)
        self._cast = Cast([*mentions(title), *found], lexicon, published)
        self._mentions = found
        self._reports = reports(prose, found)
        self._turns = turns(text)
        self._author = None if self._turns else self._find_author(title, speaker, prose)
        self._starts = [turn.start for turn in self._turns]
        self._last: Member | None = None
        self._quoted: Member | None = None

    def attribute(self, passage: Passage) -> Attribution:
        """Who speaks a passage; passages come in reading order."""
        turn = self._turn(passage.span)
        if turn is not None:
            return self._of_turn(turn, passage.span)
        quotation = self._quotation(passage.span)
        reported = self._reported(passage.span, quotation is not None)
        if reported is not None:
            self._last = reported
            if quotation is not None or self._holds_quotation(passage.span):
                self._quoted = reported
            return Attribution(reported.name, "quoted" if quotation else "reported")
        self._notice(passage.span)
        if quotation is not None:
            return self._of_quotation(quotation)
        if self._author is not None and not in_span(self._reports, passage.span.start, passage.span.end):
            return Attribution(self._author.name, "own")
        return Attribution()

    def _notice(self, span: Span) -> None:
        """Whoever alone is named in a sentence is whom "he" or "she" means in the next one."""
        low = bisect_left(self._mentions, span.start, key=lambda mention: mention.start)
        high = bisect_left(self._mentions, span.end, key=lambda mention: mention.start)
        found = [
            mention for mention in self._mentions[low:high] if mention.kind != "pronoun" and mention.sure
        ]
        members = {id(member): member for member in map(self._who, found) if member}
        if len(members) == 1:
            (self._last,) = members.values()

    def _turn(self, span: Span) -> Turn | None:
        place = bisect_right(self._starts, span.start) - 1
        return self._turns[place] if place >= 0 else None

    def _of_turn(self, turn: Turn, span: Span) -> Attribution:
        if turn.is_question:
            return Attribution(is_question=True)
        words = self._text[span.start : span.end].strip()
        if turn.name is None or (words.startswith("(") and words.endswith(")")):
            return Attribution()
        member = self._named(turn.name)
        return Attribution(member.name, "label") if member and member.name else Attribution()

    def _named(self, name: str) -> Member | None:
        """Whom a name outside the text means; an office alone means its holder."""
        mention = read_name(name)
        if mention is not None:
            return self._cast.named(" ".join(mention.names), titles=mention.titles)
        words = re.sub(r"^THE\s+", "", name.strip(), flags=re.IGNORECASE)
        return self._cast.holder(words.title())

    def _quotation(self, span: Span) -> Quotation | None:
        """The quotation that most of the passage stands in."""
        length = span.end - span.start
        for quotation in self._quotations:
            if quotation.span.start >= span.end:
                break
            overlap = min(quotation.span.end, span.end) - max(quotation.span.start, span.start)
            if overlap > _MOST_QUOTED * length:
                return quotation
        return None

    def _holds_quotation(self, span: Span) -> bool:
        return any(
            quotation.span.start < span.end and span.start < quotation.span.end
            for quotation in self._quotations
        )

    def _reported(self, span: Span, is_quoted: bool) -> Member | None:
        """Who is reported to speak in the sentence, if it is one person."""
        found = in_span(self._reports, span.start, span.end)
        if not found or any(report.joint for report in found):
            return None
        chosen = [report for report in found if report.saying] or list(found)
        members = [self._who(report.mention) for report in chosen]
        if any(member is None or member.name is None for member in members):
            return None
        return members[0] if len({id(member) for member in members}) == 1 else None

    def _of_quotation(self, quotation: Quotation) -> Attribution:
        """A sentence within a quotation: its paragraph says who speaks, or the quotation goes on from one before."""
        start = self._text.rfind("\n", 0, quotation.span.start) + 1
        end = self._text.find("\n", quotation.span.end)
        end = end if end >= 0 else len(self._text)
        around = [report for report in in_span(self._reports, start, end) if report.saying]
        members = {
            id(member): member for member in (self._who(report.mention) for report in around) if member
        }
        if len(members) == 1 and not any(report.joint for report in around):
            (self._quoted,) = members.values()
        elif not quotation.continues and around:
            self._quoted = self._nearest(around, quotation)
        elif not quotation.continues and not self._stands_alone(quotation, start):
            self._quoted = None
        name = self._quoted.name if self._quoted else None
        return Attribution(name, "quoted") if name else Attribution()

    def _nearest(self, around: Sequence[Report], quotation: Quotation) -> Member | None:
        """Whoever is reported right after the quotation, else right before it."""
        after = [report for report in around if 0 <= report.place - quotation.span.end < 60]
        before = [report for report in around if 0 <= quotation.span.start - report.place < 160]
        chosen = after[:1] or before[-1:]
        return self._who(chosen[0].mention) if chosen else None

    def _stands_alone(self, quotation: Quotation, line_start: int) -> bool:
        """Whether the quotation is its whole paragraph, right below one that said who speaks."""
        return self._quoted is not None and not self._text[line_start : quotation.span.start].strip()

    def _who(self, mention: Mention) -> Member | None:
        if mention.kind == "name":
            return self._cast.member(mention)
        if mention.kind == "role":
            office = office_of(mention.titles)
            held = self._cast.in_office(office) if office else []
            return (
                held[0]
                if len(held) == 1
                else self._cast.holder(" ".join(mention.titles))
                if not held
                else None
            )
        pronoun = "she" if self._text[mention.start : mention.end].lower() == "she" else "he"
        return self._last if self._last and self._last.pronoun in (None, pronoun) else None

    def _find_author(self, title: str, speaker: str | None, prose: str) -> Member | None:
        """Whose own words the text is: named by the title or the file, and speaking of themselves."""
        sentences = [sentence for sentence in re.split(r"[.!?\n]+\s*", prose) if len(sentence) > 20]
        own = sum(_FIRST_PERSON.search(sentence) is not None for sentence in sentences)
        if not sentences or own < _LEAST_FIRST_PERSON * len(sentences):
            return None
        for name in (_found(_SIGNED, self._text), _found(_SPOKEN_BY, title), speaker, _found(_TITLED, title)):
            member = self._named(_first_name(name)) if name else None
            if member is not None and member.name is not None:
                return member
        return None


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match["name"] if match else None


def _first_name(text: str) -> str:
    """The text up to where a name ends in a title: "President Biden at a Campaign Event" is President Biden."""
    return re.split(
        r"\s(?:at|on|in|to|before|after|during|for|with|following|and)\s|[,:;(]", text, maxsplit=1
    )[0]
