"""Errors that stop the bot, each with a sentence for the operator.

BotError
├── TokenMissing        no token in the environment
├── TokenRefused        Discord does not accept the token
├── IntentRefused       message_content is set, and the application may not read messages
├── Disconnected        Discord ended the connection for good
├── Unreachable         Discord could not be reached at start
├── PlayMissing         what shows the page of `communique play` is not installed
├── NothingToPlayWith   the database to play with does not exist
└── PortTaken           the page cannot be served on the port
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar


class BotError(Exception):
    """The bot cannot run; ``str()`` says why and what to do."""


class TokenMissing(BotError):
    """No token was given."""

    def __str__(self) -> str:
        return (
            "DISCORD_TOKEN is not set. Copy the token from your application's Bot page into the environment."
        )


class TokenRefused(BotError):
    """Discord does not accept the token."""

    def __str__(self) -> str:
        return (
            "Discord refused the token. Reset it on your application's Bot page "
            "and set DISCORD_TOKEN to the new one."
        )


class IntentRefused(BotError):
    """The settings want an intent that the application does not have."""

    def __str__(self) -> str:
        return (
            "message_content = true, but Discord does not let this application read messages. Switch on the "
            "Message Content intent on your application's Bot page, or set message_content = false."
        )


class Disconnected(BotError):
    """Discord ended the connection with a code after which there is no coming back."""

    _REASONS: ClassVar[Mapping[int, str]] = {
        4004: "the token is no longer valid: reset it on your application's Bot page and set DISCORD_TOKEN",
        4010: "the shard is not one of those there are: check shard_count",
        4011: "the bot is in too many servers for its shards: raise shard_count, or set it to 0",
        4012: "this version of discord.py speaks to Discord in a way that is over: upgrade it",
        4013: "the intents are not such as Discord knows: upgrade discord.py",
    }

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        reason = self._REASONS.get(self.code, "start the bot again, and look at Discord's status page")
        return f"Discord ended the connection (code {self.code}): {reason}."


class Unreachable(BotError):
    """Discord could not be reached at start."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(str(cause))
        self.cause = cause

    def __str__(self) -> str:
        cause = f"{type(self.cause).__name__}: {self.cause}"
        return f"Discord could not be reached ({cause}). Check the connection and start again."


class PlayMissing(BotError):
    """What shows the page is not installed."""

    def __init__(self, modules: Sequence[str]) -> None:
        super().__init__(modules)
        self.modules = modules

    def __str__(self) -> str:
        return (
            f"`play` needs its optional extra; not installed: {', '.join(self.modules)}. "
            "`make play` installs it in a checkout; elsewhere: pip install 'simcord[preview]>=3.2.1,<3.3'"
        )


class NothingToPlayWith(BotError):
    """The database to play with does not exist."""

    def __init__(self, database: Path) -> None:
        super().__init__(database)
        self.database = database

    def __str__(self) -> str:
        return (
            f"{self.database} does not exist. `communique index` writes it; without --db, play has samples."
        )


class PortTaken(BotError):
    """The page cannot be served on the port."""

    def __init__(self, port: int, cause: BaseException) -> None:
        super().__init__(port, cause)
        self.port = port
        self.cause = cause

    def __str__(self) -> str:
        return (
            f"The page cannot be served ({self.cause}). Name another port with --port; it needs two in a row."
        )
