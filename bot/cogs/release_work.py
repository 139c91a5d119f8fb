"""What the commands and the buttons for a server's releases do: take in, remove, bring back, list.

In: the interaction, and which release of which collection. Out: a card that says what is so now; the change is live, and
stands in the audit log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.cogs.managing import note, shown_name
from bot.cogs.previews import Preview
from bot.cogs.quotas import spare_for
from bot.cogs.respond import Interaction
from bot.cogs.surface import Surface, surface_of
from bot.render.card import Card
from bot.render.releases import RECORDS_LISTED, published_card, record_card, records_card
from index.editing import Reading, ReleaseRecord, ReleaseState, Upload
from index.intake.raw import Facts

_SUBJECTS = 5


async def published(interaction: Interaction, preview: Preview) -> Card:
    """Let go live what was previewed, if there still is room for it."""
    bot = surface_of(interaction)
    await spare_for(bot, preview.server_id, preview.reading)
    prepared = preview.reading.prepared
    report = await bot.service.editor.add(preview.collection, prepared, held_until=preview.held_until)
    await went_live(interaction)
    collection = shown_name(preview.server_id, preview.collection)
    titles = "; ".join(one.release.version.title for one in prepared[:_SUBJECTS])
    more = f" and {len(prepared) - _SUBJECTS} more" if len(prepared) > _SUBJECTS else ""
    held = f"held until {preview.held_until.isoformat()}" if preview.held_until else "live"
    await note(interaction, "release add", f"{collection}: {titles}{more}", None, held)
    return published_card(report, collection, held_until=preview.held_until)


async def listed(bot: Surface, server_id: int, collection: str, state: str | None, *, page: int) -> Card:
    """A page of the releases of a collection."""
    states = frozenset({ReleaseState(state)}) if state in set(ReleaseState) else frozenset(ReleaseState)
    found = await bot.service.editor.records(
        collection, states=states, limit=RECORDS_LISTED, offset=page * RECORDS_LISTED
    )
    return records_card(found, shown_name(server_id, collection), page=page)


async def restored(interaction: Interaction, collection: str, handle: str) -> Card:
    """Bring a release back, and say so."""
    editor = surface_of(interaction).service.editor
    before = await editor.record(collection, handle)
    after = await editor.restore(collection, handle)
    await went_live(interaction)
    await note(interaction, "release restore", named(after), before.state.value, after.state.value)
    return record_card(after, said="It is answered from again.")


async def removed(interaction: Interaction, collection: str, handle: str) -> Card:
    """Remove a release, and say so."""
    editor = surface_of(interaction).service.editor
    before = await editor.record(collection, handle)
    after = await editor.remove(collection, handle)
    await went_live(interaction)
    await note(interaction, "release remove", named(after), before.state.value, after.state.value)
    return record_card(after, said="Removed. That can be undone for 30 days.")


async def went_live(interaction: Interaction) -> None:
    """Take up what was just changed."""
    await surface_of(interaction).service.searcher.refresh()


async def read_all(bot: Surface, uploads: Sequence[Upload], facts: Facts) -> Reading:
    """What all uploads came to together."""
    readings = await asyncio.gather(*(bot.service.uploads.read(upload, facts) for upload in uploads))
    return Reading(
        [prepared for reading in readings for prepared in reading.prepared],
        [failed for reading in readings for failed in reading.failed],
    )


def named(record: ReleaseRecord) -> str:
    """A release, as the audit log names it."""
    return f"{record.title} ({record.handle})"


def facts_of(record: ReleaseRecord) -> str:
    """What is stated of a release, in one line."""
    facts = (record.title, record.published and record.published.isoformat(), record.url, record.speaker)
    return " · ".join(fact or "—" for fact in facts)
