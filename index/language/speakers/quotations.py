"""Quotations: a text in, the spans between quotation marks and the text without them out.

A quotation ends with its paragraph. Where it was not closed there and the next paragraph opens with a
mark, the next one continues it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.release import Span

_MARK = re.compile(r"[“”„\"«»]|''|``")
_BREAK = re.compile(r"\n")
_FILL = "\x00"  # stands for every quoted character: no pattern of words matches it
_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters ``[start, end)`` with their marks; ``continues`` the one before it, ``closed`` or left open."""

    span: Span
    closed: bool
    continues: bool


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text, in order.

    >>> [found.span for found in quotations('He said “no” and "yes, I do."')]
    [Span(start=8, end=12), Span(start=17, end=29)]
    """
    found: list[Quotation] = []
    left_open = False
    for start, end in _lines(text):
        before = len(found)
        found.extend(_in_line(text, start, end, continues=left_open))
        if text[start:end].strip():
            left_open = len(found) > before and not found[-1].closed
    return found


def without_quotations(text: str, found: list[Quotation]) -> str:
    """The text, of the same length, with each quotation blotted out.

    >>> without_quotations('He said "no".', quotations('He said "no".')).replace("\\0", "_")
    'He said ____.'
    """
    parts = []
    place = 0
    for quotation in found:
        parts.append(text[place : quotation.span.start])
        parts.append(_FILL * (quotation.span.end - quotation.span.start))
        place = quotation.span.end
    return "".join((*parts, text[place:]))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _BREAK.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _in_line(text: str, start: int, end: int, *, continues: bool) -> Iterator[Quotation]:
    opened: int | None = None
    for mark in _MARK.finditer(text, start, end):
        opens = _opens(text, mark, start, is_open=opened is not None)
        if opened is None and opens:
            opened = mark.start()
            continues = continues and not text[start:opened].strip()
        elif opened is not None and not opens:
            yield Quotation(Span(opened, mark.end()), closed=True, continues=continues)
            opened, continues = None, False
    if opened is not None:
        yield Quotation(Span(opened, end), closed=False, continues=continues)


def _opens(text: str, mark: re.Match[str], start: int, *, is_open: bool) -> bool:
    """Whether a mark opens a quotation; a straight one tells it by what stands beside it."""
    sign = mark.group()
    if sign in _OPENING or sign == "``":
        return True
    if sign in _CLOSING:
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    if not is_open:
        return not after.isspace()
    return (before.isspace() or before in "([—") and not after.isspace() and after not in ".,;:!?"
