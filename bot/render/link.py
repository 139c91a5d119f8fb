"""Links to releases: to the page, and where a browser can, to the very sentence.

In: a release's title and address, a passage's words. Out: ``[title](<address>)`` that opens no
preview, or the bare title where the address is not one for the web.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from bot.render import limits
from bot.render.escape import escape

_WORDS_AT_EACH_END = 5

# Characters that would end an address in angle brackets, or that Discord reads before it looks for a link.
_UNSAFE = re.compile(r"[^!#$%&'*+,\-./0-9:;=?@A-Z_a-z~]")

_NOT_IN_A_LABEL = re.compile(r"[\[\]]|://")


def link(title: str, url: str | None, *, room: int = limits.LINK) -> str:
    """The escaped title, linked where the address is http(s) and the whole stays within ``room``."""
    return (linked(title, url, room=room) if url else None) or escape(title)


def linked(title: str, url: str, *, room: int = limits.LINK) -> str | None:
    """The escaped title as a link; None where the address is not http(s) or the link too long."""
    if not is_web(url):
        return None
    label, target = escape(title), f"(<{_safe(url)}>)"
    # Discord ends a label at the first bracket without a pair, and refuses one that looks like an address.
    whole = f"{label} [open]{target}" if _NOT_IN_A_LABEL.search(title) else f"[{label}]{target}"
    return whole if len(whole) <= room else None


def is_web(url: str) -> bool:
    """Whether a browser opens the address: http or https, with a host."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def at_passage(url: str, words: str) -> str:
    """The address with a text fragment, so that a browser opens the page at these words.

    See https://wicg.github.io/scroll-to-text-fragment/.

    >>> at_passage("https://nato.int/a", "China, too")
    'https://nato.int/a#:~:text=China%2C%20too'
    """
    page, _, fragment = url.strip().partition("#")
    if ":~:" in fragment:
        return url
    return f"{page}#{fragment}:~:text={_text_directive(words)}"


def _text_directive(words: str) -> str:
    all_words = words.split()
    if len(all_words) <= 2 * _WORDS_AT_EACH_END:
        return _encoded(all_words)
    return f"{_encoded(all_words[:_WORDS_AT_EACH_END])},{_encoded(all_words[-_WORDS_AT_EACH_END:])}"


def _encoded(words: list[str]) -> str:
    """Percent-encoded, the dash too: in a text directive it sets off a prefix or a suffix."""
    return quote(" ".join(words), safe="").replace("-", "%2D")


def _safe(url: str) -> str:
    return _UNSAFE.sub(lambda character: quote(character[0], safe=""), url.strip())
