"""Buttons about a kept answer, by its id: the next source, why a passage was chosen, details, a follow-up, sharing it.

Where the answer is no longer kept, they say so and what to do instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import discord

from bot.cogs.answering import Asking, Place, answered
from bot.cogs.buttons.forms import Form, open_form, typed
from bot.cogs.buttons.kept import GONE_HERE, is_compact, kept_answer, recite, recited
from bot.cogs.buttons.pressing import ANSWER, Button, Item, on_private_card, refuse, view_of
from bot.cogs.buttons.removal import DeleteButton, owner_of
from bot.cogs.buttons.sources import NOT_HERE, ContextButton, CopyButton, WholeButton, may_share
from bot.cogs.buttons.votes import VoteButton
from bot.cogs.guarded import Guarded
from bot.cogs.post import post
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.scope import scope_of
from bot.cogs.surface import surface_of
from bot.cogs.waiting import asked_to_wait
from bot.records.answers import AnswerId, PostedAnswer, new_answer_id
from bot.render.card import Card, notice_card, shared_by, sharing_line
from bot.render.why import why_card

_PLACE = r"(?P<place>\d{1,2})"
_QUESTION_MOST = 500
_QUESTION_FIELD = "question"


@dataclass(frozen=True, slots=True)
class AnswerButtons:
    """The buttons below an answer: about the passage in the first row, about the answer in the second.

    🗑️ is there where an ``asker`` is named. Compact cards have one row, and all else behind Details.
    """

    answer: AnswerId
    asker: int | None
    private: bool = False
    compact: bool = False
    follow_up: bool = False

    def __call__(self, card: Card) -> discord.ui.View | None:
        """The buttons of a card; None where it needs none."""
        if card.tone == "notice":
            return None
        if self.compact:
            return view_of([*self._details(card), *self._next(card, row=0), *self._removal(row=0)])
        return view_of([*self._about_passage(card), *self._about_answer(card)])

    def _about_passage(self, card: Card) -> list[Item]:
        if card.source is None:
            return []
        key = card.source
        why = WhyButton(self.answer, card.place, row=0)
        return [
            ContextButton(key, row=0), WholeButton(key, row=0), why, CopyButton(key, row=0), *self._next(card, row=0)
        ]  # fmt: skip

    def _about_answer(self, card: Card) -> list[Item]:
        going_on = [FollowUpButton(self.answer, row=1)] if self.follow_up and card.source else []
        sharing = [ShareButton(self.answer, card.place, row=1)] if self.private and card.source else []
        votes = [VoteButton(self.answer, helpful=helpful, row=1) for helpful in (True, False)]
        return [*going_on, *sharing, *votes, *self._removal(row=1)]

    def _details(self, card: Card) -> list[Item]:
        return [DetailsButton(self.answer, card.place, row=0)] if card.source else []

    def _next(self, card: Card, *, row: int) -> list[Item]:
        if card.sources < 2:
            return []
        after = (card.place + 1) % card.sources
        label = f"Next source ({after + 1}/{card.sources})"
        return [NextButton(self.answer, after, label, row=row)]

    def _removal(self, *, row: int) -> list[Item]:
        return [] if self.asker is None or self.private else [DeleteButton(self.asker, row=row)]


class NextButton(Guarded, discord.ui.DynamicItem[Button], template=rf"nxt:v1:{ANSWER}:{_PLACE}"):
    """Shows another source in full: on the card for who asked, in a private copy for others."""

    def __init__(
        self, answer: AnswerId, place: int, label: str = "Next source", *, row: int | None = None
    ) -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"nxt:v1:{answer}:{place}"), row=row)
        self.answer = answer
        self.place = place

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed; its label no longer matters."""
        return cls(AnswerId(match["answer"]), int(match["place"]))

    async def press(self, interaction: Interaction) -> None:
        """Turn to the source."""
        posted = await kept_answer(interaction, self.answer)
        if posted is None:
            return
        private, owner = on_private_card(interaction), owner_of(interaction.message) or posted.asker_id
        if not private and interaction.user.id != owner:
            copy = AnswerButtons(self.answer, asker=None, private=True)
            await respond(interaction, recited(interaction, posted, self.place), private=True, buttons=copy)
            return
        compact = is_compact(interaction) and not private
        card = await recited(interaction, posted, self.place, compact=compact)
        if _is_shared(interaction, owner):
            card = shared_by(card, owner)
        buttons = AnswerButtons(
            self.answer,
            asker=None if private else owner,
            private=private,
            compact=compact,
            follow_up=posted.question_id is None,
        )
        page = post(card, embeds=shows_embeds(interaction), view=buttons(card))
        await interaction.response.edit_message(**page.editing())


class WhyButton(Guarded, discord.ui.DynamicItem[Button], template=rf"why:v1:{ANSWER}:{_PLACE}"):
    """Says how the question was read, and what spoke for the passage."""

    def __init__(self, answer: AnswerId, place: int, *, row: int | None = None) -> None:
        button: Button = discord.ui.Button(label="Why this passage?", custom_id=f"why:v1:{answer}:{place}")
        super().__init__(button, row=row)
        self.answer = answer
        self.place = place

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(AnswerId(match["answer"]), int(match["place"]))

    async def press(self, interaction: Interaction) -> None:
        """Answer privately with what is kept of that."""
        posted = await kept_answer(interaction, self.answer)
        if posted is not None:
            await respond(interaction, self._card(interaction, posted), private=True)

    async def _card(self, interaction: Interaction, posted: PostedAnswer) -> Card:
        answer = await recite(interaction, posted)
        if answer is None:
            return notice_card(GONE_HERE)
        # places count what may be searched here, of what is kept
        key = answer.citations[self.place % len(answer.citations)].passage.key
        shares = next(one.shares for one in posted.kept.citations if one.key == key)
        return why_card(posted.question, posted.kept.reading, shares)


