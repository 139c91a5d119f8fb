"""A kept answer shown again, as far as its passages may be searched where its button is pressed.

In: an interaction and the answer's id. Out: the answer, or its card; where it is no longer kept, that is said.
"""

from __future__ import annotations

from bot.asking.answer import Answer
from bot.cogs.buttons.pressing import refuse
from bot.cogs.respond import Interaction, shows_embeds
from bot.cogs.scope import scope_of, settings_of
from bot.cogs.surface import surface_of
from bot.records.answers import KEPT_DAYS, AnswerId, PostedAnswer
from bot.render.card import Card, answer_card, notice_card

FORGOTTEN = f"I no longer keep this answer: after {KEPT_DAYS} days, or when whoever asked wants it, I forget. Ask again."
GONE_HERE = "None of these passages can be searched here any more. Ask again to see what is."


async def kept_answer(interaction: Interaction, id: AnswerId) -> PostedAnswer | None:
    """The answer; where it is no longer kept, that is said, and None comes out."""
    posted = await surface_of(interaction).records.answers.get(id)
    if posted is None:
        await refuse(interaction, FORGOTTEN)
    return posted


async def recite(interaction: Interaction, posted: PostedAnswer) -> Answer | None:
    """The answer again, of the passages that may be searched where the button is pressed."""
    desk = surface_of(interaction).desk
    return await desk.recite(posted.question, posted.kept, scope=scope_of(interaction))


async def recited(
    interaction: Interaction, posted: PostedAnswer, place: int, *, compact: bool = False
) -> Card:
    """Its card, with one source in full."""
    answer = await recite(interaction, posted)
    if answer is None:
        return notice_card(GONE_HERE)
    embeds = shows_embeds(interaction)
    return answer_card(
        answer,
        embeds=embeds,
        titled=posted.question_id is None,
        compact=compact,
        place=place,
    )


def is_compact(interaction: Interaction) -> bool:
    """Whether answers are short where the button is pressed."""
    return settings_of(interaction).compact
