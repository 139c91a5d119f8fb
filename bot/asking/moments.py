"""Moments as people write them: a Discord timestamp, or a day with or without a time.

In: a phrase and the present. Out: the moment, in UTC, or None where it is not understood.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

from index.language.dates import parse_dates

_TIMESTAMP = re.compile(r"<t:(?P<seconds>\d{1,11})(?::[a-zA-Z])?>|(?P<bare>\d{9,11})")
_TIME = re.compile(
    r"""
      [\sT,]* (?:at\s+)?              # "2026-03-01T14:30", "1 March 2026 at 14:30"
      (?P<hour>[01]?\d|2[0-3]) : (?P<minute>[0-5]\d) (?: :[0-5]\d )?
      \s* (?:UTC|GMT|Z)? \s* $
    """,
    re.VERBOSE | re.IGNORECASE,
)


def read_moment(typed: str, *, now: datetime) -> datetime | None:
    """The moment that a phrase names; a day alone is its beginning, all in UTC.

    >>> read_moment("1 March 2026 14:30", now=datetime(2026, 1, 1, tzinfo=UTC)).isoformat()
    '2026-03-01T14:30:00+00:00'
    >>> read_moment("<t:1772375400:F>", now=datetime(2026, 1, 1, tzinfo=UTC)).isoformat()
    '2026-03-01T14:30:00+00:00'
    """
    phrase = typed.strip()
    if stamp := _TIMESTAMP.fullmatch(phrase):
        return datetime.fromtimestamp(int(stamp["seconds"] or stamp["bare"]), UTC)
    clock = _TIME.search(phrase)
    days = phrase[: clock.start()] if clock else re.sub(r"\s*(?:UTC|GMT)$", "", phrase)
    understood = parse_dates(days, today=now.astimezone(UTC).date())
    if understood is None or understood.dates.start is None:
        return None
    hour = time(int(clock["hour"]), int(clock["minute"])) if clock else time()
    return datetime.combine(understood.dates.start, hour, UTC)
