"""Logs: one JSON object a line, the question's id in each, and nothing secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.client import create_bot
from bot.logs import configure_logging, question_context
from config.settings import Settings
from tests.bot.conftest import running
from tests.bot.fakes import BrokenDesk, with_desk

CHINA = "what was said about marmalade submarines?"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the logs go; afterwards logging is as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)


def records(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_line_is_an_object_with_level_logger_time_and_the_questions_id(stream: io.StringIO) -> None:
    configure_logging("INFO", "json", stream)

    with question_context(user_id=7, guild_id=None) as question_id:
        logging.getLogger("bot.x").info("answered citations=%d", 3)
    logging.getLogger("bot.x").info("afterwards")

    first, second = records(stream)
    assert first["event"] == "answered citations=3"
    assert (question_id, 7, None) == (first["question_id"], first["user_id"], first["guild_id"])
    assert {"level", "logger", "timestamp"} < set(first)
    assert "question_id" not in second


def test_configuring_twice_writes_each_line_once(stream: io.StringIO) -> None:
    configure_logging("INFO", "json", stream)
    configure_logging("INFO", "json", stream)

    logging.getLogger("bot.x").info("once")

    assert 1 == len(records(stream))


def test_libraries_that_log_what_people_say_are_kept_from_it(stream: io.StringIO) -> None:
    configure_logging("DEBUG", "json", stream)

    logging.getLogger("discord.gateway").debug("what somebody said")
    logging.getLogger("bot.x").debug("ours")

    assert ["ours"] == [record["event"] for record in records(stream)]


@pytest.mark.parametrize("format", ["json", "console"])
def test_tokens_of_interactions_are_not_written(stream: io.StringIO, format: str) -> None:
    configure_logging("INFO", format, stream)
    token = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5"

    logging.getLogger("discord.http").warning("rate limited: POST /webhooks/123/%s/messages", token)
    try:
        raise RuntimeError(f"POST https://discord.com/api/v10/interactions/5/{token}/callback")
    except RuntimeError:
        logging.getLogger("discord.client").exception("failed")

    written = stream.getvalue()
    assert "rate limited: POST /webhooks/123/" in written
    assert "RuntimeError" in written
    assert token not in written


async def test_question_is_traced_by_its_id_and_never_by_its_words(
    settings: Settings, stream: io.StringIO
) -> None:
    async with running(create_bot(settings)) as server:
        configure_logging("DEBUG", "json", stream)
        await server.alice.send(server.channel, f"{server.mention} {CHINA}")
        await server.alice.slash(server.channel, "ask", question=CHINA)

    replied = [record for record in records(stream) if "replied" in record["event"]]
    assert 2 == len({record["question_id"] for record in replied})
    assert {server.alice.id} == {record["user_id"] for record in replied}
    assert "marmalade" not in stream.getvalue()


async def test_error_is_logged_with_the_questions_id(settings: Settings, stream: io.StringIO) -> None:
    async with running(create_bot(settings, open_service=with_desk(BrokenDesk))) as server:
        configure_logging("INFO", "json", stream)
        await server.alice.slash(server.channel, "ask", question=CHINA)

    failed = [record for record in records(stream) if "error_id=" in record["event"]]
    assert server.alice.id == failed[0]["user_id"]
    assert failed[0]["question_id"]
    assert "RuntimeError" in failed[0]["exception"]
