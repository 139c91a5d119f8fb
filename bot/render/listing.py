"""Lists → card: releases of some days, passages on a topic or by a speaker, a page of them.

In: a listing. Out: a Card that knows which of how many pages it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.asking.answer import Citation
from bot.asking.lookup import DateListing, Part, PassageListing
from bot.render import limits
from bot.render.card import Card, fitted, noted, room_for
from bot.render.citation import citation_block, day, release_link, shortened
from bot.render.quote import block_quote, cut
from bot.render.wording import counted
from index.query import ReleaseSummary, StoredPassage

_NOTHING = {
    "topic": "The releases say nothing on this topic.",
    "speaker": "The releases quote nothing of this person.",
}


def date_card(listing: DateListing, *, embeds: bool = True) -> Card:
    """The card of one page of the releases of some days."""
    page, room = listing.page, room_for(embeds=embeds)
    title = cut(listing.label, room=limits.EMBED_TITLE)
    if not page.releases:
        text = "Nothing was released then." if not page.total else "There are no more releases of these days."
        return Card(fitted([text, *noted(listing.notes)], room), tone="nothing", title=title)
    tail = "\n".join([*noted(listing.notes), _count(listing.part, len(page.releases), "release")])
    each = (room - len(tail) - 2) // len(page.releases) - 2
    leads = [*page.leads, *[None] * len(page.releases)]
    entries = [_entry(release, lead, each) for release, lead in zip(page.releases, leads, strict=False)]
    return _page("\n\n".join([*entries, tail]), title, listing.part)


def passages_card(listing: PassageListing, *, embeds: bool = True) -> Card:
    """The card of one page of what the releases say on a topic, or of what a person says in them."""
    room, title = room_for(embeds=embeds), cut(listing.name, room=limits.EMBED_TITLE)
    if not listing.citations:
        text = "There is no more of this." if listing.part.total else _NOTHING[listing.kind]
        return Card(fitted([text, *noted(listing.notes)], room), tone="nothing", title=title)
    shown = listing.citations[: max(1, room // limits.CITATION_LEAST)]
    tail = "\n".join([*noted(listing.notes), _count(listing.part, len(shown), "passage")])
    each = (room - len(tail) - 2) // len(shown) - 2
    blocks = [
        citation_block(citation, number=f"**{number}.**", room=min(each, limits.LISTED_CITATION))
        for number, citation in enumerate(_unnamed(listing, shown), start=1)
    ]
    card = _page("\n\n".join([*blocks, tail]), title, listing.part)
    return replace(card, contexts=[citation.passage.key for citation in shown])


def _page(text: str, title: str, part: Part) -> Card:
    return Card(text, tone="answer", title=title, page=part.page, pages=part.pages)


def _unnamed(listing: PassageListing, shown: Sequence[Citation]) -> Iterator[Citation]:
    """Citations without the name that stands above them all."""
    for citation in shown:
        said = listing.kind == "speaker"
        yield replace(citation, passage=replace(citation.passage, speaker=None)) if said else citation


def _count(part: Part, shown: int, noun: str) -> str:
    if shown == part.total:
        return counted(part.total, noun)
    return f"{part.offset + 1:,}–{part.offset + shown:,} of {counted(part.total, noun)}"


def _entry(release: ReleaseSummary, lead: StoredPassage | None, room: int) -> str:
    """One release: its date and linked title, and below it the first words it says."""
    date = day(release.published)
    title = release_link(release, room=min(limits.LINK, room - len(date) - 3))
    head = f"{date} · {title}"
    if len(head) > room:
        head = f"{date} · {cut(shortened(release.title, limits.TITLE), room=room - len(date) - 3)}"
    left = room - len(head) - len("\n\n")
    if lead is None or left < limits.LEAD_LEAST:
        return head
    return f"{head}\n{block_quote(' '.join(lead.quote.split()), (), room=min(left, limits.LEAD))}"
