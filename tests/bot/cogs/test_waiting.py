"""Asking too often by commands and buttons: a private line says when to go on."""

from __future__ import annotations

import pytest

from bot.client import create_bot
from config.settings import Settings, load_settings
from tests.bot.conftest import labels, running, sent, shown


async def test_turning_pages_counts_apart_from_questions(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNIQUE_COOLDOWN_QUESTIONS", "1")
    monkeypatch.setenv("COMMUNIQUE_COOLDOWN_PRESSES", "2")
    async with running(create_bot(load_settings())) as server:
        pages = await server.alice.slash(server.channel, "date", on="June 2022")
        await server.alice.click(sent(pages), label="→")
        await server.alice.click(sent(pages), label="←")
        third = await server.alice.click(sent(pages), label="→")
        others = await server.bob.click(sent(pages), label="→")

        assert third.ephemeral
        assert "Please ask again <t:" in shown(third.response)
        assert "Page 1 of 2" in labels(pages.response)
        assert "Page 2 of 2" in labels(others.response)


async def test_command_in_a_busy_channel_is_asked_to_wait_privately(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNIQUE_CHANNEL_QUESTIONS", "1")
    async with running(create_bot(load_settings())) as server:
        await server.alice.slash(server.channel, "ask", question="what about China?")
        second = await server.bob.slash(server.channel, "ask", question="what about China?")

        assert second.ephemeral
        assert "This channel has asked a lot at once" in shown(second.response)
