"""`python -m tests.bench.reindexing DATA`: answering while everything is indexed anew, and how soon an added release is found.

Questions are asked one after another, first with nothing else going on, then throughout a full re-index in the child
process that the bot starts; both in one run, on one machine. Prints figures beside what they are to keep to.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from bot.answering import speakers
from bot.asking.desk import Desk
from bot.asking.scope import PUBLIC_SCOPE
from bot.service import Service, open_service
from config.settings import Settings, load_settings
from index.editing import Upload
from index.errors import ReleaseReadError
from index.indexer import run_job
from index.intake.readers import reader_for
from index.intake.sources.folder import files_under
from index.job import IndexJob
from index.query import PUBLIC
from index.store.database import Database
from tests.bench.questions import questions_from
from tests.bench.timing import Timing
from tests.corpus import NOW

PASSAGES = 100_000
ADDING_AT = 500_000
PER_RELEASE = 18
"""About how many passages a release has; files are taken by that, and what came is printed."""

PAUSE_S = 0.02
ALLOWED_MS, ALLOWED_TIMES, ALLOWED_TO_ADD_S = 100.0, 2.0, 2.0
ADDED = 5


def main() -> None:
    """Measure over the releases of the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--passages", type=int, default=PASSAGES, help="about how many are indexed anew")
    parser.add_argument("--adding-at", type=int, default=ADDING_AT, help="about how many there are to add to")
    arguments = parser.parse_args()
    for measure, passages in ((_reindex, arguments.passages), (_add, arguments.adding_at)):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "releases"
            folder.mkdir()
            _take(arguments.data.resolve(), folder / "all.jsonl", passages // PER_RELEASE)
            settings = load_settings().model_copy(
                update={"database": Path(scratch) / "bench.db", "releases_folder": folder}
            )
            job = IndexJob(settings.database, [folder], speakers=speakers(settings))
            held = asyncio.run(run_job(job)).passages
            asyncio.run(measure(settings, replace(job, full=True), held))


async def _reindex(settings: Settings, job: IndexJob, passages: int) -> None:
    async with Database.open(settings.database) as database:
        questions = await questions_from(database, passages)
    async with open_service(settings) as service:
        asked = cycle(questions)
        quiet = Timing([await _ask(service.desk, next(asked)) for _ in questions])
        began = time.perf_counter()
        running = asyncio.create_task(service.reindexer.carry_out(job))
        seconds = []
        while not running.done():
            seconds.append(await _ask(service.desk, next(asked)))
        took, busy = time.perf_counter() - began, Timing(seconds)
        report = await running
    allowed = max(ALLOWED_TIMES * quiet.percentile(0.99), ALLOWED_MS)
    print(f"re-index in full    {took:8.1f} s for {report.passages:,} passages")
    print(f"questions, quiet    {quiet}   ({len(quiet.seconds):,} asked)")
    print(
        f"questions meanwhile {busy}   ({len(seconds):,} asked, all answered; p99 to keep to: {allowed:.0f} ms)"
    )


async def _add(settings: Settings, _job: IndexJob, passages: int) -> None:
    async with open_service(settings) as service:
        seconds = [await _added(service, number) for number in range(ADDED)]
    print(
        f"add until found     {max(seconds):8.2f} s at most of {ADDED}, at {passages:,} passages, "
        f"to keep to: {ALLOWED_TO_ADD_S:g} s at {ADDING_AT:,}; reading the upload comes before"
    )


async def _added(service: Service, number: int) -> float:
    word = f"quokkaburg{number}"
    text = f"Visit to {word}\n\n3 May 2023\n\nThe minister thanked the mayor of {word} for the warm welcome."
    reading = await service.uploads.read(Upload(f"{word}.txt", text.encode()))
    began = time.perf_counter()
    await service.editor.add(PUBLIC, reading.prepared)
    await service.searcher.refresh()
    answer = await service.desk.answer(f"mayor of {word}", scope=PUBLIC_SCOPE, now=NOW)
    seconds = time.perf_counter() - began
    assert word in repr(answer), "what was added is found"
    return seconds


async def _ask(desk: Desk, question: str) -> float:
    await asyncio.sleep(PAUSE_S)
    began = time.perf_counter()
    await desk.answer(question, scope=PUBLIC_SCOPE, now=NOW)
    return time.perf_counter() - began


def _take(data: Path, to: Path, releases: int) -> None:
    """Write so many releases of the data into one file."""
    with to.open("w", encoding="utf-8") as file:
        for _number, row in zip(range(releases), _rows(data), strict=False):
            file.write(json.dumps(row) + "\n")


def _rows(data: Path) -> Iterator[dict[str, str | None]]:
    for path in files_under(data):
        reader = None if isinstance(path, ReleaseReadError) else reader_for(path)
        if reader is None or isinstance(path, ReleaseReadError):
            continue
        for number, raw in enumerate(reader(path, 8_388_608)):
            if not isinstance(raw, ReleaseReadError):
                facts = raw.facts
                yield {
                    "id": f"{path.name} {number}", "title": facts.title, "date": facts.date, "url": facts.url,
                    "speaker": facts.speaker, "text": raw.text,
                }  # fmt: skip


if __name__ == "__main__":
    main()
