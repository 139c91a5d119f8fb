"""Attribution: a release and its passages come in, who speaks in each passage comes out.

Sources, from strong to weak: labelled turns; texts that are one person's own; reports and the quotations
beside them. Where none of them tells, no name is given: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.language.speakers.blocks import I_, Block, Signs, own_blocks
from index.language.speakers.cast import Cast, Member
from index.language.speakers.lexicon import SpeakerLexicon
from index.language.speakers.mentions import Mention, mentions, read_name
from index.language.speakers.quotations import quotations, without_quotations
from index.language.speakers.quoting import Quoted, Quoting
from index.language.speakers.reports import Report, in_span, reports
from index.language.speakers.subjects import Place, meant
from index.language.speakers.turns import Turns, read_turns
from index.language.speakers.voice import own_block
from index.release import Passage

Manner = Literal["quoted", "reported", "own", "label"]

_ASIDE = re.compile(r"\W*\([^()]*\)\W*|\W*\[[^\[\]]*\]\W*")
_WORD = re.compile(r"\w+")
_PLACE = re.compile(r"\bD\.C\.\W*$|\b[AP]\.M\.(?:\s\w+)?\W*$")
_LONG = 12  # words from which on a line is no address, date, place or signature, though it has no full stop
_LEAST_OWN = 2  # sentences that say "I" above which a text may be somebody's own
_LEAST_OWN_SHARE = 0.1
_SAYS_ONLY = 60  # characters of a passage that holds no more than who spoke ("Byrd added.")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks in a passage (None: nobody who can be named), how that shows, and whether a reporter asks there."""

    speaker: str | None = None
    manner: Manner | None = None
    is_question: bool = False


NOBODY = Attribution()


