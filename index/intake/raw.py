"""What a reader gets out of a file, before it is parsed."""

from __future__ import annotations

from dataclasses import dataclass

from index.release import ReleaseKey


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a release apart from its text: stated by the file, or given by whoever indexes it."""

    id: str | None = None
    title: str | None = None
    date: str | None = None
    updated: str | None = None
    url: str | None = None
    speaker: str | None = None

    def over(self, other: Facts) -> Facts:
        """These facts, and the other ones where these are silent."""
        mine = {name: getattr(self, name) or getattr(other, name) for name in self.__slots__}
        return Facts(**mine)


@dataclass(frozen=True, slots=True)
class RawRelease:
    """Text as people read it, with the facts that the file states.

    ``page`` means that the text begins with what stands at the head of a page: title, date, labels.
    ``name`` says where it stands, for messages ("notes.txt", "releases.jsonl line 7").
    """

    name: str
    text: str
    facts: Facts = Facts()
    page: bool = True


def release_key(raw: RawRelease, given: Facts, *, url: str | None, path: str) -> ReleaseKey:
    """The key of a release: its address, else its own id, else its file's path, with its line where that has several."""
    own = url or given.id or raw.facts.id
    line = raw.name.rsplit(" line ", 1)[1] if not raw.page and not own else ""
    return ReleaseKey(own or path + (f"#{line}" if line else ""))
