"""Where a command may be used: servers with the bot, direct messages, and with whoever installed it."""

from __future__ import annotations

from typing import Any, TypeVar

from discord import app_commands

_Command = TypeVar("_Command", bound=app_commands.Command[Any, ..., Any])


def everywhere(command: _Command) -> _Command:
    """Offer the command wherever Discord can; it searches the public collection there."""
    command = app_commands.allowed_installs(guilds=True, users=True)(command)
    return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)
