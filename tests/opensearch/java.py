"""Finds what the cluster for tests is built and run with: a JDK, Maven and the jars; says what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

LEAST_JAVA = 21
LAUNCHER = Path(__file__).parent / "launcher"
_JARS = LAUNCHER / "target" / "dependency"
_BUILD = ("mvn", "-B", "-q", "package", "dependency:copy-dependencies")
_INSTALLED = Path("/usr/lib/jvm")


@cache
def java_home() -> Path | None:
    """A JDK that is new enough: the one of JAVA_HOME, else the newest that is installed."""
    homes = [(release, home) for home in _homes() if (release := _release(home)) >= LEAST_JAVA]
    named = [home for _, home in homes if str(home) == os.environ.get("JAVA_HOME")]
    return next(iter(named), max(homes, key=lambda found: found[0])[1] if homes else None)


@cache
def missing() -> str | None:
    """What keeps a cluster from being started here, with how to get it; None where nothing does."""
    if java_home() is None:
        return f"needs a JDK of {LEAST_JAVA} or newer (apt install openjdk-{LEAST_JAVA}-jdk-headless, or set JAVA_HOME)"
    if not _built() and shutil.which("mvn") is None:
        return "needs Maven (apt install maven)"
    return None


def class_path() -> str:
    """The launcher with all that it needs, built where it was not or is older than its source."""
    if not _built():
        environment = os.environ | {"JAVA_HOME": str(java_home())}
        subprocess.run(_BUILD, cwd=LAUNCHER, env=environment, check=True)
    return os.pathsep.join([str(_jar()), str(_JARS / "*")])


def _built() -> bool:
    sources = [LAUNCHER / "pom.xml", *(LAUNCHER / "src").rglob("*.java")]
    return (
        _jar().exists()
        and _JARS.is_dir()
        and _jar().stat().st_mtime >= max(source.stat().st_mtime for source in sources)
    )


def _jar() -> Path:
    return LAUNCHER / "target" / "launcher-1.jar"


def _homes() -> Iterator[Path]:
    named: Sequence[str] = [os.environ["JAVA_HOME"]] if os.environ.get("JAVA_HOME") else []
    installed = sorted(_INSTALLED.iterdir()) if _INSTALLED.is_dir() else []
    return (home for home in [*map(Path, named), *installed] if (home / "bin" / "javac").exists())


def _release(home: Path) -> int:
    """The number of a JDK's release, 0 where it does not say."""
    try:
        lines = (home / "release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    version = next((line.split('"')[1] for line in lines if line.startswith("JAVA_VERSION=")), "0")
    return int(version.split(".")[0])
