"""Text that is not ours: inert on Discord, the same to the eye, and given back to the letter."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.render.escape import Marked, escape, escape_marked, unescape
from tests.bot.discord_markup import live_markup

HOSTILE = [
    "**bold** *slanted* __under__ _slanted_ ~~struck~~ ||hidden||",
    "***all*** `code` ``code``",
    "```python\nprint(1)\n```",
    "# heading\n## heading\n### heading\n-# small",
    "   # indented heading",
    "\u200b# heading behind nothing",
    "\u00a0- item behind a hard space",
    "> quote\n>>> quote of all",
    "- item\n* item\n+ item\n  - inner item",
    "1. first\n22) second\n 3. third",
    "<@1> <@!1> <@&1> <#1> <id:customize>",
    "@everyone @here",
    "<t:0:R> <t:1706702400> <t:-5:D>",
    "</ask:123> </admin reindex:123>",
    "<:name:123> <a:name:123> :smile: :+1: a:b:c: 10:30:15",
    "[one](https://evil.example) [two](https://evil.example)",
    "[one](<https://evil.example>)",
    "[broken\nover lines](https://evil.example)",
    "[a [nested] label](https://evil.example)",
    "](https://evil.example) [x",
    "https://evil.example http://evil.example steam://run",
    "<https://evil.example> <mailto:a@b.example> <tel:+123>",
    "www.evil.example discord.gg/abc discord.com/invite/abc",
    "\\*\\*already\\*\\* \\<@1> \\\\",
    "back\\slash and ¯\\_(ツ)_/¯",
    "a\r# heading after a carriage return",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_stays_live(text: str) -> None:
    assert [] == live_markup(escape(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_live_without_escaping(text: str) -> None:
    assert live_markup(text) or "\\" in text or "\r" in text or "\u200b" in text


@pytest.mark.parametrize(
    "text",
    [
        "On China, the Secretary General outlined the importance of this.",
        "“dependencies make us vulnerable.” (31 January 2024), 5-10 % of $120bn; 18:30 – Mr. O’Neil’s.",
        "It cost 3.5 million. Ask press at nato.int or the U.S. Embassy/Consulate!",
        "50 % > 40 %, #1 in the world, A+ and - indeed - more",
    ],
)
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert text == escape(text)


MARKUP = st.text(st.sampled_from(list("*_~|`[]()<>@#:/.-+\\ \n\r1a\u200b")) | st.characters())


@given(MARKUP)
@example("\\")
@example("\\\u200b")
def test_escaping_is_undone_to_the_letter(text: str) -> None:
    assert text == unescape(escape(text))


@given(MARKUP)
def test_nothing_stays_live_whatever_the_text(text: str) -> None:
    # single marks of emphasis are covered by the character, all else by the construct
    assert [] == live_markup(escape(text))


@given(MARKUP, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_bold_is_balanced_and_changes_no_word(text: str, spans: list[tuple[int, int]]) -> None:
    shown = escape_marked(text, [Marked(*sorted(span)) for span in spans])

    assert 0 == re.sub(r"\\.", "", shown, flags=re.DOTALL).count("**") % 2
    assert escape(text) == re.sub(r"(\\.)|\*\*", r"\1", shown, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("China matters", [(0, 5)], "**China** matters"),
        ("critical China raw", [(0, 8), (9, 14)], "**critical China** raw"),
        ("a * b", [(2, 3)], r"a **\*** b"),
        ("China *x*", [(0, 5)], r"**China** \*x\*"),
        ("one\ntwo", [(0, 7)], "**one**\n**two**"),
        ("overlap", [(0, 4), (2, 7)], "**overlap**"),
        ("nothing", [(3, 3), (9, 12)], "nothing"),
    ],
)
def test_bold_stands_around_words(text: str, spans: list[tuple[int, int]], expected: str) -> None:
    assert expected == escape_marked(text, [Marked(*span) for span in spans])
