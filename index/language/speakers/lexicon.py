"""The speaker lexicon: entries of speakers.toml come in; people, the offices they held and when come out.

An office belongs to a person for some days, so that "the Secretary General" of 2013 is another than
that of 2020. A name that may mean several people means none of them: a wrong name is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from index.language.speakers.given_names import Pronoun, compatible, pronoun_of
from index.language.speakers.mentions import read_name
from index.language.speakers.titles import COURTESY, office_of, plain
from index.language.topics import LexiconError
from index.query import DateRange


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held: its names in text, and the days (half-open) on which it was held."""

    office: str
    names: tuple[str, ...]
    dates: DateRange


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom releases name; ``aliases`` are other forms of the name, with titles where they need one."""

    name: str
    aliases: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    pronoun: Pronoun | None = None

    def held_on(self, day: date | None) -> tuple[Tenure, ...]:
        """The offices held on that day; on no day in particular, all of them."""
        return tuple(tenure for tenure in self.tenures if day is None or day in tenure.dates)


class SpeakerLexicon:
    """People and offices, looked up by the words of a name."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)
        self._families: dict[str, list[Person]] = defaultdict(list)
        self._aliases: dict[str, list[Person]] = defaultdict(list)
        self._offices: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            for alias in (person.name, *person.aliases):
                _add(self._aliases[_key(alias)], person)
                _add(self._families[_key(alias).split()[-1]], person)
            for tenure in person.tenures:
                for name in tenure.names:
                    _add(self._offices[_key(name)], person)

    @classmethod
    def from_entries(cls, raw: Mapping[str, Any]) -> SpeakerLexicon:
        """The lexicon of a file with ``office`` and ``person`` entries.

        Raises:
            LexiconError: an entry lacks a name, names an unknown office or holds it on impossible days.
        """
        offices = dict(_office(entry) for entry in _entries(raw, "office"))
        people = [_person(entry, offices) for entry in _entries(raw, "person")]
        _refuse_repeated(people)
        return cls(people)

    def person_of(self, name: str, on: date | None = None) -> Person | None:
        """The one person whom a name with or without titles means on a day, if it is one."""
        return _only(self.people_of(name, on))

    def people_of(self, name: str, on: date | None = None) -> list[Person]:
        """All people whom a name may mean on a day, as a reader would take it."""
        by_alias = self._by_alias((name,), on)
        mention = read_name(name)
        return by_alias or ([] if mention is None else self.people_named(mention.titles, mention.names, on))

    def people_named(self, titles: Sequence[str], names: Sequence[str], on: date | None) -> list[Person]:
        """All people whom a name, read into titles and names, may mean on a day."""
        if len(names) > 1:
            full = self._aliases.get(_key(" ".join(names))) or self._by_full_name(names)
            if full:
                return full
        office = office_of(titles)
        if office is not None:
            # an alias may hold a title that tells of no office in the list: "Administrator Slavitt"
            return self._by_office(office, names, on) or self._by_alias((*titles, *names), on)
        courtesy = [word for word in titles if plain(word) in COURTESY]
        forms = [" ".join((*courtesy, *names))] if courtesy else []
        for form in (*forms, " ".join(names)):
            known = self._by_alias((form,), on)
            if known:
                return known
        return []

    def same_family(self, family: str) -> Sequence[Person]:
        """All people of a family name, whatever they were called or held."""
        return self._families.get(_key(family).split()[-1], ())

    def holder(self, office_words: str, on: date | None) -> Person | None:
        """The one person who held an office on a day ("the NATO Secretary General"); on no day: None."""
        if on is None:
            return None
        return _only([person for person in self.holders(office_words) if _holds(person, office_words, on)])

    def holders(self, office_words: str) -> list[Person]:
        """All who ever held an office, the last first."""
        key = _key(office_words)
        return sorted(self._offices.get(key, ()), key=lambda person: _last_day(person, key), reverse=True)

    def _by_alias(self, words: Sequence[str], on: date | None) -> list[Person]:
        return [person for person in self._aliases.get(_key(" ".join(words)), ()) if _is_current(person, on)]

    def _by_full_name(self, names: Sequence[str]) -> list[Person]:
        same = self._families.get(_key(names[-1]), ())
        return [person for person in same if compatible(names[:-1], person.name.split()[:-1])
                and _ends_alike(names, person)]  # fmt: skip

    def _by_office(self, office: str, names: Sequence[str], on: date | None) -> list[Person]:
        wanted = _key(" ".join(names)).split()
        found = []
        for person in self._families.get(wanted[-1], ()):
            fits = any(
                _key(form).split()[-len(wanted) :] == wanted for form in (person.name, *person.aliases)
            )
            if fits and any(
                office_of(name.split()) == office for held in person.held_on(on) for name in held.names
            ):
                found.append(person)
        return found


