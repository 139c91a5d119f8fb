"""From a page to pictures: dark and light, as wide as a desk's screen and as a phone, cut to what matters, and small.

In: a page where a scene is over. Out: PNG files.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.async_api import FloatRect, Locator, Page

from tests.pictures.scenes import Frame, Scene

_HERE = Path(__file__).parent
_LIGHT = (_HERE / "light.css").read_text(encoding="utf-8")
_AS_DISCORD = (_HERE / "discord.css").read_text(encoding="utf-8")
_TOUCH_UP = (_HERE / "discord.js").read_text(encoding="utf-8")
_COLOURS = 64
_MARGIN = 12
_TALLEST, _FOOT = 760, 420
"""A whole release is longer than anyone reads in a picture; the end of a list shows how to turn its pages."""

_MESSAGES = (Frame.CONVERSATION, Frame.LAST, Frame.FOOT)

# the right edge of what an element and all in it show: text as far as it goes, buttons and cards
_RIGHT_EDGE = """
element => {
  const edges = [0];
  for (const part of element.querySelectorAll("*")) {
    if (part.closest(".message-context-actions, .visually-hidden")) continue;
    if (part.matches(".embed-card, button, .select-trigger")) edges.push(part.getBoundingClientRect().right);
    if (part.childElementCount) continue;
    const range = document.createRange();
    range.selectNodeContents(part);
    edges.push(range.getBoundingClientRect().right);
  }
  return Math.max(...edges);
}
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A screen and its colours; the suffix tells the file from its siblings."""

    suffix: str
    width: int
    light: bool = False


DESK, PHONE = 780, 390
LOOKS = (
    Look("", DESK),
    Look("-light", DESK, light=True),
    Look("-phone", PHONE),
    Look("-phone-light", PHONE, light=True),
)


def height_for(frame: Frame) -> int:
    """How high the page is: a conversation must not scroll, a dialog stands in the middle."""
    return 2_600 if frame in _MESSAGES else 720


async def touch_up(page: Page, names: Mapping[str, str]) -> None:
    """Show what Discord would show and this page doesn't; the names by the ids that are mentioned."""
    await page.add_style_tag(content=_AS_DISCORD)
    await page.evaluate(_TOUCH_UP, dict(names))


async def photograph(page: Page, scene: Scene, folder: Path, *, before: int) -> None:
    """Take a scene's pictures in all looks; so many messages were there before it."""
    for look in LOOKS:
        if look.width == PHONE and not scene.phone:
            continue
        await page.set_viewport_size({"width": look.width, "height": height_for(scene.frame)})
        style = await page.add_style_tag(content=_LIGHT) if look.light else None
        if scene.frame in _MESSAGES:
            # what has the focus shows buttons of its own
            await page.evaluate("document.activeElement?.blur()")
        await page.wait_for_timeout(300)
        clip = await _clip(page, scene.frame, before)
        picture = await page.screenshot(clip=clip, animations="disabled")
        (folder / f"{scene.name}{look.suffix}.png").write_bytes(shrunk(picture))
        if style is not None:
            await style.evaluate("element => element.remove()")


def shrunk(picture: bytes) -> bytes:
    """The same picture with a palette: a third of the bytes, and no eye sees it."""
    out = io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    # the octree keeps rare colours, as of an emoji or the edge of a card
    small = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


async def _clip(page: Page, frame: Frame, before: int) -> FloatRect:
    """What of the page the picture shows."""
    parts = await _parts(page, frame, before)
    boxes = [await part.bounding_box() for part in parts]
    seen = [box for box in boxes if box is not None and box["height"]]
    if not seen:
        raise LookupError(f"the page does not show {frame.value}")
    rect = _around(seen)
    if frame is Frame.FOOT:
        rect["y"] += rect["height"] - _FOOT
    rect["height"] = min(rect["height"], _FOOT if frame is Frame.FOOT else _TALLEST)
    if frame in _MESSAGES:
        right = max([float(await part.evaluate(_RIGHT_EDGE)) for part in parts]) + 2 * _MARGIN
        rect["width"] = min(rect["width"], right - rect["x"])
    return rect


_SELECTORS = {
    Frame.LAST: ".channel-message",
    Frame.FOOT: ".channel-message",
    Frame.CONVERSATION: ".channel-message",
    Frame.DIALOG: ".modal-dialog",
    Frame.COMPOSER: ".channel-composer, .command-popup",
}


async def _parts(page: Page, frame: Frame, before: int) -> Sequence[Locator]:
    found: Sequence[Locator] = await page.locator(_SELECTORS[frame]).all()
    if frame is Frame.CONVERSATION:
        return found[before:]
    return found[-1:] if frame in (Frame.LAST, Frame.FOOT) else found


def _around(boxes: Sequence[FloatRect]) -> FloatRect:
    """The rectangle around all of them, with a margin above and below."""
    left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
    right = max(box["x"] + box["width"] for box in boxes)
    height = max(box["y"] + box["height"] for box in boxes) - top + 2 * _MARGIN
    return {"x": left, "y": max(0, top - _MARGIN), "width": right - left, "height": height}
