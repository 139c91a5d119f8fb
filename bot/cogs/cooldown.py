"""How often one person may ask, whichever way they ask.

In: who asks and when. Out: nothing, or when they may ask again.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

_PEOPLE = 10_000
"""People remembered; beyond that the one who has been silent longest is forgotten."""


class Cooldown:
    """At most ``questions`` of one person within ``window_s`` seconds."""

    def __init__(self, questions: int, window_s: float, *, people: int = _PEOPLE) -> None:
        self._questions = questions
        self._window = timedelta(seconds=window_s)
        self._people = people
        self._asked: OrderedDict[int, deque[datetime]] = OrderedDict()
        self._told: dict[int, datetime] = {}

    def ask(self, person: int, now: datetime) -> datetime | None:
        """Count a question; or, where it is one too many, say when the next may come."""
        asked = self._asked.setdefault(person, deque())
        self._asked.move_to_end(person)
        while asked and asked[0] + self._window <= now:
            asked.popleft()
        if len(asked) >= self._questions:
            return asked[0] + self._window
        asked.append(now)
        self._forget()
        return None

    def tell(self, person: int, until: datetime) -> bool:
        """Whether to say so: once for each wait, or the notices themselves would be a flood."""
        if self._told.get(person) == until:
            return False
        self._told[person] = until
        return True

    def _forget(self) -> None:
        while len(self._asked) > self._people:
            forgotten, _ = self._asked.popitem(last=False)
            self._told.pop(forgotten, None)
