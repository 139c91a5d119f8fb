"""Whatever moment a change is killed at, the store opens and answers, and the same change again completes it."""

from __future__ import annotations

import subprocess
import sys

from tests.index.killed import OPERATIONS

KILLS = 4


def test_a_change_that_is_killed_is_made_wholly_or_not_at_all_and_can_be_made_again() -> None:
    command = [sys.executable, "-m", "tests.index.killed", str(KILLS)]

    run = subprocess.run(command, check=True, capture_output=True, text=True)

    lines = run.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == list(OPERATIONS), run.stdout
    assert all(int(line.split()[1]) >= KILLS for line in lines), run.stdout
