"""What an index run did → text: how many releases came, changed and went, and what failed and why.

In: an IndexReport, or how far a run is. Out: text for a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.render import limits
from bot.render.card import fitted
from bot.render.quote import bold, cut
from bot.render.wording import counted
from index.report import FailedFile, IndexReport, Phase, Progress

_FAILURES_SHOWN = 5
_NOTES_SHOWN = 3
_PATH = 80
_TITLES_SHOWN = 3
_BAR = 20

_NOT_HERE = "Which ones is told where the collection is searched, not in this channel."
_PHASES = {
    Phase.READING: "reading release",
    Phase.BUILDING: "indexing release",
    Phase.CHECKING: "checking answer",
    Phase.PUSHING: "pushing release",
    Phase.COPYING: "copying part",
}
_UNEVEN = frozenset({Phase.CHECKING, Phase.COPYING})
"""What is done of these does not tell how long the rest takes."""


def report_text(report: IndexReport, *, titles: bool = True) -> str:
    """The report in a few lines, with the first failures and their reasons.

    ``titles`` says whether what is in the releases may be seen where it stands; if not, counts are all.
    """
    lines = [
        f"Re-indexing is done: {counts_text(report)}. In the index: {counted(report.passages, 'passage')}."
    ]
    if not titles:
        return f"{lines[0]} {_NOT_HERE}"
    for word, named in (
        ("Added", report.added_titles),
        ("Changed", report.changed_titles),
        ("Removed", report.removed_titles),
    ):
        lines += _titles(word, named)
    lines += [cut(note, room=limits.NOTE) for note in report.notes[:_NOTES_SHOWN]]
    lines += [_failure(failed) for failed in report.failed[:_FAILURES_SHOWN]]
    if len(report.failed) > _FAILURES_SHOWN:
        lines.append(f"… and {len(report.failed) - _FAILURES_SHOWN:,} more; the log names them all.")
    return fitted(lines, limits.CONTENT)


def counts_text(report: IndexReport) -> str:
    """How many releases came, changed, went, stayed and failed."""
    counts = [
        f"{report.added:,} added",
        f"{report.changed:,} changed",
        f"{report.removed:,} removed",
        f"{report.unchanged:,} unchanged",
        f"{len(report.failed):,} failed",
    ]
    return ", ".join(counts)


def progress_text(collection: str, progress: Progress | None, *, took: timedelta, before: int = 0) -> str:
    """How far a job is: its phase with a bar, how fast it goes since that ``took``, how long it will take yet."""
    head = f"Re-indexing of {bold(collection, room=limits.WORD)}"
    ask = "Questions are answered from the present index until it is done."
    if progress is None:
        waiting = f"{head} waits for {counted(before, 'other')}." if before else f"{head} has begun."
        return f"{waiting} {ask}"
    part = progress.done / progress.of if progress.of else 0.0
    filled = round(part * _BAR)
    bar = f"`{'█' * filled}{'░' * (_BAR - filled)}` {part:.0%}"
    return f"{head}: {_PHASES[progress.phase]} {progress.done:,} of {progress.of:,}\n{bar}{_pace(progress, took)}\n{ask}"


def _pace(progress: Progress, took: timedelta) -> str:
    seconds = took.total_seconds()
    if progress.phase in _UNEVEN or seconds < 1 or not progress.done:
        return ""
    rate = progress.done / seconds
    left = max(0, progress.of - progress.done) / rate
    return f" · {rate:,.0f} a second · about {_duration(left)} left"


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _titles(word: str, titles: Sequence[str]) -> list[str]:
    shown = "; ".join(cut(title, room=limits.NOTE) for title in titles[:_TITLES_SHOWN])
    more = " …" if len(titles) > _TITLES_SHOWN else ""
    return [f"{word}: {shown}{more}"] if titles else []


def _failure(failed: FailedFile) -> str:
    # the end of a path tells more than its start
    path = failed.path if len(failed.path) <= _PATH else f"…{failed.path[-_PATH + 1 :]}"
    return f"- {bold(path, room=2 * _PATH)}: {cut(failed.reason, room=limits.NOTE)}"
