"""What stands on a page beside the release's own words: labels, contact lines, captions.

None of it is a passage: nobody asks for it, and it repeats the words that people ask for.
"""

from __future__ import annotations

import re

from index.intake.blocks import bullet_length

_LABEL = re.compile(
    r"""
    ^[\W_]*$                                            # *** | — •
    | ^for\ (?:immediate|planning)\ release\b.{0,40}$
    | ^(?:press|news|media)\ (?:release|statement|advisory)s?[\W\d]*$
    | ^(?:embargo(?:ed)?|not\ for\ release)\b.{0,80}$
    | ^(?:[\w’']+\s){0,3}contacts?\s?(?:person|information|info)?\s?:
    | ^contacts?\b[^.!?]{0,120}\d{3}[-.\s]\d{4}
    | ^for\ (?:more|further|additional)\ information,?\ (?:please\ )?(?:contact|call|visit|email)\b
    | ^(?:last\ )?(?:updated|modified|published|posted|released?|date|dated|today)\s?:
    | ^(?:print|share|tweet|download|e-?mail|back\ to\ top|read\ more|home|related\ links?)\b[\W\w]{0,20}$
    | ^[\W]*(?:-?\s?30\s?-?|end(?:s|\ of\ release)?)[\W]*$
    | ^end\s+\d{1,2}:\d{2}\s?[ap]\.?m\.?(?:\s[a-z]{2,4})?[\W]*$
    | ^(?:photo|image|picture|video)\s?(?:credit|courtesy|by|caption|:)
    | ^(?:©|\(c\)\s|copyright\b)
    | ^(?:tel|phone|fax|e-?mail|web\ ?site|www)\b\.?\s?[:(\d.]
    | ^\d{1,2}:\d{2}\s?[ap]\.?m\.?\s(?:[a-z]{2,4}|\([a-z]{2,4}\))\W?$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CAPTION_SIGN = re.compile(
    r"\((?:left|right|centre|center|l-r|from left)\b|\b(?:left|right) to (?:left|right)\b", re.IGNORECASE
)
_CAPTION = re.compile(
    r"""
    ^(?-i:[A-ZÀ-Þ]).{3,160}?\s
    (?:speaks|meets|addresses|delivers|attends|visits|shakes|greets|arrives|signs|poses|holds|listens|walks|looks
      |stands|sits|talks|participates|welcomes|presents|receives|chairs|opens|departs|waves|gestures
      |speaking|meeting|addressing|delivering|attending|visiting|shaking|greeting|arriving|signing|posing)\b
    .{0,200}$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’)\]]*$")

_LONGEST_HEADING_WORDS = 14


def is_furniture(line: str) -> bool:
    """Whether the line is a label, a rule or a contact line of the page.

    >>> is_furniture("FOR IMMEDIATE RELEASE"), is_furniture("Contact: Dan Whiting, 202/224-8078"), is_furniture("Why?")
    (True, True, False)
    """
    return _LABEL.search(line[bullet_length(line) :].strip(" |") or "-") is not None


def is_caption(line: str) -> bool:
    """Whether a block of one line describes a picture: no full stop, and it shows somebody doing something.

    >>> is_caption("Secretary General Jens Stoltenberg speaks at the Heritage Foundation in Washington, DC")
    True
    """
    if _SENTENCE_END.search(line) or bullet_length(line):
        return False
    return _CAPTION_SIGN.search(line) is not None or _CAPTION.search(line) is not None


def is_heading(line: str) -> bool:
    """Whether a line names what follows: short, without a full stop and without figures.

    >>> is_heading("Support for Ukraine"), is_heading("Reno, airport: $4.5 million"), is_heading("Thank you.")
    (True, False, False)
    """
    if bullet_length(line) or any(map(str.isdigit, line)):
        return False
    return len(line.split()) <= _LONGEST_HEADING_WORDS and not _SENTENCE_END.search(line)
