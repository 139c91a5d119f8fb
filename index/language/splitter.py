"""The sentence splitter: a block of text comes in, the spans of its sentences go out.

A block is a paragraph, a heading or a bullet: one or several lines without an empty one. The spans
stand in order, begin and end at a character that is no space, and leave out nothing but spaces.

Every place where a sentence may end is judged through a window of fixed width, so that time grows
with the length of the block whatever stands in it. Rules decide what quotation marks, brackets and
numbers show; index.language.abbreviations asks NLTK's Punkt about the full stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.language.abbreviations import full_stop_ends_sentence, opens_sentence, opens_with_office
from index.release import Span

_WINDOW = 200  # characters looked at on either side of a gap; a bracket that spans more is no aside
_WORD = 40  # characters of a word that matter: no abbreviation is longer
_HEADLINE = 200  # an all-capitals line up to this long is a headline: its full stops tell nothing
_WRAP = range(50, 121)  # widths at which mail and plain text are wrapped
_WRAPPED_LINES = 3  # two lines may be of any length by chance

_MARKS = ".?!…"
_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'“‘„«(["
_QUOTES = frozenset("\"'”’»")
_EXCLAIMED = ("jeopardy", "yahoo", "yum")  # names that carry their own exclamation mark

# both begin with what they look for, and look back from there: so they are not tried at every letter
_GAP = re.compile(
    r"""
    \s (?: (?<=[.?!…"'”’»)\]]\s) \s*             # a space after a mark, a closing quote or a closing bracket
      | (?<=[;:,\w]\s) \s* (?=[•▪●►◦‣]\s+\w)      # a bullet within the line
      | (?<=[;:]\s) \s* (?=\*\s+\w) )
    """,
    re.VERBOSE,
)
_LOST = re.compile(
    r"""
    [.?!] (?: (?<=[a-z]{3}[.?!]) (?=[A-Z][a-z]*[\s,])  # a space that was lost: "the way.Senator Akaka is"
      | (?<=[a-z]{2}[.?!]) ["”] (?=["“]?[A-Z][a-z]*[\s,]) )
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r"[/@:]|www\.|\b(?:[Cc]om|[Gg]ov|[Oo]rg|[Nn]et)\b")
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_ITEM = re.compile(r"[•▪●►◦‣*–—-]\s|\(?\w{1,3}[.)]\s")
_BULLET = re.compile(r"[•▪●►◦‣*]\s+\w")
_ENUMERATOR = re.compile(
    r"""
    (?:[•▪●►◦‣*–—-]\s+)? ["“(]?
    (?: \d{1,3} | [A-Za-z] | [ivxIVX]{2,5}                                    # 1.  a.  IV.
    |   (?:Section|Sect?\.|Article|Art\.|Chapter|Part|Title|Step)\s+\w{1,4}   # Section 1.  Sec. 2.
    ) \.
    """,
    re.VERBOSE,
)
_LETTERED = re.compile(r"(?:[a-z]|[ivx]{1,4})\)")  # what is left of "(b)" without its opener
_LONE_CLOSER = re.compile(r"[”’»)\]]+(?:\s|\Z)")
_LONE_QUOTE = re.compile(r"\"(?:\s|\Z)")
_WORDLESS = re.compile(r"[\W_]*")
_GOES_ON = re.compile(r"[.,;:?!…&%]|\[…\][”\"]|[\W_]*\Z")
_DASH = re.compile(r"(?:—|–|--)\s")
_ATTRIBUTION = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|added|replied|wrote)\b")
_TOKEN = re.compile(r"\S*")


@dataclass(frozen=True, slots=True)
class _Gap:
    """A place where a sentence may end, and what stands around it.

    ``before`` and ``after`` are the windows, ``opening`` says that ``before`` reaches back to the
    sentence's start. ``bare`` is ``before`` without its ``mark`` and the ``closers`` behind that;
    ``following`` is the next word or two without the quotation mark or bracket that opens them.
    """

    before: str
    after: str
    opening: bool
    bare: str
    mark: str
    closers: str
    following: str

    @property
    def quoted(self) -> bool:
        """Whether a quotation ends here."""
        return not _QUOTES.isdisjoint(self.closers)

    @property
    def bracketed(self) -> bool:
        """Whether a bracket ends here."""
        return ")" in self.closers or "]" in self.closers


def sentences(block: str) -> list[Span]:
    """Spans of the sentences of one block.

    >>> text = "NATO met in Washington, D.C. He spoke."
    >>> [text[span.start : span.end] for span in sentences(text)]
    ['NATO met in Washington, D.C.', 'He spoke.']
    """
    return [
        span for unit in _units(block) for span in _split(block[unit.start : unit.end], offset=unit.start)
    ]


