"""A page that looks like a Discord channel, with the real bot behind it; nothing leaves this machine.

    python -m tests.playground                                   type to the bot in a browser
    python -m tests.playground --screenshot out.png --say "…"    take a picture of an answer
    python -m tests.playground --screenshot out.png --say "/date on: 2024" --click "Context 1"

In: a folder of releases (default: the samples that ship with the project). Out: an address on loopback, or a
picture. Needs the ``playground`` extra, and for pictures a Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import discord
import simcord
from playwright.async_api import Page, async_playwright
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.client import CommuniqueBot, create_bot
from config.settings import load_settings
from index.indexer import run_job
from index.job import IndexJob

_SAMPLES = Path(__file__).parent.parent / "index" / "samples"
_CHROMIUM = "/usr/bin/chromium"
_SETTLE_MS = 1_500

_OPTION = re.compile(r"(?P<name>[a-z]+):\s*(?P<value>.*?)(?=\s+[a-z]+:\s|$)")


def main() -> None:
    """Read the arguments, index the releases into a database of its own, and open the page."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="communique-playground-") as home:
        os.environ |= {
            "COMMUNIQUE_DATABASE": str(Path(home) / "communique.db"),
            "COMMUNIQUE_RELEASES_FOLDER": str(arguments.releases.resolve()),
            "COMMUNIQUE_SHARD_COUNT": "1",
            "COMMUNIQUE_COOLDOWN_QUESTIONS": "100",
        }
        asyncio.run(_play(arguments))


async def _play(arguments: argparse.Namespace) -> None:
    settings = load_settings()
    report = await run_job(IndexJob(settings.database, [arguments.releases]))
    print(f"{report.added} releases with {report.passages} passages are indexed.", flush=True)
    async with create_bot(settings) as bot, simcord.run(bot, settle_timeout=120) as env:
        guild = env.create_guild("Playground")
        channel = guild.create_text_channel("releases")
        you = guild.add_member(
            env.create_user("you"), roles=[guild.create_role("admin", permissions=discord.Permissions.all())]
        )
        place, viewer = (channel, you) if arguments.channel else (you.user.dm_channel, you.user)
        for said in arguments.say:
            await _say(bot, you, place, said)
        async with env.preview(
            place, viewers=[viewer], layout="channel", width=arguments.width, height=arguments.height
        ) as preview:
            if arguments.screenshot is not None:
                await _photograph(preview.url, arguments)
            else:
                print(_invitation(bot, preview.url, in_channel=arguments.channel), flush=True)
                await preview.wait_closed()


async def _say(bot: CommuniqueBot, you: MemberActor, place: ChannelHandle, said: str) -> None:
    """Say it as a person would: plain words to the bot, or a slash command with its options."""
    in_channel = place.id != you.user.dm_channel.id
    if said.startswith("/"):
        options = {match["name"]: match["value"] for match in _OPTION.finditer(said)}
        name = _OPTION.sub("", said[1:]).strip()
        await (you.slash(place, name, **options) if in_channel else you.user.slash(name, **options))
    elif in_channel:
        await you.send(place, f"{bot.me.mention} {said}")
    else:
        await you.send_dm(said)


async def _photograph(url: str, arguments: argparse.Namespace) -> None:
    """Open the page in a browser without a window, press what is to be pressed, take the picture."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=arguments.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(viewport={"width": arguments.width, "height": arguments.height})
        await page.goto(url)
        await page.wait_for_timeout(_SETTLE_MS)
        await _press(page, arguments.click)
        await page.screenshot(path=arguments.screenshot)
        await browser.close()


async def _press(page: Page, labels: Sequence[str]) -> None:
    for label in labels:
        await page.get_by_role("button", name=label, exact=True).last.click()
        await page.wait_for_timeout(_SETTLE_MS)


def _invitation(bot: CommuniqueBot, url: str, *, in_channel: bool) -> str:
    how = (
        f"write {bot.me.mention} and a question, or a slash command"
        if in_channel
        else "write a question, or /help"
    )
    return f"Open {url}\nThere, {how}. Ctrl-C ends it."


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.playground", description="Try the bot without Discord."
    )
    parser.add_argument("--releases", type=Path, default=_SAMPLES, help="folder of releases (the samples)")
    parser.add_argument(
        "--channel", action="store_true", help="a server's channel instead of a direct message"
    )
    parser.add_argument(
        "--say", action="append", default=[], metavar="TEXT", help="say this first; may be repeated"
    )
    parser.add_argument("--click", action="append", default=[], metavar="LABEL", help="press this button")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="take a picture and end")
    parser.add_argument("--chromium", default=_CHROMIUM, help=f"the browser for pictures ({_CHROMIUM})")
    parser.add_argument("--width", type=int, default=960)
    parser.add_argument("--height", type=int, default=900)
    return parser.parse_args()


if __name__ == "__main__":
    main()
