"""The process that reads one upload: a pickled Task on standard input, a pickled Reading on standard output.

Nothing here trusts what it reads. The limits are set before anything else is imported.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.uploads.task import Task

OUT_OF_MEMORY = 77
"""Exit code of a child whose memory did not suffice."""

_NICENESS = 5
"""Answering comes first; whoever uploads a file is waiting too."""


def main(memory_bytes: int, cpu_s: int) -> None:
    """Read the one task, within the memory and the processor time that are allowed."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # a second between the two: at the hard limit the system kills, and nobody learns that it was for the time
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICENESS)
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that anyone prints may get into the answer
    try:
        from bot.uploads.reading import read_within

        task: Task = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the process that started this one
        with answer:
            pickle.dump(read_within(task), answer)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