class DetailsButton(Guarded, discord.ui.DynamicItem[Button], template=rf"ful:v1:{ANSWER}:{_PLACE}"):
    """Shows the whole card of a compact answer, with all its buttons, to whoever presses."""

    def __init__(self, answer: AnswerId, place: int, *, row: int | None = None) -> None:
        super().__init__(discord.ui.Button(label="Details", custom_id=f"ful:v1:{answer}:{place}"), row=row)
        self.answer = answer
        self.place = place

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(AnswerId(match["answer"]), int(match["place"]))

    async def press(self, interaction: Interaction) -> None:
        """Answer privately with the card."""
        posted = await kept_answer(interaction, self.answer)
        if posted is not None:
            buttons = AnswerButtons(self.answer, asker=None, private=True)
            await respond(
                interaction, recited(interaction, posted, self.place), private=True, buttons=buttons
            )


class ShareButton(Guarded, discord.ui.DynamicItem[Button], template=rf"shr:v1:{ANSWER}:{_PLACE}"):
    """Shows an answer to the channel, from a card that only one person sees."""

    def __init__(self, answer: AnswerId, place: int, *, row: int | None = None) -> None:
        super().__init__(discord.ui.Button(label="Share", custom_id=f"shr:v1:{answer}:{place}"), row=row)
        self.answer = answer
        self.place = place

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(AnswerId(match["answer"]), int(match["place"]))

    async def press(self, interaction: Interaction) -> None:
        """Show the answer to all, if it may be shown here and whoever presses may write here."""
        if not may_share(interaction):
            await refuse(interaction, NOT_HERE)
            return
        posted = await kept_answer(interaction, self.answer)
        if posted is None:
            return
        if await recite(interaction, posted) is None:
            await refuse(interaction, GONE_HERE)
            return
        buttons = AnswerButtons(self.answer, asker=interaction.user.id, follow_up=posted.question_id is None)
        # shared from a copy, the answer is still the message that it was given as, and goes with that
        moves = interaction.message is not None and interaction.message.id == posted.message_id
        work = self._card(interaction, posted)
        await respond(interaction, work, buttons=buttons, answer=self.answer if moves else None)

    async def _card(self, interaction: Interaction, posted: PostedAnswer) -> Card:
        return shared_by(await recited(interaction, posted, self.place), interaction.user.id)


def _is_shared(interaction: Interaction, person: int) -> bool:
    """Whether the button stands below a card that the person shares."""
    message = interaction.message
    texts = [message.content, *(embed.description or "" for embed in message.embeds)] if message else []
    return any(text.endswith(sharing_line(person)) for text in texts)


class FollowUpButton(Guarded, discord.ui.DynamicItem[Button], template=rf"fup:v1:{ANSWER}"):
    """Asks for the next question, which goes on from this one."""

    def __init__(self, answer: AnswerId, *, row: int | None = None) -> None:
        super().__init__(discord.ui.Button(label="Follow-up", custom_id=f"fup:v1:{answer}"), row=row)
        self.answer = answer

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(AnswerId(match["answer"]))

    async def press(self, interaction: Interaction) -> None:
        """Open the form."""
        if await kept_answer(interaction, self.answer) is not None:
            await open_form(interaction, FollowUpForm(self.answer))


class FollowUpForm(Form, title="Ask a follow-up"):
    """One line for the question; the answer is as private as the card that it goes on from."""

    template = re.compile(rf"followup:v1:{ANSWER}")

    question: discord.ui.TextInput[FollowUpForm] = discord.ui.TextInput(
        label="Your question",
        placeholder="and what about Russia?",
        custom_id=_QUESTION_FIELD,
        max_length=_QUESTION_MOST,
    )

    def __init__(self, answer: AnswerId) -> None:
        super().__init__(custom_id=f"followup:v1:{answer}")
        self.answer = answer

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """The form as it was opened."""
        return cls(AnswerId(match["answer"]))

    async def press(self, interaction: Interaction) -> None:
        """Answer the question as one that goes on from the earlier."""
        if await asked_to_wait(interaction):
            return
        private = on_private_card(interaction)
        previous = await surface_of(interaction).records.answers.get(self.answer)
        asking = Asking(
            new_answer_id(),
            typed(interaction, _QUESTION_FIELD),
            interaction.user.id,
            Place(interaction.channel_id or 0, interaction.guild_id),
            scope_of(interaction),
            embeds=shows_embeds(interaction),
            previous=previous,
            meant=True,
            titled=True,
        )
        asker = None if private else interaction.user.id
        buttons = AnswerButtons(asking.id, asker=asker, private=private, follow_up=True)
        work = answered(surface_of(interaction), asking)
        await respond(interaction, work, private=private, buttons=buttons, answer=asking.id)
