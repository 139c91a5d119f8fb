"""What the bot lacks in a server → a few lines: channels with the same lack together, then settings that can't be met.

In: the lacks by channel, and what is wrong with settings. Out: text within Discord's limits, also for 500 channels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cogs.permissions import Need
from bot.render.wording import counted

_CHANNELS_NAMED = 8
_PROBLEMS_NAMED = 10


@dataclass(frozen=True, slots=True)
class Setup:
    """What was found in a server: what each channel lacks, by id, and sentences on its settings."""

    lacks: Mapping[int, tuple[Need, ...]]
    problems: Sequence[str] = ()


def setup_text(setup: Setup, *, room: int) -> str:
    """The report: first whether all is well, then what is not, most channels first."""
    groups = _groups(setup.lacks)
    fine = len(groups.pop((), ()))
    if not groups and not setup.problems:
        return f"All is well: I may do everything that I need in {_every(fine)}."
    parts = [_group(needs, channels) for needs, channels in sorted(groups.items(), key=_most_first)]
    parts += _problems(setup.problems)
    head = f"All is well in {counted(fine, 'channel')} of {len(setup.lacks):,}."
    return _within(head, parts, room)


def _groups(lacks: Mapping[int, tuple[Need, ...]]) -> dict[tuple[Need, ...], list[int]]:
    groups: dict[tuple[Need, ...], list[int]] = {}
    for channel_id, needs in lacks.items():
        groups.setdefault(needs, []).append(channel_id)
    return groups


def _most_first(group: tuple[tuple[Need, ...], Sequence[int]]) -> tuple[int, int]:
    return -len(group[1]), group[1][0]


def _group(needs: Sequence[Need], channels: Sequence[int]) -> str:
    more = len(channels) - _CHANNELS_NAMED
    named = " ".join(f"<#{channel}>" for channel in channels[:_CHANNELS_NAMED])
    lines = [f"- without **{need.name}**: {need.breaks}" for need in needs]
    return "\n".join([named + (f" and {counted(more, 'more channel')}" if more > 0 else ""), *lines])


def _problems(problems: Sequence[str]) -> list[str]:
    if not problems:
        return []
    more = len(problems) - _PROBLEMS_NAMED
    lines = [*problems[:_PROBLEMS_NAMED], *([f"… and {more} more"] if more > 0 else [])]
    return ["\n".join(["Settings that can't be met:", *(f"- {line}" for line in lines)])]


def _within(head: str, parts: Sequence[str], room: int) -> str:
    """As many parts as there is room for, and how many are left out."""
    for count in range(len(parts), 0, -1):
        left = len(parts) - count
        tail = [f"… and {counted(left, 'more finding')}: mend these first, then check again."] if left else []
        text = "\n\n".join([head, *parts[:count], *tail])
        if len(text) <= room:
            return text
    return head


def _every(count: int) -> str:
    return "the one channel here" if count == 1 else f"all {count:,} channels"
