"""Facts that people state of a release, laid over what its file states; the text and its passages stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.errors import ReleaseReadError
from index.intake.raw import Facts
from index.language.characters import clean
from index.language.dates import find_day
from index.release import Version

NO_TITLE = "No title was found"
NO_DATE = "No date was found"
"""How an assumption begins."""


def overlaid(version: Version, stated: Facts) -> Version:
    """The version with the stated facts instead of its own; where none is stated its own stay.

    Raises:
        ReleaseReadError: the stated date is none.
    """
    title = clean(stated.title).strip() if stated.title else ""
    published = stated_day(stated.date, title or version.title)
    needless = (NO_TITLE,) * bool(title) + (NO_DATE,) * (published is not None)
    return replace(
        version,
        title=title or version.title,
        published=published or version.published,
        updated=stated.updated or version.updated,
        url=stated.url or version.url,
        speaker=clean(stated.speaker).strip() if stated.speaker else version.speaker,
        assumed=[sentence for sentence in version.assumed if not sentence.startswith(needless)],
    )


def stated_day(stated: str | None, name: str) -> date | None:
    """The day that a date states.

    Raises:
        ReleaseReadError: it is not understood.
    """
    if stated is None:
        return None
    day = find_day(stated)
    if day is None:
        raise ReleaseReadError(name, f'its date "{stated}" is not understood; write it as YYYY-MM-DD')
    return day
