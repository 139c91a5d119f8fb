"""The cast of a release: its mentions and the lexicon come in; who each mention means comes out.

A release introduces people by their full names and calls them by short ones afterwards. Two people of one
family name are told apart by given names and offices, or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from index.language.speakers.given_names import Pronoun, compatible, pronoun_of
from index.language.speakers.lexicon import Person, SpeakerLexicon
from index.language.speakers.mentions import Mention
from index.language.speakers.titles import clash, office_of, plain, pronoun_for, spelled


@dataclass(slots=True, eq=False)
class Member:
    """Somebody whom the release names; grows while the release is read, and not afterwards."""

    words: tuple[str, ...]
    titles: tuple[str, ...] = ()
    offices: set[str] = field(default_factory=set)
    pronoun: Pronoun | None = None
    named: int = 0
    name: str | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """Everything before the family name."""
        return self.words[:-1]

    def take(self, mention: Mention) -> None:
        """Learn from one more mention."""
        self.named += 1
        if len(mention.names) > len(self.words) or (
            self.words[-1].isupper() and not mention.names[-1].isupper()
        ):
            self.words = max(mention.names, self.words, key=len) if len(self.words) > 1 else mention.names
        office = office_of(mention.titles)
        if office is not None:
            self.offices.add(office)
        if mention.titles and (office is not None or not self.titles):
            self.titles = mention.titles
        self.pronoun = self.pronoun or pronoun_for(mention.titles) or pronoun_of(self.given)


class Cast:
    """The people of one release."""

    def __init__(self, named: Iterable[Mention], lexicon: SpeakerLexicon, on: date | None) -> None:
        self._lexicon = lexicon
        self._on = on
        self._families: dict[str, list[Member]] = defaultdict(list)
        self._found: dict[tuple[tuple[str, ...], tuple[str, ...]], Member | None] = {}
        introduced = [mention for mention in named if mention.kind == "name" and mention.sure]
        for mention in sorted(introduced, key=lambda one: (len(one.names) == 1, one.start)):
            self._introduce(mention)
        for members in self._families.values():
            for member in members:
                self._identify(member)

    def member(self, mention: Mention) -> Member | None:
        """Whom a name means, if it can be one only."""
        key = (mention.titles, mention.names)
        if key not in self._found:
            self._found[key] = self._look_up(mention)
        return self._found[key]

    def in_office(self, office: str) -> list[Member]:
        """Everybody of whom the release says that they hold (or held) this office."""
        return [
            member for members in self._families.values() for member in members if office in member.offices
        ]

    def holder(self, title: str) -> Member | None:
        """Who held an office by the lexicon when the release was published."""
        person = self._lexicon.holder(title, self._on)
        return None if person is None else self._of_lexicon(person)

    def named(self, name: str, *, titles: Sequence[str] = ()) -> Member | None:
        """Whom a name means that stands outside the text: in a title, a label, a file's fact."""
        words = tuple(name.split())
        return self.member(Mention(0, 0, "name", tuple(titles), words, sure=True)) if words else None

    def _introduce(self, mention: Mention) -> None:
        if mention.several and len(mention.names) == 1 and self._families.get(_family(mention.names)):
            return
        known = self._fitting(mention)
        if len(known) == 1:
            known[0].take(mention)
        elif not known:
            member = Member(mention.names)
            member.take(mention)
            self._families[_family(mention.names)].append(member)

    def _fitting(self, mention: Mention) -> list[Member]:
        """The members whom a mention may mean: by given names, else by office, else all of the family."""
        given = mention.names[:-1]
        family = self._families.get(_family(mention.names), [])
        members = [one for one in family if compatible(given, one.given) or _is_family_part(given, one)]
        office = office_of(mention.titles)
        if office is None:
            return _of_pronoun(members, mention)
        members = [member for member in members if self._may_hold(mention, member)]
        same = [member for member in members if office in member.offices]
        offices = frozenset({office})
        return same or [member for member in members if not clash(offices, frozenset(member.offices))]

    def _may_hold(self, mention: Mention, member: Member) -> bool:
        """Whether a member can be the one who held the office that day: "President Biden" is not Jill Biden."""
        people = self._lexicon.people_named(mention.titles, mention.names, self._on)
        return len(people) != 1 or compatible(member.given, people[0].name.split()[:-1])

    def _look_up(self, mention: Mention) -> Member | None:
        fitting = self._fitting(mention)
        if len({member.name or id(member) for member in fitting}) == 1:
            return fitting[0]
        if fitting:
            return None
        people = self._lexicon.people_named(mention.titles, mention.names, self._on)
        if len(people) == 1:
            return self._of_lexicon(people[0])
        return (
            self._stranger(mention) if mention.sure and (mention.titles or len(mention.names) > 1) else None
        )

    def _stranger(self, mention: Mention) -> Member:
        member = Member(mention.names)
        member.take(mention)
        self._identify(member)
        return member

    def _of_lexicon(self, person: Person) -> Member:
        words = tuple(person.name.split())
        for member in self._families.get(_family(words), ()):
            if member.name == person.name:
                return member
        offices = {
            office_of(name.split()) or "" for tenure in person.held_on(self._on) for name in tenure.names
        }
        member = Member(words, (), offices - {""}, person.pronoun, 1, person.name)
        self._families[_family(words)].append(member)
        self._found.clear()
        return member

    def _identify(self, member: Member) -> None:
        """Settle under what name a member is shown: the lexicon's, else the fullest of the release."""
        people = self._lexicon.people_named(member.titles, member.words, self._on)
        if len(people) == 1:
            member.name, member.pronoun = people[0].name, member.pronoun or people[0].pronoun
        elif len(member.words) > 1:
            member.name = " ".join(map(_proper, member.words))
        else:
            title = spelled(member.titles)
            member.name = None if title is None else f"{title} {_proper(member.words[0])}"


def _family(words: Sequence[str]) -> str:
    return plain(words[-1])


def _is_family_part(given: Sequence[str], member: Member) -> bool:
    """Whether what looks like a given name is the first half of a family name ("Cortez Masto")."""
    held = {word.casefold() for word in member.given}
    return bool(given) and all(word.casefold() in held for word in given)


def _of_pronoun(members: list[Member], mention: Mention) -> list[Member]:
    """Narrow the members down by "Mr." or "Ms."."""
    wanted = pronoun_for(mention.titles)
    return [one for one in members if wanted is None or one.pronoun in {None, wanted}]


def _proper(word: str) -> str:
    """A word of a name as people write it: "MCDONOUGH" is "McDonough"."""
    if not word.isupper() or len(word) < 3:
        return word
    proper = "-".join(part.capitalize() for part in word.split("-"))
    return f"Mc{proper[2:].capitalize()}" if proper.startswith("Mc") and len(proper) > 4 else proper
