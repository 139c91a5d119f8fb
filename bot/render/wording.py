"""Phrases that the terminal and Discord share: days, counts, what is indexed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from index.query import Holdings

_AGES = ((timedelta(days=2), timedelta(days=1), "d"), (timedelta(hours=1), timedelta(hours=1), "h"))


def day(published: date | None) -> str:
    """The day in words.

    >>> day(date(2024, 1, 31)), day(None)
    ('31 January 2024', 'undated')
    """
    return f"{published.day} {published:%B %Y}" if published else "undated"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """The number with its noun, in the plural where there are several.

    >>> counted(1, "release"), counted(1234, "release"), counted(2, "entry", "entries")
    ('1 release', '1,234 releases', '2 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def held(holdings: Holdings, *, now: datetime) -> str:
    """What is indexed, in one line: how many releases, of which years, how fresh."""
    if not holdings.releases:
        return "nothing is indexed yet"
    parts = [counted(holdings.releases, "release")]
    if holdings.first and holdings.last:
        years = sorted({holdings.first.year, holdings.last.year})
        parts.append("–".join(map(str, years)))
    if holdings.updated:
        parts.append(f"updated {age(datetime.fromisoformat(holdings.updated), now=now)}")
    return ", ".join(parts)


def age(moment: datetime, *, now: datetime) -> str:
    """How long ago that was, roughly: "just now", "5 min ago", "2 h ago", "3 d ago"."""
    passed = now - moment
    for least, unit, name in _AGES:
        if passed >= least:
            return f"{passed // unit} {name} ago"
    minutes = passed // timedelta(minutes=1)
    return f"{minutes} min ago" if minutes > 0 else "just now"
