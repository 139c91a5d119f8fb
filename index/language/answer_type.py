"""What kind of answer a question expects: the question as typed comes in, WHEN, HOW_MUCH, WHO, WHERE or none goes out.

The first question word that truly asks decides. "When" and "where" ask only before an auxiliary ("when did"), behind
a verb of telling ("say when") or at the end; else they open a clause ("when he met …"). "Who" inside a sentence is
mostly a relative clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.query import AnswerType


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.VERBOSE | re.IGNORECASE)


_AUXILIARY = r"""(?: (?:is|are|was|were|am|do|does|did|has|have|had|will|would|shall|should|can|could|may|might|must)
    (?:n['’]?t)? | ['’](?:s|d|ll|re) )\b"""
_PERSON = r"""(?: (?:prime|foreign|defen[cs]e|finance|vice|deputy|assistant|former|current|first|us|u\.s\.|american|democratic
      |republican)\s )* (?: senators? | presidents? | (?:vice-)?presidents? | persons? | people | ministers? | secretary | secretaries
    | leaders? | officials? | governors? | mayors? | congress(?:m[ae]n|wom[ae]n) | members?\sof\scongress | judges? | justices?
    | generals? | admirals? | ambassadors? | chancellors? | kings? | queens? | chair(?:m[ae]n|person|woman)? | directors?
    | spokes(?:person|m[ae]n|wom[ae]n) | nominees? | m[ae]n | wom[ae]n | authors? | politicians? | candidates? | commanders?
    | representatives? | lawmakers? | founders? | winners? | head | sponsors? | co-?sponsors? | speakers? | envoys? )\b"""
_FIGURE = r"""(?: costs? | prices? | price\stag | amounts? | numbers?(?!\sone\b) | percentages? | per\s?cent | shares? | proportion | fraction
    | figures? | rates? | totals? | size | value | sum | population | length | duration | budget | salary | salaries | wages?
    | fees? | deficit | death\stoll | toll | age | weight | height | distance | ratio | quantity | funding\slevel | vote\s(?:count|tally|margin) )\b"""
_DAY = r"(?: dates? | days? | years? | months? | weeks? | weekday | time | quarter | decade | century | deadline )\b"
_PLACE = r"""(?: city | cities | towns? | villages? | states?(?!\sof\b) | country | countries | county | counties | places? | locations? | venues?
    | regions? | provinces? | capitals? | nations? | continents? | sites? | buildings? | airports? | museum | university )\b"""

_ASKING_WORD = _pattern(r"\b(?: what | which | when | who(?:m|se)? | where | why | how )(?![-\w])")

_OPENING = _pattern(r"""(?: ^ | [,;:–—?.!-] )[\s"“'‘(]* (?: (?:and|so|but|ok(?:ay)?|well|please|then|now|hey|hi)[,\s]+ )*
    (?: (?:since|until|till|by|from|for|before|after|in|on|at|to|of|with|under|near|about|around|during|over|through|within
        |roughly|approximately|exactly|just|only|against|between)\s+ ){0,2} $""")
_TOLD_BEFORE = _pattern(r"""\b(?: say|says|said|tell|told|know|knows|knew|explain(?:ed|s)? | announced? | mention(?:ed|s)? | state[ds]?
    | specif(?:y|ied|ies) | reveal(?:ed|s)? | disclosed? | indicated? | clarif(?:y|ied) | predict(?:ed)? | decided? | asked? | wonder | find\sout
    | show | give | clear | list | name ) (?:\s (?:me|us|you|reporters|congress|exactly|about|precisely|by|on|since|in|to|until) ){0,3} \s $""")
_ENDS = _pattern(r"(?: \s (?:exactly|precisely|else) )? [\s?!.\"”')]* $")
_ORGANISATION_BEFORE = _pattern(r"\bthe\s$")
_ASKED_OF_SOMEBODY = _pattern(
    r"\s (?:asked|questioned|pressed|speaking|talking|discussing|referring|introducing)\b"
)

_INVERTED = _pattern(
    rf"(?: \s (?:exactly|precisely|else|and\swhere|and\swhen|or\swhere|in\s[\w\s]{{1,30}}?) )? \s* {_AUXILIARY}"
)
_STANDING = _pattern(r"""\b(?: stands? | stood )\s(?:on|regarding|with) | \s(?:are|were|do|did|does)\s\w+\s(?:on|with|draw|stand|see|come\sdown)\b
    | \bgo\sfrom\shere""")

_HOW_MUCH = _pattern(r"""\s (?: much | many | big | large | long | often | high | low | far | old | tall | fast | wide | deep | heavy
    | expensive | costly | few | frequently | small | great\sa | strong\sis\sthe )\b""")
_HOW_SOON = _pattern(r"\s (?: soon | recently | early | late | long\sago )\b")

_KIND_OF_NOUN = {
    AnswerType.WHEN: _DAY,
    AnswerType.HOW_MUCH: _FIGURE,
    AnswerType.WHERE: _PLACE,
    AnswerType.WHO: _PERSON,
}
_DIRECT = {
    kind: _pattern(rf"\s (?:(?:exact|precise|specific|total|other|overall)\s)? {noun}")
    for kind, noun in _KIND_OF_NOUN.items()
}
_ADJECTIVED = {kind: _pattern(rf"\s [a-z-]+ \s {noun}") for kind, noun in _KIND_OF_NOUN.items()}
_PREDICATE = {
    kind: _pattern(rf"""\s* (?:is|are|was|were|will\sbe|would\sbe|['’]s) \s (?:the|his|her|their|its|our|your|this|that|[\w.]+['’]s?)
        \s (?:(?!of\b|to\b|that\b|about\b)[\w.,'’-]+ \s){{0,3}}? {noun} (?= \s*[?.!]*$ | ,? \s (?:of|for|to|in|on|at|from|that|by|when|between|with
        |he|she|they|it|the|is|was|were|will|behind|where|per|a|since|under|we|needed|required|set|announced|requested)\b )""")
    for kind, noun in (
        _KIND_OF_NOUN
        | {
            AnswerType.WHO: rf"name \s of \s (?:the|his|her|its|their|our|a|that) \s (?:[\w-]+ \s){{0,2}}? {_PERSON}",
            AnswerType.WHERE: r"(?: location | venue | site | capital | birthplace | place | home\s?town )\b",
            AnswerType.WHEN: r"(?: date | day | deadline | year | month | time\sframe | timeline )\b",
        }
    ).items()
}
_VERB_AFTER = _pattern(rf"""\s (?: {_AUXILIARY} | [\w-]+ed\b | of\b | from\b | who\b | in\b
    | (?:said|led|won|took|made|gave|wrote|became|met|spoke|leads?|says?|runs?|holds?|heads?|oversees?|chairs?)\b )""")


def expected(question: str) -> AnswerType | None:
    """The kind of answer that a question asks for; None where no single date, figure, person or place answers it.

    >>> expected("When did the President visit Kyiv?"), expected("What did he say when he visited Kyiv?")
    (<AnswerType.WHEN: 1>, None)
    """
    text = " ".join(question.split())
    asking = next(_asking_words(text), None)
    return _kind(text, asking) if asking else None


def _asking_words(text: str) -> Iterator[re.Match[str]]:
    """The question words that truly ask, in order."""
    for word in _ASKING_WORD.finditer(text):
        if _asks(text, word):
            yield word


def _asks(text: str, word: re.Match[str]) -> bool:
    """Whether a question word asks, and doesn't open a clause."""
    before, after = text[: word.start()], text[word.end() :]
    lower = word[0].lower()
    if _ENDS.match(after):
        return bool(before.strip()) and lower != "which"
    if word[0] == "WHO" and _ORGANISATION_BEFORE.search(before):
        return False  # the World Health Organization
    told = _TOLD_BEFORE.search(before) is not None and not _ASKED_OF_SOMEBODY.match(after)
    if lower in {"when", "where"}:
        return told or (_OPENING.search(before) is not None and _asks_of_time_or_place(text, word))
    if lower.startswith("who"):
        return told or (_OPENING.search(before) is not None and not _is_relative(text, word))
    return True


def _asks_of_time_or_place(text: str, word: re.Match[str]) -> bool:
    after = text[word.end() :]
    if _INVERTED.match(after):
        return True
    # words typed as into a search box: "when Biden visited Kyiv"
    alone = "," not in after and not _ASKING_WORD.search(after)
    return alone and not text[: word.start()].strip()


def _is_relative(text: str, word: re.Match[str]) -> bool:
    """Whether "who" behind a comma tells more of a name ("Mr. Burns, who met …, what did he say?")."""
    before, after = text[: word.start()].rstrip(), text[word.end() :]
    return before.endswith(",") and _ASKING_WORD.search(after) is not None


def _kind(text: str, word: re.Match[str]) -> AnswerType | None:
    after = text[word.end() :]
    lower = word[0].lower()
    if lower == "when":
        return AnswerType.WHEN
    if lower == "where":
        return None if _STANDING.search(after) else AnswerType.WHERE
    if lower.startswith("who"):
        return AnswerType.WHO
    if lower == "how":
        return _kind_of_how(after)
    return _kind_of_noun(lower, after) if lower in {"what", "which"} else None


def _kind_of_how(after: str) -> AnswerType | None:
    if _HOW_SOON.match(after):
        return AnswerType.WHEN
    return AnswerType.HOW_MUCH if _HOW_MUCH.match(after) else None


def _kind_of_noun(asking: str, after: str) -> AnswerType | None:
    """The kind of the noun that "what" or "which" asks for: "what year", "what was the cost of …"."""
    for kind, direct in _DIRECT.items():
        noun = direct.match(after) or (_ADJECTIVED[kind].match(after) if asking == "which" else None)
        if noun and (kind is not AnswerType.WHO or asking == "which" or _VERB_AFTER.match(after, noun.end())):
            return kind
    return next((kind for kind, predicate in _PREDICATE.items() if predicate.match(after)), None)
