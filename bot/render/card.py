"""Answer → card: what Discord shows, as text with markup, and which buttons stand below it.

In: what a question or a look-up came to, and whether the reader sees embeds. Out: a Card within
Discord's limits. Text that is not ours passes through ``escape``; no score is ever shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.asking.answer import Answer, Citation, NoAnswer
from bot.render import limits
from bot.render.citation import citation_block, day, glimpse, release_link
from bot.render.escape import Marked
from bot.render.quote import bold, cut
from bot.render.wording import counted
from index.query import Holdings, PassageContext
from index.release import PassageKey

_WORDS_ECHOED = 6
_NOTES_SHOWN = 4
_MORE_LINE = 80
_GLIMPSES = 2

Tone = Literal["answer", "closest", "nothing", "notice"]


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text that comes as a file."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One message: a title and text with Discord's markup, and what its buttons lead to.

    ``source`` is the passage that an answer shows in full, number ``place`` (from 0) of ``sources``; ``contexts`` are
    the passages of a list. ``page`` of ``pages`` is shown, where it is one of a list; ``private`` cards are for the
    asker alone wherever Discord can do that.
    """

    text: str
    tone: Tone = "notice"
    title: str | None = None
    source: PassageKey | None = None
    place: int = 0
    sources: int = 0
    contexts: Sequence[PassageKey] = ()
    page: int = 1
    pages: int = 1
    private: bool = False
    file: TextFile | None = None


def room_for(*, embeds: bool) -> int:
    """How many characters a card's text may take."""
    # without embeds the title is the text's first line, in bold
    room = limits.EMBED_DESCRIPTION if embeds else limits.CONTENT - limits.EMBED_TITLE - len("****\n")
    return room - limits.FOOT


def answer_card(
    result: Answer | NoAnswer,
    *,
    embeds: bool = True,
    titled: bool = False,
    compact: bool = False,
    place: int = 0,
) -> Card:
    """The card of a question's result: one source in full, and a glimpse of those that come next.

    ``titled`` repeats the question where the channel does not show it, ``compact`` leaves out all but the quotation
    and where it stands, ``place`` (from 0) says which source is shown in full.
    """
    title = cut(result.question, room=limits.EMBED_TITLE) if titled else None
    room = limits.COMPACT if compact else room_for(embeds=embeds)
    if isinstance(result, NoAnswer):
        return Card(_nothing(result, room), tone="nothing", title=title)
    place %= len(result.citations)
    tone: Tone = "answer" if result.status == "answered" else "closest"
    return Card(
        _answer(result, place, room, glimpses=0 if compact else _GLIMPSES),
        tone=tone,
        title=title,
        source=result.citations[place].passage.key,
        place=place,
        sources=len(result.citations),
    )


def claim_card(result: Answer | NoAnswer, *, embeds: bool = True) -> Card:
    """What the releases say on a message that somebody wrote: the passages closest to it, or that there is none."""
    room = room_for(embeds=embeds)
    if isinstance(result, NoAnswer):
        lines = [
            "**No release says this.**",
            *_missing(result.missing),
            *noted(result.notes),
            searched(result.holdings),
        ]
        return Card(fitted(lines, room), tone="nothing", private=True)
    head = ["**Closest to this message in the releases** (whether they bear it out is for you to judge):"]
    tail = [*_missing(result.missing), *noted(result.notes)]
    text, shown = _cited(result.citations, head, tail, room)
    return Card(text, tone="closest", contexts=_keys(result.citations[:shown]), private=True)


def passage_card(context: PassageContext, *, embeds: bool = True) -> Card:
    """The card of one passage, for others to see."""
    citation = Citation(context.passage, current=context.standing == "current")
    text = citation_block(citation, number=None, room=room_for(embeds=embeds))
    return Card(text, tone="answer", source=context.passage.key, sources=1)


def shared_by(card: Card, person: int) -> Card:
    """The card for all to see, with who shows it."""
    return replace(card, text=f"{card.text}{sharing_line(person)}", private=False)


def sharing_line(person: int) -> str:
    """How a card ends that somebody shows to all."""
    return f"\n\n-# Shared by <@{person}>"


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


def _answer(result: Answer, place: int, room: int, *, glimpses: int) -> str:
    """One source in full with a glimpse of the next ones; the caveats of what only comes close stand before it."""
    head, tail = [], [*_missing(result.missing), *noted(result.notes)]
    if result.status == "closest":
        # what the passages are not must be read before them
        head = ["\n".join(["The closest I found; it does not settle the question:", *noted(result.notes)])]
        tail = _missing(result.missing)
    others = enumerate(result.citations[place + 1 : place + 1 + glimpses], start=place + 2)
    seen = ["\n".join(glimpse(other, number=number) for number, other in others)] if glimpses else []
    below = [*filter(None, seen), "\n".join(tail)]
    if _left(room, head, below) < limits.CITATION_LEAST:
        below = ["\n".join(tail)]
    left = max(_left(room, head, below), limits.CITATION_LEAST)
    sources = len(result.citations)
    number = f"**{place + 1} of {sources}** ·" if sources > 1 else None
    block = citation_block(result.citations[place], number=number, room=left)
    return "\n\n".join(filter(None, [*head, block, *below]))


def _left(room: int, head: Sequence[str], below: Sequence[str]) -> int:
    return room - len("\n\n".join([*head, *below])) - 2 * (len(head) + len(below))


def _cited(citations: Sequence[Citation], head: list[str], tail: list[str], room: int) -> tuple[str, int]:
    """The citations between head and tail, and how many there was room for."""
    left = room - len("\n\n".join([*head, *tail])) - 2 * (len(head) + len(tail)) - _MORE_LINE
    shown = max(1, min(len(citations), left // limits.CITATION_LEAST))
    each = left // shown - 2
    numbered = len(citations) > 1
    blocks = [
        citation_block(citation, number=f"**{number}.**" if numbered else None, room=each)
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
