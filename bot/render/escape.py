"""The one door through which text that is not ours reaches Discord.

In: text of releases (passages, titles, names) or of questions. Out: the same text, in which Discord
sees no markup, mention, timestamp, emoji code or link. Only backslashes are added, each before a
character of the text, so ``unescape`` gives the text back to the letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BOLD = "**"

# What may stand before the first character that Discord reads on a line: blanks, and characters nobody sees.
_LINE = r"(?:^|(?<=[\r\v\f\x85\u2028\u2029]))(?:[^\S\n]|[\u200b\u2060\ufeff])*"

_LIVE = re.compile(
    rf"""
      {_LINE}(?P<line_start>[#>+-])            # heading, subtext, quote, list item
    | {_LINE}\d+(?P<list_number>[.)])(?=\s|$)  # numbered list
    | (?P<anywhere>[\\*_~|`\[<@])              # markup, code, masked link, mention, timestamp, <link>
    | (?P<label_end>\])(?=\()                  # a masked link's middle: as the end of one of our own labels
    | (?<=\])(?P<target>\()
    | (?P<colon>:)(?=//|[\w+~-]+:)             # bare link, emoji code
    | (?<=www)(?P<www>\.)                      # links that need no scheme: www.nato.int,
    | (?P<host>\.)(?=[a-z]{{2,}}/)               #   discord.gg/invite
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)

_LINE_OF_WORDS = re.compile(r"\S(?:[^\n]*[^\s])?")

_GUARDED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Marked:
    """Characters ``[start, end)`` of a text that are shown bold."""

    start: int
    end: int


def escape(text: str) -> str:
    r"""The text with all that Discord would format, link or resolve made inert.

    >>> print(escape("**See** <@1> at https://nato.int"))
    \*\*See\*\* \<\@1> at https\://nato.int
    """
    return escape_marked(text, ())


def escape_marked(text: str, marks: Sequence[Marked]) -> str:
    r"""The escaped text with our own bold around the marked characters.

    >>> print(escape_marked("a *critical* need", [Marked(3, 11)]))
    a \***critical**\* need
    """
    inserted = [(at, "\\") for at in _live_positions(text)]
    for mark in _tidy(text, marks):
        inserted += [(mark.start, BOLD), (mark.end, BOLD)]
    # at one place the bold comes first: it may not stand between a backslash and what that guards
    inserted.sort(key=lambda item: (item[0], item[1] == "\\"))
    return _insert(text, inserted)


def fitting(text: str, room: int) -> int:
    r"""How many of the text's first characters have room once they are escaped.

    >>> fitting("a **b**", 4)
    3
    """
    guarded = list(_live_positions(text[: max(room, 0)]))
    lengths = range(min(len(text), max(room, 0)) + 1)
    return bisect_right(lengths, room, key=lambda end: end + bisect_left(guarded, end)) - 1


def unescape(text: str) -> str:
    r"""The text as it was before ``escape``.

    >>> print(unescape(r"\*\*See\*\* https\://nato.int"))
    **See** https://nato.int
    """
    return _GUARDED.sub(r"\1", text)


def _live_positions(text: str) -> Iterator[int]:
    for match in _LIVE.finditer(text):
        assert match.lastgroup is not None
        yield match.start(match.lastgroup)


def _insert(text: str, inserted: Sequence[tuple[int, str]]) -> str:
    pieces, done = [], 0
    for at, piece in inserted:
        pieces += [text[done:at], piece]
        done = at
    return "".join([*pieces, text[done:]])


def _tidy(text: str, marks: Sequence[Marked]) -> list[Marked]:
    """Marks within the text, without blank ends, in order, joined where nothing but blanks lies between."""
    tidy: list[Marked] = []
    for start, end in sorted(_lines(text, marks)):
        if tidy and not text[tidy[-1].end : start].strip(" "):
            last = tidy.pop()
            tidy.append(Marked(last.start, max(end, last.end)))
        else:
            tidy.append(Marked(start, end))
    return tidy


def _lines(text: str, marks: Sequence[Marked]) -> Iterator[tuple[int, int]]:
    """Each mark's part of each line: bold does not reach over a line's end inside a block quote."""
    for mark in marks:
        for line in _LINE_OF_WORDS.finditer(text, max(mark.start, 0), min(mark.end, len(text))):
            yield line.span()
