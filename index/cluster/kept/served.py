"""What the cluster serves of a collection, to this process: rows of its own database, or all that another one's process shows."""

from __future__ import annotations

from dataclasses import dataclass

from index.cluster.kept.heads import Serving
from index.cluster.kept.names import GenerationNames
from index.cluster.kept.rows import APART


@dataclass(frozen=True, eq=False)
class Served:
    """A generation in the cluster; ``names`` where it is looked up by what the cluster holds, None where by this process's store."""

    serving: Serving
    names: GenerationNames | None = None

    @property
    def is_own(self) -> bool:
        """Whether this process's own store holds the rows, too."""
        return self.names is None

    @property
    def apart(self) -> int:
        """What is added to the rows in the cluster."""
        return 0 if self.is_own else APART
