"""A process that calculates for another one: run as a module, with pipes as its input and output.

In: a function, then what it is to be given, again and again, until nobody asks any more. Out: what it makes of each.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from index.errors import IndexingError
from index.processes import LENGTH


def main() -> None:
    """Answer until whoever asks has ended."""
    # Ctrl-C reaches all processes of a terminal: the one that asks ends its helpers itself
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # what anybody prints must not get between the answers
    told = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with (
        suppress(EOFError, pickle.UnpicklingError, BrokenPipeError),
        os.fdopen(told, "wb") as answering,
        sys.stdin.buffer as asking,
    ):
        _answer(asking, answering)


def _answer(asking: BinaryIO, answering: BinaryIO) -> None:
    work: Callable[[Any], Any] = pickle.load(asking)  # noqa: S301  # from the process that started this one
    while True:
        given = pickle.load(asking)  # noqa: S301  # from the same
        try:
            made = work(given)
        except Exception as error:  # noqa: BLE001  # told to the one that asks
            made = IndexingError(
                f"A part of the index could not be worked out: {type(error).__name__}: {error}"
            )
        answer = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        answering.write(LENGTH.pack(len(answer)) + answer)
        answering.flush()


if __name__ == "__main__":
    main()
