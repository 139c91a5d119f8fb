"""One passage as Discord shows it: who and when, where it stands, and the words.

In: a citation and the room it has. Out: lines with Discord's markup, never longer than the room.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from bot.asking.answer import Citation, Highlight
from bot.render import limits
from bot.render.escape import Marked
from bot.render.link import at_passage, link, linked
from bot.render.quote import block_quote, bold, cut, quotation
from index.query import ReleaseSummary, StoredPassage

UNDATED = "undated"

CHANGED_SINCE = "*The release has changed since; this is how it read when it was quoted.*"

_ALSO_NAMED = 3

_BLANK = re.compile(r"\s")


def citation_block(citation: Citation, *, number: str | None, room: int) -> str:
    """Who and when, where it stands, and then the quotation with matched words in bold.

    The quotation comes last: Discord ends a block quote with its line, other readers with a blank line.
    """
    passage = citation.passage
    head = f"{_head(passage, number)}\n{_title(passage, room=room // 2)}"
    left = room - len(head) - 1
    notes = [] if citation.current else [CHANGED_SINCE]
    left -= len("".join(notes)) + len(notes)
    quoted = block_quote(passage.quote, marks(citation.highlights), room=left)
    return "\n".join([head, *notes, *_also_in(citation.also_in, room=left - len(quoted) - 1), quoted])


def glimpse(citation: Citation, *, number: int) -> str:
    """A line with the words around the first match of a source that is not shown in full."""
    passage = citation.passage
    who = f"{bold(passage.speaker, room=limits.SPEAKER)}, " if passage.speaker else ""
    words, marked = around(passage.quote, marks(citation.highlights), most=limits.GLIMPSE)
    said = quotation(cut(words, room=2 * limits.GLIMPSE, marks=marked))
    return f"**{number}.** {who}{day(passage.release.published)}: {said}"


def around(text: str, marked: Sequence[Marked], *, most: int) -> tuple[str, list[Marked]]:
    """At most about ``most`` characters of the text from before its first mark on, to whole words, with its marks there.

    >>> around("He spoke at length of the dependencies of Europe", [Marked(26, 38)], most=24)
    ('… the dependencies of…', [Marked(start=6, end=18)])
    """
    line = _BLANK.sub(" ", text)
    if len(line) <= most:
        return line, list(marked)
    first = min((mark.start for mark in marked), default=0)
    start = 0 if first < most // 2 else line.rfind(" ", 0, max(first - most // 6, 1)) + 1
    end = line.rfind(" ", start + 1, start + most) if start + most < len(line) else len(line)
    end = end if end > start else min(start + most, len(line))
    before, after = ("… " if start else ""), ("…" if end < len(line) else "")
    shift = start - len(before)
    within = [
        Marked(mark.start - shift, min(mark.end, end) - shift) for mark in marked if start <= mark.start < end
    ]
    return f"{before}{line[start:end]}{after}", within


def day(published: date | None) -> str:
    """The date in the reader's own language, or "undated"."""
    if published is None:
        return UNDATED
    # noon: a reader's time zone shifts the hour and keeps the day
    noon = datetime.combine(published, time(12), tzinfo=UTC)
    return f"<t:{int(noon.timestamp())}:D>"


def release_link(release: ReleaseSummary, *, room: int = limits.LINK) -> str:
    """The release's title, linked to its page where it has one on the web."""
    return link(shortened(release.title, limits.TITLE), release.url, room=room)


def day_and_page(release: ReleaseSummary) -> str:
    """The date, and a link to the page where there is one, for below a release's own title."""
    page = linked("Open its page", release.url) if release.url else None
    return f"{day(release.published)} · {page}" if page else day(release.published)


def shortened(text: str, most: int) -> str:
    """The text on one line, its first words where it is longer than ``most``."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]}…"


def marks(highlights: Sequence[Highlight]) -> list[Marked]:
    """What is shown bold of a quote."""
    return [Marked(highlight.start, highlight.end) for highlight in highlights]


def position(passage: StoredPassage) -> str:
    """Where in its release the passage stands."""
    return f"paragraph {passage.paragraph}, sentence {passage.sentence}"


def _head(passage: StoredPassage, number: str | None) -> str:
    names = [number or ""]
    if passage.speaker:
        names.append(f"{bold(passage.speaker, room=limits.SPEAKER)} ·")
    return " ".join([*filter(None, names), f"{day(passage.release.published)} · {position(passage)}"])


def _title(passage: StoredPassage, *, room: int) -> str:
    """The release's title: first the text fragment gives way, then the link, then words of the title."""
    title, url = shortened(passage.release.title, limits.TITLE), passage.release.url or ""
    most = min(room, limits.LINK)
    return (
        linked(title, at_passage(url, passage.quote), room=most)
        or linked(title, url, room=most)
        or cut(title, room=room)
    )


def _also_in(releases: Sequence[ReleaseSummary], *, room: int) -> list[str]:
    if not releases:
        return []
    named = [f"{release_link(release)} ({day(release.published)})" for release in releases[:_ALSO_NAMED]]
    more = f" and {len(releases) - _ALSO_NAMED} more" if len(releases) > _ALSO_NAMED else ""
    full = f"Also in {', '.join(named)}{more}"
    brief = f"Also in {len(releases)} more release{'s' if len(releases) > 1 else ''}"
    return [line for line in (full, brief) if len(line) <= room][:1]
