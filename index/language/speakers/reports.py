"""Reports: the text without its quotations and its mentions come in; who is said to speak where comes out.

A report is a person in subject position and a verb of speaking: "Mr Stoltenberg underlined …", "…, said Snowe",
"according to Byrd", "Crapo, who is Chairman of …, noted". "A spokesman for Byrd said" is none of Byrd's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.language.speakers.mentions import Mention
from index.language.speakers.verbs import ACTING, ADVERB, SAYING, TELLING

_ASIDE = r"""(?:\s?\([^()\n\x00]{1,60}\))?
    (?:,\s(?=(?P<aside>\S{1,30}))[^,\n\x00]{1,140}(?:,\s[^,\n\x00]{1,90}){0,3},(?:\s[^,\n\x00]{1,30},)?)?"""
_AFTER = re.compile(
    rf"""{_ASIDE} (?:,(?=\s(?:{ADVERB})\b))? (?:\s{ADVERB}){{0,3}} \s (?:(?P<say>{SAYING})|(?P<tell>{TELLING}))\b""",
    re.VERBOSE,
)
"""What stands between a subject and its verb: party, apposition, adverbs."""

_SAID = re.compile(r"\s?[,.:;?!—\x00]|\s\x00|\s(?:that|how|why|whether|what|if|about)\b")
_NAMELY = re.compile(r"\x00,?\s?$|[,—–-]\s?$")
_BEFORE = re.compile(rf"(?:^|[\s,\x00])(?:{SAYING})\s$", re.VERBOSE)
_ACCORDING = re.compile(r"\b[Aa]ccording\sto\s(?:the\s)?$")
_NO_SUBJECT = re.compile(
    r"(?:^|\s)(?:to|of|by|with|for|from|on|against|about|under|like|via|at|in|between|toward|towards|than|upon|into"
    r"|behalf of|urging|urged|asked|told|asking|telling|joined|joining|thank|thanked|including|calls?|called|that\sif)\s(?:both\s|the\s|then\s|former\s|fellow\s|U\.S\.\s)*$"
)
_REACH = 40
_LIST = 300
_LISTED = re.compile(r",?\s(?:and|or|&)\s(?:the\s|U\.S\.\s|fellow\s|then-?\s?)*")
_AND = re.compile(r"(?:\band|\bor|&)\s(?:the\s|U\.S\.\s|fellow\s|then-?\s?)*$")
_STOP = re.compile(r"[.!?:;\n]\s|\n|\x00")
_JOINED_AFTER = re.compile(r"(?:,[^,\n\x00]{0,60})?,?\s(?:and|&)\s(?:the\s|U\.S\.\s)*$")
_APPOSITION = re.compile(
    r"(?:[a-z]|\(|[DRI]-|Chair|Ranking|Republican|Democrat|Vice|Co-|President|Director|Senior|Assistant|Head|CEO|Executive|Deputy|a\b|the\b)"
)


@dataclass(frozen=True, slots=True)
class Report:
    """A verb of speaking whose subject is ``mention``.

    ``place`` is the character by which it belongs to a sentence. A joint report has several
    subjects; ``saying`` is one that quotes ("said"), rather than one that tells ("urged").
    """

    mention: Mention
    place: int
    joint: bool
    saying: bool


def reports(prose: str, found: Sequence[Mention]) -> list[Report]:
    """The reports of a text whose quotations are blotted out, in order."""
    return [
        report
        for number, mention in enumerate(found)
        if not mention.possessive and prose[mention.start] != "\x00"
        for report in _report(prose, found, number)
    ]


def _report(prose: str, found: Sequence[Mention], number: int) -> Iterator[Report]:
    mention = found[number]
    before = prose[max(0, mention.start - _REACH) : mention.start]
    if _ACCORDING.search(before):
        yield Report(mention, mention.start, _joined_after(prose, found, number), saying=False)
    elif mention.kind != "pronoun" and _BEFORE.search(before.removesuffix("the ")):
        if _is_inverted(prose, mention, before):
            yield Report(mention, mention.start, _joined_after(prose, found, number), saying=True)
    elif not _NO_SUBJECT.search(before):
        verb = _AFTER.match(prose, mention.end)
        if verb and _speaks(prose, verb):
            joint = _joined_before(prose, found, number) or _joined_within(prose, found, number, verb.end())
            yield Report(mention, mention.start, joint, saying=bool(verb["say"]))


def _speaks(prose: str, verb: re.Match[str]) -> bool:
    """Whether the verb is the subject's and one of speaking here ("added that", not "added a section")."""
    if verb["aside"] and _APPOSITION.match(verb["aside"]) is None:
        return False
    return verb["say"] not in ACTING or _SAID.match(prose, verb.end()) is not None


def _is_inverted(prose: str, mention: Mention, before: str) -> bool:
    """Whether the verb before the name is the name's own ("…,” said Snowe", not "he told Snowe")."""
    verb = _BEFORE.search(before.removesuffix("the "))
    ahead = before[: verb.start() + 1] if verb else ""
    return _NAMELY.search(ahead) is not None or ahead.endswith("\x00") or not ahead.strip()


def _joined_before(prose: str, found: Sequence[Mention], number: int) -> bool:
    """Whether "and" joins the subject with another person before it, in the same sentence."""
    start = found[number].start
    if not _AND.search(prose[max(0, start - 30) : start]):
        return False
    for other in reversed(found[max(0, number - _REACH) : number]):
        between = prose[other.end : start]
        if len(between) > _LIST or _STOP.search(between):
            return False
        in_list = other.kind == "name" and _LISTED.fullmatch(between) is not None
        if (other.sure or in_list) and not other.possessive and _AFTER.match(prose, other.end) is None:
            return True
    return False


def _joined_within(prose: str, found: Sequence[Mention], number: int, end: int) -> bool:
    """Whether what stands between subject and verb names another subject ("Byrd, of West Virginia, and Snowe said")."""
    for other in found[number + 1 : number + 12]:
        if other.start >= end:
            return False
        if other.sure and other.kind == "name" and _AND.search(prose[max(0, other.start - 30) : other.start]):
            return True
    return False


def _joined_after(prose: str, found: Sequence[Mention], number: int) -> bool:
    if number + 1 == len(found):
        return False
    between = prose[found[number].end : found[number + 1].start]
    return len(between) < 90 and _JOINED_AFTER.fullmatch(between) is not None


def in_span(found: Sequence[Report], start: int, end: int) -> Sequence[Report]:
    """The reports whose place is within ``[start, end)``."""
    low = bisect_left(found, start, key=lambda report: report.place)
    high = bisect_left(found, end, key=lambda report: report.place)
    return found[low:high]
