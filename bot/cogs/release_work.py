"""What the commands and the buttons for a server's releases do: take in, remove, bring back, list.

In: the interaction, and which release of which collection. Out: a card that says what is so now; the change is live, and
stands in the audit log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.cogs.finding import states_seen
from bot.cogs.managing import Refused, note, own_collection, shown_name
from bot.cogs.previews import Preview
from bot.cogs.quotas import spare_for
from bot.cogs.respond import Interaction
from bot.cogs.surface import Surface, surface_of
from bot.render import limits
from bot.render.card import Card
from bot.render.link import is_web
from bot.render.quote import cut
from bot.render.releases import RECORDS_LISTED, published_card, record_card, records_card
from index.editing import Reading, ReleaseRecord, ReleaseState, Upload
from index.errors import NoSuchRelease
from index.intake.raw import Facts
from index.language.dates import parse_dates

_SUBJECTS = 5
_KNOWN_LOOKED_UP = 5
_URL_MOST = 500

ONE_RELEASE = "Title, date, address and speaker describe one release: give just that."
_NOTHING_NEW = "That changes nothing: each of these facts is so already."
_NO_DAY = "“{}” is no day. Write it as 2026-03-01 or 1 March 2026."
_NO_ADDRESS = "“{}” is no address of a page: it has to begin with https://"

FACTS = ("title", "date", "url", "speaker")
"""What people state of a release."""


def stated(facts: Facts, *, now: datetime) -> Facts:
    """Facts as they are kept: the date as a day, the address as one that a browser opens; what is blank is not stated.

    Raises:
        Refused: the date is no day, or the address is none.
    """
    facts = Facts(**{name: (getattr(facts, name) or "").strip() or None for name in FACTS})
    if facts.date is not None:
        facts = replace(facts, date=_day(facts.date, now))
    if facts.url is not None and (not is_web(facts.url) or len(facts.url) > _URL_MOST):
        raise Refused(_NO_ADDRESS.format(cut(facts.url, room=limits.WORD)))
    return facts


async def known_places(bot: Surface, preview: Preview) -> frozenset[int]:
    """Which of the first releases of a preview are there already, so that they become new versions."""
    # here: asking loads nothing of what reads files
    from index.uploads import handle_of

    known = set()
    for place, one in enumerate(preview.reading.prepared[:_KNOWN_LOOKED_UP]):
        try:
            await bot.service.editor.record(preview.collection, handle_of(preview.collection, one))
        except NoSuchRelease:
            continue
        known.add(place)
    return frozenset(known)


async def published(interaction: Interaction, preview: Preview) -> Card:
    """Let go live what was previewed, if there still is room for it."""
    bot = surface_of(interaction)
    # it may have been deleted meanwhile, and adding to it would make it anew
    own_collection(bot, preview.server_id, shown_name(preview.server_id, preview.collection))
    await spare_for(bot, preview.server_id, preview.reading, preview.uploads)
    prepared = preview.reading.prepared
    report = await bot.service.editor.add(preview.collection, prepared, held_until=preview.held_until)
    await went_live(interaction)
    collection = shown_name(preview.server_id, preview.collection)
    titles = "; ".join(one.release.version.title for one in prepared[:_SUBJECTS])
    more = f" and {len(prepared) - _SUBJECTS} more" if len(prepared) > _SUBJECTS else ""
    held = f"held until {preview.held_until.isoformat()}" if preview.held_until else "live"
    await note(interaction, "release add", f"{collection}: {titles}{more}", None, held)
    searched = _searched_in(bot, preview)
    return published_card(report, collection, held_until=preview.held_until, searched=searched)


async def listed(bot: Surface, server_id: int, collection: str, state: str | None, *, page: int) -> Card:
    """A page of the releases of a collection."""
    states = states_seen(server_id, collection)
    if state in set(ReleaseState):
        states &= {ReleaseState(state)}
    found = await bot.service.editor.records(
        collection, states=states, limit=RECORDS_LISTED, offset=page * RECORDS_LISTED
    )
    return records_card(found, shown_name(server_id, collection), page=page)


async def restored(interaction: Interaction, collection: str, handle: str) -> Card:
    """Bring a release back, and say so."""
    change = partial(surface_of(interaction).service.editor.restore, collection, handle)
    after = await _moved(interaction, "release restore", collection, handle, change)
    return record_card(after, said="It is answered from again.")


async def removed(interaction: Interaction, collection: str, handle: str) -> Card:
    """Remove a release, and say so."""
    change = partial(surface_of(interaction).service.editor.remove, collection, handle)
    after = await _moved(interaction, "release remove", collection, handle, change)
    return record_card(after, said="Removed. That can be undone for 30 days.")


async def withdrawn(interaction: Interaction, collection: str, handle: str, reason: str) -> Card:
    """Withdraw a release, and say so."""
    change = partial(surface_of(interaction).service.editor.withdraw, collection, handle, reason=reason)
    after = await _moved(interaction, "release withdraw", collection, handle, change, reason=reason)
    return record_card(after, said="Withdrawn. Answers given from it say so.")


async def edited(interaction: Interaction, collection: str, handle: str, facts: Facts) -> Card:
    """State facts of a release anew, and say so; what is not stated stays."""
    bot = surface_of(interaction)
    before = await bot.service.editor.record(collection, handle)
    new = _new(stated(facts, now=bot.clock()), before)
    if new == Facts():
        raise Refused(_NOTHING_NEW)
    after = await bot.service.editor.edit(collection, handle, new)
    await went_live(interaction)
    await note(interaction, "release edit", named(after), facts_of(before), facts_of(after))
    return record_card(after, said="Changed.")


def stated_of(record: ReleaseRecord) -> Facts:
    """The facts of a release as they can be stated."""
    date = record.published.isoformat() if record.published else None
    return Facts(title=record.title, date=date, url=record.url, speaker=record.speaker)


async def went_live(interaction: Interaction) -> None:
    """Take up what was just changed."""
    bot = surface_of(interaction)
    bot.put_aside.forget()
    await bot.service.searcher.refresh()


async def read_all(bot: Surface, uploads: Sequence[Upload], facts: Facts) -> Reading:
    """What all uploads came to together."""
    readings = await asyncio.gather(*(bot.service.uploads.read(upload, facts) for upload in uploads))
    prepared = [prepared for reading in readings for prepared in reading.prepared]
    if len(prepared) > 1 and facts != Facts():
        raise Refused(ONE_RELEASE)
    return Reading(
        prepared,
        [failed for reading in readings for failed in reading.failed],
    )


def named(record: ReleaseRecord) -> str:
    """A release, as the audit log names it."""
    return f"{record.title} ({record.handle})"


def facts_of(record: ReleaseRecord) -> str:
    """What is stated of a release, in one line."""
    facts = (record.title, record.published and record.published.isoformat(), record.url, record.speaker)
    return " · ".join(fact or "—" for fact in facts)


async def _moved(
    interaction: Interaction,
    action: str,
    collection: str,
    handle: str,
    change: Callable[[], Awaitable[ReleaseRecord]],
    *,
    reason: str | None = None,
) -> ReleaseRecord:
    """Change the state of a release: live at once, and in the audit log."""
    before = await surface_of(interaction).service.editor.record(collection, handle)
    after = await change()
    await went_live(interaction)
    state = f"{after.state.value}: {reason}" if reason else after.state.value
    await note(interaction, action, named(after), before.state.value, state)
    return after


def _day(typed: str, now: datetime) -> str:
    understood = parse_dates(typed, today=now.date())
    dates = understood.dates if understood else None
    if dates is None or dates.start is None or dates.end is None or (dates.end - dates.start).days != 1:
        raise Refused(_NO_DAY.format(cut(typed, room=limits.WORD)))
    return dates.start.isoformat()


def _searched_in(bot: Surface, preview: Preview) -> list[int]:
    """The channels that search the collection of a preview."""
    chosen = bot.records.channels.chosen_in(preview.server_id)
    return [channel for channel, settings in chosen.items() if preview.collection in settings.collections]


def _new(facts: Facts, record: ReleaseRecord) -> Facts:
    """Those facts that are not so already."""
    old = stated_of(record)
    new = {name: getattr(facts, name) for name in FACTS if getattr(facts, name) != getattr(old, name)}
    return Facts(**new)
