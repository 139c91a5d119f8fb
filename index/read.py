"""What one run has come across so far: of each release the version to answer from, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from index.errors import ReleaseReadError
from index.release import VersionId
from index.report import FailedFile


@dataclass(slots=True)
class Read:
    """Grows while the run reads."""

    versions: dict[int, VersionId] = field(default_factory=dict)
    failed: list[FailedFile] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)
    repeated: int = 0
    kept_away: int = 0
    assumed: dict[str, int] = field(default_factory=dict)

    def keep(self, release: int, version: VersionId | None) -> None:
        """Take a version of a release, if it is the first one."""
        if release in self.versions:
            self.repeated += 1
        elif version is not None:
            self.versions[release] = version

    def fail(self, path: Path, error: ReleaseReadError) -> None:
        """Note what could not be read."""
        self.failed.append(FailedFile(error.path, error.reason))
        self.unread.add(path)
