"""Front matter: facts in YAML between two lines of three hyphens at the head of a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from index.errors import ReleaseReadError
from index.intake.raw import Facts

_NAMES = {
    "id": ("id",),
    "title": ("title",),
    "date": ("date", "published", "published_time"),
    "updated": ("updated", "modified_time", "last_updated"),
    "url": ("url", "source_url", "link"),
    "speaker": ("speaker", "author"),
}


def split_front_matter(text: str, name: str) -> tuple[Facts, str]:
    """The facts that front matter states, and the text that follows it.

    Raises:
        ReleaseReadError: there is front matter and it is not YAML.
    """
    if not text.startswith("---\n"):
        return Facts(), text
    # here: who only asks does without, and most files have no front matter
    import frontmatter
    import yaml

    try:
        fields, content = frontmatter.parse(text)
    # dates that are on no calendar and numbers without end are ValueErrors
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + 2})" if where else ""
        raise ReleaseReadError(
            name, f"its front matter is not YAML{line}: put its values in quotes"
        ) from error
    return facts_of(fields), content


def facts_of(fields: Mapping[str, object]) -> Facts:
    """The facts among a record's fields, by any of the names that people give them."""
    return Facts(**{name: _first(fields, aliases) for name, aliases in _NAMES.items()})


def _first(fields: Mapping[str, object], aliases: tuple[str, ...]) -> str | None:
    for alias in aliases:
        value = fields.get(alias)
        if isinstance(value, datetime):
            return value.isoformat(timespec="minutes")
        if isinstance(value, date | str | int) and str(value).strip():
            return " ".join(str(value).split())
    return None
