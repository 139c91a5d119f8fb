"""The components that the bot knows by their custom_id, after any restart."""

from __future__ import annotations

from bot.cogs.adding import PasteForm
from bot.cogs.buttons.answers import (
    DetailsButton,
    FollowUpButton,
    FollowUpForm,
    NextButton,
    ShareButton,
    WhyButton,
)
from bot.cogs.buttons.collections import DropButton, RollbackButton
from bot.cogs.buttons.jobs import CancelJobButton
from bot.cogs.buttons.log import AuditButton
from bot.cogs.buttons.pages import DatedPageButton, JumpButton, JumpForm, PageButton
from bot.cogs.buttons.publishing import CancelButton, FactsButton, FactsForm, PublishButton
from bot.cogs.buttons.releases import EditForm, RecordsButton, RemoveButton, UndoButton
from bot.cogs.buttons.removal import DeleteButton
from bot.cogs.buttons.sources import ContextButton, CopyButton, FileButton, SharePassageButton, WholeButton
from bot.cogs.buttons.votes import ReasonSelect, VoteButton

DYNAMIC_ITEMS = (
    ContextButton, WholeButton, FileButton, CopyButton, SharePassageButton,
    NextButton, WhyButton, DetailsButton, ShareButton, FollowUpButton,
    VoteButton, ReasonSelect, DeleteButton, PageButton, JumpButton, DatedPageButton,
    PublishButton, FactsButton, CancelButton, RemoveButton, UndoButton, RecordsButton,
    DropButton, RollbackButton, CancelJobButton, AuditButton,
)  # fmt: skip

FORMS = (EditForm, FollowUpForm, JumpForm, FactsForm, PasteForm)
