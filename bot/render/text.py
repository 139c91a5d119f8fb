"""Results as text for a terminal: what is quoted stands out, what we say about it stands back.

Colours are ANSI escapes; whoever prints to a pipe strips them (click.echo does).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import datetime

import click

from bot.asking.answer import Answer, Citation, Highlight, NoAnswer
from bot.asking.lookup import DateListing, LookupFailure, Part, PassageListing, ReleaseFound
from bot.render.wording import counted, day, held
from index.query import ReleaseSummary, StoredPassage
from index.report import IndexReport

_INDENT = "  "
_ALSO_NAMED = 3
_MARKS = ("“", "”", "‘", "’", '"', "'")
_APART = "\u202f"
"""Stands between our quotation marks and those that the quote begins or ends with."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def answer_text(result: Answer | NoAnswer, *, width: int, now: datetime, explain: bool = False) -> str:
    """A question's result."""
    if isinstance(result, NoAnswer):
        return _no_answer(result, width, now)
    notes = _plain(result.notes, width)
    head: list[str] = []
    if result.status == "closest":
        # what the passages are not must be read before them
        head = [click.style("The closest I found; it does not settle the question:", bold=True), *notes, ""]
        notes = []
    missing = [f"Not found in the releases: {', '.join(result.missing)}"] if result.missing else []
    head += [*_plain(result.reading, width), ""] if explain else []
    blocks = [
        _citation(citation, number, width, explain)
        for number, citation in enumerate(result.citations, start=1)
    ]
    return "\n".join([*head, *_parted(blocks), *_plain(missing, width), *notes])


def dates_text(listing: DateListing | LookupFailure, *, width: int) -> str:
    """A look-up by date."""
    if isinstance(listing, LookupFailure):
        return _fill(listing.message, width)
    head = click.style(f"{counted(listing.part.total, 'release')}, {listing.label}", bold=True)
    blocks = [
        _release_lines(release, lead, width)
        for release, lead in zip(listing.page.releases, listing.page.leads, strict=True)
    ]
    more = _more(listing.part, len(blocks))
    return "\n".join([head + more, "", *_parted(blocks), *_plain(listing.notes, width)])


def passages_text(listing: PassageListing | LookupFailure, *, width: int) -> str:
    """A look-up by topic or by speaker."""
    if isinstance(listing, LookupFailure):
        return _fill(listing.message, width)
    head = click.style(f"{_printable(listing.name)}: {counted(listing.part.total, 'passage')}", bold=True)
    blocks = [
        _citation(citation, number, width, explain=False)
        for number, citation in enumerate(listing.citations, start=listing.part.offset + 1)
    ]
    more = _more(listing.part, len(blocks))
    return "\n".join([head + more, "", *_parted(blocks), *_plain(listing.notes, width)])


def release_text(found: ReleaseFound | LookupFailure, *, width: int) -> str:
    """A release that was looked up, whole."""
    if isinstance(found, LookupFailure):
        return _fill(found.message, width)
    release = found.whole.release
    voices = "; ".join(f"{voice.name} ({voice.passages:,})" for voice in found.voices)
    about = [f"Speaking: {voices}"] if voices else []
    head = [
        click.style(_fill(release.title, width), bold=True),
        f"{day(release.published)}, {counted(len(found.whole.passages), 'passage')}",
        *([click.style(_printable(release.url), fg="blue")] if release.url else []),
    ]
    lines = [_fill(line, width) for line in found.whole.text.split("\n")]
    return "\n".join([*head, *_plain([*about, *found.notes], width), "", *lines])


def _more(part: Part, shown: int) -> str:
    """Which part of the list is shown, where that is not all of it."""
    end = part.offset + shown
    if shown == part.total or not shown:
        return ""
    onwards = f"; --offset {end} for more" if end < part.total else ""
    return f" ({part.offset + 1:,}–{end:,} shown{onwards})"


def report_text(report: IndexReport, *, width: int) -> str:
    """What an index run did."""
    counts = (
        f"{report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged, "
        f"{report.removed:,} removed; {counted(report.passages, 'passage')} in the index."
    )
    failed = [f"failed: {_printable(failed.path)}: {_printable(failed.reason)}" for failed in report.failed]
    return "\n".join([counts, *_plain(report.notes, width), *failed])


def _no_answer(result: NoAnswer, width: int, now: datetime) -> str:
    lines = [click.style(_fill(result.message, width), bold=True), *_plain(result.notes, width)]
    if result.nearest:
        lines += ["", "Nearest releases:"]
        lines += [
            _fill(f"{release.title} ({day(release.published)})", width, "- ") for release in result.nearest
        ]
    return "\n".join([*lines, "", click.style(f"Searched: {held(result.holdings, now=now)}.", dim=True)])


