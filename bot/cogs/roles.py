"""Which roles a person has: in servers alone."""

from __future__ import annotations

import discord


def has_role(person: discord.abc.User, role_id: int | None) -> bool:
    """Whether the person is a member with this role; nobody has none."""
    return isinstance(person, discord.Member) and any(role.id == role_id for role in person.roles)
