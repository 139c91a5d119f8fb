"""Markdown (.md) with or without front matter → the text that a reader of the rendered page sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ReleaseReadError
from index.intake.raw import RawRelease
from index.intake.readers.decoding import read_clean
from index.intake.readers.frontmatter import split_front_matter
from index.language.characters import clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


# Editors leave marks that CommonMark takes for text, as the page that they were made from did not.
_STRAY_MARKS = re.compile(
    r"""
    \*\*                              # bold that begins or ends beside a space: "**Security: **The"
    | (?<=\w)\*([^\w\s*]{1,3})\*        # emphasis of a mark alone: "Custody*.*"
    | \\(?=\s|$)                      # a backslash that kept a space or a line
    """,
    re.VERBOSE,
)


def read_markdown(path: Path, most_bytes: int) -> Iterator[RawRelease | ReleaseReadError]:
    """The one release of a Markdown file.

    Raises:
        ReleaseReadError: the file holds no text that can be read.
    """
    facts, text = split_front_matter(read_clean(path, most_bytes), str(path))
    yield RawRelease(path.name, plain_text(text), facts)


def plain_text(markdown: str) -> str:
    """Paragraphs, headings and list items as they read, without the markup.

    >>> plain_text("# A *title*\\n\\nOne [link](http://x.example)\\nand more.\\n\\n- first\\n- second")
    'A title\\n\\nOne link and more.\\n\\n• first\\n• second'
    """
    blocks: list[str] = []
    in_item = tight = False
    for token in _parser().parse(markdown):
        if token.type == "list_item_open":
            in_item = True
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            tight = False
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
        elif token.type == "inline":
            text = _inline(token)
            if in_item and tight:
                blocks[-1] += f"\n• {text}"
            else:
                blocks.append(f"• {text}" if in_item else text)
            tight, in_item = in_item, False
    return clean("\n\n".join(block for block in blocks if block.strip()))


@cache
def _parser() -> MarkdownIt:
    # here: who only asks does without
    from markdown_it import MarkdownIt

    # text pasted into Markdown is often indented: taken as a code block, its lines would stay broken
    return MarkdownIt("commonmark", {"html": True}).disable(["code", "html_block"]).enable("table")


def _inline(token: Token) -> str:
    text = "".join(_piece(child) for child in token.children or ())
    return _STRAY_MARKS.sub(r"\1", text).strip()


def _piece(token: Token) -> str:
    if token.type == "hardbreak":
        return "\n"
    if token.type == "softbreak":
        return " "
    return "" if token.type in ("html_inline", "image") else token.content
