"""/help and /about: private, and true to what is indexed where they are used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.asking.examples import Examples
from bot.client import create_bot
from bot.cogs.guide import CommandLine, about_text, help_text
from config.settings import Settings, load_settings
from index.indexer import run_job
from index.job import IndexJob
from index.query import Holdings
from tests.bot.conftest import Server, manager, running, shown


async def test_help_shows_each_way_of_asking_to_the_asker_alone(server: Server) -> None:
    result = await server.alice.slash(server.channel, "help")

    assert result.ephemeral
    for way in ("/ask", "/date", "/topic", "/about", "/privacy", server.bot.me.display_name):
        assert way in shown(result.response)
    assert "/admin" not in shown(result.response)


async def test_every_example_of_help_is_answered(server: Server) -> None:
    text = shown((await server.alice.slash(server.channel, "help")).response)
    mentioned = re.findall(rf"^\*\*@{server.bot.me.display_name}\*\* (.+)$", text, re.MULTILINE)
    asked = re.findall(r"^`/ask question:` (.+)$", text, re.MULTILINE)

    assert mentioned
    assert asked
    for question in (*mentioned, *asked):
        result = await server.alice.slash(server.channel, "ask", question=question)
        assert "“" in shown(result.response)
        assert "no answer" not in shown(result.response)
    assert "`/date on: January 2024`" in text
    assert "`/topic name: China`" in text


async def test_help_and_about_follow_what_the_channel_searches(server: Server, tmp_path: Path) -> None:
    own = f"{server.guild.id}/own"
    (tmp_path / "a.md").write_text(
        "---\ntitle: Trawlers\ndate: 2025-04-01\n---\n\nThe immigration office opened in Bergen.\n"
    )
    await run_job(IndexJob(server.bot.settings.database, [tmp_path / "a.md"], own))
    await server.bot.service.searcher.refresh()
    other = server.guild.create_text_channel("other")
    await manager(server).slash(other, "admin channel", collections="own")

    here = shown((await server.alice.slash(server.channel, "help")).response)
    there = shown((await server.alice.slash(other, "help")).response)
    about_there = shown((await server.alice.slash(other, "about")).response)

    assert "April 2025" not in here
    assert "April 2025" in there
    assert "China" not in there
    assert "1 release" in about_there


async def test_help_for_an_empty_index_says_who_must_do_what(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNIQUE_DATABASE", str(tmp_path / "empty.db"))
    async with running(create_bot(load_settings())) as server:
        text = shown((await server.alice.slash(server.channel, "help")).response)

        assert "communique index PATH" in text
        assert "/admin channel" in text
        assert "China" not in text


def test_hostile_names_in_examples_do_not_format() -> None:
    examples = Examples(
        ["What did **Eve** say?", "What did [Eve](https://evil.example) say?"], None, "May 2023"
    )
    text = help_text("Bot", examples, [CommandLine("ask", "Ask")])

    assert "**Eve**" not in text
    assert "](https" not in text


async def test_about_tells_what_is_indexed_and_how_fresh(server: Server) -> None:
    result = await server.alice.slash(server.channel, "about")

    text = shown(result.response)
    assert result.ephemeral
    assert "14 releases" in text
    assert "<t:1654084800:D> to <t:1706702400:D>" in text
    assert ":R>" in text
    assert "Version" in text
    assert "licence" in text


async def test_both_work_in_direct_messages(server: Server) -> None:
    for command in ("help", "about"):
        result = await server.alice.user.slash(command)

        assert shown(result.response)


def test_about_an_empty_index_says_so() -> None:
    assert "Nothing is indexed yet." in about_text(Holdings())
