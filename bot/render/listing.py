"""Releases of some days → card: date, title and first sentence of each, newest first.

In: a DateListing and where its page begins. Out: a Card that knows its neighbouring pages.
"""

from __future__ import annotations

from bot.asking.lookup import DateListing
from bot.render import limits
from bot.render.card import Card, fitted, noted, room_for
from bot.render.citation import day, release_link, shortened
from bot.render.quote import block_quote, cut
from bot.render.wording import counted
from index.query import ReleasePage, ReleaseSummary, StoredPassage


def date_card(listing: DateListing, *, offset: int, size: int, embeds: bool = True) -> Card:
    """The card of one page of the releases of some days; pages hold ``size``."""
    page, room = listing.page, room_for(embeds=embeds)
    title = cut(listing.label, room=limits.EMBED_TITLE)
    if not page.releases:
        text = "Nothing was released then." if not page.total else "There are no more releases of these days."
        return Card(fitted([text, *noted(listing.notes)], room), tone="nothing", title=title)
    tail = [*noted(listing.notes), _count(page, offset)]
    each = (room - len("\n".join(tail)) - 2) // len(page.releases) - 2
    leads = [*page.leads, *[None] * len(page.releases)]
    entries = [_entry(release, lead, each) for release, lead in zip(page.releases, leads, strict=False)]
    return Card(
        "\n\n".join([*entries, "\n".join(tail)]),
        tone="answer",
        title=title,
        previous=max(0, offset - size) if offset else None,
        next=_next(page, offset),
    )


def _next(page: ReleasePage, offset: int) -> int | None:
    after = offset + len(page.releases)
    return after if after < page.total else None


def _count(page: ReleasePage, offset: int) -> str:
    if len(page.releases) == page.total:
        return counted(page.total, "release")
    return f"{offset + 1:,}–{offset + len(page.releases):,} of {page.total:,} releases"


def _entry(release: ReleaseSummary, lead: StoredPassage | None, room: int) -> str:
    """One release: its date and linked title, and below it the first words it says."""
    date = day(release.published)
    title = release_link(release, room=min(limits.LINK, room - len(date) - 3))
    head = f"{date} · {title}"
    if len(head) > room:
        head = f"{date} · {cut(shortened(release.title, limits.TITLE), room=room - len(date) - 3)}"
    left = room - len(head) - len("\n\n")
    if lead is None or left < limits.WORD:
        return head
    return f"{head}\n{block_quote(' '.join(lead.quote.split()), (), room=min(left, limits.LEAD))}"
