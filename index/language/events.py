"""Named events: a lexicon file comes in, each name with the days it stands for goes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from index.language.topics import LexiconError
from index.query import DateRange


def events_from(entries: Mapping[str, Any]) -> dict[str, DateRange]:
    """The days of each event, by its name and by each of its other names.

    An entry is ``{name: {"start": day, "end": day, "names": [other name…]}}``; ``end`` is the day after the last
    one, and where it is left out the event lasted one day.

    Raises:
        LexiconError: an entry has another form, or two events share a name.

    >>> events_from({"Riga summit": {"start": date(2006, 11, 28), "end": date(2006, 11, 30)}})
    {'Riga summit': DateRange(start=datetime.date(2006, 11, 28), end=datetime.date(2006, 11, 30))}
    """
    found: dict[str, DateRange] = {}
    for name, entry in entries.items():
        dates = _dates(name, entry)
        for each in [name, *_names(name, entry)]:
            if found.setdefault(each, dates) != dates:
                raise LexiconError(f'events.toml: "{each}" names two events')
    return found


def _dates(name: str, entry: object) -> DateRange:
    if not isinstance(entry, Mapping) or not _is_day(entry.get("start")):
        raise LexiconError(f'events.toml: event "{name}" needs start = 2024-07-09')
    start: date = entry["start"]
    end = entry.get("end", start + timedelta(days=1))
    if not _is_day(end) or end <= start:
        raise LexiconError(f'events.toml: the end of event "{name}" is the day after its last one')
    return DateRange(start, end)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _names(name: str, entry: Mapping[str, Any]) -> list[str]:
    names = entry.get("names", [])
    if not isinstance(names, list) or not all(isinstance(each, str) and each.strip() for each in names):
        raise LexiconError(f'events.toml: names of event "{name}" are a list ["…", "…"]')
    return names
