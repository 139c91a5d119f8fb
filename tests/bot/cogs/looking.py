"""More releases for the tests of look-ups, in any collection, and lists that they make."""

from __future__ import annotations

from collections.abc import Mapping

from bot.records.channels import ChannelSettings
from config.settings import Settings
from index.indexer import run_job
from index.job import IndexJob
from index.query import PUBLIC
from tests.bot.conftest import Server
from tests.corpus import records, write_files

SPEAKER = "Mary Parker"


def speech(number: int, *, speaker: str = SPEAKER, title: str = "") -> dict[str, object]:
    """A release of one day of 2021 in which somebody says one thing."""
    return {
        "id": str(number),
        "title": title or f"Speech {number}",
        "date": f"2021-{1 + number // 28:02}-{1 + number % 28:02}",
        "text": f"“We planted tree number {number} of the forest today,” said Minister {speaker}.",
    }


def speeches(count: int) -> list[dict[str, object]]:
    """Speeches of one person, each with something of its own to say."""
    return [speech(number) for number in range(count)]


async def add_releases(
    server: Server, settings: Settings, *rows: Mapping[str, object], collection: str = PUBLIC
) -> None:
    """Index releases while the bot runs, in a source of their own; the ones added before give way."""
    name = collection.replace("/", "-")
    folder = write_files(settings.database.parent / f"more-{name}", {"all.jsonl": records(*rows)})
    report = await run_job(IndexJob(settings.database, [folder], collection, force=True))
    assert not report.failed
    await server.bot.service.searcher.refresh()


def own_collection(server: Server) -> str:
    """A collection that belongs to the server."""
    return f"{server.guild.id}/private"


async def search_here(server: Server, *collections: str) -> None:
    """Let the channel search these collections."""
    chosen = ChannelSettings(frozenset(collections))
    await server.bot.records.channels.choose(server.guild.id, server.channel.id, chosen)
