"""A job is killed a few times while it runs; `make chaos` kills 200 times, whatever changes an index."""

from __future__ import annotations

import re
import subprocess
import sys


def test_whoever_is_killed_while_a_job_runs_nothing_is_lost_and_the_same_again_completes_it() -> None:
    command = [sys.executable, "-m", "tests.chaos", "--kills", "3", "--seed", "7", "--only", "reindex"]

    run = subprocess.run(command, check=False, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout + run.stderr
    assert sorted(re.findall(r"^reindex +(\w+) +1 kills$", run.stdout, re.MULTILINE)) == [
        "both",
        "child",
        "parent",
    ]


def test_writes_that_are_refused_are_told_and_leave_what_was() -> None:
    command = [sys.executable, "-m", "tests.chaos.full_disk", "2", "reindex"]

    run = subprocess.run(command, check=False, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout + run.stderr
    assert "refused in words" in run.stdout
