"""Facts that people state of a release, laid over what its file states; the text and its passages stay."""

from __future__ import annotations

from dataclasses import replace

from index.intake.parser import NO_DATE, NO_TITLE, stated_day
from index.intake.raw import Facts
from index.language.characters import clean
from index.release import Version


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
