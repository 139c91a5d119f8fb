"""Whose words a quotation holds: what was attributed around it comes in, its speaker comes out.

The attribution stands in the sentence itself, in the one before (“…,” said X. “…”), in a lead that ends
with a colon, or a paragraph ago where a quotation goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from index.language.speakers.cast import Member
from index.language.speakers.quotations import Quotation
from index.language.speakers.reports import Report
from index.release import Span

_NEAR = 40  # characters between a quotation and the name of who said it ("…,” noted U.S. Senator Byrd")
_PARTED = re.compile(r"[.!?;:]\s[A-Z]|\n")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage that was attributed, to ``member`` if it could be named."""

    span: Span
    paragraph: int
    member: Member | None
    has_quotation: bool


class Quoting:
    """The quotations of a release and who was last said to speak."""

    MOST: ClassVar[float] = 0.7
    """A passage that is so much quotation is somebody's words."""

    def __init__(self, found: Sequence[Quotation], text: str) -> None:
        self._found = found
        self._starts = [quotation.span.start for quotation in found]
        self._text = text
        self._last: Quoted | None = None
        self._speakers: dict[int, Member | None] = {}
        self._announced: list[tuple[Member | None, Span]] = []

    def settle(self, said: Sequence[Report], prose: str, by_start: Mapping[int, Member | None]) -> None:
        """Give each quotation that "…,” said X" follows to X, from its beginning."""
        for report in said:
            number = self._number_at(report.place)
            if number < 0 or not report.saying:
                continue
            between = prose[
                self._found[number].span.end : min(report.place, self._found[number].span.end + _NEAR)
            ]
            if len(between) < _NEAR and not _PARTED.search(between):
                self._speakers.setdefault(number, None if report.joint else by_start[report.place])

    def share(self, span: Span) -> float:
        """How much of a passage stands within quotation marks."""
        covered = 0
        for number in range(self._number_at(span.start), len(self._found)):
            quotation = self._found[number].span if number >= 0 else Span(0, 0)
            if quotation.start >= span.end:
                break
            covered += max(0, min(quotation.end, span.end) - max(quotation.start, span.start))
        return covered / max(1, span.end - span.start)

    def note(self, quoted: Quoted) -> None:
        """Remember who speaks in a passage; the quotation that it ends in is theirs as well."""
        self._last = quoted
        number = self._number_at(quoted.span.end - 1)
        if number >= 0 and self._found[number].span.end > quoted.span.start and quoted.has_quotation:
            self._speakers[number] = quoted.member

    def forget(self, paragraph: int, words: str) -> None:
        """A passage that nobody speaks parts what follows from what was said before."""
        if self._last is not None and (paragraph != self._last.paragraph or not words.rstrip().endswith(":")):
            self._last = None

    def announce(self, member: Member | None, span: Span) -> None:
        """Somebody's words were announced: quotations in the span are theirs unless they say otherwise."""
        self._announced.append((member, span))

    def speaker(self, span: Span, paragraph: int, following: Member | None) -> Member | None:
        """Who speaks in a passage that is quotation and says no name itself."""
        number = max(self._number_at(span.start), self._number_at(span.start + 2))
        if number in self._speakers:
            return self._speakers[number]
        if following is not None:
            return following
        if self._last is not None and paragraph == self._last.paragraph:
            return self._last.member
        if self._goes_on(number):
            return self._last.member if self._last is not None else self._speakers.get(number - 1)
        if self._last is not None and self._leads():
            return self._last.member
        return self._of_announced(span)

    def _goes_on(self, number: int) -> bool:
        """Whether a quotation opens a paragraph right after one that was left open, or that ended quoted."""
        if number < 0:
            return False
        return self._found[number].continues or (
            self._last is not None and self._last.has_quotation and self._found[number].closed
        )

    def _leads(self) -> bool:
        return self._last is not None and self._text[
            self._last.span.end - 2 : self._last.span.end
        ].rstrip().endswith(":")

    def _of_announced(self, span: Span) -> Member | None:
        number = bisect_right(self._announced, span.start, key=lambda announced: announced[1].start) - 1
        member, announced = self._announced[number] if number >= 0 else (None, span)
        return member if span.start < announced.end else None

    def _number_at(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1
