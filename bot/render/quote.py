"""Text cut to the room it has: at a word, with "…", escaped, its marks still in pairs.

In: a text and how many characters its escaped form may take. Out: that form.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.render.escape import BOLD, Marked, escape_marked

ELLIPSIS = "…"

_APART = "\u202f"
_MARKS = ("“", "”", "‘", "’", '"', "'")

_LINE_START = "> "


def block_quote(text: str, marks: Sequence[Marked], *, room: int) -> str:
    """The text as a quotation in a block quote of its own.

    >>> print(block_quote("Dependencies make us vulnerable.", [Marked(21, 31)], room=99))
    > “Dependencies make us **vulnerable**.”
    """
    breaks = text.count("\n") * len(_LINE_START)
    quoted = cut(text, room=room - breaks - len(_LINE_START) - len(quotation("")) - 2, marks=marks)
    return f"{_LINE_START}{quotation(quoted)}".replace("\n", f"\n{_LINE_START}")


def quotation(escaped: str) -> str:
    r"""The words in quotation marks, kept apart from such marks of their own.

    >>> ascii(quotation("“Yes,” he said.")) == r"'\u201c\u202f\u201cYes,\u201d he said.\u201d'"
    True
    """
    before = _APART if escaped.startswith(_MARKS) else ""
    after = _APART if escaped.endswith(_MARKS) else ""
    return f"“{before}{escaped}{after}”"


def cut(text: str, *, room: int, marks: Sequence[Marked] = ()) -> str:
    """The escaped text, or as many of its first words as have room, with an ellipsis.

    >>> cut("Dependencies make us vulnerable.", room=24)
    'Dependencies make us…'
    """
    whole = escape_marked(text, marks)
    if len(whole) <= room:
        return whole
    # escaping adds characters, so the longest piece that fits is found by halving
    fits, too_long = 0, min(len(text), max(room, 0)) + 1
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if len(_piece(text, marks, middle)) <= room:
            fits = middle
        else:
            too_long = middle
    return _piece(text, marks, _word_end(text, fits)) if fits else ELLIPSIS[: max(room, 0)]


def bold(text: str, *, room: int) -> str:
    """The escaped text in bold, cut to the room."""
    return f"{BOLD}{cut(text, room=room - 2 * len(BOLD))}{BOLD}"


def _piece(text: str, marks: Sequence[Marked], end: int) -> str:
    within = [Marked(mark.start, min(mark.end, end)) for mark in marks if mark.start < end]
    return escape_marked(text[:end], within) + ELLIPSIS


def _word_end(text: str, end: int) -> int:
    """The last end of a word at or before ``end``; ``end`` where that would leave less than half."""
    if not text[end : end + 1].strip():
        return len(text[:end].rstrip())
    space = max(text.rfind(blank, 0, end) for blank in " \n\t")
    return len(text[:space].rstrip()) if space > end // 2 else end
