"""Ids seen lately: a resumed connection replays events that were answered already.

In: an id. Out: whether it is new. The memory is bounded.
"""

from __future__ import annotations

from collections import OrderedDict

_CAPACITY = 4_096


class RecentIds:
    """The last ``capacity`` ids."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._ids: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, id: int) -> bool:
        return id in self._ids

    def add(self, id: int) -> bool:
        """Remember the id; True if it was not known."""
        if id in self._ids:
            return False
        self._ids[id] = None
        if len(self._ids) > self._capacity:
            self._ids.popitem(last=False)
        return True

    def discard(self, id: int) -> bool:
        """Forget the id; True if it was known."""
        known = id in self._ids
        self._ids.pop(id, None)
        return known
