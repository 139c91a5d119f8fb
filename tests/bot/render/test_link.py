"""Links: http(s) only, inert titles, and text fragments as the specification encodes them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.link import at_passage, is_web, link
from tests.bot.discord_markup import live_markup


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://nato.int/a", True),
        ("http://nato.int", True),
        ("HTTPS://nato.int", True),
        ("javascript:alert(1)", False),
        ("ftp://nato.int/a", False),
        ("file:///etc/passwd", False),
        ("//nato.int/a", False),
        ("nato.int/a", False),
        ("https://", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_only_the_web_is_linked(url: str, expected: bool) -> None:
    assert expected == is_web(url)
    assert expected == ("](<" in link("Title", url))


@pytest.mark.parametrize(
    ("url", "words", "expected"),
    [
        ("https://a.int/b", "Two words.", "https://a.int/b#:~:text=Two%20words."),
        ("https://a.int/b#part", "Two words.", "https://a.int/b#part:~:text=Two%20words."),
        ("https://a.int/b", "self-made, at R&D", "https://a.int/b#:~:text=self%2Dmade%2C%20at%20R%26D"),
        ("https://a.int/b", "“Zürich”", "https://a.int/b#:~:text=%E2%80%9CZ%C3%BCrich%E2%80%9D"),
        ("https://a.int/b#:~:text=x", "Two words.", "https://a.int/b#:~:text=x"),
    ],
)
def test_fragment_names_the_words(url: str, words: str, expected: str) -> None:
    assert expected == at_passage(url, words)


def test_long_passage_is_named_by_its_first_and_last_words() -> None:
    words = " ".join(f"w{number}" for number in range(30))

    _, _, directive = at_passage("https://a.int", words).partition(":~:text=")

    start, end = directive.split(",")
    assert "w0 w1 w2 w3 w4" == unquote(start)
    assert "w25 w26 w27 w28 w29" == unquote(end)


@given(st.text("[]()<>\\ *:/a\n"), st.text('()<>[]\\ "`a|\n{}^'))
def test_neither_title_nor_address_breaks_out_of_the_link(title: str, path: str) -> None:
    shown = link(title, f"https://a.int/{path}", room=10_000)

    before, _, after = shown.rpartition("](<")
    target, end = after.split(">", 1)
    assert ")" == end
    assert not set(target) & set("()<> \\\n")
    assert [] == live_markup(before.replace("[open", "").removeprefix("["))


def test_title_with_brackets_stands_beside_its_link() -> None:
    assert r"\[Updated] Speech [open](<https://a.int>)" == link("[Updated] Speech", "https://a.int")


def test_link_without_room_is_only_its_title() -> None:
    assert "Title" == link("Title", "https://a.int/" + "x" * 99, room=50)
