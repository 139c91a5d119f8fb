"""A passage in its paragraph → card: the paragraph with the passage in bold, and whether it still stands.

In: a PassageContext. Out: a private Card.
"""

from __future__ import annotations

import difflib
import re

from bot.render import limits
from bot.render.card import Card, room_for
from bot.render.citation import day, position
from bot.render.escape import Marked, escape_marked
from bot.render.link import at_passage, link
from bot.render.quote import ELLIPSIS, block_quote, cut
from index.query import PassageContext

GONE = "This passage is in no release that can be searched here. Ask again to see what is."

_CHANGED = "*This release has changed since. Above is how it read when it was quoted.*"
_SENTENCE_GONE = "The sentence is no longer in it."
_WITHDRAWN = "*This release was withdrawn since. Above is how it read when it was quoted.*"
_NOW = "In its place stands now:"

_WORD = re.compile(r"\S+")

_WORDS_COMPARED = 200
"""Comparing takes the product of both lengths at worst, and more than this has no room on a card."""


def context_card(context: PassageContext, *, embeds: bool = True) -> Card:
    """The card of a passage where it stands; where its release has changed since, with what the sentence says now."""
    passage, room = context.passage, room_for(embeds=embeds)
    release = passage.release
    url = at_passage(release.url, passage.quote) if release.url else None
    name = " ".join(release.title.split())
    source = link(name, url) if len(name) <= limits.TITLE else cut(name, room=limits.TITLE)
    lines = [*_since(context, room=room // 3), f"{source}\n{day(release.published)} · {position(passage)}"]
    paragraph = _paragraph(context, room=room - len("\n\n".join(lines)) - 2)
    text = "\n\n".join([paragraph, *lines])
    return Card(text, tone="answer", title="In context", source=passage.key, private=True)


def _since(context: PassageContext, *, room: int) -> list[str]:
    """What has become of the passage."""
    if context.standing == "current":
        return []
    if context.standing == "withdrawn":
        return [_WITHDRAWN]
    if context.now is None:
        return [f"{_CHANGED}\n{_SENTENCE_GONE}"]
    room -= len(_CHANGED) + len(_NOW) + 2
    return [
        f"{_CHANGED}\n{_NOW}\n{block_quote(context.now, changes(context.passage.quote, context.now), room=room)}"
    ]


def changes(before: str, now: str) -> list[Marked]:
    """The words of a sentence that were not there before; none of one that is too long to compare.

    >>> changes("They meet in May.", "They meet in late June.")
    [Marked(start=13, end=17), Marked(start=18, end=23)]
    """
    words, earlier = list(_WORD.finditer(now)), before.split()
    if max(len(words), len(earlier)) > _WORDS_COMPARED:
        return []
    matcher = difflib.SequenceMatcher(a=earlier, b=[word[0] for word in words], autojunk=False)
    return [
        Marked(*word.span())
        for kind, _, _, start, end in matcher.get_opcodes()
        if kind != "equal"
        for word in words[start:end]
    ]


def _paragraph(context: PassageContext, *, room: int) -> str:
    """The paragraph with the passage in bold; where it is too long, what is farthest from it goes."""
    quote = context.passage.quote
    if len(_window(context, 0)) > room:
        return cut(quote, room=room, marks=[Marked(0, len(quote))])
    reach, too_far = 0, max(len(context.before), len(context.after)) + 1
    while too_far - reach > 1:
        middle = (reach + too_far) // 2
        if len(_window(context, middle)) <= room:
            reach = middle
        else:
            too_far = middle
    return _window(context, reach)


def _window(context: PassageContext, reach: int) -> str:
    """The passage in bold with as many characters of its paragraph on each side, to whole words."""
    before, quote, after = context.before, context.passage.quote, context.after
    if len(before) > reach:
        before = f"{ELLIPSIS} {before[len(before) - reach :].partition(' ')[2]}" if reach else ELLIPSIS
    if len(after) > reach:
        after = f"{after[:reach].rpartition(' ')[0]} {ELLIPSIS}" if reach else ELLIPSIS
    return escape_marked(before + quote + after, [Marked(len(before), len(before) + len(quote))])
