"""Pushes a collection, and is killed at one of its requests where one is named; run as a module.

In: a database, addresses of nodes, a prefix of indices; which request (from 1), and whether before it is sent or after its
reply has come. Out: a line when it begins; the process is gone, or ends well where there were fewer requests.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from itertools import count
from pathlib import Path

from index.cluster.params import ClusterParams
from index.cluster.push.pusher import Pusher, PushParams
from index.cluster.wire.client import Client, Deadline, Reply, Request
from index.query import PUBLIC
from index.store.database import Database


class Mortal(Client):
    """A client that is killed at one of its requests."""

    fatal = 0
    after_reply = False
    numbers = count(1)

    async def send(self, request: Request, deadline: Deadline) -> Reply:
        """Send a request, and perhaps never return."""
        is_last = next(self.numbers) == self.fatal
        if is_last and not self.after_reply:
            os.kill(os.getpid(), signal.SIGKILL)
        reply = await super().send(request, deadline)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return reply


async def push(database: Path, nodes: str, prefix: str) -> None:
    params = ClusterParams(tuple(nodes.split(",")), prefix=prefix)
    async with Database.open(database) as opened, Mortal.open(params) as client:
        print("begins", flush=True)
        await Pusher(opened, client, PushParams(shards=2, drift=0.1)).push(PUBLIC)


if __name__ == "__main__":
    path, addresses, named, *killed = sys.argv[1:]
    if killed:
        fatal, moment = killed
        Mortal.fatal, Mortal.after_reply = int(fatal), moment == "after"
    asyncio.run(push(Path(path), addresses, named))
