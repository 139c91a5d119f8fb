"""How often one person, one channel and one server may ask, whichever way they ask.

In: who asks, where and when. Out: nothing, or when they may ask again and whose count was full.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

Whose: TypeAlias = Literal["person", "channel", "server"]

_KEYS = 10_000
"""People, channels or servers remembered; beyond that the one that has been silent longest is forgotten."""


class Cooldown:
    """At most ``questions`` of one key, a person's id for example, within ``window_s`` seconds."""

    def __init__(self, questions: int, window_s: float, *, keys: int = _KEYS) -> None:
        self._questions = questions
        self._window = timedelta(seconds=window_s)
        self._keys = keys
        self._asked: OrderedDict[int, deque[datetime]] = OrderedDict()

    def until(self, key: int, now: datetime, *, most: int | None = None) -> datetime | None:
        """When the next question may come, where one now would be one too many; ``most`` in place of ``questions``."""
        asked, most = self._asked.get(key, deque()), most or self._questions
        while asked and asked[0] + self._window <= now:
            asked.popleft()
        return asked[-most] + self._window if len(asked) >= most else None

    def count(self, key: int, now: datetime) -> None:
        """Count a question."""
        self._asked.setdefault(key, deque()).append(now)
        self._asked.move_to_end(key)
        if len(self._asked) > self._keys:
            self._asked.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where: direct messages have neither channel nor server that others share.

    ``channel_questions`` is how many the channel may ask where its admins chose that.
    """

    person_id: int
    channel_id: int | None = None
    server_id: int | None = None
    channel_questions: int | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """When the next question is welcome, and whose count, under which id, was full."""

    until: datetime
    whose: Whose
    id: int


@dataclass(frozen=True, slots=True)
class CooldownParams:
    """Questions of each within ``window_s`` seconds, and presses of buttons that search."""

    person: int
    channel: int
    server: int
    presses: int
    window_s: float


class Cooldowns:
    """The counts of people, channels and servers; a refused question counts in none."""

    def __init__(self, params: CooldownParams) -> None:
        self._people = Cooldown(params.person, params.window_s)
        self._channels = Cooldown(params.channel, params.window_s)
        self._servers = Cooldown(params.server, params.window_s)
        self._presses = Cooldown(params.presses, params.window_s)
        self._told: OrderedDict[int, datetime] = OrderedDict()

    def ask(self, asker: Asker, now: datetime) -> Wait | None:
        """Count a question; or, where it is one too many, say what to wait for: the longest wait."""
        counts: list[_Count] = [
            (self._people, "person", asker.person_id, None),
            (self._channels, "channel", asker.channel_id, asker.channel_questions),
            (self._servers, "server", asker.server_id, None),
        ]
        return _ask(counts, now)

    def press(self, person_id: int, now: datetime) -> Wait | None:
        """Count a press of a button that searches: on its own, since turning pages takes many."""
        return _ask([(self._presses, "person", person_id, None)], now)

    def tell(self, wait: Wait) -> bool:
        """Whether to say so: once for each wait, or the notices themselves would be a flood."""
        if self._told.get(wait.id) == wait.until:
            return False
        self._told[wait.id] = wait.until
        self._told.move_to_end(wait.id)
        if len(self._told) > _KEYS:
            self._told.popitem(last=False)
        return True


_Count: TypeAlias = tuple[Cooldown, Whose, int | None, int | None]
"""Where a question counts, under whose id (None: nowhere), and how many may be asked there, if not as many as always."""


def _ask(counts: Sequence[_Count], now: datetime) -> Wait | None:
    counted = [(cooldown, whose, key, most) for cooldown, whose, key, most in counts if key is not None]
    waits = [
        Wait(until, whose, key)
        for cooldown, whose, key, most in counted
        if (until := cooldown.until(key, now, most=most)) is not None
    ]
    if waits:
        return max(waits, key=lambda wait: wait.until)
    for cooldown, _, key, _ in counted:
        cooldown.count(key, now)
    return None
