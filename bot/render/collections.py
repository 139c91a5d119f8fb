"""A server's collections → cards: how much they hold, and the generations of one.

In: usage and generations. Out: private Cards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.render import limits
from bot.render.card import Card, fitted
from bot.render.quote import bold, cut
from bot.render.wording import counted
from index.editing import GenerationRecord, Usage

_ROOM = 3_800


def status_card(used: Mapping[str, Usage], *, releases: int, size: int, cluster: Sequence[str] = ()) -> Card:
    """What each collection holds, how much of what the server may keep is used (``size`` in bytes), how a cluster stands."""
    lines = [
        f"- {bold(name, room=limits.WORD)}: {counted(usage.releases, 'release')}, {usage.bytes:,} bytes"
        for name, usage in used.items()
    ]
    held, bytes_ = sum(usage.releases for usage in used.values()), sum(usage.bytes for usage in used.values())
    room = f"Used: {held:,} of {releases:,} releases, {bytes_:,} of {size:,} bytes."
    empty = ["This server has no collection of its own yet: `/admin collection create`"]
    below = ["", *cluster] if cluster else []
    return Card(
        fitted([*(lines or empty), "", room, *below], _ROOM), title="This server's collections", private=True
    )


def history_card(generations: Sequence[GenerationRecord], collection: str) -> Card:
    """The newest generations of a collection, newest first."""
    lines = [_generation(one) for one in generations]
    title = f"Changes of {cut(collection, room=limits.WORD)}"
    return Card(fitted(lines or ["Nothing was indexed here yet."], _ROOM), title=title, private=True)


def _generation(one: GenerationRecord) -> str:
    change = f"+{one.added:,} ~{one.changed:,} −{one.removed:,}"
    now = " · **now**" if one.current else ""
    reason = cut(one.reason, room=limits.WORD)
    return (
        f"**{one.id}.** <t:{int(one.made_at.timestamp())}:f> · {reason} · {change} · "
        f"{counted(one.releases, 'release')}{now}"
    )
