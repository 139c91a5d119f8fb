"""A whole release → card, page by page, or a file.

In: a WholeRelease, which page, and the passage to mark. Out: a private Card. Pages end with a paragraph where they can.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.render import limits
from bot.render.card import Card, TextFile, room_for
from bot.render.citation import day_and_page
from bot.render.escape import Marked, escape, escape_marked, fitting
from bot.render.quote import cut
from bot.render.wording import day as day_in_words
from index.query import StoredPassage, WholeRelease
from index.release import Span

_OLD = "*This is how the release read when it was quoted; it has changed since, or was withdrawn.*"
_NAME = "release.txt"
_BOLD_MOST = 80
"""What the marks of a passage of several lines may add; a passage of more lines is shown without."""


def whole_card(
    whole: WholeRelease, *, passage: StoredPassage, page: int | None = None, embeds: bool = True
) -> Card:
    """One page (from 0) of the release with the passage in bold; without a page the one that the passage stands on."""
    head = [
        *([] if whole.current else [_OLD]),
        day_and_page(whole.release),
    ]
    room = room_for(embeds=embeds) - len("\n".join(head)) - 2
    pages = list(_pages(whole.text, room))
    at = _page_of(pages, passage.start) if page is None else min(max(page, 0), len(pages) - 1)
    shown = pages[at]
    marked = [
        Marked(max(passage.start, shown.start) - shown.start, min(passage.end, shown.end) - shown.start)
    ]
    text = whole.text[shown.start : shown.end]
    body = escape_marked(text, [mark for mark in marked if mark.start < mark.end])
    if len(body) > room:
        body = escape(text)
    return Card(
        "\n".join([*head, "", body.strip("\n")]),
        tone="answer",
        title=cut(whole.release.title, room=limits.EMBED_TITLE),
        source=passage.key,
        place=at,
        sources=len(pages),
        private=True,
    )


def whole_file(whole: WholeRelease) -> Card:
    """The release as a file."""
    release = whole.release
    head = [release.title, day_in_words(release.published), *([release.url] if release.url else []), "", ""]
    return Card("The whole release:", private=True, file=TextFile(_NAME, "\n".join(head) + whole.text))


def _pages(text: str, room: int) -> Iterator[Span]:
    """The text in pieces whose escaped form has room, each ending with a paragraph, else a line, else a word."""
    start = 0
    while start < len(text):
        end = _fitting(text, start, room)
        yield Span(start, end)
        start = end
    if not text:
        yield Span(0, 0)


def _fitting(text: str, start: int, room: int) -> int:
    end = start + max(fitting(text[start : start + room], room - _BOLD_MOST), 1)
    if end == len(text):
        return end
    for mark in ("\n\n", "\n", " "):
        found = text.rfind(mark, start + (end - start) // 2, end)
        if found > 0:
            return found + len(mark)
    return end


def _page_of(pages: list[Span], at: int) -> int:
    return next((number for number, page in enumerate(pages) if page.start <= at < page.end), 0)
