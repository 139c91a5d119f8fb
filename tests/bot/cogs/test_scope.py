"""What may be searched where: the rule alone, since a model of Discord knows no user installs."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.cogs.respond import Interaction
from bot.cogs.scope import is_own, may_search, scope_of, settings_of
from bot.records.channels import ChannelSettings
from index.query import PUBLIC

PRESS = ChannelSettings(collections=frozenset({PUBLIC, "7/press", "8/secret"}), compact=True)


class FakeChannels:
    """One channel, whose admins chose."""

    def of(self, channel_id: int) -> ChannelSettings:
        return PRESS if channel_id == 70 else ChannelSettings()


class FakeServers:
    """One collection that its server shares with server 7."""

    def shared_with(self, server_id: int) -> list[str]:
        return ["9/shared"] if server_id == 7 else []


@dataclass
class FakeInteraction:
    """What the rule reads of an interaction: where it stands, and who installed the bot."""

    guild_id: int | None
    channel_id: int = 70
    by_server: bool = True
    by_person: bool = False
    channel: object = None
    client: Any = field(
        default_factory=lambda: SimpleNamespace(
            records=SimpleNamespace(channels=FakeChannels(), servers=FakeServers())
        )
    )

    def is_guild_integration(self) -> bool:
        return self.by_server

    def is_user_integration(self) -> bool:
        return self.by_person


def scope(guild_id: int | None, *, by_server: bool = True, by_person: bool = False) -> frozenset[str]:
    interaction = FakeInteraction(guild_id, by_server=by_server, by_person=by_person)
    return scope_of(cast("Interaction", interaction)).collections


def test_channel_searches_what_its_admins_chose_as_far_as_it_is_its_servers() -> None:
    assert {PUBLIC, "7/press"} == scope(7)


def test_direct_message_searches_the_public_collection_alone() -> None:
    assert {PUBLIC} == scope(None, by_server=False, by_person=True)


def test_bot_that_a_person_brought_along_searches_the_public_collection_alone() -> None:
    assert {PUBLIC} == scope(7, by_server=False, by_person=True)


def test_bot_that_server_and_person_installed_searches_what_the_channel_does() -> None:
    assert {PUBLIC, "7/press"} == scope(7, by_server=True, by_person=True)


def test_bot_that_a_person_brought_along_follows_no_settings_of_the_channel() -> None:
    interaction = FakeInteraction(7, by_server=False, by_person=True)

    assert ChannelSettings() == settings_of(cast("Interaction", interaction))


@pytest.mark.parametrize("name", ["70/press", "/press", "press", "8/7/press"])
def test_other_servers_collections_are_never_ones_own(name: str) -> None:
    assert not is_own(7, name)


def test_shared_collections_may_be_searched_and_are_not_ones_own() -> None:
    bot = FakeInteraction(7).client

    assert [PUBLIC, "9/shared"] == may_search(bot, 7, [PUBLIC, "9/shared", "9/other"])
    assert [PUBLIC] == may_search(bot, 8, [PUBLIC, "9/shared", "9/other"])
    assert not is_own(7, "9/shared")
