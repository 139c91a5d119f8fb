"""Errors that stop the bot, each with a sentence for the operator.

BotError
├── TokenMissing   no token in the environment
├── TokenRefused   Discord does not accept the token
├── IntentRefused  message_content is set, and the application may not read messages
└── Unreachable    Discord could not be reached at start
"""

from __future__ import annotations


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


class Unreachable(BotError):
    """Discord could not be reached at start."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(str(cause))
        self.cause = cause

    def __str__(self) -> str:
        cause = f"{type(self.cause).__name__}: {self.cause}"
        return f"Discord could not be reached ({cause}). Check the connection and start again."
