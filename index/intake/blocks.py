"""Text → blocks: paragraphs, headings, lists, as blank lines part them, with hard-wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BULLET = re.compile(r"\s*(?:[•▪◦●‣∙·*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")

_NARROWEST_WRAP = 45
"""Characters. No one wraps a paragraph narrower than this; shorter lines are lines of their own (lists, addresses)."""


def blocks(text: str) -> list[list[str]]:
    """Blocks of stripped lines; a paragraph that was wrapped by hand becomes one line.

    >>> blocks("Title\\n\\n  * one\\n  * two\\n")
    [['Title'], ['* one', '* two']]
    """
    found = []
    for block in _BLANK_LINES.split(text):
        lines = [" ".join(line.split()) for line in block.split("\n")]
        lines = [line for line in lines if line]
        if lines:
            found.append([" ".join(lines)] if _is_wrapped(lines) else lines)
    return found


def bullet_length(line: str) -> int:
    """How many characters of the line are its bullet or number: 0 for a line of prose.

    >>> bullet_length("• 31 Jan. 2024 -"), bullet_length("1) Go on"), bullet_length("5-year plan")
    (2, 3, 0)
    """
    found = _BULLET.match(line)
    return found.end() if found else 0


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether every line was broken only because its next word would not have fitted."""
    width = max(map(len, lines))
    if len(lines) < 2 or width < _NARROWEST_WRAP or any(bullet_length(line) for line in lines):
        return False
    following = [line.split(" ", 1)[0] for line in lines[1:]]
    return all(len(line) + 1 + len(word) > width for line, word in zip(lines, following, strict=False))
