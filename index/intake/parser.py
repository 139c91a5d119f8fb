"""A raw release → a version: facts, stored text and passages.

What a page does not state is found elsewhere where that is safe (a date in the file's name, or in the first
paragraph) and otherwise left open; either way the version says what was assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.errors import ReleaseReadError
from index.intake.blocks import blocks, bullet_length
from index.intake.furniture import is_caption, is_furniture, is_heading
from index.intake.head import Head, read_head
from index.intake.raw import Facts, RawRelease
from index.intake.stated import NO_DATE, NO_TITLE, stated_day
from index.language.characters import clean
from index.language.dates import find_day
from index.language.splitter import sentences
from index.release import Passage, Span, Version

_ASSUMED_TITLE_WORDS = 12
_DATELINE_CHARS = 300
"""A dateline, or the day on which something was said, stands this near the beginning."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the stored text, in its numbered paragraph (None: page furniture, never a passage)."""

    span: Span
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A parsed release before its text is split, which is the costly part.

    ``version`` has all facts and the text, and no passages.
    """

    version: Version
    lines: Sequence[Line]

    def split(self) -> Version:
        """The version with its passages."""
        return replace(self.version, passages=list(_passages(self.version.text, self.lines)))


def parse(raw: RawRelease, *, given: Facts = Facts()) -> Draft:  # noqa: B008  # Facts is frozen
    """Find out what a raw release says of itself; facts ``given`` by whoever indexes it come first.

    Raises:
        ReleaseReadError: a given or stated date is none, or there is no text.
    """
    facts = given.over(raw.facts)
    page = blocks(raw.text)
    if not page:
        raise ReleaseReadError(raw.name, "holds no text")
    title = clean(facts.title).strip() if facts.title else None
    head = read_head(page, title=title) if raw.page else Head(title)
    text, lines = _store(page, head)
    assumed: list[str] = []
    version = Version(
        title=head.title or _assume_title(text, lines, assumed),
        published=stated_day(facts.date, raw.name)
        or head.published
        or _assume_day(raw, text, lines, assumed),
        updated=facts.updated or head.updated,
        url=facts.url,
        speaker=clean(facts.speaker).strip() if facts.speaker else None,
        text=text,
        passages=(),
        assumed=assumed,
    )
    return Draft(version, lines)


def _store(page: Sequence[Sequence[str]], head: Head) -> tuple[str, list[Line]]:
    """The text to store, blocks parted by blank lines, and where its lines stand."""
    lines: list[Line] = []
    offset = paragraph = 0
    for block_number, block in enumerate(page):
        numbered = False
        for line_number, line in enumerate(block):
            is_body = (block_number, line_number) not in head.lines and not is_furniture(line)
            is_body = is_body and not (len(block) == 1 and is_caption(line))
            paragraph += is_body and not numbered
            numbered = numbered or is_body
            lines.append(Line(Span(offset, offset + len(line)), paragraph if is_body else None))
            offset += len(line) + 1
        offset += 1
    return "\n\n".join("\n".join(block) for block in page), lines


def _passages(text: str, lines: Sequence[Line]) -> Iterator[Passage]:
    previous, sentence = 0, 0
    for line in lines:
        if line.paragraph is None:
            continue
        sentence = sentence if line.paragraph == previous else 0
        previous = line.paragraph
        whole = text[line.span.start : line.span.end]
        start = line.span.start + bullet_length(whole)
        for span in sentences(text[start : line.span.end]):
            if any(map(str.isalnum, text[start + span.start : start + span.end])):
                sentence += 1
                place = Span(start + span.start, start + span.end)
                yield Passage(line.paragraph, sentence, place, heading=is_heading(whole))


def _assume_title(text: str, lines: Sequence[Line], assumed: list[str]) -> str:
    body = next((line.span for line in lines if line.paragraph), lines[0].span)
    words = text[body.start : body.end].split()
    cut = " …" if len(words) > _ASSUMED_TITLE_WORDS else ""
    assumed.append(f"{NO_TITLE}: its first words stand for it.")
    return " ".join(words[:_ASSUMED_TITLE_WORDS]) + cut


def _assume_day(raw: RawRelease, text: str, lines: Sequence[Line], assumed: list[str]) -> date | None:
    in_name = _DAY_IN_NAME.search(raw.name)
    day = find_day(in_name[0]) if in_name else None
    if day is not None:
        assumed.append(f"{NO_DATE}: {day} was taken from the file's name.")
        return day
    body = next((line.span for line in lines if line.paragraph), None)
    day = find_day(text[body.start : body.end][:_DATELINE_CHARS]) if body else None
    if day is not None:
        assumed.append(f"{NO_DATE}: {day} was taken from the first paragraph.")
    else:
        assumed.append(f"{NO_DATE}: the release is undated.")
    return day


_DAY_IN_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
