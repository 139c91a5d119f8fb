"""Words that carry no meaning of their own in a question or a sentence.

A short list of our own: the large public ones drop "member", "state", "billion", "said", "new" and "UN".
"""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a an the this that these those
    i me my mine we us our ours you your yours he him his she her hers it its they them their theirs
    myself ourselves yourself yourselves himself herself itself themselves
    who whom whose which what when where why how
    am is are was were be been being have has had having do does did doing done
    will would shall should can could may might must ought
    and or but nor so yet if than then because while although though unless whether
    of at by for with without from to in into on onto upon up out off over under about
    as between among through during before after above below per via
    not no any some such own same too very just also only more most much many few both each other
    there here again once ever else
    don doesn didn isn aren wasn weren hasn haven hadn won wouldn shouldn couldn
    """.split()
)

ASKING_WORDS = frozenset(
    """
    say says said saying tell tells told telling speak speaks spoke spoken speaking talk talks talked talking
    mention mentions mentioned mentioning comment comments commented commenting state stated states stating
    remark remarks remarked think thinks thought view views opinion opinions stance position
    announce announces announced explain explains explained describe describes described
    answer answers answered reply replied discuss discusses discussed address addressed
    regarding concerning according anything something please show find give list know
    word words statement statements quote quotes quoted
    """.split()
)
"""Words by which people ask about, and releases report, speech: they tell nothing of the subject."""
