"""Who may look after a server's releases, and what they may change: checked in code, at each command, button and form.

In: an interaction of those who manage. Out: the server and the collection that it may change; a Refused with the reason
where it may not. Refusals of rights stand in the audit log, like all that is done.
"""

from __future__ import annotations

from collections.abc import Awaitable

from bot.cogs.respond import Interaction, Reply, failure_line
from bot.cogs.roles import has_role
from bot.cogs.scope import is_own, may_search
from bot.cogs.surface import Surface, surface_of
from bot.records.audit import AuditEntry
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.quote import cut
from index.errors import IndexingError, StoreError
from index.query import PUBLIC

NOT_ALLOWED = "Only someone who may manage this server can do that."
NOT_AN_EDITOR = "Only someone who may manage this server, or who has its editors' role, can do that."
READ_ONLY = "The collection “{}” is not this server's own: it can be searched here, not changed."
NONE_YET = "This server has no collection of its own yet. Make one first: `/admin collection create name:`"
BUSY = "If something is being indexed just now, try again when that is done."
KEPT_ELSEWHERE = (
    "The public collection is kept by another process of this bot: it is read again and looked after there, or on that "
    "one's command line. Here it is searched."
)
WHICH = "This server has several collections. Say which: `collection:`"

_NAMED = 10


class Refused(Exception):
    """Something that may not be done; its text says why, and what to do instead."""


def manages(interaction: Interaction) -> bool:
    """Whether the person may manage the server."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def edits(interaction: Interaction) -> bool:
    """Whether the person may look after the server's releases: by managing it, or by the role that it names."""
    if interaction.guild_id is None:
        return False
    role = surface_of(interaction).records.servers.of(interaction.guild_id).editor_role
    return manages(interaction) or has_role(interaction.user, role)


async def managed_server(interaction: Interaction) -> int:
    """The server, for who may manage it."""
    return await _server(interaction, allowed=manages(interaction), otherwise=NOT_ALLOWED)


async def edited_server(interaction: Interaction) -> int:
    """The server, for who may look after its releases."""
    return await _server(interaction, allowed=edits(interaction), otherwise=NOT_AN_EDITOR)


def own_names(bot: Surface, server_id: int) -> list[str]:
    """The server's own collections, by their full names."""
    return [name for name in bot.desk.collections() if is_own(server_id, name)]


def own_collection(bot: Surface, server_id: int, typed: str | None) -> str:
    """The full name of the collection that is to be changed: the one named, or the only one there is."""
    own = own_names(bot, server_id)
    if not typed:
        if len(own) != 1:
            raise Refused(WHICH if own else NONE_YET)
        return own[0]
    found = _by_name(server_id, own, typed)
    if found is not None:
        return found
    if _by_name(server_id, [PUBLIC, *may_search(bot, server_id, bot.desk.collections())], typed):
        raise Refused(READ_ONLY.format(cut(typed, room=limits.WORD)))
    there = ", ".join(cut(shown_name(server_id, name), room=limits.WORD) for name in own[:_NAMED])
    raise Refused(
        f"This server has no collection “{cut(typed, room=limits.WORD)}”. {f'There is: {there}.' if own else NONE_YET}"
    )


def keeps_public(bot: Surface) -> bool:
    """Whether the public collection stands in this process's own database, or may: of a cluster, another one keeps it."""
    return bot.settings.engine == "embedded" or PUBLIC in bot.service.own.snapshot.collections


def shown_name(server_id: int, collection: str) -> str:
    """A collection as its server calls it.

    >>> shown_name(7, "7/press"), shown_name(7, "public")
    ('press', 'public')
    """
    return collection.removeprefix(f"{server_id}/")


async def told(work: Awaitable[Card | Reply]) -> Reply:
    """What the work makes; what may not or cannot be done is told instead."""
    try:
        made = await work
    except Refused as refused:
        made = notice_card(str(refused))
    except StoreError as error:
        # its sentence is for the operator: it names files
        made = notice_card(f"{failure_line(error)} {BUSY}")
    except IndexingError as error:
        made = notice_card(cut(str(error), room=2 * limits.NOTE))
    return made if isinstance(made, Reply) else Reply(made)


async def note(
    interaction: Interaction, action: str, subject: str, before: str | None = None, after: str | None = None
) -> None:
    """Write down what was done, and post it where the server wants that."""
    assert interaction.guild_id is not None
    bot = surface_of(interaction)
    entry = AuditEntry(interaction.guild_id, interaction.user.id, bot.clock(), action, subject, before, after)
    await bot.auditor.add(entry)


async def remember_caretaker(interaction: Interaction) -> None:
    """Note who looks after the bot here."""
    assert interaction.guild_id is not None
    bot = surface_of(interaction)
    await bot.records.caretakers.remember(interaction.guild_id, interaction.user.id, bot.clock())


async def _server(interaction: Interaction, *, allowed: bool, otherwise: str) -> int:
    if interaction.guild_id is None:
        raise Refused(otherwise)
    if not allowed:
        await _note_refusal(interaction)
        raise Refused(otherwise)
    await remember_caretaker(interaction)
    return interaction.guild_id


async def _note_refusal(interaction: Interaction) -> None:
    """Write down that somebody tried, as often as they may press buttons: the log is not theirs to fill."""
    bot = surface_of(interaction)
    if bot.cooldowns.press(interaction.user.id, bot.clock()) is None:
        command = interaction.command.qualified_name if interaction.command else "a button"
        await note(interaction, "refused", command)


def _by_name(server_id: int, names: list[str], typed: str) -> str | None:
    sought = typed.strip().casefold()
    return next((name for name in names if shown_name(server_id, name).casefold() == sought), None)
