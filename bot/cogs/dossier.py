"""What is stored about a person → text that they can read: in a message where it is short, as a file where it is long.

In: their questions, votes and servers. Out: lines; in the message questions are escaped, in the file they stand as typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.records.answers import KEPT_DAYS, PostedAnswer
from bot.records.caretakers import Caretaking
from bot.records.votes import Vote
from bot.render import limits
from bot.render.escape import escape
from bot.render.wording import counted

NOTHING = "Nothing is stored about you."

_KEPT = (
    "With each question stand how it was read and which passages answered it. "
    f"Questions and votes are kept for {KEPT_DAYS} days at most, for the buttons below answers, for edits and for "
    "follow-up questions. `/privacy forget` removes everything at once."
)


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is stored about one person."""

    questions: Sequence[PostedAnswer] = ()
    votes: Sequence[Vote] = ()
    servers: Sequence[Caretaking] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is."""
        return not (self.questions or self.votes or self.servers)


@dataclass(frozen=True, slots=True)
class _Form:
    """How moments, places and what people typed are written."""

    moment: Callable[[datetime], str]
    channel: Callable[[int], str]
    typed: Callable[[str], str]


_MESSAGE = _Form(lambda moment: f"<t:{int(moment.timestamp())}:f>", lambda channel: f"<#{channel}>", escape)
_FILE = _Form(
    lambda moment: f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
    lambda channel: f"channel {channel}",
    lambda text: text,
)


def dossier_message(dossier: Dossier) -> str | None:
    """What is stored, as a message; None where it is too long for one."""
    if dossier.empty:
        return NOTHING
    text = "\n".join([counts(dossier), *_lines(dossier, _MESSAGE), _KEPT])
    return text if len(text) <= limits.CONTENT else None


def dossier_file(dossier: Dossier) -> str:
    """What is stored, as a text file."""
    return "\n".join([counts(dossier), "", *_lines(dossier, _FILE), ""])


def counts(dossier: Dossier) -> str:
    """How much is stored."""
    stored = f"{counted(len(dossier.questions), 'question')} and {counted(len(dossier.votes), 'vote')}"
    return f"Stored about you: {stored}."


def attached(dossier: Dossier) -> str:
    """The line that goes with the file."""
    return f"{counts(dossier)} They stand in the file. {_KEPT}"


def _lines(dossier: Dossier, form: _Form) -> list[str]:
    return [
        *(_question(question, form) for question in dossier.questions),
        *(_vote(vote, form) for vote in dossier.votes),
        *(_server(server, form) for server in dossier.servers),
    ]


def _question(asked: PostedAnswer, form: _Form) -> str:
    place = "in direct messages" if asked.server_id is None else f"in {form.channel(asked.channel_id)}"
    shown = counted(len(asked.kept.citations), "passage")
    return f"- {form.moment(asked.asked_at)} {place}: “{form.typed(asked.question)}”, answered with {shown}"


def _vote(vote: Vote, form: _Form) -> str:
    reason = f", “{form.typed(vote.reason)}”" if vote.reason else ""
    return f"- {form.moment(vote.at)} voted {'👍' if vote.helpful else '👎'}{reason}"


def _server(server: Caretaking, form: _Form) -> str:
    return f"- {form.moment(server.since)} set me up in the server {server.server_id}: I tell you where I can't speak"
