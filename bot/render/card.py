"""Answer → card: what Discord shows, as text with markup, and which buttons stand below it.

In: what a question or a look-up came to, and whether the reader sees embeds. Out: a Card within
Discord's limits. Text that is not ours passes through ``escape``; no score is ever shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.asking.answer import Answer, Citation, NoAnswer
from bot.render import limits
from bot.render.citation import citation_block, day, release_link
from bot.render.escape import Marked
from bot.render.quote import bold, cut
from bot.render.wording import counted
from index.query import Holdings
from index.release import PassageKey

_WORDS_ECHOED = 6
_NOTES_SHOWN = 4
_MORE_LINE = 80

Tone = Literal["answer", "closest", "nothing", "notice"]


@dataclass(frozen=True, slots=True)
class Card:
    """One message: a title and text with Discord's markup, and what its buttons lead to.

    ``page`` of ``pages`` is shown, where it is one of a list; ``private`` cards are for the asker alone wherever
    Discord can do that.
    """

    text: str
    tone: Tone = "notice"
    title: str | None = None
    contexts: Sequence[PassageKey] = ()
    page: int = 1
    pages: int = 1
    private: bool = False


def room_for(*, embeds: bool) -> int:
    """How many characters a card's text may take."""
    # without embeds the title is the text's first line, in bold
    return limits.EMBED_DESCRIPTION if embeds else limits.CONTENT - limits.EMBED_TITLE - len("****\n")


def answer_card(result: Answer | NoAnswer, *, embeds: bool = True, titled: bool = False) -> Card:
    """The card of a question's result; ``titled`` repeats the question where the channel does not show it."""
    title = cut(result.question, room=limits.EMBED_TITLE) if titled else None
    if isinstance(result, NoAnswer):
        return Card(_nothing(result, room_for(embeds=embeds)), tone="nothing", title=title)
    head, tail = [], [*_missing(result.missing), *noted(result.notes)]
    if result.status == "closest":
        # what the passages are not must be read before them
        head = ["\n".join(["The closest I found; it does not settle the question:", *noted(result.notes)])]
        tail = _missing(result.missing)
    text, shown = _cited(result.citations, head, tail, room_for(embeds=embeds))
    tone: Tone = "answer" if result.status == "answered" else "closest"
    return Card(text, tone=tone, title=title, contexts=_keys(result.citations[:shown]))


def notice_card(text: str, *, title: str | None = None, private: bool = True) -> Card:
    """A card of our own words: help, a refusal, an error."""
    return Card(text, title=title, private=private)


def failure_card(message: str) -> Card:
    """A look-up that could not be made, with what to do instead."""
    return Card(cut(message, room=limits.CONTENT - limits.EMBED_TITLE), private=True)


def searched(holdings: Holdings) -> str:
    """What was searched, as a sentence."""
    if not holdings.releases:
        return "Nothing is indexed yet."
    span = ""
    if holdings.first and holdings.last:
        span = f", {day(holdings.first)} to {day(holdings.last)}"
    return f"Searched: {counted(holdings.releases, 'release')}{span}."


def _cited(citations: Sequence[Citation], head: list[str], tail: list[str], room: int) -> tuple[str, int]:
    """The citations between head and tail, and how many there was room for."""
    left = room - len("\n\n".join([*head, *tail])) - 2 * (len(head) + len(tail)) - _MORE_LINE
    shown = max(1, min(len(citations), left // limits.CITATION_LEAST))
    each = left // shown - 2
    numbered = len(citations) > 1
    blocks = [
        citation_block(citation, number=number if numbered else None, room=each)
        for number, citation in enumerate(citations[:shown], start=1)
    ]
    if shown < len(citations):
        tail = [f"{len(citations) - shown} more found; there is no room for them here.", *tail]
    return "\n\n".join([*head, *blocks, *(["\n".join(tail)] if tail else [])]), shown


def _nothing(result: NoAnswer, room: int) -> str:
    """What to say first, what was missing, and then what comes near, which gives way to length."""
    unknown = [word for word in result.missing if word not in result.message]
    nearest = [f"- {release_link(near, room=room // 6)} · {day(near.published)}" for near in result.nearest]
    lines = [
        cut(result.message, room=2 * limits.NOTE, marks=_named(result.message, result.missing)),
        *_missing(unknown),
        *noted(result.notes),
        *(["", "**Nearest releases**", *nearest] if nearest else []),
        "",
        searched(result.holdings),
        "Try other words, `/topic` for what there is, or `/date` for a day or a month.",
    ]
    return fitted(lines, room)


def _named(message: str, words: Sequence[str]) -> list[Marked]:
    """Where the message names the words."""
    places = (re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", message) for word in words if word)
    return [Marked(*place.span()) for found in places for place in found]


def _missing(words: Sequence[str]) -> list[str]:
    if not words:
        return []
    shown = ", ".join(bold(word, room=limits.WORD) for word in words[:_WORDS_ECHOED])
    more = f" and {len(words) - _WORDS_ECHOED} more" if len(words) > _WORDS_ECHOED else ""
    return [f"Not found in the releases: {shown}{more}"]


def noted(notes: Sequence[str]) -> list[str]:
    """Caveats, escaped, a line each."""
    more = [f"{len(notes) - _NOTES_SHOWN} more remarks on this."] if len(notes) > _NOTES_SHOWN else []
    return [cut(note, room=limits.NOTE) for note in notes[:_NOTES_SHOWN]] + more


def fitted(lines: Sequence[str], room: int) -> str:
    """Lines as long as there is room: the first and the last three stand, those before them give way."""
    kept, last = list(lines), min(3, len(lines) - 1)
    while len("\n".join(kept)) > room and len(kept) > last + 1:
        kept.pop(-last - 1)
    return "\n".join(kept)


def _keys(citations: Iterable[Citation]) -> list[PassageKey]:
    return [citation.passage.key for citation in citations]
