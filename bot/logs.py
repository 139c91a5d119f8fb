"""Logging: one line a record, on one stream, with the id of the question that it belongs to.

In: level, format and stream, once at start. Out: structlog's formatter behind the standard library's
loggers, so that every module and discord.py write alike. Ids and counts are logged, never what
people wrote and never a token.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import structlog
from structlog.typing import Processor

# Below INFO these write what people say, or addresses that hold the token of an interaction.
_TALKATIVE = ("discord", "aiosqlite", "asyncio", "aiohttp")

_TOKEN_IN_ADDRESS = re.compile(r"(?P<route>/(?:webhooks|interactions)/\d+/)[\w%.-]{20,}")


def configure_logging(level: str, format: str, stream: TextIO) -> None:
    """Send all logs of ``level`` and above to the stream, as JSON lines ("json") or for eyes ("console")."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(format))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))


@contextmanager
def question_context(*, user_id: int, guild_id: int | None) -> Iterator[str]:
    """Give all that is logged within one id, and who asked where; yields the id.

    Within another such context the id stays the same.
    """
    question_id = structlog.contextvars.get_contextvars().get("question_id") or secrets.token_hex(4)
    with structlog.contextvars.bound_contextvars(question_id=question_id, user_id=user_id, guild_id=guild_id):
        yield question_id


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Writes a record without the token that an interaction's address holds: it answers in the bot's name."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, or for eyes a few."""
        return _TOKEN_IN_ADDRESS.sub(r"\g<route>…", super().format(record))


def _formatter(style: str) -> logging.Formatter:
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if style == "json":
        last += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        # plain tracebacks: the pretty ones show local variables, and so what people wrote
        plain = structlog.dev.plain_traceback
        last.append(structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain))
    return _Formatter(foreign_pre_chain=shared, processors=last)
