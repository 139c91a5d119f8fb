"""Lucene's worker, a Java program: compiled where a JDK of 21 or newer and Maven are."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent

LEAST_JAVA = 21


class NoJavaError(Exception):
    """There is no JDK or Maven that serves."""


def lucene_command(work: Path) -> list[str]:
    """How the worker is started, compiled into this folder."""
    home = next((home for home in _homes() if _version(home) >= LEAST_JAVA), None)
    if home is None:
        raise NoJavaError(f"no JDK {LEAST_JAVA} or newer is here")
    if shutil.which("mvn") is None:
        raise NoJavaError("Maven is not here")
    jars, classes = work / "jars", work / "classes"
    _run(
        [
            "mvn",
            "-q",
            "-B",
            "-f",
            str(HERE / "pom.xml"),
            "dependency:copy-dependencies",
            f"-DoutputDirectory={jars}",
        ],
        home,
    )
    path = f"{jars}/*"
    _run(
        [f"{home}/bin/javac", "-nowarn", "-cp", path, "-d", str(classes), str(HERE / "LuceneWorker.java")],
        home,
    )
    # the vectors of Panama are an incubator module still
    return [
        f"{home}/bin/java", "--add-modules", "jdk.incubator.vector", "-Xmx4g", "-XX:+UseSerialGC",
        "-cp", f"{classes}:{path}", "LuceneWorker",
    ]  # fmt: skip


def _homes() -> Iterator[Path]:
    if os.environ.get("JAVA_HOME"):
        yield Path(os.environ["JAVA_HOME"])
    yield from sorted(Path("/usr/lib/jvm").glob("*"))


def _version(home: Path) -> int:
    """The JDK's feature number; 0 where this is none."""
    if not (home / "bin" / "javac").exists():
        return 0
    said = subprocess.run([f"{home}/bin/javac", "-version"], capture_output=True, text=True, check=False)
    digits = (said.stdout + said.stderr).removeprefix("javac ").split(".")[0].strip()
    return int(digits) if digits.isdigit() else 0


def _run(command: list[str], home: Path) -> None:
    done = subprocess.run(
        command, env={**os.environ, "JAVA_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoJavaError(f"{Path(command[0]).name} failed: {(done.stdout + done.stderr).strip()[-200:]}")
