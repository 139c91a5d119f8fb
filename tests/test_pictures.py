"""What docs/ shows is there, is small, and is what the scenes make."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pictures.scenes import SCENES

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PAGES = (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))

_MOST_BYTES = 2_000_000

_SHOWN = re.compile(
    r"""
    (?:src|srcset)="      # an HTML image, or its version for light pages
    (?P<path>[^"]+\.png)
    "
    """,
    re.VERBOSE,
)


def test_every_picture_that_a_page_shows_is_there() -> None:
    shown = {
        page.parent / match["path"] for page in PAGES for match in _SHOWN.finditer(page.read_text("utf-8"))
    }

    assert len(shown) > 20
    assert not [path for path in shown if not path.is_file()]


def test_the_pictures_are_those_of_the_scenes() -> None:
    looks = ("", "-light")
    phone = ("-phone", "-phone-light")
    made = {
        f"{scene.name}{suffix}.png"
        for scene in SCENES
        for suffix in (looks + phone if scene.phone else looks)
    }

    assert made == {path.name for path in PICTURES.iterdir()}


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < _MOST_BYTES
