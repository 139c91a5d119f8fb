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
from bot.asking.desk import Desk
from bot.asking.followup import Earlier
from bot.asking.scope import PUBLIC_SCOPE
from bot.render.text import answer_text, dates_text, passages_text, release_text
from bot.render.wording import held

_PROMPT = "communique> "
_HELP = """Ask in your own words, for example: what did Stoltenberg say about China?
  /date last week        what was released then
  /topic NATO            what the releases say on a topic
  /topics                the topics
  /speaker Stoltenberg   what somebody says, newest first
  /release Washington    a release by words of its title
  /latest                the newest releases
  /quit                  leave (or Ctrl-D)"""


@dataclass(slots=True)
class _Conversation:
    """What the next question may go on from."""

    earlier: Earlier | None = None


def chat_loop(
    runner: asyncio.Runner,
    opening: AbstractAsyncContextManager[Desk],
    *,
    now: Callable[[], datetime],
    width: Callable[[], int],
) -> None:
    """Answer each line of standard input; ends at its end, at /quit or at Ctrl-C."""
    conversation = _Conversation()
    stack = AsyncExitStack()
    desk = runner.run(stack.enter_async_context(opening))
    try:
        holdings = runner.run(desk.holdings(scope=PUBLIC_SCOPE))
        click.echo(f"{held(holdings, now=now()).capitalize()}. Ask a question, or /help.")
        with suppress(EOFError, KeyboardInterrupt):
            while (line := _read_line()) not in ("/quit", "/exit"):
                if line:
                    click.echo(runner.run(_reply(desk, conversation, line, now(), width())))
    finally:
        runner.run(stack.aclose())


def _read_line() -> str:
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401  # editing and history for input(), where Python was built with it
        return input(_PROMPT).strip()
    return input().strip()


async def _reply(desk: Desk, conversation: _Conversation, line: str, now: datetime, width: int) -> str:
    if line.startswith("/"):
        command, _, rest = line.partition(" ")
        return await _looked_up(desk, command, rest, now, width)
    result = await desk.answer(line, scope=PUBLIC_SCOPE, now=now, earlier=conversation.earlier)
    conversation.earlier = result.earlier if isinstance(result, Answer) else None
    return answer_text(result, width=width, now=now)


async def _looked_up(desk: Desk, command: str, name: str, now: datetime, width: int) -> str:
    match command:
        case "/help":
            text = _HELP
        case "/topics":
            text = ", ".join(desk.topic_names())
        case "/date":
            text = dates_text(await desk.on_dates(name, scope=PUBLIC_SCOPE, now=now), width=width)
        case "/latest":
            text = dates_text(await desk.latest(scope=PUBLIC_SCOPE), width=width)
        case "/topic":
            text = passages_text(await desk.on_topic(name, scope=PUBLIC_SCOPE), width=width)
        case "/speaker":
            text = passages_text(await desk.by_speaker(name, scope=PUBLIC_SCOPE), width=width)
        case "/release":
            text = release_text(await desk.release(name, scope=PUBLIC_SCOPE), width=width)
        case _:
            text = f"There is no command {command}.\n{_HELP}"
    return text