def _citation(citation: Citation, number: int, width: int, explain: bool) -> list[str]:
    passage = citation.passage
    who = f"{click.style(_printable(passage.speaker), bold=True)} · " if passage.speaker else ""
    lines = [
        f"{click.style(f'{number}.', bold=True)} {who}{day(passage.release.published)}",
        _quoted(passage.quote, citation.highlights, width),
        _fill(_source(passage), width, _INDENT),
    ]
    if passage.release.url:
        lines.append(_INDENT + click.style(_printable(passage.release.url), fg="blue"))
    if citation.also_in:
        lines.append(_fill(_also_in(citation.also_in), width, _INDENT))
    return lines + (_explained(citation) if explain else [])


def _quoted(quote: str, highlights: Sequence[Highlight], width: int) -> str:
    """The quote, wrapped, its matching words bold: they are marked after wrapping, which counts characters."""
    marked = {place: mark.kind for mark in highlights for place in range(mark.start, mark.end)}
    text = _CONTROL.sub(" ", quote)
    lines, at = [], 0
    for line in textwrap.wrap(text, max(width - 4, 20), break_long_words=False, break_on_hyphens=False) or [
        ""
    ]:
        at = text.index(line.split(" ", 1)[0], at)
        lines.append("".join(_styled(text[at : at + len(line)], at, marked)))
        at += len(line)
    body = f"\n{_INDENT}  ".join(lines)
    before = _APART if text.startswith(_MARKS) else ""
    after = _APART if text.endswith(_MARKS) else ""
    return f"{_INDENT}“{before}{body}{after}”"


def _styled(line: str, offset: int, marked: Mapping[int, str]) -> list[str]:
    """The words asked for in bold, the date, figure or name that answers underlined as well."""
    return [
        click.style(run, fg="yellow", bold=True, underline=kind != "match" or None) if kind else run
        for kind, run in ((marked.get(offset + start), run) for start, run in _runs(line, offset, marked))
    ]


def _runs(line: str, offset: int, marked: Mapping[int, str]) -> list[tuple[int, str]]:
    """The line in pieces, each wholly marked alike or wholly not."""
    changes = (
        place for place in range(1, len(line)) if marked.get(offset + place) != marked.get(offset + place - 1)
    )
    edges = [0, *changes]
    return [(start, line[start:end]) for start, end in zip(edges, [*edges[1:], len(line)], strict=True)]


def _source(passage: StoredPassage) -> str:
    return f"{passage.release.title}, paragraph {passage.paragraph}, sentence {passage.sentence}"


def _also_in(releases: Sequence[ReleaseSummary]) -> str:
    named = "; ".join(f"{release.title} ({day(release.published)})" for release in releases[:_ALSO_NAMED])
    more = f"; and {len(releases) - _ALSO_NAMED} more" if len(releases) > _ALSO_NAMED else ""
    return f"Also in: {named}{more}"


def _explained(citation: Citation) -> list[str]:
    hit = citation.hit
    if hit is None:
        return []
    lines = [f"{share.value:9.3f}  {_printable(share.label)}" for share in hit.shares]
    total = f"{hit.score:9.3f}  score (the first stage alone: {hit.bm25:.3f}; coverage {hit.signals.coverage:.0%})"
    return [_INDENT + click.style(line, dim=True) for line in [*lines, total]]


def _release_lines(release: ReleaseSummary, lead: StoredPassage | None, width: int) -> list[str]:
    lines = [_fill(f"{day(release.published)} · {release.title}", width)]
    if lead is not None:
        lines.append(_quoted(lead.quote, (), width))
    return lines + ([_INDENT + click.style(_printable(release.url), fg="blue")] if release.url else [])


def _parted(blocks: Sequence[Sequence[str]]) -> list[str]:
    return [line for block in blocks for line in (*block, "")]


def _plain(sentences: Sequence[str], width: int) -> list[str]:
    return [_fill(sentence, width) for sentence in sentences]


def _fill(text: str, width: int, indent: str = "") -> str:
    hanging = " " * len(indent)
    return textwrap.fill(
        _printable(text), max(width, 20), initial_indent=indent, subsequent_indent=hanging,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _printable(text: str) -> str:
    """Text of a release on a terminal: control characters could move the cursor or change colours."""
    return _CONTROL.sub(" ", text)
