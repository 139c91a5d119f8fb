"""Mentions of people: a text in, every place that may name a person out, in order.

A mention is a name with its titles ("Sen. Jim Jeffords"), a bare name ("Jeffords"), an office that stands
for its holder ("the Secretary General") or a pronoun. Whether it names anybody is the cast's to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.language.speakers.given_names import Pronoun, is_given_name
from index.language.speakers.titles import (
    INSTITUTIONS,
    OPENERS,
    PLACES,
    is_plural,
    is_title,
    may_be_name,
    plain,
)

UPPER = "A-ZÀ-ÖØ-ÞĀĆČĐĘĒĖĞĢĪİĶŁĻŃŅŇŌŐŘŚŞŠŢŪŮŹŻŽȘȚ"
_TOKEN = rf"""
    (?:(?:[{UPPER}]\.){{2,}}                                        # U.S.  J.B.
    | (?:Sens?|Reps?|Govs?|Drs?|Mr|Mrs|Ms|Messrs|Gen|Lt|Col|Adm|Sgt|Capt|Maj|Prof|Rev|Jr|Sr|St|Hon|Amb
        |SENS?|REPS?|GOV|DR|MR|MRS|MS|JR)\.
    | [{UPPER}]\.(?![{UPPER}a-z])                                   # an initial
    | (?:[dDlLO]['’])?[{UPPER}]\w*(?:[-'’][{UPPER}]\w*)*(?:-\w+)?)  # O'Neill  Jean-Pierre  President-elect
"""
_JOINT = (
    r"(?:of\ the|of|for|and\ Chief|von\ der|van\ der|van|von|de\ la|de|del|della|di|da|bin|al|el|ter|ibn)"
)
_RUN = re.compile(rf"(?<![\w'’]){_TOKEN}(?:[ ]{{1,2}}(?:{_JOINT}[ ])?{_TOKEN}){{0,11}}", re.VERBOSE)
_PIECE = re.compile(rf"{_TOKEN}|of\ the|of|for|[a-z]+", re.VERBOSE)
_SUFFIX = re.compile(r",?\s(?:Jr|Sr)\b\.?|\s(?:II|III|IV)\b")
_PARTY = re.compile(
    r",?\s?\((?:[DRI]|Ind|Dem|Rep|Democrat|Republican)\b[^()\n]{0,30}\)|,\s(?:[DRI])\s?-\s?[A-Z][\w.]{1,6}"
)
_POSSESSIVE = re.compile(r"['’]s?\b|['’](?=\s)|â€™s|âs\b")
_ROLE = re.compile(
    r"""
    (?<!\w)(?:[Tt]he|THE)\s(?P<title>
      (?i:(?:(?:NATO|UN|U\.N\.|U\.S\.|former|Senate|House)\s)?
      (?:Senator|Secretary[\s-]General|Vice\sPresident|President|First\sLady|Second\sGentleman|Prime\sMinister
        |Chancellor|Governor|Mayor|Congressman|Congresswoman|Representative|Attorney\sGeneral|Press\sSecretary|Secretary
        |(?:Majority|Minority|Democratic|Republican)\sLeader|Chairman|Chairwoman|Ambassador|Administrator|General|Speaker)))
    (?![\w-]|\s(?:[A-Z]\w+|of\s(?!the\sUnited\sStates)|for\s[A-Z]|and\s(?:First\sLady|CEO|Vice)))
    """,
    re.VERBOSE,
)
_PRONOUN = re.compile(r"(?<![\w'’])(?:[Hh]e|[Ss]he)(?=\s)")
_LONGEST_NAME = 5
_NO_INITIALS = frozenset("U.S. D.C. U.N. E.U. U.K. U.S.A. L.A. N.Y. P.M. A.M.".split())
_NO_INITIALS = frozenset({"U.S.", "D.C.", "U.N.", "E.U.", "U.K.", "U.S.A.", "L.A.", "N.Y.", "P.M.", "A.M."})
_JUNIOR = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset("von van der de la del della di da bin al el ter ibn".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that may name a person: ``text[start:end]``.

    ``sure`` says that a title, a party or a given name shows that it is a person; a role has titles
    and no names, a pronoun neither.
    """

    start: int
    end: int
    kind: Literal["name", "role", "pronoun"]
    titles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sure: bool = False
    possessive: bool = False
    several: bool = False
    pronoun: Pronoun | None = None


def mentions(text: str) -> list[Mention]:
    """All mentions, in the order in which they stand.

    >>> [" ".join((*found.titles, *found.names)) for found in mentions("Then Sen. Jim Jeffords, I-Vt., met Crapo.")]
    ['Sen. Jim Jeffords', 'Crapo']
    """
    found = [*_named(text), *_roles(text), *_pronouns(text)]
    return sorted(found, key=lambda mention: mention.start)


