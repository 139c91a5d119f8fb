"""`communique play`, as somebody starts it, uses it in a browser, and ends it."""

from __future__ import annotations

import logging
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import commands
from tests.bot.play.pages import CHROMIUM, READY, needs_chromium, needs_the_extra, playing
from tests.bot.releases import write_releases


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    return write_releases(tmp_path / "releases")


@pytest.fixture(autouse=True)
def discord_logs_as_before() -> Iterator[None]:
    """Play hushes discord.py's log for the whole process."""
    logger = logging.getLogger("discord")
    level = logger.level
    yield
    logger.setLevel(level)


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.play.extra._MODULES", ("simcord", "no_such_module"))

    result = CliRunner().invoke(commands, ["play"])

    assert result.exit_code == 2
    assert "no_such_module" in result.stderr
    assert "make play" in result.stderr


def test_releases_and_a_database_are_too_much(releases: Path) -> None:
    result = CliRunner().invoke(commands, ["play", "--releases", str(releases), "--db", "some.db"])

    assert result.exit_code == 2
    assert "either --releases or --db" in result.stderr


@needs_the_extra
def test_the_page_answers_on_loopback_and_ctrl_c_ends_it_without_a_trace(
    releases: Path, tmp_path: Path
) -> None:
    with playing(tmp_path / "temporary", "--releases", releases) as play:
        with urllib.request.urlopen(play.url, timeout=30) as response:
            page = response.read().decode()
        # a socket that listens everywhere would answer here, too
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", play.port), timeout=30)
        code = play.interrupt()

    assert "channel-composer" in page
    assert code == 0
    assert not list((tmp_path / "temporary").iterdir())


@needs_the_extra
def test_db_alone_means_the_database_of_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMMUNIQUE_DATABASE", str(tmp_path / "present.db"))

    result = CliRunner().invoke(commands, ["play", "--db"])

    assert result.exit_code == 2
    assert "present.db does not exist" in result.stderr


@needs_the_extra
def test_a_port_that_is_taken_is_said_in_a_sentence(releases: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        result = CliRunner().invoke(commands, ["play", "--releases", str(releases), "--port", port])

    assert result.exit_code == 2
    assert "Name another port with --port" in result.stderr


@needs_the_extra
@needs_chromium
async def test_a_question_typed_in_the_direct_message_is_answered_and_its_context_shown(
    releases: Path, tmp_path: Path
) -> None:
    from playwright.async_api import async_playwright, expect

    with playing(tmp_path / "temporary", "--releases", releases) as play:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            channel, direct = await browser.new_page(), await browser.new_page()
            await channel.goto(play.url)
            address = await channel.get_by_role("link", name="direct message").get_attribute("href")
            assert address is not None
            await direct.goto(address)
            await direct.wait_for_function(READY)

            await direct.get_by_label("Message", exact=True).fill("what did Stoltenberg say about China?")
            await direct.keyboard.press("Enter")
            context = direct.get_by_role("button", name="Context")
            await expect(context).to_be_visible(timeout=30_000)
            await direct.wait_for_function(READY)
            await context.click()

            paragraph = direct.get_by_text("Drawing the parallel with European reliance")
            await expect(paragraph).to_be_visible(timeout=30_000)
            await browser.close()
