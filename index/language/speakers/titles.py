"""Words before and around names: a word in, what it tells of the name beside it out.

Titles stand before names ("Senator", "Prime Minister"); institutions and places look like names and are
none; openers begin a sentence with a capital and belong to no name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.language.speakers.given_names import Pronoun

_SHORT = {
    "sen": "senator",
    "sens": "senators",
    "rep": "representative",
    "reps": "representatives",
    "congressman": "representative",
    "congresswoman": "representative",
    "congressmen": "representatives",
    "gov": "governor",
    "govs": "governors",
    "gen": "general",
    "adm": "admiral",
    "col": "colonel",
    "lt": "lieutenant",
    "capt": "captain",
    "maj": "major",
    "sgt": "sergeant",
    "prof": "professor",
    "rev": "reverend",
    "amb": "ambassador",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "adviser": "advisor",
    "mister": "mr",
    "hon": "honorable",
}
_TITLES = frozenset(
    """
    senator senators representative representatives governor governors general admiral colonel lieutenant captain major
    sergeant professor reverend ambassador ambassadors chair cochair co-chair spokesperson advisor mr mrs ms miss dr
    doctor president presidents vice prime minister secretary secretaries press attorney deputy assistant under
    undersecretary acting interim mayor mayors director administrator commissioner commissioners chancellor king queen
    prince princess pope judge justice justices chief speaker leader whip first lady gentleman coordinator counselor
    counsel superintendent sheriff rabbi father bishop archbishop cardinal imam pastor coach ceo cfo officer executive
    principal emir sultan shah premier taoiseach delegate assemblyman assemblywoman councilman councilwoman
    commander marshal surgeon inspector treasurer comptroller controller envoy trustee dean provost sir dame
    congressmember congresspeople detective specialist corporal honorable messrs analyst economist manager head
    secretary-general vice-president founder co-founder author activist attorney-general member private nominee
    """.split()
)  # fmt: skip
COURTESY = frozenset({"mr", "mrs", "ms", "miss", "dr", "doctor", "sir", "dame", "honorable", "messrs"})
_ALSO_NAMES = frozenset(
    {"king", "dean", "bishop", "major", "judge", "prince", "cardinal", "pope", "head", "private", "marshal"}
)
_PLURAL = frozenset({"senators", "representatives", "governors", "presidents", "secretaries", "justices", "mayors", "messrs",
                     "commissioners", "ambassadors"})  # fmt: skip
_HERS = frozenset(
    {"mrs", "ms", "miss", "queen", "princess", "dame", "lady", "congresswoman", "chairwoman", "spokeswoman"}
)
_HIS = frozenset(
    {"mr", "king", "prince", "pope", "sir", "congressman", "father", "chairman", "gentleman", "spokesman"}
)

OFFICES = (
    "vice president", "secretary general", "press secretary", "attorney general", "prime minister", "first lady",
    "second gentleman", "surgeon general", "chief justice", "senator", "representative", "governor", "president",
    "chancellor", "mayor", "secretary", "ambassador", "administrator", "commissioner", "minister", "taoiseach",
    "speaker", "leader", "king", "queen", "pope", "justice", "judge", "chair", "director", "advisor", "spokesperson",
    "general", "admiral", "sheriff", "superintendent", "coach", "reverend", "rabbi", "colonel", "captain", "professor",
    "premier", "commander", "coordinator", "chief",
)  # fmt: skip
_RANKS = frozenset({"senator", "representative", "governor", "president", "vice president", "mayor", "prime minister",
                    "secretary general", "chancellor", "king", "queen", "pope", "first lady", "second gentleman"})  # fmt: skip

INSTITUTIONS = frozenset(
    """
    committee subcommittee senate house congress department administration agency act amendment bill association
    university college institute center centre council commission board bureau office union company corporation corp
    inc llc ltd foundation party court army navy force forces guard airport airlines county city state states
    street avenue road boulevard school hospital hospitals program project fund service services system security report
    plan treasury defense defence homeland health human affairs veterans energy education labor commerce agriculture
    interior transportation housing urban development foreign finance judiciary appropriations intelligence budget
    banking small business national international federal american americans united nations republic democrats
    democrat democratic republicans republican caucus conference coalition alliance organization society league club
    group partnership network trust bank reserve times post journal news press magazine television radio tribune
    herald globe cabinet pentagon kremlin parliament assembly ministry embassy police fire rescue station base fort
    camp river lake valley mountain mountains creek bay island islands park forest district region north south east
    western eastern northern southern central pacific atlantic gulf medicare medicaid social environmental protection
    community communities regional rural public policy research science technology engineering medical memorial
    museum library church day week month year initiative strategy framework agreement treaty pact summit meeting
    hearing resolution law code section title constitution supreme circuit appeals superior tribe tribal nation indian
    indians industries industry enterprises enterprise systems solutions technologies partners holdings capital
    laboratory laboratories lab labs works power electric gas oil water air space aviation railroad transit authority
    port harbor bridge highway interstate dam grant grants award awards prize medal hall building room field stadium
    arena team letter emergency management disaster response recovery administrator's bush-cheney biden-harris
    american-made democracy freedom liberty families children women workers farmers seniors students teachers
    troops soldiers sailors marines marine corps officials leaders members lawmakers
    """.split()
)  # fmt: skip
"""Words that are no part of a person's name; a run of capitals that ends in one names no person."""

