"""What a change comes to, release by release, and the report of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.release import VersionId
from index.report import TITLES_TOLD, FailedFile, IndexReport
from index.store.database import Database
from index.store.generations import Generations
from index.store.releases import Releases


@dataclass(frozen=True, slots=True)
class Difference:
    """Releases (their rows) that come, change and go, each with its version: the new one, of those that go the last."""

    added: Mapping[int, VersionId]
    changed: Mapping[int, VersionId]
    gone: Mapping[int, VersionId]

    @property
    def any(self) -> bool:
        """Whether there is a difference at all."""
        return bool(self.added or self.changed or self.gone)

    @classmethod
    def between(cls, before: Mapping[int, VersionId], after: Mapping[int, VersionId]) -> Difference:
        """The difference of two generations, given as the version of each release."""
        return cls(
            added={release: version for release, version in after.items() if release not in before},
            changed={
                release: version
                for release, version in after.items()
                if before.get(release, version) != version
            },
            gone={release: version for release, version in before.items() if release not in after},
        )


async def report_of(
    database: Database,
    collection: int,
    difference: Difference,
    *,
    unchanged: int,
    failed: Sequence[FailedFile] = (),
    notes: Sequence[str] = (),
) -> IndexReport:
    """The report of a change that was made to a collection (its row)."""
    releases = Releases(database)

    async def titles(versions: Iterable[VersionId]) -> list[str]:
        return await releases.titles(list(versions)[:TITLES_TOLD])

    return IndexReport(
        added=len(difference.added),
        changed=len(difference.changed),
        unchanged=unchanged,
        removed=len(difference.gone),
        passages=await Generations(database).passages(collection),
        failed=failed,
        notes=notes,
        added_titles=await titles(difference.added.values()),
        changed_titles=await titles(difference.changed.values()),
        removed_titles=await titles(difference.gone.values()),
    )
