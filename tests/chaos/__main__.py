"""`python -m tests.chaos`: kills at random moments, the moments drawn from a seed that is printed.

Only kills that hit a running operation count; one that came too late is made again. Exit code 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from tests.chaos.killing import Kill, Undisturbed, kill, rehearse
from tests.chaos.operations import OPERATIONS

TOLD_EVERY = 20


def main() -> None:
    """Kill as often as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", choices=OPERATIONS, help="kill this operation alone")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        turns = _turns([arguments.only] if arguments.only else list(OPERATIONS))
        sys.exit(1 if chaos(arguments.kills, turns, random.Random(arguments.seed), Path(scratch)) else 0)


def chaos(kills: int, turns: Iterator[tuple[str, str]], chance: random.Random, scratch: Path) -> int:
    """Kill so often, taking operations and victims in turn; how many kills left something wrong."""
    undisturbed: dict[str, Undisturbed] = {}
    hits: Counter[tuple[str, str]] = Counter()
    missed = wrong = 0
    longest_orphan_s = 0.0
    while hits.total() < kills:
        operation, victim = next(turns)
        pristine = scratch / operation
        if operation not in undisturbed:
            undisturbed[operation] = rehearse(operation, pristine)
            print(f"{operation}: {undisturbed[operation].seconds:.2f} s undisturbed", flush=True)
        chosen = Kill(operation, victim, chance.random())
        outcome = kill(chosen, pristine, undisturbed[operation])
        while not outcome.hit and not outcome.wrong:
            missed += 1
            chosen = Kill(operation, victim, chance.random())
            outcome = kill(chosen, pristine, undisturbed[operation])
        hits[operation, victim] += 1
        if hits.total() % TOLD_EVERY == 0:
            print(f"{hits.total()} kills", flush=True)
        longest_orphan_s = max(longest_orphan_s, outcome.orphan_s)
        if outcome.wrong:
            wrong += 1
            print(f"WRONG after {chosen}: {outcome.wrong}", flush=True)
    for (operation, victim), count in hits.items():
        print(f"{operation:14} {victim:8} {count:4} kills")
    print(
        f"{hits.total()} kills while running, {missed} too late and not counted, {wrong} left something wrong"
    )
    print(f"a job whose parent was killed ended within {longest_orphan_s:.1f} s")
    return wrong


def _turns(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in cycle(names):
        for victim in ("child", "parent", "both") if OPERATIONS[name].job else ("parent",):
            yield name, victim


if __name__ == "__main__":
    main()
