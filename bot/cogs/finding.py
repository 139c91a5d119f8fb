"""Collections and releases as admins name them: by the server's own names, by a title or a handle.

In: what was typed. Out: what is meant; else a Refused that says what there is. What is not the server's own may be read
where it may be searched, and of it only what is shown to whoever searches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cogs.managing import (
    KEPT_ELSEWHERE,
    Refused,
    keeps_public,
    own_collection,
    own_names,
    shown_name,
)
from bot.cogs.scope import is_own, may_search
from bot.cogs.surface import Surface
from bot.render import limits
from bot.render.quote import cut
from index.editing import ReleaseRecord, ReleaseState
from index.errors import NoSuchRelease
from index.query import PUBLIC

_EVERY_STATE = frozenset(ReleaseState)
_SEEN_BY_OTHERS = frozenset({ReleaseState.LIVE, ReleaseState.WITHDRAWN})
"""What is held back or removed is nobody's business who does not look after the collection."""

_SHOWN = 3
_WHICH = "Several releases fit “{}”. Pick one of those suggested: {}"
_NONE = "No release here fits “{}”. Begin to type its title, and pick it."


@dataclass(frozen=True, slots=True)
class Found:
    """A release, and the collection that it is in."""

    collection: str
    record: ReleaseRecord


def readable_collection(bot: Surface, server_id: int, typed: str | None) -> str:
    """The collection that is to be looked at: the one named, if it may be searched, or the only one there is."""
    if typed:
        for name in (PUBLIC, *may_search(bot, server_id, bot.desk.collections())):
            if shown_name(server_id, name).casefold() == typed.strip().casefold():
                if name == PUBLIC and not keeps_public(bot):
                    raise Refused(KEPT_ELSEWHERE)
                return name
    return own_collection(bot, server_id, typed)


def states_seen(server_id: int, collection: str) -> frozenset[ReleaseState]:
    """The states of releases that a server sees in a collection."""
    return _EVERY_STATE if is_own(server_id, collection) else _SEEN_BY_OTHERS


async def own_release(bot: Surface, server_id: int, release: str, collection: str | None) -> Found:
    """The release that is to be changed: of the collection that is named, else of any that is the server's own."""
    own = own_names(bot, server_id)
    if collection or not own:
        own = [own_collection(bot, server_id, collection)]
    return await _found(bot, server_id, own, release)


async def readable_release(bot: Surface, server_id: int, release: str, collection: str | None) -> Found:
    """The release that is to be looked at."""
    if collection:
        return await _found(bot, server_id, [readable_collection(bot, server_id, collection)], release)
    own = own_names(bot, server_id)
    return await _found(bot, server_id, own or [own_collection(bot, server_id, None)], release)


async def _found(bot: Surface, server_id: int, collections: Sequence[str], typed: str) -> Found:
    wanted = typed.strip()
    if wanted.startswith("#"):
        return await _by_handle(bot, server_id, collections, wanted)
    matches: list[Found] = []
    for name in collections:
        seen = states_seen(server_id, name)
        found = await bot.service.editor.records(name, states=seen, typed=wanted, limit=limits.CHOICES)
        matches += [Found(name, record) for record in found.records]
    exact = [one for one in matches if one.record.title.strip().casefold() == wanted.casefold()]
    matches = exact or matches
    shown = cut(typed, room=limits.TITLE)
    if not matches:
        raise Refused(_NONE.format(shown))
    if len(matches) > 1:
        titles = "; ".join(cut(one.record.title, room=limits.TITLE) for one in matches[:_SHOWN])
        raise Refused(_WHICH.format(shown, titles))
    return matches[0]


async def _by_handle(bot: Surface, server_id: int, collections: Sequence[str], handle: str) -> Found:
    for name in collections:
        try:
            record = await bot.service.editor.record(name, handle)
        except NoSuchRelease:
            continue
        if record.state in states_seen(server_id, name):
            return Found(name, record)
    raise Refused(_NONE.format(cut(handle, room=limits.WORD)))
