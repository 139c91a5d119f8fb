"""What the tests of the page need, and whether it is there: the extra, a Chromium, a playing process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.play.extra import missing_modules

ROOT = Path(__file__).parents[3]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

READY = "() => window.simcordPreview?.ready && !window.simcordPreview.pendingAction"
"""True in a browser once the page shows what came of the last thing that was done."""

needs_the_extra = pytest.mark.skipif(
    bool(missing_modules()), reason="the extra `play` is not installed (make play installs it)"
)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None or find_spec("playwright") is None,
    reason="no Chromium, or the extra `pictures` is not installed (apt install chromium; make pictures)",
)


@dataclass(frozen=True, slots=True)
class Playing:
    """A running `communique play`."""

    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> int:
        return int(self.url.split("#")[0].rstrip("/").rpartition(":")[2])

    def interrupt(self) -> int:
        """Press Ctrl-C; out comes the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@contextmanager
def playing(home: Path, *arguments: str | Path) -> Iterator[Playing]:
    """Start `communique play` with a folder of its own for what is temporary, and end it."""
    home.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "play", *map(str, arguments)],
        cwd=ROOT,
        env=environment | {"TMPDIR": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield Playing(process, process.stdout.readline().removeprefix("Open ").strip())
        finally:
            process.terminate()
