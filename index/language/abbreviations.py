"""Abbreviations: what stands around a full stop comes in; whether it ends a sentence goes out.

The word lists are in lower case and without the final full stop. NLTK's Punkt reads them in place
of a trained model, so that nothing has to be downloaded.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer  # has no stubs


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A title leads to a name, a connective to its second half: neither ends a sentence.
TITLES = _words(
    """
    adm amb assoc asst brig capt cdr cmdr col cpl cpt dep det dr drs fr gen gov govs hon insp lcpl lt
    maj messrs mr mrs ms msgr mx pfc pres prof pvt radm rep reps rev sen sens sgt spc ssgt supt
    """
)
CONNECTIVES = _words("cf e.g esp i.e incl v viz vs")

MONTHS_AND_DAYS = _words(
    """
    apr aug dec feb fri jan jul jun mar mon nov oct sat sep sept sun thu thur thurs tue tues wed weds
    """
)
STATES = _words(
    """
    ala ariz ark cal calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mo mont
    neb nebr nev okla ore pa penn tenn tex va vt w.va wash wis wisc wyo
    """
)
PLACES = _words("ave bldg blvd ft hwy ln mt mtn rd rte st ste twp")
BODIES = _words(
    """
    assn assoc bros co comdr comm corp cos dept depts dist div esq govt inc intl jr ltd natl plc sr univ
    """
)
LAW = _words(
    """
    amend cir cl con cong const crim ct fed pub rec reg regs res sec secs sect sess stat supp
    """
)
OTHER = _words(
    """
    al approx attn b.sc ca ed.d eds est et fax lb lbs m.ed m.sc oz ph.d pharm.d psy.d sq tel
    """
)
ABBREVIATIONS = TITLES | CONNECTIVES | MONTHS_AND_DAYS | STATES | PLACES | BODIES | LAW | OTHER

# These abbreviate only before what they count: "No. 5", but "I said no."
NUMBERED = _words("apt art arts ch chs ex ext fig figs no nos p par para paras pg pp rm vol vols")

# Words of their own when they are written small: "he was ill.", "the crowd sat."
ORDINARY = _words(
    """
    ala ark cal co col con cos dec del dep det est fed gen ill ind insp la ln mar mass miss mo mon ore pa
    pub rec rep res rev sat sun tex va wash wed
    """
)

# After one of these a single letter is a name, not somebody's initial: "Medicare Part D."
LETTERED = _words(
    """
    appendix article class exhibit grade group hepatitis i omega option part parts phase plan schedule
    section subpart subtitle subtitles tier title titles type vitamin war
    """
)

# Capitalised, these open a sentence; names hardly ever begin with one.
STARTERS = _words(
    """
    a about according additionally after all also although among an and another any are as at because
    before both but by congressman congresswoman currently despite did do does during each earlier even
    every everyone finally for from further furthermore given go great have he hello her here hi his how
    however i if in indeed instead is it its joining just last later let like many meanwhile moreover
    most my nearly neither nevertheless nor not nothing now of okay on once only or other our over
    previously prior recently senator senators several she since so some such sure thank thanks that the
    their then there therefore these they this those though through throughout thus to today together
    tomorrow tonight under unfortunately unless unlike until was we well were what whatever when where
    whether which while who why with within without yeah yes yesterday yet you your
    """
)

# Offices that an abbreviation may belong to, though they open sentences too: "U.S. Senator"
OFFICES = _words("congressman congresswoman senator senators")
OFFICE_HOLDERS = STATES | {"u.s"}

# Punkt's flag for a word that is also written small, so that its capital opens a sentence
_SEEN_SMALL = 1 << 5

_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_TOKEN = re.compile(
    r"[\w'’-]+|\S"
)  # of what follows, Punkt sees no mark: it would take that for one more end
_WORD = re.compile(r"\w*")
_JOINT = re.compile(r"[-–—/:(\[{“\"]")  # what may stand before an abbreviation without a space: "D-Mass."
_COUNT = re.compile(r"[#\d]|(?!I\s)[IVXLC]+\b|[A-Z]{1,2}-?\d")  # 5  #5  IV  A-5
_INITIAL_OR_NUMBER = re.compile(r"\d|[^\W\d_]\.|[Nn]os?\.\s*\d")
_OFFICE = re.compile(rf"(?:{'|'.join(sorted(OFFICES))})\b", re.IGNORECASE)


def full_stop_ends_sentence(before: str, following: str, *, bracketed: bool) -> bool:
    """Whether the full stop between ``before`` and ``following`` ends a sentence.

    ``bracketed`` says that a bracket closes right behind the full stop.

    >>> full_stop_ends_sentence("in Washington, D.C", "He spoke", bracketed=False)
    True
    >>> full_stop_ends_sentence("the D.C", "Circuit ruled", bracketed=False)
    False
    """
    token = before.rsplit(maxsplit=1)[-1]
    typed = _JOINT.split(token)[-1] or token
    word = typed.lower()
    if word in NUMBERED and typed != "P":  # a page is written small, an initial is not
        return _COUNT.match(following) is None
    if typed in ORDINARY or (typed.isupper() and word in STATES):
        return True
    if len(word) == 1 and _names_itself(before):
        return True
    if _is_abbreviation(word) and (bracketed or _leads_on(word, following)):
        return False
    return _punkt_parts(typed + ".", _matched(_TOKEN, following))


def opens_sentence(following: str) -> bool:
    """Whether the text begins with a word that opens sentences."""
    return _matched(_WORD, following).lower() in STARTERS


def opens_with_office(following: str) -> bool:
    """Whether the text begins with an office, and so perhaps with a person's name."""
    return _OFFICE.match(following) is not None


def _names_itself(before: str) -> bool:
    """Whether the single letter that ``before`` ends with is a word or a name of its own, not an initial."""
    *earlier, token = before.split()
    previous = earlier[-1] if earlier else ""
    if token.count("-") > 1:  # spelled out: "F-A-B-S."
        return True
    return previous.lower() in LETTERED or (token == "I" and not previous[:1].isupper())


def _is_abbreviation(word: str) -> bool:
    return len(word) == 1 or word in _abbreviations()


def _leads_on(abbreviation: str, following: str) -> bool:
    """Whether the abbreviation needs what follows."""
    if abbreviation in TITLES or abbreviation in CONNECTIVES or _INITIAL_OR_NUMBER.match(following):
        return True
    return abbreviation in OFFICE_HOLDERS and opens_with_office(following)


def _matched(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found.group() if found else ""


@lru_cache(maxsize=1 << 16)
def _punkt_parts(word: str, following: str) -> bool:
    return bool(_punkt().text_contains_sentbreak(f"{word} {following}"))


class _Abbreviations(set[str]):
    """The abbreviations, and with them every row of dotted letters: "u.s", "h.j"."""

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or (isinstance(word, str) and _DOTTED.fullmatch(word) is not None)


@cache
def _abbreviations() -> _Abbreviations:
    return _Abbreviations(ABBREVIATIONS)


@cache
def _punkt() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = _abbreviations()
    # a Counter, since the defaultdict it replaces would keep every word that Punkt is ever asked about
    parameters.ortho_context = Counter(dict.fromkeys(STARTERS, _SEEN_SMALL))
    return PunktSentenceTokenizer(parameters)
