"""How a cluster is reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ClusterParams:
    """Which nodes there are, and who asks; ``ca_file`` holds the certificates that https addresses are trusted by."""

    nodes: tuple[str, ...]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    prefix: str = "communique"
    question_timeout_s: float = 3.0
