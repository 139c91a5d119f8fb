"""One engine in a process of its own: orders come in, replies go out, a line each.

In: ``version``, ``build``, ``open``, ``ask``, ``threads``, ``add``, ``remove`` with their values, parted by tabs. Out: ``ok`` with seconds (and
what was found), ``unable``, or ``failed`` with the reason. Time is taken here, around the engine's call alone.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.bench.peers.corpus import read_passages
from tests.bench.peers.engine import Engine, UnableError, timed_all


def main() -> None:
    """Serve the engine that the command line names, with its variant."""
    # what an engine prints must not come between the replies
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        replies.write(_replied(line.rstrip("\n").split("\t")) + "\n")
        replies.flush()


def _replied(order: list[str]) -> str:
    try:
        return "\t".join(["ok", *_ORDERS[order[0]](_engine(), *order[1:])])
    except UnableError:
        return "unable"
    except Exception as error:  # noqa: BLE001  # an engine that fails is left out; the others go on
        return f"failed\t{type(error).__name__}: {' '.join(str(error).split())}"


@cache
def _engine() -> Engine:
    """Made at the first order, so that what it lacks is a reply."""
    made: Engine = importlib.import_module(f"tests.bench.peers.engines.{sys.argv[1]}").engine(sys.argv[2])
    return made


def _version(engine: Engine) -> list[str]:
    return [engine.version()]


def _build(engine: Engine, corpus: str, folder: str) -> list[str]:
    began = time.perf_counter()
    engine.build(read_passages(Path(corpus)), Path(folder))
    return [str(time.perf_counter() - began)]


def _open(engine: Engine, folder: str) -> list[str]:
    began = time.perf_counter()
    engine.open(Path(folder))
    return [str(time.perf_counter() - began)]


def _ask(engine: Engine, k: str, terms: str) -> list[str]:
    wanted, limit = terms.split(" "), int(k)
    began = time.perf_counter()
    result = engine.search(wanted, limit)
    seconds = time.perf_counter() - began
    found = engine.found(result)
    return [str(seconds), " ".join(map(str, found.numbers)), " ".join(map(str, found.scores))]


def _threads(engine: Engine, k: str, threads: str, questions: str) -> list[str]:
    asked = [line.split(" ") for line in Path(questions).read_text(encoding="ascii").splitlines()]
    return [str(timed_all(engine, asked, int(k), int(threads)))]


def _add(engine: Engine, release: str, first: str) -> list[str]:
    passages = list(read_passages(Path(release), first=int(first)))
    wanted = list(dict.fromkeys(max(passages, key=lambda passage: len(passage.terms)).terms))
    began = time.perf_counter()
    engine.add(passages)
    result = engine.search(wanted, 10)
    seconds = time.perf_counter() - began
    return [str(seconds), " ".join(map(str, engine.found(result).numbers))]


def _remove(engine: Engine, release: str) -> list[str]:
    began = time.perf_counter()
    engine.remove(int(release))
    return [str(time.perf_counter() - began)]


_ORDERS: dict[str, Callable[..., list[str]]] = {
    "version": _version,
    "build": _build,
    "open": _open,
    "ask": _ask,
    "threads": _threads,
    "add": _add,
    "remove": _remove,
}


if __name__ == "__main__":
    main()
