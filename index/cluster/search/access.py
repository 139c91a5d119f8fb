"""The way of questions to a cluster: who answers their requests, and what they have read that others need not read again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from index.cluster.search.asking import Asking
from index.cluster.search.caches import FrequencyCache, VersionCache
from index.cluster.search.listing import ListCache
from index.cluster.wire.client import Client, Deadline


@dataclass(frozen=True)
class ClusterAccess:
    """How questions reach the cluster, and what they have read from it."""

    client: Client
    loop: asyncio.AbstractEventLoop
    versions: VersionCache = field(default_factory=VersionCache)
    frequencies: FrequencyCache = field(default_factory=FrequencyCache)
    lists: ListCache = field(default_factory=ListCache)

    def asking(self) -> Asking:
        """The requests of a question that begins now."""
        return Asking(self.client, self.loop, Deadline.within(self.client.params.question_timeout_s))
