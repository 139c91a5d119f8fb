"""A release that was looked up → card: when it was published, who speaks in it, and how it begins.

In: a ReleaseFound. Out: a Card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.asking.lookup import ReleaseFound, Voice
from bot.render import limits
from bot.render.card import Card, noted, room_for
from bot.render.citation import day_and_page
from bot.render.quote import block_quote, bold, cut
from bot.render.wording import counted
from index.query import WholeRelease

_PARAGRAPHS = 3
_VOICES = 5
_NEEDED = 80
"""A paragraph with less room than this is left out."""


def release_card(found: ReleaseFound, *, embeds: bool = True) -> Card:
    """The card of a release."""
    whole = found.whole
    head = [
        *noted(found.notes),
        day_and_page(whole.release),
        _holds(found),
    ]
    room = room_for(embeds=embeds) - len("\n".join(head)) - 2
    paragraphs = list(_opening(whole, room))
    return Card(
        "\n\n".join(["\n".join(head), *paragraphs]),
        tone="answer",
        title=cut(" ".join(whole.release.title.split()), room=limits.EMBED_TITLE),
        source=found.opening.key if found.opening else None,
    )


def _holds(found: ReleaseFound) -> str:
    count = counted(len(found.whole.passages), "passage")
    return f"{count} · {_speaking(found.voices)}" if found.voices else count


def _speaking(voices: Sequence[Voice]) -> str:
    named = [f"{bold(voice.name, room=limits.SPEAKER)} ({voice.passages:,})" for voice in voices[:_VOICES]]
    more = f" and {len(voices) - _VOICES} more" if len(voices) > _VOICES else ""
    return f"Speaking: {', '.join(named)}{more}"


def _opening(whole: WholeRelease, room: int) -> Iterator[str]:
    """The first paragraphs as quotations, as far as there is room."""
    for text in _paragraphs(whole):
        if room < _NEEDED:
            return
        quoted = block_quote(text, (), room=min(room, limits.OPENING))
        room -= len(quoted) + 2
        yield quoted


def _paragraphs(whole: WholeRelease) -> list[str]:
    numbers = list(dict.fromkeys(passage.paragraph for passage in whole.passages))[:_PARAGRAPHS]
    texts = []
    for number in numbers:
        spans = [passage for passage in whole.passages if passage.paragraph == number]
        texts.append(" ".join(whole.text[spans[0].start : spans[-1].end].split()))
    return texts