def _ends_alike(names: Sequence[str], person: Person) -> bool:
    """Whether the family names agree to the end ("de la Cruz" is not "Cruz")."""
    return len(names) <= len(person.name.split()) + 2


def _holds(person: Person, office_words: str, on: date) -> bool:
    key = _key(office_words)
    return any(key == _key(name) for tenure in person.held_on(on) for name in tenure.names)


def _is_current(person: Person, on: date | None) -> bool:
    return on is None or not person.tenures or bool(person.held_on(on))


def _last_day(person: Person, key: str) -> date:
    ends = [tenure.dates.end or date.max for tenure in person.tenures if key in map(_key, tenure.names)]
    return max(ends, default=date.min)


@lru_cache(maxsize=1 << 16)
def _key(words: str) -> str:
    """One form for a name or an office however it is spelled.

    >>> _key("the NATO Secretary-General"), _key("Robert C. Byrd")
    ('nato secretary general', 'robert c byrd')
    """
    small = words.casefold().replace("secretary-general", "secretary general").replace(".", "").split()
    return " ".join(plain(word) for word in small if word != "the") or words.casefold()


def _add(people: list[Person], person: Person) -> None:
    if person not in people:
        people.append(person)


def _only(people: Iterable[Person]) -> Person | None:
    found = list(people)
    return found[0] if len(found) == 1 else None


def _entries(raw: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    entries = raw.get(kind, [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise LexiconError(f"speakers.toml: {kind} must be a list of tables, [[{kind}]]")
    return entries


def _office(entry: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    name = _name(entry, "office")
    return name, _strings(entry, "names", f'office "{name}"') or (name,)


def _person(entry: Mapping[str, Any], offices: Mapping[str, tuple[str, ...]]) -> Person:
    name = _name(entry, "person")
    where = f'person "{name}"'
    held = entry.get("offices", [])
    if not isinstance(held, list) or not all(isinstance(tenure, Mapping) for tenure in held):
        raise LexiconError(f'speakers.toml: {where} needs offices = [{{office = "…", since = …, until = …}}]')
    tenures = tuple(_tenure(tenure, where, offices) for tenure in held)
    pronoun = entry.get("pronoun", pronoun_of(name.split()[:-1]))
    if pronoun not in {None, "he", "she"}:
        raise LexiconError(f'speakers.toml: {where} has pronoun {pronoun!r}; "he" or "she" is expected')
    return Person(name, _strings(entry, "aliases", where), tenures, pronoun)


def _tenure(entry: Mapping[str, Any], where: str, offices: Mapping[str, tuple[str, ...]]) -> Tenure:
    office = entry.get("office")
    if not isinstance(office, str) or office not in offices:
        raise LexiconError(f'speakers.toml: {where} holds the unknown office "{office}"')
    since, until = entry.get("since"), entry.get("until")
    if not all(day is None or type(day) is date for day in (since, until)):
        raise LexiconError(f"speakers.toml: {where} needs since and until as days, 2014-10-01")
    try:
        return Tenure(office, offices[office], DateRange(since, until))
    except ValueError as error:
        raise LexiconError(f"speakers.toml: {where}: {error}") from error


def _name(entry: Mapping[str, Any], kind: str) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise LexiconError(f'speakers.toml: each {kind} needs name = "…"')
    return name


def _strings(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    values = entry.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise LexiconError(f'speakers.toml: {where} needs {key} = ["…"]')
    return tuple(values)


def _refuse_repeated(people: Sequence[Person]) -> None:
    seen: set[str] = set()
    for person in people:
        if person.name in seen:
            raise LexiconError(f'speakers.toml: person "{person.name}" stands there twice')
        seen.add(person.name)
