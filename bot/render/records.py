"""Releases and generations as those who look after them see them → text for a terminal, and JSON.

In: what an upload came to, records, a history. Out: lines, or JSON values whose field names programs rely on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from bot.render.json import Json
from bot.render.text import report_text
from bot.render.wording import counted, day
from index.editing import GenerationRecord, Prepared, Reading, ReleaseRecord, ReleaseRecords
from index.language.characters import clean
from index.report import IndexReport


def handle_typed(handle: str) -> str:
    """A handle as it is typed: without its “#”, which begins a comment in a shell.

    >>> handle_typed("#5f6e"), handle_meant("5f6e"), handle_meant("#5f6e")
    ('5f6e', '#5f6e', '#5f6e')
    """
    return handle.removeprefix("#")


def handle_meant(typed: str) -> str:
    """The handle that was typed, with its “#” or without."""
    return "#" + typed.removeprefix("#")


def reading_text(reading: Reading) -> str:
    """What files came to: each release, and each that could not be read with its reason."""
    lines = [line for prepared in reading.prepared for line in _prepared(prepared)]
    return "\n".join(_plain([*lines, *_failures(reading)]))


def reading_json(reading: Reading) -> Json:
    """The same."""
    return {
        "releases": [
            {
                "title": prepared.release.version.title,
                "date": _iso(prepared.release.version.published),
                "url": prepared.release.version.url,
                "speaker": prepared.release.version.speaker,
                "passages": len(prepared.release.version.passages),
                "assumed": list(prepared.release.version.assumed),
            }
            for prepared in reading.prepared
        ],
        "failed": [asdict(failed) for failed in reading.failed],
    }


def published_text(report: IndexReport, reading: Reading, *, width: int) -> str:
    """What has gone live, and what could not be read."""
    return "\n".join([report_text(report, width=width), *_plain(_failures(reading))])


def record_text(record: ReleaseRecord) -> str:
    """A release in a few lines."""
    facts = [
        ("date", day(record.published)),
        ("speaker", record.speaker),
        ("address", record.url),
        ("state", _state(record)),
        ("holds", f"{counted(record.passages, 'passage')}, {counted(record.versions, 'version')}, {record.bytes:,} bytes"),
        ("from", "an upload" if record.uploaded else "a folder"),
    ]  # fmt: skip
    lines = [f"{handle_typed(record.handle)}  {record.title}"]
    return "\n".join(_plain([*lines, *(f"  {name:8} {value}" for name, value in facts if value)]))


def records_text(found: ReleaseRecords, *, offset: int) -> str:
    """A page of releases, one a line."""
    lines = [
        f"{handle_typed(record.handle)}  {record.published or 'undated'!s:10}  {record.state:9}  {record.title}"
        for record in found.records
    ]
    shown = f", {offset + 1}–{offset + len(lines)} shown" if 0 < len(lines) < found.total else ""
    return "\n".join(_plain([*lines, f"{counted(found.total, 'release')}{shown}."]))


def record_json(record: ReleaseRecord) -> Json:
    """A release."""
    return {
        "handle": record.handle,
        "id": record.key,
        "title": record.title,
        "date": _iso(record.published),
        "url": record.url,
        "speaker": record.speaker,
        "state": str(record.state),
        "changed_at": record.changed_at.isoformat(),
        "held_until": record.held_until.isoformat() if record.held_until else None,
        "reason": record.reason,
        "passages": record.passages,
        "versions": record.versions,
        "bytes": record.bytes,
        "uploaded": record.uploaded,
    }


def records_json(found: ReleaseRecords) -> Json:
    """A page of releases."""
    return {"releases": [record_json(record) for record in found.records], "total": found.total}


def history_text(generations: Sequence[GenerationRecord]) -> str:
    """Generations, newest first; those that can be rolled back to are marked."""
    lines = [
        f"{generation.id:6}  {generation.made_at:%Y-%m-%d %H:%M}  {counted(generation.releases, 'release')}: "
        f"+{generation.added:,} ~{generation.changed:,} -{generation.removed:,}  {generation.reason}{_mark(generation)}"
        for generation in generations
    ]
    return "\n".join(lines) or "Nothing was indexed yet."


def history_json(generations: Sequence[GenerationRecord]) -> Json:
    """The same."""
    return {
        "generations": [
            asdict(generation) | {"made_at": generation.made_at.isoformat()} for generation in generations
        ]
    }


def _prepared(prepared: Prepared) -> list[str]:
    version = prepared.release.version
    by = f", {version.speaker}" if version.speaker else ""
    return [
        f"{version.title} ({day(version.published)}{by}): {counted(len(version.passages), 'passage')}",
        *(f"  {assumed}" for assumed in version.assumed),
    ]


def _failures(reading: Reading) -> list[str]:
    return [f"{failed.path}: {failed.reason}" for failed in reading.failed]


def _state(record: ReleaseRecord) -> str:
    until = f" until {record.held_until:%Y-%m-%d %H:%M %Z}" if record.held_until else ""
    return f"{record.state}{until}" + (f" ({record.reason})" if record.reason else "")


def _mark(generation: GenerationRecord) -> str:
    return "  (now)" if generation.current else "  (can be rolled back to)" if generation.restorable else ""


def _plain(lines: Iterable[str]) -> list[str]:
    """Lines without what would move a terminal's cursor."""
    return [clean(line).replace("\n", " ") for line in lines]


def _iso(published: object) -> str | None:
    return str(published) if published else None
