"""The composition root: `communique` and `python -m bot` start here."""

from __future__ import annotations

import gc
import os
import sys

TURN_S = 0.0005
"""How long a thread computes while another one waits for its turn: compiled code that has ended, a row from the database, the
event loop. A tenth of what is usual: at 16 questions at once a sixth more are answered, and a start waits less."""


def main() -> None:
    """Run the command line."""
    sys.setswitchinterval(TURN_S)
    # linear algebra of many threads is of no use here, and starting them takes longer than importing numpy
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # what is imported stays: to look through it for garbage, again and again, takes a tenth of the start
    gc.disable()
    from bot.cli import commands

    gc.freeze()
    gc.enable()
    commands()


if __name__ == "__main__":
    main()