def attribute(
    *,
    title: str,
    published: date | None,
    speaker: str | None,
    text: str,
    passages: Sequence[Passage],
    lexicon: SpeakerLexicon,
) -> list[Attribution]:
    """One attribution for each passage, in order."""
    found = mentions(text)
    publisher = read_name(speaker) if speaker else None
    outside = [*mentions(title), *([publisher] if publisher else [])]
    cast = Cast([*found, *(one for one in outside if len(one.names) > 1 or one.titles)], lexicon, published)
    reading = _read(text, found, passages, cast)
    turns = read_turns(text, cast)
    whole = own_block(title, speaker, reading.signs, cast)
    blocks = [whole] if whole is not None else own_blocks(passages, reading.signs, cast)
    return _Attributor(reading, passages, turns, blocks).attributions()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read off a release before its passages are gone through."""

    signs: Signs
    reports: Sequence[Report]
    by_start: dict[int, Member | None]
    quoting: Quoting


def _read(text: str, found: Sequence[Mention], passages: Sequence[Passage], cast: Cast) -> _Reading:
    quoted = quotations(text)
    prose = without_quotations(text, quoted)
    said = reports(prose, found)
    starts = [passage.span.start for passage in passages]
    places = [_place(mention.start, starts, passages) for mention in found]
    members = meant(prose, found, places, reporting={report.place for report in said}, cast=cast)
    by_start = {mention.start: member for mention, member in zip(found, members, strict=True)}
    quoting = Quoting(quoted, text)
    quoting.settle(said, prose, by_start)
    signs = Signs(text, prose, found, members, [mention.start for mention in found])
    return _Reading(signs, said, by_start, quoting)


def _place(start: int, starts: Sequence[int], passages: Sequence[Passage]) -> Place:
    number = bisect_right(starts, start) - 1
    return Place(number, passages[number].paragraph if number >= 0 else 0)


class _Attributor:
    """Goes through the passages in order, remembering what the last ones said."""

    def __init__(
        self, reading: _Reading, passages: Sequence[Passage], turns: Turns, blocks: Sequence[Block]
    ) -> None:
        self._reading = reading
        self._passages = passages
        self._turns = turns
        self._blocks = blocks
        self._block_starts = [block.span.start for block in blocks]
        for block in blocks:
            if block.quoted:
                reading.quoting.announce(block.member, block.span)
        self._is_anothers = self._speaks_of_itself()

    def attributions(self) -> list[Attribution]:
        """One for each passage."""
        return [self._attribution(number) for number in range(len(self._passages))]

    def _attribution(self, number: int) -> Attribution:
        passage = self._passages[number]
        words = self._reading.signs.text[passage.span.start : passage.span.end]
        turn = self._turns.at(passage.span.start)
        if turn is not None:
            name = _name(None if _ASIDE.fullmatch(words) else turn.member)
            return Attribution(name, "label" if name else None, turn.is_question)
        if passage.heading or _ASIDE.fullmatch(words):
            return NOBODY
        said = self._said(passage)
        block = self._block(passage)
        if block is not None and (block.first_person or said is None):
            return _shown(block.member, "own") if _is_said(words) else NOBODY
        return NOBODY if self._is_anothers else self._told(number, passage, said)

    def _block(self, passage: Passage) -> Block | None:
        """The text of one person that the passage stands in."""
        number = bisect_right(self._block_starts, passage.span.start) - 1
        block = self._blocks[number] if number >= 0 else None
        return (
            block if block is not None and not block.quoted and passage.span.start < block.span.end else None
        )

    def _speaks_of_itself(self) -> bool:
        """Whether prose that is nobody's known says "I": what it reports is said by whoever that is."""
        prose = self._reading.signs.prose
        count = own = 0
        for passage in self._passages:
            if not passage.heading and self._block(passage) is None and prose[passage.span.start] != "\x00":
                count += 1
                own += I_.search(prose, passage.span.start, passage.span.end) is not None
        return own > _LEAST_OWN and own > _LEAST_OWN_SHARE * count

    def _said(self, passage: Passage) -> Report | None:
        """The report of a passage that governs it: the first whose subject is somebody."""
        here = in_span(self._reading.reports, passage.span.start, passage.span.end)
        named = (report for report in here if self._reading.by_start[report.place] is not None)
        return next(named, here[0] if here else None)

    def _told(self, number: int, passage: Passage, said: Report | None) -> Attribution:
        quoting = self._reading.quoting
        inside = quoting.share(passage.span)
        if said is not None:
            member = None if said.joint else self._reading.by_start[said.place]
            quoting.note(Quoted(passage.span, passage.paragraph, member, has_quotation=inside > 0))
            return _shown(member, "quoted" if inside > 0 else "reported")
        if inside >= quoting.MOST:
            member = quoting.speaker(passage.span, passage.paragraph, self._next_said(number))
            quoting.note(Quoted(passage.span, passage.paragraph, member, has_quotation=True))
            return _shown(member, "quoted")
        quoting.forget(passage.paragraph, self._reading.signs.text[passage.span.start : passage.span.end])
        return NOBODY

    def _next_said(self, number: int) -> Member | None:
        """Who is said to have spoken by a passage that only says so ("“…” Byrd added.")."""
        if number + 1 >= len(self._passages):
            return None
        following = self._passages[number + 1]
        short = following.span.end - following.span.start < _SAYS_ONLY
        if not short or following.paragraph != self._passages[number].paragraph:
            return None
        said = self._said(following) if self._reading.quoting.share(following.span) == 0 else None
        return None if said is None or said.joint or not said.saying else self._reading.by_start[said.place]


def _is_said(words: str) -> bool:
    """Whether a line of somebody's own text is speech, and no address, date, place or signature."""
    count = len(_WORD.findall(words))
    ends = words.rstrip("”\"'’)*").endswith(
        (".", "?", "!", ":", ";", ",", "—", "-", "…")
    ) and not _PLACE.search(words)
    return count >= _LONG or (ends and count > 0)


def _name(member: Member | None) -> str | None:
    return None if member is None else member.name


def _shown(member: Member | None, manner: Manner) -> Attribution:
    name = _name(member)
    return NOBODY if name is None else Attribution(name, manner)
