"""Given names: a name in, the pronoun it takes and the names it is short for out.

The lists hold frequent given names. They tell people from places and firms ("Chris Dodd", "American
Eagle") and give "he" and "she" somebody to stand for; a name that is missing here only costs recall.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Pronoun = Literal["he", "she"]

MEN = frozenset(
    """
    aaron abdel abdullah abraham adam adrian ahmed al alan albert alberto alejandro alex alexander ali allen alphonso
    andreas andrés andrew andriy andrzej andy angus anthony antonio antony antónio anwar arlen arnold arthur asa ashton
    avril bashar barack barney barry bart ben benjamin benny bernard bernie bill billy bob bobby boris brad bradley
    brent brett brian bruce bryan byron calvin carl carlos cesar chad charles charlie chester chet chris christian christopher
    chuck clarence clark claude clay clyde conrad corey cory craig curtis cyrus dale dan daniel darrell dave david
    dean dennis denis denny derek dick dmitry dominic don donald doug douglas duncan dustin dwight earl ed eddie edgar eduardo edward
    edwin eli elijah elliot emmanuel enrique eric ernest ernie erik ethan eugene evan evo felix fernando francis
    francisco françois frank franklin fred frederick fumio gabriel gary gavin gene geoffrey george gerald gerhard
    gil giuseppe glenn gordon graham grant greg gregory gus guy hal hamid hank harold harry harvey hassan hector henry
    herb herbert herman howard hubert hugh hugo hunter ian isaac ivan jack jacob jacques jake jamal james jamie jared jason javier
    jay jeff jeffrey jens jeremy jerome jerry jesse jim jimmy joe joel john johnny johnson jon jonathan jorge josé jose
    josep joseph josh joshua juan judd julian julio julius junichiro justin karl keith kenneth ken kent kevin kim kirk kofi
    kurt lamar lance larry laurence lawrence lee leo leon leonard les leslie lester lewis lincoln lindsey lloyd
    lou louis lorne luis luke lyle lyndon mahmoud manfred manuel marc marco marcus mariano mark mark mario mario mark martin
    marty marvin mathew matt matthew max mel melvin michael michel miguel mike mikhail milton mitch mitchell mitt
    mohammad mohammed morgan moises muhammad narendra nathan neal ned neil nelson nicholas nick nicolas nikolai noah
    norm norman olaf oliver olivier orrin oscar otto owen pascal pat patrick paul pedro pete peter phil philip phillip pierre
    rahm ralph ramon randal randy ray raymond recep reggie rex ricardo richard rick rishi rob robert roberto rod rodney
    roger roland ron ronald rory ross roy ruben rudy rupert russ russell ryan sam samuel saul saxby scott sean seth
    sergei sergey shane shaun shawn shinzo sheldon sid sidney silvio simon spencer stan stanley stephen stéphane
    steve steven stuart ted terry theodore thad thomas tim timothy todd tom tommy tony travis trent trevor tyler
    ulysses vernon vicente victor viktor vince vincent vitaly vivek vladimir volodymyr wally walter warren
    wayne wendell wesley wilbur will william willy wolfgang woodrow xavier yasser yitzhak yoshihide zachary zack zell
    """.split()
)  # fmt: skip

WOMEN = frozenset(
    """
    abigail adrienne aimee alexandra alice alicia alison allison alyssa amanda amy ana andrea angela anita ann anna anne
    annie annette anita april ashley audrey avril barbara beatrice becky bella beth betsy betty beverly blanche bonnie
    brenda brittany caitlin camille candace carla carly carmen carol caroline carolyn catherine cathy cecilia celeste
    charlene charlotte cheri cheryl christiane christina christine cindy claire clara claudia colleen condoleezza
    connie constance crystal cynthia daisy dana danielle dawn deanna debbie deborah deb debra delia denise diana diane
    dianne dina dolores donna doris dorothy edith eileen elaine eleanor elena elisabeth elise elizabeth ellen emily
    emma erica erin esther ethel eva evelyn faith fay florence fiona frances gabrielle gail geraldine gina giorgia
    gisele gladys glenda gloria grace greta gretchen gwen hannah harriet heather heidi helen hilda hillary holly hope
    ida ilhan inez ingrid irene iris isabel ivanka jackie jacky jacqueline jan jane janet janice jeanette jeanne jen
    jenna jennifer jessica jill jo joan joanna joanne jocelyn josephine joy joyce juanita judith judy julia juliana
    julianne julie june kaja kamala karen karine kate katherine kathleen kathryn kathy katie kay kayla kelly kelsey
    kimberly kirsten kristen kristin kristina kyrsten laura lauren leah leslie lilly linda lisa liz liza lois loretta
    lori lorraine louise lucia lucille lucy lynda lynn lynne mabel maddie madeleine maggie mamie marcia margaret
    margarita maria marian marie marilyn marina marion marissa marjorie marsha martha mary maureen maxine mazie megan
    melanie melinda melissa mercedes mia michele michelle mildred miriam molly monica nancy naomi natalie nicole nina
    nita nora norma olga olivia olympia pam pamela patricia patsy patty paula pauline peggy penny phyllis priscilla rachel
    rebecca regina renee rhonda rita roberta robin rochelle rosa rosalynn rose rosemary ruth sabrina sally samantha
    sandra sanna sara sarah shalanda shannon sharon sheila shelley shelly sherry sheryl shirley sonia sophie stacey
    stephanie sue susan susanna suzanne sylvia symone tamara tammy tanya tara teresa theresa tiffany tina tracy
    tulsi ursula valerie vanessa vera veronica vicki vicky victoria viola virginia vivian wanda wendy whitney winifred
    yvette yvonne zoe
    """.split()
)  # fmt: skip

EITHER = frozenset(
    "chris pat kim lee leslie jan jamie kelly dana kerry robin terry tracy morgan taylor sam alex shannon jackie".split()
)

_FAMILIAR = (
    "robert bob bobby rob bert",
    "william bill billy will",
    "richard dick rick rich",
    "james jim jimmy jamie",
    "joseph joe joey",
    "john jack johnny jon",
    "jonathan jon",
    "thomas tom tommy",
    "michael mike mick",
    "christopher chris kit",
    "charles chuck charlie",
    "edward ed eddie ted ned",
    "theodore ted",
    "daniel dan danny",
    "samuel sam",
    "benjamin ben benny",
    "patrick pat",
    "patricia pat patty",
    "ronald ron ronnie",
    "donald don donnie",
    "kenneth ken kenny",
    "anthony tony",
    "antony tony",
    "timothy tim",
    "stephen steve",
    "steven steve",
    "jeffrey jeff",
    "geoffrey jeff geoff",
    "gregory greg",
    "peter pete",
    "philip phil",
    "phillip phil",
    "lawrence larry",
    "gerald jerry",
    "jerome jerry jay",
    "jennifer jen jenny",
    "debra deb debbie",
    "deborah deb debbie",
    "elizabeth liz beth betsy betty liddy",
    "barbara barb",
    "susan sue",
    "katherine kate kathy katie",
    "kathleen kathy kate",
    "margaret maggie peggy meg",
    "andrew andy drew",
    "david dave",
    "matthew matt",
    "frederick fred",
    "leonard len lenny",
    "raymond ray",
    "walter walt",
    "nicholas nick",
    "norman norm",
    "russell russ",
    "douglas doug",
    "mitchell mitch",
    "bernard bernie",
    "ernest ernie",
    "vincent vince",
    "victor vic",
    "alexander alex",
    "wilbur will",
    "barack barry",
)  # fmt: skip
_GROUPS: dict[str, frozenset[int]] = {
    name: frozenset(number for number, group in enumerate(_FAMILIAR) if name in group.split())
    for group_names in _FAMILIAR
    for name in group_names.split()
}


def is_given_name(word: str) -> bool:
    """Whether the word is a frequent given name, or an initial.

    >>> is_given_name("Olympia"), is_given_name("J."), is_given_name("American")
    (True, True, False)
    """
    plain = word.rstrip(".").casefold()
    return len(plain) == 1 or plain in MEN or plain in WOMEN


def pronoun_of(given: Sequence[str]) -> Pronoun | None:
    """The pronoun for somebody of these given names, if the first that is known tells."""
    for word in given:
        plain = word.rstrip(".").casefold()
        if len(plain) > 1 and plain not in EITHER and (plain in MEN) != (plain in WOMEN):
            return "he" if plain in MEN else "she"
    return None


def compatible(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two runs of given names may be one person's; none says nothing against any.

    >>> compatible(["Robert", "C."], ["Bob"]), compatible(["C."], ["Chris"]), compatible(["Bill"], ["Ben"])
    (True, True, False)
    """
    if not one or not other:
        return True
    return any(_same(first, second) for first in one for second in other[:1]) or any(
        _same(first, second) for first in one[:1] for second in other
    )


def _same(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip(".").casefold(), other.rstrip(".").casefold()), key=len)
    if len(short) == 1:
        return long.startswith(short)
    groups = _GROUPS.get(short, frozenset()) & _GROUPS.get(long, frozenset())
    return short == long or bool(groups) or (len(short) >= 4 and long.startswith(short))
