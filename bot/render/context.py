"""A passage in its paragraph → card: the paragraph with the passage in bold, and whether it still stands.

In: a PassageContext. Out: a private Card.
"""

from __future__ import annotations

from bot.render import limits
from bot.render.card import Card, room_for
from bot.render.citation import day, position
from bot.render.escape import Marked, escape_marked
from bot.render.link import at_passage, link
from bot.render.quote import ELLIPSIS, cut
from index.query import PassageContext

NOT_CURRENT = (
    "This release has changed since, or was withdrawn: what you see is how it read when it was quoted."
)
GONE = "This passage is in no release that can be searched here. Ask again to see what is."


def context_card(context: PassageContext, *, embeds: bool = True) -> Card:
    """The card of a passage where it stands."""
    passage, room = context.passage, room_for(embeds=embeds)
    release = passage.release
    url = at_passage(release.url, passage.quote) if release.url else None
    name = " ".join(release.title.split())
    source = link(name, url) if len(name) <= limits.TITLE else cut(name, room=limits.TITLE)
    foot = f"{source}\n{day(release.published)} · {position(passage)}"
    lines = ([] if context.standing == "current" else [f"*{NOT_CURRENT}*"]) + [foot]
    paragraph = _paragraph(context, room=room - len("\n\n".join(lines)) - 2)
    return Card("\n\n".join([paragraph, *lines]), tone="answer", title="In context", private=True)


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
