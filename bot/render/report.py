"""What an index run did → text: how many releases came, changed and went, and what failed and why.

In: an IndexReport. Out: text for a message.
"""

from __future__ import annotations

from bot.render import limits
from bot.render.quote import bold, cut
from bot.render.wording import counted
from index.report import FailedFile, IndexReport

_FAILURES_SHOWN = 5
_NOTES_SHOWN = 3
_PATH = 80


def report_text(report: IndexReport) -> str:
    """The report in a few lines, with the first failures and their reasons."""
    counts = [
        f"{report.added:,} added",
        f"{report.changed:,} changed",
        f"{report.removed:,} removed",
        f"{report.unchanged:,} unchanged",
        f"{len(report.failed):,} failed",
    ]
    lines = [
        f"Re-indexing is done: {', '.join(counts)}. In the index: {counted(report.passages, 'passage')}."
    ]
    lines += [cut(note, room=limits.NOTE) for note in report.notes[:_NOTES_SHOWN]]
    lines += [_failure(failed) for failed in report.failed[:_FAILURES_SHOWN]]
    if len(report.failed) > _FAILURES_SHOWN:
        lines.append(f"… and {len(report.failed) - _FAILURES_SHOWN:,} more; the log names them all.")
    return "\n".join(lines)


def _failure(failed: FailedFile) -> str:
    # the end of a path tells more than its start
    path = failed.path if len(failed.path) <= _PATH else f"…{failed.path[-_PATH + 1 :]}"
    return f"- {bold(path, room=2 * _PATH)}: {cut(failed.reason, room=limits.NOTE)}"
