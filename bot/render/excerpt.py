"""A passage to take along → card: the quotation with its source, as plain text in a block that can be copied.

In: a passage. Out: a private Card; where the words would break the block, they come as a file.
"""

from __future__ import annotations

from bot.render import limits
from bot.render.card import Card, TextFile
from bot.render.citation import position
from bot.render.quote import quotation
from bot.render.wording import day
from index.query import StoredPassage

_FENCE = "```"
_HOW = "Tap the block's copy button, or mark the text."


def excerpt_card(passage: StoredPassage) -> Card:
    """The passage in its own words, with who said it, when and where it stands."""
    text = excerpt_text(passage)
    block = f"{_HOW}\n{_FENCE}\n{text}\n{_FENCE}"
    if _FENCE in text or len(block) > limits.CONTENT:
        return Card("The quotation with its source:", private=True, file=TextFile("quotation.txt", text))
    return Card(block, private=True)


def excerpt_text(passage: StoredPassage) -> str:
    """The quotation and its source as plain text."""
    release = passage.release
    who = f"{passage.speaker}, " if passage.speaker else ""
    title = " ".join(release.title.split())
    lines = [
        quotation(passage.quote),
        f"— {who}{day(release.published)}",
        f"{title}, {position(passage)}",
        *([release.url] if release.url else []),
    ]
    return "\n".join(lines)
