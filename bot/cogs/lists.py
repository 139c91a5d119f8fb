"""Lists that are looked up again for each of their pages: which list, in as few letters as a button's id has room for.

In: a list's key and the number of a page. Out: the card of that page, as the index and the channel's scope are now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from bot.asking.desk import Desk
from bot.asking.lookup import DateListing, LookupFailure, PassageListing
from bot.asking.lookups import PASSAGES_LISTED
from bot.asking.scope import Scope
from bot.cogs.respond import Interaction, shows_embeds
from bot.cogs.scope import scope_of
from bot.cogs.surface import surface_of
from bot.render.card import Card, failure_card
from bot.render.listing import date_card, passages_card
from index.query import DateRange
from index.release import name_handle

Kind: TypeAlias = Literal["days", "topic", "speaker", "latest"]
Listing: TypeAlias = DateListing | PassageListing

_OPEN = "-"


@dataclass(frozen=True, slots=True)
class ListKey:
    """Which list: its kind, and days, or the handle of a name; it means the same after a restart and a re-index."""

    kind: Kind
    key: str = ""


LATEST = ListKey("latest")


def of_days(dates: DateRange) -> ListKey:
    """The list of the releases of some days.

    >>> of_days(DateRange(date(2024, 1, 1), None)).key
    '20240101.-'
    """
    edges = (f"{day:%Y%m%d}".zfill(8) if day else _OPEN for day in (dates.start, dates.end))
    return ListKey("days", ".".join(edges))


def of_name(kind: Literal["topic", "speaker"], name: str) -> ListKey:
    """The list of the passages on a topic, or by a speaker."""
    return ListKey(kind, name_handle(name))


def key_of(listing: Listing) -> ListKey:
    """The key under which a listing is found again."""
    if isinstance(listing, PassageListing):
        return of_name(listing.kind, listing.name)
    return LATEST if listing.dates == DateRange(None, None) else of_days(listing.dates)


async def listed(interaction: Interaction, key: ListKey, page: int) -> Listing | LookupFailure:
    """One page of the list; the last one where the list has become shorter than that."""
    bot, scope = surface_of(interaction), scope_of(interaction)
    size = PASSAGES_LISTED if key.kind in ("topic", "speaker") else bot.settings.releases_listed
    read = _READERS[key.kind]
    listing = await read(bot.desk, key.key, scope, (page - 1) * size)
    if isinstance(listing, LookupFailure) or listing.part.page <= listing.part.pages:
        return listing
    return await read(bot.desk, key.key, scope, (listing.part.pages - 1) * size)


def list_card(interaction: Interaction, listing: Listing | LookupFailure) -> Card:
    """The card of a page."""
    embeds = shows_embeds(interaction)
    if isinstance(listing, LookupFailure):
        return failure_card(listing.message)
    if isinstance(listing, DateListing):
        return date_card(listing, embeds=embeds)
    return passages_card(listing, embeds=embeds)


_Reader: TypeAlias = Callable[[Desk, str, Scope, int], Awaitable[Listing | LookupFailure]]


async def _days(desk: Desk, key: str, scope: Scope, offset: int) -> Listing | LookupFailure:
    return await desk.released(_dates(key), scope=scope, offset=offset)


async def _topic(desk: Desk, key: str, scope: Scope, offset: int) -> Listing | LookupFailure:
    return await desk.on_topic(key, scope=scope, offset=offset)


async def _speaker(desk: Desk, key: str, scope: Scope, offset: int) -> Listing | LookupFailure:
    return await desk.by_speaker(key, scope=scope, offset=offset)


async def _latest(desk: Desk, _key: str, scope: Scope, offset: int) -> Listing | LookupFailure:
    return await desk.latest(scope=scope, offset=offset)


_READERS: dict[Kind, _Reader] = {"days": _days, "topic": _topic, "speaker": _speaker, "latest": _latest}


def _dates(key: str) -> DateRange:
    start, end = (None if edge == _OPEN else date.fromisoformat(edge) for edge in key.split("."))
    return DateRange(start, end)
