"""Where a command may be used: servers with the bot, direct messages, and with whoever installed it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from discord import app_commands

_Command = TypeVar("_Command", bound=app_commands.Command[Any, ..., Any])


def everywhere(command: _Command) -> _Command:
    """Offer the command wherever Discord can; it searches the public collection there."""
    command = app_commands.allowed_installs(guilds=True, users=True)(command)
    return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)


def message_menu(name: str, callback: Callable[..., Coroutine[Any, Any, None]]) -> app_commands.ContextMenu:
    """An entry in the menu of each message, wherever Discord can offer it."""
    return app_commands.ContextMenu(
        name=name,
        callback=callback,
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
    )
