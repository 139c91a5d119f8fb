"""Whom a question asks for: "what did X say about Y", "X on Y", "X's view of Y", "according to X".

In: the question and who is known by a name. Out: where the name stands and whom it may mean, or nothing where
nobody's words are asked for. A name that is only the subject ("what is said about X") asks for nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from index.language.speakers.given_names import is_given_name
from index.language.speakers.lexicon import SpeakerLexicon
from index.language.speakers.titles import INSTITUTIONS, PLACES, is_title, plain
from index.release import Span

Known = Callable[[str], Iterable[str]]
"""From a name as typed to the names of people in the index whom it may mean."""

_WORD = r"[^\W\d_][\w.’'-]*"
_NAME = rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,4}}?)"
_SAY = (
    r"(?:say|said|says|saying|tell|told|think|thinks|thought|believe|believes|believed|comment|comments|commented|mention|mentions|mentioned"
    r"|remark|remarked|speak|speaks|spoke|talk|talks|talked|warn|warns|warned|argue|argues|argued|claim|claims|claimed|announce|announces|announced"
    r"|state|states|stated|promise|promises|promised|stress|stresses|stressed|explain|explains|explained|describe|describes|described"
    r"|respond|responds|responded|react|reacts|reacted|reply|replied|feel|feels|felt|note|noted|emphasi[sz]e|emphasi[sz]ed"
    r"|criticize|criticise|criticized|criticised|praise|praised|condemn|condemned|call|called|propose|proposed|suggest|suggested|pledge|pledged|tell|vow|vowed|demand|demanded|urge|urged|predict|predicted|answer|answered|address|addressed)"
)
_VIEW = (
    r"(?:views?|opinions?|position|stance|comments?|statements?|remarks?|arguments?|reactions?|responses?|take|thoughts?|words|message|warning"
    r"|case|answer|reply|promise|reasons?|explanation|speech|criticism|praise|quotes?|advice|assessment)"
)
_ASKING = r"(?:did|does|do|has|have|had|would|will|is|was)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_ASKING}\s+(?:(?:not|ever|also|else)\s+)?{_NAME}\s+(?:(?:ever|also|really|actually|publicly|just|have|had|to)\s+)*{_SAY}\b",
        rf"(?:^|[\s“\"(]){_NAME}(?:['’]s?)\s+(?:own\s+|main\s+|latest\s+|last\s+)?{_VIEW}\b",
        rf"\baccording\s+to\s+{_NAME}(?=\s*[,?.!;]|\s+(?:how|what|why|when|where|who|which|is|are|was|were|did|does|the)\b|\s*$)",
        rf"\b(?:said|stated|told|given|made|written|announced|proposed|statements?|remarks?|comments?|quotes?|quoted|speech|words|view|opinion)\s+(?:by|from|of)\s+{_NAME}(?=\s+(?:on|about|regarding|concerning|at|in|to|when|after|during)\b|\s*[,?.!;]|\s*$)",
        rf"\bin\s+{_NAME}(?:['’]s?)\s+(?:view|opinion|words)\b",
        rf"^\W*{_NAME}\s+(?:(?:has|had)\s+)?(?:{_SAY}\s+)?(?:on|about|regarding|concerning)\b",
        rf"^\W*(?:what|how|why)\s+{_NAME}\s+{_SAY}\b",
    )
)
_NO_NAME = frozenset(
    """
    a an the this that these those it its they them he him she her we us you i me my who whom whose what which when where why how
    anyone anybody someone somebody everyone people one all any some no nobody and or not there here did does do is are was were
    has have had be been say said about on for with from news more latest update info information question statement releases
    release government administration official officials bill law act report plan
    """.split()
)
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class AskedSpeaker:
    """The name's place in the question, with its title; the name without it; and the people whom it may mean."""

    words: Span
    surface: str
    names: tuple[str, ...]


def asked_speaker(question: str, *, lexicon: SpeakerLexicon, known: Known) -> AskedSpeaker | None:
    """Whose words the question asks for.

    >>> found = asked_speaker(
    ...     "what did stoltenberg say about China?", lexicon=SpeakerLexicon(()), known=lambda name: ["Jens Stoltenberg"]
    ... )
    >>> found and (found.surface, found.names)
    ('stoltenberg', ('Jens Stoltenberg',))
    """
    for pattern, span in _candidates(question):
        name = _without_title(question, span)
        surface = question[name.start : name.end]
        names = people_meant(surface, lexicon=lexicon, known=known)
        if not names and _may_be_a_name(surface, strictly=pattern is not _PATTERNS[0]):
            names = (surface if surface != surface.lower() else surface.title(),)
        if names:
            return AskedSpeaker(span, surface, names)
    return None


def people_meant(surface: str, *, lexicon: SpeakerLexicon, known: Known) -> tuple[str, ...]:
    """Whom a typed name may mean: people who speak in the index, else people of the lexicon."""
    speaking = tuple(dict.fromkeys(known(surface)))
    if speaking:
        return speaking
    typed = surface if surface != surface.lower() else surface.title()
    return tuple(person.name for person in lexicon.people_of(typed, None))


def _candidates(question: str) -> Iterator[tuple[re.Pattern[str], Span]]:
    for pattern in _PATTERNS:
        for found in pattern.finditer(question):
            span = Span(*found.span("name"))
            name = _without_title(question, span)
            words = question[name.start : name.end].lower().split()
            if 0 < len(words) <= _LONGEST and not _NO_NAME.intersection(words):
                yield pattern, span


def _without_title(question: str, span: Span) -> Span:
    """The name alone: "Senator Byrd" is asked for as "Byrd"."""
    start = span.start
    for word in re.finditer(r"\S+", question[span.start : span.end]):
        if not is_title(word[0]) and word[0].lower() not in {"the", "u.s.", "us", "nato", "former"}:
            break
        start = span.start + word.end()
    start += len(question[start : span.end]) - len(question[start : span.end].lstrip())
    return Span(start, span.end)


def _may_be_a_name(surface: str, *, strictly: bool) -> bool:
    """Whether words that nobody is known by look like somebody's name.

    A given name with a family name does, and so do two or three words in capitals that are no institution and no
    place; a single one does where the question plainly asks what somebody said.
    """
    words = surface.split()
    if not 1 <= len(words) <= 3 or any(
        plain(word) in PLACES or plain(word) in INSTITUTIONS for word in words
    ):
        return False
    if len(words) > 1 and is_given_name(words[0]):
        return True
    return all(word[0].isupper() for word in words) and (len(words) > 1 or not strictly)