def read_name(words: str) -> Mention | None:
    """The mention that a name alone makes, whatever its case: "SEN. BYRD", "von der Leyen"."""
    proper = words if words != words.casefold() else words.title()
    found = next(_named(proper.strip()), None)
    return None if found is None or not found.names else found


def _named(text: str) -> Iterator[Mention]:
    end = 0
    for run in _RUN.finditer(text):
        # a party ("I-Vt.") belongs to the name before it
        mention = _read_run(text, run) if run.start() >= end else None
        if mention is not None:
            end = mention.end
            yield mention


def _read_run(text: str, run: re.Match[str]) -> Mention | None:
    start, titles, names = _parsed(run.group())
    if not names or len(names) > _LONGEST_NAME or (len(names) == 1 and len(names[0][0]) < 2):
        return None
    start += run.start()
    end = run.start() + names[-1][1] + len(names[-1][0])
    suffix = _SUFFIX.match(text, end)
    end = suffix.end() if suffix else end
    words = tuple(word for word, _ in names)
    party = _PARTY.match(text, end)
    end = party.end() if party else end
    sure = bool(titles or party or (len(words) > 1 and is_given_name(words[0]) and _looks_personal(words)))
    possessive = _POSSESSIVE.match(text, end) is not None
    return Mention(start, end, "name", titles, words, sure, possessive, is_plural(titles))


@lru_cache(maxsize=1 << 16)
def _parsed(run: str) -> tuple[int, tuple[str, ...], Sequence[tuple[str, int]]]:
    """Where the mention begins in a run of capitals, its titles, and its names with their places in the run."""
    start, titles, names = _parse([(part.group(), part.start()) for part in _PIECE.finditer(run)])
    return start, titles, _without_junior(names)


def _looks_personal(words: Sequence[str]) -> bool:
    return not any(plain(word) in PLACES or plain(word) in INSTITUTIONS for word in words[1:])


def _without_junior(names: list[tuple[str, int]]) -> list[tuple[str, int]]:
    while names and plain(names[-1][0]) in _JUNIOR:
        names = names[:-1]
    return names


def _parse(parts: Sequence[tuple[str, int]]) -> tuple[int, tuple[str, ...], list[tuple[str, int]]]:
    """Part a run of capitals into titles and the name that they announce; no names: it is nobody's."""
    titles: list[str] = []
    names: list[tuple[str, int]] = []
    start, in_office = -1, False
    for number, (word, place) in enumerate(parts):
        key = plain(word)
        if word in {"of", "of the", "for"}:
            if names:
                break
            in_office = bool(titles)
        elif is_title(word) and not (names and may_be_name(word) and number == len(parts) - 1):
            start = place if start < 0 else start
            titles, names = [*(titles if not names else []), word], []
        elif key in OPENERS and names and not word.endswith("."):
            break
        elif _is_no_name(word, first=not names):
            names, in_office = [], in_office or bool(titles)
        elif key not in _PARTICLES or names or word[0].isupper():
            names.append((word, place))
    if in_office:
        names = _from_given_name(names)
    if not names:
        return start, (), []
    return (start if titles else names[0][1]), tuple(titles), names


def _is_no_name(word: str, *, first: bool) -> bool:
    """Whether a word with a capital is no part of a name; "Bill" and "Grant" are, where a name may begin."""
    key = plain(word)
    if word.endswith("."):
        return word in _NO_INITIALS
    return (
        word in _NO_INITIALS
        or key in OPENERS
        or (key in INSTITUTIONS and not (first and is_given_name(word)))
    )


def _from_given_name(names: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Drop the place or field that an office is for ("President of Ukraine Volodymyr Zelenskyy")."""
    for number, (word, _) in enumerate(names):
        if is_given_name(word):
            return names[number:]
    return []


def _roles(text: str) -> Iterator[Mention]:
    for found in _ROLE.finditer(text):
        if found["title"].lower().startswith("former"):
            continue  # whoever holds the office is not meant
        titles = tuple(found["title"].split())
        possessive = _POSSESSIVE.match(text, found.end()) is not None
        yield Mention(found.start(), found.end(), "role", titles, sure=True, possessive=possessive)


def _pronouns(text: str) -> Iterator[Mention]:
    for found in _PRONOUN.finditer(text):
        word: Pronoun = "he" if found.group().casefold() == "he" else "she"
        yield Mention(found.start(), found.end(), "pronoun", pronoun=word)
