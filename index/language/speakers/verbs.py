"""Words of speaking, as patterns to build others from (VERBOSE): what somebody does who says something.

SAYING verbs quote ("said", "noted") and may stand before their subject; TELLING verbs report what was done in words
("urged", "welcomed"). ACTING are those of them that do other things as well ("added a section").
"""

from __future__ import annotations

import re


def _any_of(words: str) -> str:
    """A pattern for any of these words; "_" stands for a space within one."""
    return "|".join(re.escape(word).replace("_", r"\s") for word in words.split())


_SAY = """
    said says added adds continued continues concluded concludes stated states wrote writes explained explains noted
    notes remarked remarks commented comments declared declares asked asks argued argues warned warns stressed stresses
    emphasized emphasised emphasizes emphasises testified testifies observed observes replied replies responded responds
    reiterated reiterates insisted insists cautioned cautions recalled recalls told tells affirmed affirms
"""
SAYING = _any_of(_SAY)
TELLING = _any_of(
    """
    announced announces urged urges underlined underlines underscored underscores outlined outlines highlighted
    highlights welcomed welcomes applauded applauds praised praises commended commends hailed hails lauded lauds
    congratulated congratulates thanked thanks condemned condemns criticized criticised criticizes criticises denounced
    denounces blasted blasts decried decries deplored deplores expressed expresses reaffirmed reaffirms confirmed
    confirms acknowledged acknowledges pledged pledges vowed vows promised promises predicted predicts suggested
    suggests recommended recommends requested requests contended contends maintained_that claimed claims believes
    thinks described describes discussed discusses mentioned mentions questioned conveyed conveys shared_his shared_her
    relayed called_on called_upon called_for called_it called_this called_that called_the calls_on calls_upon calls_for
    calls_it calls_this calls_that calls_the pointed_to pointed_out points_to points_out spoke_of spoke_about spoke_out
    speaks_of speaks_about speaks_out paid_tribute pays_tribute made_clear made_it_clear makes_clear makes_it_clear
    demanded demands challenged objected complained apologized apologised assured assures encouraged encourages
    proclaimed quipped joked advocated advocates
    """
)
ACTING = tuple(
    "added adds continued continues concluded concludes observed observes responded responds asked asks".split()
)
"""Count where words that were said follow: a comma, a colon, a quotation, "that"."""

ADVERB = r"""
    (?:also|today|yesterday|tonight|then|later|further|furthermore|again|often|recently|has|had|have|earlier|first|previously
    |once|himself|herself|always|long|in\s(?:turn|addition|particular|response|conclusion)
    |this\s(?:week|morning|afternoon|evening|month)|(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\w{3,14}ly
    |(?:went|goes)\son\sto)
"""
