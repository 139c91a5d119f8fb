"""Releases that were read and wait for the word of whoever gave them: for a quarter of an hour, in memory.

In: what an upload came to, and where it would go. Out: the same by its id, to who gave it alone.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NewType

from index.editing import Reading, Upload
from index.intake.raw import Facts

PreviewId = NewType("PreviewId", str)

KEPT_FOR = timedelta(minutes=15)
_CAPACITY = 100
_OF_A_SERVER = 10
_MOST_BYTES = 268_435_456
"""Of all files that wait; beyond that the oldest previews go."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go live where, and who asked for it; the uploads are kept to be read again with other facts than those ``given``."""

    server_id: int
    actor_id: int
    collection: str
    uploads: Sequence[Upload]
    reading: Reading
    at: datetime
    held_until: datetime | None = None
    given: Facts = field(default_factory=Facts)

    @property
    def bytes(self) -> int:
        """How large the files are."""
        return sum(len(upload.content) for upload in self.uploads)


class Previews:
    """The newest previews."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._previews: OrderedDict[PreviewId, Preview] = OrderedDict()

    def add(self, preview: Preview) -> PreviewId:
        """Keep a preview; its id."""
        id_ = PreviewId(secrets.token_hex(8))
        self._previews[id_] = preview
        self._let_go(preview.server_id)
        return id_

    def replace(self, id: PreviewId, preview: Preview) -> None:
        """Put another in its place, or put it back where publishing it failed."""
        self._previews[id] = preview

    def get(self, id: PreviewId, *, server_id: int | None, actor_id: int, now: datetime) -> Preview | None:
        """The preview, to who asked for it, where they did, and while it is kept."""
        preview = self._previews.get(id)
        if preview is None or (preview.server_id, preview.actor_id) != (server_id, actor_id):
            return None
        return preview if now - preview.at <= KEPT_FOR else None

    def take(self, id: PreviewId, *, server_id: int | None, actor_id: int, now: datetime) -> Preview | None:
        """The same, once: whoever presses twice publishes once."""
        preview = self.get(id, server_id=server_id, actor_id=actor_id, now=now)
        if preview is not None:
            del self._previews[id]
        return preview

    def _let_go(self, server_id: int) -> None:
        ours = [id_ for id_, one in self._previews.items() if one.server_id == server_id]
        for id_ in ours[: max(0, len(ours) - _OF_A_SERVER)]:
            del self._previews[id_]
        while len(self._previews) > 1 and self._is_full():
            self._previews.popitem(last=False)

    def _is_full(self) -> bool:
        held = sum(one.bytes for one in self._previews.values())
        return len(self._previews) > self._capacity or held > _MOST_BYTES