def _units(block: str) -> list[Span]:
    """Find the lines; a line that only goes on with the one before it belongs to that one."""
    lines = [line for found in _LINE.finditer(block) if (line := _trimmed(found))]
    wrapped = _is_wrapped([block[line.start : line.end] for line in lines])
    joined = lines[:1]
    for line in lines[1:]:
        opening = block[line.start : line.start + _WORD]
        if _is_small(opening) or (wrapped and not _ITEM.match(opening)):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _trimmed(found: re.Match[str]) -> Span | None:
    line = found.group()
    start = found.start() + len(line) - len(line.lstrip())
    end = found.start() + len(line.rstrip())
    return Span(start, end) if start < end else None


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether every line but the last is so full that the next line's first word had no room in it."""
    width = max(map(len, lines), default=0)
    if len(lines) < _WRAPPED_LINES or width not in _WRAP:
        return False
    return all(len(line) + 1 + len(_first(following)) > width for line, following in pairwise(lines))


def _split(text: str, *, offset: int) -> Iterator[Span]:
    start = 0
    if not (len(text) < _HEADLINE and text.isupper()):
        for gap in _gaps(text):
            if _parts(text, start, gap):
                yield Span(offset + start, offset + gap.start)
                start = gap.end
    yield Span(offset + start, offset + len(text))


def _gaps(text: str) -> list[Span]:
    """The places where a sentence may end: spaces, and places where one was lost."""
    gaps = [Span(*found.span()) for found in _GAP.finditer(text)]
    lost = [Span(found.end(), found.end()) for found in _LOST.finditer(text)]
    return sorted((*gaps, *lost), key=lambda gap: gap.start) if lost else gaps


def _parts(text: str, start: int, found: Span) -> bool:
    """Whether the gap found parts two sentences, the first of which begins at ``start``."""
    if found.start == found.end:
        return _ADDRESS.search(_token_around(text, found.start)) is None
    gap = _look(text, start, found)
    if _BULLET.match(gap.after) and not gap.before.endswith("*"):
        return True
    return bool(gap.mark) and not _joins(gap) and _ends(gap)


def _token_around(text: str, position: int) -> str:
    before = text[max(0, position - _WINDOW) : position].split()
    return before[-1] + _first(text[position : position + _WINDOW])


def _look(text: str, start: int, found: Span) -> _Gap:
    begin = max(start, found.start - _WINDOW)
    before = text[begin : found.start]
    after = text[found.end : found.end + _WINDOW]
    unquoted = before.rstrip(_CLOSERS + " ")
    bare = unquoted.rstrip(_MARKS)
    return _Gap(
        before=before,
        after=after,
        opening=begin == start,
        bare=bare,
        mark=unquoted[len(bare) :],
        closers=before[len(unquoted) :],
        following=after[:_WORD].lstrip(_OPENERS),
    )


def _joins(gap: _Gap) -> bool:
    """Whether both sides belong to one sentence, whatever the mark between says."""
    return (
        (gap.opening and _WORDLESS.fullmatch(gap.before) is not None)  # a sentence holds a word
        or (gap.opening and _ENUMERATOR.fullmatch(gap.before) is not None)
        or _is_small(gap.following)
        or _GOES_ON.match(gap.after) is not None
        or _closes_later(gap)
        or _inside_aside(gap, "(", ")")
        or _inside_aside(gap, "[", "]")
        or ((gap.quoted or gap.mark != ".") and _DASH.match(gap.after) is not None)
    )


def _is_small(following: str) -> bool:
    """Whether a word in lower case follows; "iPhone" and the "b" of "(b)" are none."""
    return following[:1].islower() and _first(following)[:3].islower() and not _LETTERED.match(following)


def _closes_later(gap: _Gap) -> bool:
    """Whether a closing mark that stands by itself after the gap belongs to what is before it."""
    if _LONE_CLOSER.match(gap.after):
        return True
    return _LONE_QUOTE.match(gap.after) is not None and gap.before.count('"') % 2 == 1


def _inside_aside(gap: _Gap, opener: str, closer: str) -> bool:
    """Whether the gap stands within a short bracket."""
    opened = gap.before.rfind(opener)
    if opened <= gap.before.rfind(closer):
        return False
    closed = gap.after.find(closer)
    return closed >= 0 and opener not in gap.after[:closed] and len(gap.before) - opened + closed <= _WINDOW


def _ends(gap: _Gap) -> bool:
    """Whether the mark before the gap ends a sentence."""
    if gap.mark == "." and gap.bare[-1:].strip():
        return full_stop_ends_sentence(gap.bare, gap.following, bracketed=gap.bracketed)
    if gap.mark in {".", "..", "..."}:  # words are left out, within a sentence as often as at its end
        return opens_sentence(gap.following)
    if gap.mark == "!" and gap.bare.lower().endswith(_EXCLAIMED):
        return opens_sentence(gap.following)
    attributed = gap.quoted and _ATTRIBUTION.match(gap.following) is not None
    return not attributed or (opens_sentence(gap.following) and not opens_with_office(gap.following))


def _first(text: str) -> str:
    """Return everything up to the first space."""
    found = _TOKEN.match(text)
    return found.group() if found else ""
