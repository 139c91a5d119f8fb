"""Play the scenes and photograph them: ``python -m tests.pictures docs/pictures [NAME…]``.

In: a folder, and names of scenes (default: all). Out: four pictures of each scene; exit code 1 where a scene
could not be played, which is named.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Error, ViewportSize, async_playwright
from simcord import BackendError, SetupError

from bot.cli import SAMPLES
from bot.play.home import Stock, open_home
from bot.play.pages import open_page
from bot.play.world import open_world
from config.settings import load_settings
from tests.corpus import index_paths
from tests.pictures.camera import DESK, height_for, photograph, touch_up
from tests.pictures.scenes import SCENES, Scene
from tests.pictures.stage import Stage

_NOW = datetime(2024, 2, 5, 9, 30, tzinfo=UTC)
"""The Monday after the newest sample came out, so that "last week" holds something."""

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Read the arguments and take the pictures."""
    arguments = _arguments()
    chromium = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if chromium is None:
        sys.exit("Pictures need Chromium, which is not installed. On Debian: apt install chromium")
    logging.getLogger("discord").setLevel(logging.ERROR)
    scenes = [scene for scene in SCENES if not arguments.names or scene.name in arguments.names]
    arguments.folder.mkdir(parents=True, exist_ok=True)
    failed = asyncio.run(_take_all(scenes, arguments.folder, chromium))
    sys.exit("\n".join(failed) or 0)


async def _take_all(scenes: Sequence[Scene], folder: Path, chromium: str) -> list[str]:
    """Take the pictures of all scenes; out comes a line for each that could not be played."""
    failed = []
    with tempfile.TemporaryDirectory() as home:
        database = Path(home) / "samples.db"
        await index_paths(database, SAMPLES)
        _date(database)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for scene in scenes:
                try:
                    await _take(scene, Stock(SAMPLES, database), folder, browser)
                except (Error, LookupError, SetupError, BackendError) as error:
                    failed.append(f"{scene.name}: {str(error).splitlines()[0]}")
            await browser.close()
    return failed


def _date(database: Path) -> None:
    """Say that it was indexed on the day of the pictures: /about tells when that was."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE generations SET made_at = ?", (_NOW.isoformat(),))


async def _take(scene: Scene, stock: Stock, folder: Path, browser: Browser) -> None:
    async with open_home(load_settings(), stock) as settings, open_world(settings, now=_NOW) as world:
        place, viewers = (
            (world.you.user.dm_channel, [world.you.user])
            if scene.direct
            else (world.channel, [world.you, world.guest])
        )
        before = len(place.history())
        async with open_page(world, place, viewers, port=0) as preview:
            size: ViewportSize = {"width": DESK, "height": height_for(scene.frame)}
            # the page forbids styles that aren't its own, and its light colours are ours
            context = await browser.new_context(bypass_csp=True, viewport=size)
            context.set_default_timeout(10_000)
            page = await context.new_page()
            await page.goto(preview.url)
            await page.locator("#messages-toggle").click()
            await Stage(world, page, direct=scene.direct).play(scene)
            people = (world.bot.me, world.you, world.guest)
            await touch_up(page, {str(person.id): person.name for person in people})
            await photograph(page, scene, folder, before=before)
            await context.close()
    print(scene.name, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description="Take docs' pictures.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("names", nargs="*", metavar="NAME", help="scenes (default: all)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
