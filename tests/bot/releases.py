"""A small folder of releases for the bot's tests: one as published, one hostile, some to page through."""

from __future__ import annotations

from pathlib import Path

STOLTENBERG = """\
---
title: "Secretary General in Washington: more friends and allies"
date: 2024-01-31
url: https://www.nato.int/docu/news-222258.htm
---

On Wednesday, Secretary General Jens Stoltenberg delivered a speech at the Heritage Foundation.

On China, the Secretary General outlined the importance of eliminating “harmful dependencies on critical \
China raw materials and products.” Drawing the parallel with European reliance on Russian oil and gas, \
Mr Stoltenberg added “dependencies make us vulnerable.”
"""

HOSTILE_SENTENCES = (
    "The marmalade ministry said **urgent** @everyone <@1> "
    "[one](https://evil.example) [two](https://evil.example) today.",
    "The marmalade ministry opens at <t:0:R> and writes </ask:123> in <#42> "
    "with :smile: and `code` at https://evil.example now.",
)

HOSTILE = f"""\
**Bold** [title](https://evil.example) @everyone

2 May 2023

{HOSTILE_SENTENCES[0]}

{HOSTILE_SENTENCES[1]}
"""


def write_releases(folder: Path) -> Path:
    """Write the releases as files; out comes the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stoltenberg.md").write_text(STOLTENBERG, encoding="utf-8")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    for day in range(1, 13):
        (folder / f"budget-{day:02}.md").write_text(_budget(day), encoding="utf-8")
    return folder


def _budget(day: int) -> str:
    return (
        f'---\ntitle: "Budget meeting {day}"\ndate: 2022-06-{day:02}\n---\n\n'
        f"The committee discussed item {day} of the orchard budget with great care.\n"
    )
