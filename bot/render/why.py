"""Why a passage was shown → card: how the question was read, and what spoke for the passage.

In: the sentences and shares kept with the answer. Out: a private Card. Shares are shown as parts of a whole, never as
scores: they put passages of one question in order, and say nothing of how sure an answer is.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.render import limits
from bot.render.card import Card, fitted
from bot.render.quote import bold, cut
from index.query import Share

_SHARES_SHOWN = 8
_BAR = 10

_ORDER_ONLY = (
    "-# These parts put the passages of one question in order. They do not measure how sure an answer is."
)


def why_card(question: str, reading: Sequence[str], shares: Sequence[Share]) -> Card:
    """How the question was read, and what spoke for the passage."""
    asked = f"**Asked:** {cut(question, room=limits.EMBED_TITLE)}"
    read = [f"- {cut(line, room=2 * limits.NOTE)}" for line in reading]
    lines = [
        asked,
        "",
        "**How I read it**",
        *read,
        "",
        "**What spoke for this passage**",
        *_parts(shares),
        "",
        _ORDER_ONLY,
    ]
    return Card(fitted(lines, limits.CONTENT - limits.EMBED_TITLE), title="Why this passage?", private=True)


def _parts(shares: Sequence[Share]) -> list[str]:
    """The largest shares, each with a bar and its part of all that speaks for the passage; what speaks against it last."""
    whole = sum(share.value for share in shares if share.value > 0)
    if not whole:
        return ["Nothing is kept of that."]
    largest = sorted(shares, key=lambda share: -share.value)
    lines = [_part(share, whole) for share in largest[:_SHARES_SHOWN] if share.value > 0]
    against = [cut(share.label, room=limits.WORD) for share in reversed(largest) if share.value < 0]
    return lines + ([f"Against it: {', '.join(against[:_SHARES_SHOWN])}"] if against else [])


def _part(share: Share, whole: float) -> str:
    part = share.value / whole
    filled = round(part * _BAR)
    return f"`{'█' * filled}{'░' * (_BAR - filled)}` {part:.0%} {bold(share.label, room=2 * limits.WORD)}"
