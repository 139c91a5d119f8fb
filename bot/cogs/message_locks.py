"""One thing at a time for each message: an edit waits until the answer to what it edits is sent.

In: a message's id. Out: a lock, which is gone when nobody holds it.
"""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary


class MessageLocks:
    """Locks by message id."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, message_id: int) -> asyncio.Lock:
        """The lock of a message; hold it with ``async with``."""
        return self._locks.setdefault(message_id, asyncio.Lock())
