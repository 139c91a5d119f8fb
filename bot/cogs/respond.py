"""Answering an interaction once: at once where the answer is ready, after "thinking…" where it is not.

In: an interaction and the work that makes its card. Out: one message, private where the card or the
asker wants it. Errors become a private line with an id that the log has too.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias

import discord

from bot.cogs.post import Post, post
from bot.cogs.surface import surface_of
from bot.logs import question_context
from bot.records.answers import AnswerId
from bot.render.card import Card, notice_card
from bot.render.quote import ELLIPSIS
from index.errors import ClusterUnavailable

log = logging.getLogger(__name__)

Interaction: TypeAlias = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """A card with what stands below it, where only the work that makes the card knows that."""

    card: Card
    view: discord.ui.View | None = None


Work: TypeAlias = Coroutine[Any, Any, Card | Reply]

_DEFERRED_PRIVATELY = "deferred_privately"


def shows_embeds(interaction: Interaction) -> bool:
    """Whether the reply may hold embeds: in a server that is a permission."""
    return interaction.guild_id is None or interaction.app_permissions.embed_links


def no_buttons(_card: Card) -> None:
    """For cards that have none."""


async def respond(
    interaction: Interaction,
    work: Work,
    *,
    private: bool = False,
    buttons: Callable[[Card], discord.ui.View | None] = no_buttons,
    answer: AnswerId | None = None,
) -> None:
    """Answer with the card that the work makes; ``private`` shows it to the asker alone.

    ``answer`` is the kept answer that the message then shows: where it is deleted, so is what is kept.
    """
    with question_context(user_id=interaction.user.id, guild_id=interaction.guild_id):
        try:
            made = await _made(interaction, work, private=private)
            reply = made if isinstance(made, Reply) else Reply(made, buttons(made))
            card = reply.card
            message = post(card, embeds=shows_embeds(interaction), view=reply.view)
            sent = await deliver(interaction, message, private=private or card.private)
            if answer is not None and sent is not None:
                await _posted(interaction, answer, sent)
        except Exception as error:  # noqa: BLE001 - here the question's id is still known
            await report(interaction, error)
        else:
            log.info("replied with=%s passages=%d", card.tone, len(card.contexts))


async def _posted(interaction: Interaction, answer: AnswerId, message_id: int) -> None:
    answers = surface_of(interaction).records.answers
    await answers.posted(answer, channel_id=interaction.channel_id or 0, message_id=message_id)


async def _made(interaction: Interaction, work: Work, *, private: bool) -> Card | Reply:
    """What the work makes; "thinking…" is shown when it takes long."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=surface_of(interaction).settings.defer_after_s)
    if not task.done():
        await defer(interaction, private=private)
    return await task


async def defer(interaction: Interaction, *, private: bool) -> None:
    """Show "thinking…"; whether others see it is fixed by this."""
    await interaction.response.defer(ephemeral=private, thinking=True)
    interaction.extras[_DEFERRED_PRIVATELY] = private


async def deliver(interaction: Interaction, message: Post, *, private: bool) -> int | None:
    """Send the message as the response, or in place of a "thinking…" that is as private; out comes its id."""
    if not interaction.response.is_done():
        response = await interaction.response.send_message(**message.sending(), ephemeral=private)
        return response.message_id
    deferred_privately = interaction.extras.pop(_DEFERRED_PRIVATELY, None)
    if deferred_privately == private:
        return (await interaction.edit_original_response(**message.editing())).id
    if deferred_privately is not None:
        # Discord takes the first message after a deferral for the placeholder's text, as public as that is
        await interaction.edit_original_response(content=ELLIPSIS)
    sent = await interaction.followup.send(**message.sending(), ephemeral=private, wait=True)
    if deferred_privately is not None:
        await interaction.delete_original_response()
    return sent.id


async def report(interaction: Interaction, error: BaseException) -> None:
    """Log the error under a short id, and tell the asker alone what to do next."""
    card = notice_card(f"{failure_line(error)} If it happens again, tell whoever runs this bot.")
    try:
        await deliver(interaction, post(card, embeds=False), private=True)
    except discord.HTTPException as refused:
        log.warning("the asker could not be told of the error: %s", refused)


def failure_line(error: BaseException) -> str:
    """Log the error under a short id; out comes a line for the asker that names it.

    That a cluster is away for a moment is no riddle: it is said as it is.
    """
    if isinstance(error, ClusterUnavailable):
        log.warning("the cluster could not answer: %s", error.trouble)
        return str(error)
    error_id = secrets.token_hex(3)
    log.error("failed error_id=%s", error_id, exc_info=error)
    return f"That went wrong on my side (error {error_id}). Please try again in a moment."
