"""Results as JSON values, one object each; the field names are an interface that programs rely on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.asking.answer import Answer, Citation, NoAnswer
from bot.asking.lookup import DateListing, LookupFailure, PassageListing, ReleaseFound
from index.query import ReleaseSummary, StoredPassage
from index.report import IndexReport

Json = dict[str, Any]


def answer_json(result: Answer | NoAnswer, *, explain: bool = False) -> Json:
    """A question's result; ``explain`` adds to each passage the parts that its score is made of."""
    if isinstance(result, NoAnswer):
        return _result(
            result.question,
            "no_answer",
            missing=result.missing,
            nearest=[_release(release) for release in result.nearest],
            notes=result.notes,
            message=result.message,
        )
    passages = [_citation(citation, explain=explain) for citation in result.citations]
    answered = _result(
        result.question, result.status, passages=passages, missing=result.missing, notes=result.notes
    )
    return answered | ({"reading": list(result.reading)} if explain else {})


def error_json(question: str, message: str) -> Json:
    """A question that could not be answered because something failed."""
    return _result(question, "error", message=message)


def dates_json(listing: DateListing | LookupFailure) -> Json:
    """A look-up by date."""
    if isinstance(listing, LookupFailure):
        return {"status": "error", "message": listing.message}
    leads = [lead.quote if lead else None for lead in listing.page.leads]
    releases = [
        _release(release) | {"lead": lead} for release, lead in zip(listing.page.releases, leads, strict=True)
    ]
    return {
        "status": "listed",
        "dates": listing.label,
        "releases": releases,
        "total": listing.page.total,
        "notes": list(listing.notes),
    }


def passages_json(listing: PassageListing | LookupFailure) -> Json:
    """A look-up by topic or by speaker."""
    if isinstance(listing, LookupFailure):
        return {"status": "error", "message": listing.message}
    return {
        "status": "listed",
        listing.kind: listing.name,
        "passages": [_citation(citation, explain=False) for citation in listing.citations],
        "total": listing.part.total,
        "notes": list(listing.notes),
    }


def release_json(found: ReleaseFound | LookupFailure) -> Json:
    """A release that was looked up, whole."""
    if isinstance(found, LookupFailure):
        return {"status": "error", "message": found.message}
    return {
        "status": "found",
        "release": _release(found.whole.release),
        "speakers": [{"name": voice.name, "passages": voice.passages} for voice in found.voices],
        "passages": len(found.whole.passages),
        "text": found.whole.text,
        "notes": list(found.notes),
    }


def report_json(report: IndexReport) -> Json:
    """What an index run did."""
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "passages": report.passages,
        "failed": [{"path": failed.path, "reason": failed.reason} for failed in report.failed],
        "notes": list(report.notes),
        "titles": {
            "added": list(report.added_titles),
            "changed": list(report.changed_titles),
            "removed": list(report.removed_titles),
        },
    }


def _result(
    question: str,
    status: str,
    *,
    passages: Sequence[Json] = (),
    missing: Sequence[str] = (),
    nearest: Sequence[Json] = (),
    notes: Sequence[str] = (),
    message: str = "",
) -> Json:
    return {
        "question": question,
        "status": status,
        "passages": list(passages),
        "missing": list(missing),
        "nearest": list(nearest),
        "notes": list(notes),
        "message": message,
    }


def _citation(citation: Citation, *, explain: bool) -> Json:
    hit = citation.hit
    shares = {"shares": [[share.label, share.value] for share in hit.shares]} if explain and hit else {}
    return (
        _passage(citation.passage)
        | {
            "also_in": [_release(release) for release in citation.also_in],
            "spans": [[mark.start, mark.end, mark.kind] for mark in citation.highlights],
            "score": hit.score if hit else None,
            "bm25": hit.bm25 if hit else None,
        }
        | shares
    )


def _passage(passage: StoredPassage) -> Json:
    return {
        "quote": passage.quote,
        "release": _release(passage.release),
        "paragraph": passage.paragraph,
        "sentence": passage.sentence,
        "start": passage.start,
        "end": passage.end,
        "speaker": passage.speaker,
    }


def _release(release: ReleaseSummary) -> Json:
    return {
        "id": release.key,
        "title": release.title,
        "date": release.published.isoformat() if release.published else None,
        "url": release.url,
    }