PLACES = frozenset(
    """
    new saudi san santa los las el sri costa puerto hong great wall white fort mount saint st north south east west
    washington america europe africa asia china russia ukraine iran iraq israel afghanistan capitol palestinian
    christmas thanksgiving easter january february march april may june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday
    """.split()
)  # fmt: skip

OPENERS = frozenset(
    """
    a about above according additionally after again against all also although among an and another any as at because
    before below besides both but by congratulating dear despite during earlier each earlier either even every finally
    following for former from further furthermore he her here his how however i if in indeed instead into it its
    joining last later like many meanwhile more moreover most my no nor not now of on once one only or other our over
    recently regarding responding several she should since so some speaking still such thank thanks that the their them then
    there therefore these they this those though through throughout thus to today together tomorrow tonight too two
    under unfortunately unless until upon upon us we well what when where whether which while who whom whose why will
    with within without would yesterday yet you your yes
    """.split()
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """A word as titles are looked up: small, without full stops, in its long form.

    >>> plain("Sen."), plain("Chairman")
    ('senator', 'chair')
    """
    small = word.casefold().replace(".", "")
    return _SHORT.get(small, small)


def is_title(word: str) -> bool:
    """Whether the word is (a part of) a title."""
    return plain(word) in _TITLES


def may_be_name(word: str) -> bool:
    """Whether a title is a family name as well ("King")."""
    return plain(word) in _ALSO_NAMES


def is_plural(titles: Sequence[str]) -> bool:
    """Whether the titles announce several people."""
    return any(plain(word) in _PLURAL for word in titles)


def office_of(titles: Sequence[str]) -> str | None:
    """The office that titles name, in its shortest form; courtesy titles name none.

    >>> office_of(["Former", "U.S.", "Sen."]), office_of(["Secretary-General"]), office_of(["Mr."])
    ('senator', 'secretary general', None)
    """
    return _office_of(tuple(titles))


@lru_cache(maxsize=1 << 14)
def _office_of(titles: tuple[str, ...]) -> str | None:
    phrase = f" {' '.join(plain(word).replace('-', ' ') for word in titles)} "
    if " deputy " in phrase or " assistant " in phrase or " under " in phrase or " undersecretary " in phrase:
        return None
    return next((office for office in OFFICES if f" {office} " in phrase), None)


def clash(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of offices can't be one person's in one release: a senator is no governor."""
    mine, theirs = one & _RANKS, other & _RANKS
    return bool(mine) and bool(theirs) and not mine & theirs


def pronoun_for(titles: Sequence[str]) -> Pronoun | None:
    """The pronoun that titles ask for: "she" for "Ms.", none for "Senator"."""
    words = {word.casefold().replace(".", "") for word in titles}
    if words & _HERS:
        return "she"
    return "he" if words & _HIS else None


def spelled(titles: Sequence[str]) -> str | None:
    """The title to show before a family name: "Senator", "Mr."."""
    office = office_of(titles)
    if office is not None:
        return {"chair": None, "advisor": None}.get(office, office.title())
    courtesy = next(
        (plain(word) for word in titles if plain(word) in COURTESY - {"honorable", "messrs"}), None
    )
    return (
        None
        if courtesy is None
        else courtesy.capitalize() + ("." if courtesy in {"mr", "mrs", "ms", "dr"} else "")
    )
