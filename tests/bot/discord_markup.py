"""What Discord would format, link or resolve in a text: from its documents, not from our escaping."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
"""A backslash takes the meaning from the character after it, unless that is a letter, a digit or a blank."""

_LIVE = (
    r"\*\S", r"_\S", r"~~", r"\|\|", r"`",
    r"(?m)^\s*#{1,3}\s", r"(?m)^\s*-#\s", r"(?m)^\s*>{1,3}\s", r"(?m)^\s*[-*+]\s", r"(?m)^\s*\d+[.)]\s",
    r"<@[!&]?\d+>", r"<#\d+>", r"<id:\w+>", r"@everyone", r"@here",
    r"<t:-?\d+(?::\w)?>", r"</[\w -]+:\d+>", r"<a?:\w+:\d+>", r":[\w+~-]+:",
    r"\[[^\]]*\]\(", r"\w+://", r"<[a-z]+:[^>]*>", r"\bwww\.\w", r"\bdiscord\.(?:gg|com)/",
)  # fmt: skip


def live_markup(text: str) -> list[str]:
    """Each construct of the text that Discord would not show as it stands."""
    seen = _ESCAPED.sub("\ufffc", text)
    return [match[0] for pattern in _LIVE for match in re.finditer(pattern, seen)]
