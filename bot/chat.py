"""The terminal's chat: a line in, an answer out, until the input ends."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime

import click

from bot.asking.answer import Answer
from bot.asking.followup import Earlier
from bot.asking.scope import PUBLIC_SCOPE
from bot.render.text import answer_text, dates_text, topic_text
from bot.render.wording import held
from bot.service import Service

_PROMPT = "communique> "
_HELP = """Ask in your own words, for example: what did Stoltenberg say about China?
  /date last week        what was released then
  /topic NATO            what the releases say on a topic
  /topics                the topics
  /quit                  leave (or Ctrl-D)"""


@dataclass(slots=True)
class _Conversation:
    """What the next question may go on from."""

    earlier: Earlier | None = None


def chat_loop(
    runner: asyncio.Runner,
    opening: AbstractAsyncContextManager[Service],
    *,
    now: Callable[[], datetime],
    width: Callable[[], int],
) -> None:
    """Answer each line of standard input; ends at its end, at /quit or at Ctrl-C."""
    conversation = _Conversation()
    stack = AsyncExitStack()
    service = runner.run(stack.enter_async_context(opening))
    try:
        holdings = runner.run(service.desk.holdings(scope=PUBLIC_SCOPE))
        click.echo(f"{held(holdings, now=now()).capitalize()}. Ask a question, or /help.")
        with suppress(EOFError, KeyboardInterrupt):
            while (line := _read_line()) not in ("/quit", "/exit"):
                if line:
                    click.echo(runner.run(_reply(service, conversation, line, now(), width())))
    finally:
        runner.run(stack.aclose())


def _read_line() -> str:
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401  # editing and history for input(), where Python was built with it
        return input(_PROMPT).strip()
    return input().strip()


async def _reply(service: Service, conversation: _Conversation, line: str, now: datetime, width: int) -> str:
    command, _, rest = line.partition(" ")
    match command:
        case "/help":
            return _HELP
        case "/topics":
            return ", ".join(service.desk.topic_names())
        case "/date":
            return dates_text(await service.desk.on_dates(rest, scope=PUBLIC_SCOPE, now=now), width=width)
        case "/topic":
            return topic_text(await service.desk.on_topic(rest, scope=PUBLIC_SCOPE), width=width)
        case _ if command.startswith("/"):
            return f"There is no command {command}.\n{_HELP}"
    result = await service.desk.answer(line, scope=PUBLIC_SCOPE, now=now, earlier=conversation.earlier)
    conversation.earlier = result.earlier if isinstance(result, Answer) else None
    return answer_text(result, width=width, now=now)
