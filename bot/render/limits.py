"""Discord's limits and our own shares of them, in characters unless the name says otherwise."""

from __future__ import annotations

CONTENT = 2_000
"""Text of a message."""

EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_FOOTER = 2_048
EMBED_TOTAL = 6_000
"""All text of all embeds of one message."""

ROWS = 5
BUTTONS_PER_ROW = 5
BUTTONS = ROWS * BUTTONS_PER_ROW
LABEL = 80
CUSTOM_ID = 100

CHOICES = 25
"""Suggestions under a slash command's option."""

CHOICE_NAME = 100
CHOICE_VALUE = 100

NAME_TYPED = 300
"""A title or a name that someone types to look it up."""

CITATION_LEAST = 330
"""A citation with less room than this would lose its source; fewer are shown instead."""

FOOT = 60
"""Kept free at the end of a card: who shares it."""

COMPACT = 900
"""Text of a compact answer."""

GLIMPSE = 130
"""Words of a source that is not shown in full."""

TITLE = 200
"""A release's title as part of a line."""

SPEAKER = 80

WORD = 40
"""A word of the question that is echoed."""

NOTE = 200
"""A caveat shown under an answer."""

LINK = 700
"""A link with its text fragment: beyond this the fragment goes, then the link."""

LEAD = 160
"""The first passage of a release in a list."""

LEAD_LEAST = 90
"""With less room than this the first passage is left out: a few words of it say nothing."""

LISTED_CITATION = 700
"""A passage in a list of passages, with where it stands."""

OPENING = 900
"""A paragraph with which a release begins."""
