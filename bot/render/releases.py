"""Releases as those who look after them see them → cards: a preview before one goes live, a list, one of them.

In: what an upload came to, or records. Out: private Cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.render import limits
from bot.render.card import Card, fitted
from bot.render.citation import UNDATED, day
from bot.render.quote import block_quote, bold, cut
from bot.render.wording import counted
from index.editing import Prepared, Reading, ReleaseRecord, ReleaseRecords, ReleaseState
from index.report import FailedFile, IndexReport

RECORDS_LISTED = 10

_PREVIEWED = 5
_QUOTED = 2
_ASSUMED = 3
_FAILED = 5
_TITLES = 5
_ROOM = 3_800

_STATES = {
    ReleaseState.LIVE: "live",
    ReleaseState.HELD: "held back",
    ReleaseState.WITHDRAWN: "withdrawn",
    ReleaseState.REMOVED: "removed",
}


def preview_card(
    reading: Reading, collection: str, *, held_until: datetime | None, known: frozenset[int] = frozenset()
) -> Card:
    """What an upload came to, before anything goes live; ``known`` are places of releases that are there already."""
    lines = [
        f"Nothing is live yet. This would go into {bold(collection, room=limits.WORD)}{_held(held_until)}."
    ]
    for place, prepared in enumerate(reading.prepared[:_PREVIEWED]):
        lines += ["", *_previewed(prepared, brief=len(reading.prepared) > 1, known=place in known)]
    if len(reading.prepared) > _PREVIEWED:
        lines.append(f"… and {len(reading.prepared) - _PREVIEWED:,} more releases.")
    if reading.failed:
        lines += ["", "**Not read**", *failures(reading.failed)]
    title = (
        counted(len(reading.prepared), "release") + " to publish"
        if reading.prepared
        else "Nothing to publish"
    )
    return Card(fitted(lines, _ROOM), title=title, private=True)


def published_card(
    report: IndexReport, collection: str, *, held_until: datetime | None, searched: Sequence[int]
) -> Card:
    """What has gone live, and in which channels it is ``searched``."""
    if held_until is not None:
        text = f"Taken in. It goes live <t:{int(held_until.timestamp())}:R>, in {bold(collection, room=limits.WORD)}."
        return Card(text, private=True)
    lines = [
        f"Live in {bold(collection, room=limits.WORD)}: {report.added:,} added, {report.changed:,} changed, "
        f"{report.unchanged:,} unchanged.",
        *(
            f"- {cut(title, room=limits.TITLE)}"
            for title in [*report.added_titles, *report.changed_titles][:_TITLES]
        ),
        *failures(report.failed),
        _where(collection, searched),
    ]
    return Card(fitted(lines, limits.CONTENT), private=True)


def _where(collection: str, channels: Sequence[int]) -> str:
    if not channels:
        return f"No channel searches it yet: `/admin channel collections: public, {collection}`"
    return f"Searched in {', '.join(f'<#{channel}>' for channel in channels[:_TITLES])}."


def records_card(found: ReleaseRecords, collection: str, *, page: int) -> Card:
    """One page (from 0) of the releases of a collection."""
    title = cut(f"Releases in {collection}", room=limits.EMBED_TITLE)
    if not found.records:
        return Card("There are none here.", title=title, private=True)
    lines = [
        f"{day(record.published)} · {bold(record.title, room=limits.TITLE)} · {state_of(record)}"
        for record in found.records
    ]
    count = f"{counted(found.total, 'release')}, changed last first"
    pages = max(1, -(-found.total // RECORDS_LISTED))
    return Card(fitted([*lines, "", count], _ROOM), title=title, page=page + 1, pages=pages, private=True)


def record_card(record: ReleaseRecord, *, said: str = "") -> Card:
    """One release, with what was just done to it."""
    lines = [
        *([said, ""] if said else []),
        f"{day(record.published)} · {state_of(record)}",
        f"{counted(record.passages, 'passage')} · {counted(record.versions, 'version')} · {record.bytes:,} bytes · "
        f"{'uploaded' if record.uploaded else 'from a folder'}",
        *([f"Speaker: {bold(record.speaker, room=limits.SPEAKER)}"] if record.speaker else []),
        *([f"Address: {cut(record.url, room=2 * limits.NOTE)}"] if record.url else []),
        *([f"Reason: {cut(record.reason, room=2 * limits.NOTE)}"] if record.reason else []),
        f"Changed <t:{int(record.changed_at.timestamp())}:f>",
    ]
    return Card("\n".join(lines), title=cut(record.title, room=limits.EMBED_TITLE), private=True)


def state_of(record: ReleaseRecord) -> str:
    """Whether a release is answered from, and if not, why."""
    if record.state is ReleaseState.HELD and record.held_until is not None:
        return f"held back until <t:{int(record.held_until.timestamp())}:f>"
    return _STATES[record.state]


def failures(failed: Sequence[FailedFile]) -> list[str]:
    """What could not be read, and why."""
    lines = [
        f"- {bold(one.path, room=limits.TITLE)}: {cut(one.reason, room=limits.NOTE)}"
        for one in failed[:_FAILED]
    ]
    return lines + ([f"… and {len(failed) - _FAILED:,} more."] if len(failed) > _FAILED else [])


def _previewed(prepared: Prepared, *, brief: bool, known: bool) -> Iterator[str]:
    version = prepared.release.version
    yield bold(version.title, room=limits.TITLE)
    speaker = f" · speaker {bold(version.speaker, room=limits.SPEAKER)}" if version.speaker else ""
    yield f"{_dated(version.published)}{speaker} · {counted(len(version.passages), 'passage')}"
    if version.url:
        yield cut(version.url, room=2 * limits.NOTE)
    if known:
        yield "-# A release of this address or file name is there already: this becomes a new version of it."
    for sentence in version.assumed[:_ASSUMED]:
        yield f"-# {cut(sentence, room=limits.NOTE)}"
    for passage in version.passages[: 1 if brief else _QUOTED]:
        yield block_quote(" ".join(version.quote(passage).split()), (), room=2 * limits.LEAD)


def _dated(published: date | None) -> str:
    return UNDATED if published is None else day(published)


def _held(held_until: datetime | None) -> str:
    return f", <t:{int(held_until.timestamp())}:f> at the earliest" if held_until else ""
