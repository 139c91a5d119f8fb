"""Uploads are read in a child that may run out of memory or time, or crash: each gets a reason, and the bot goes on."""

from __future__ import annotations

import asyncio
import gzip
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.uploads.limits import UploadLimits
from bot.uploads.reader import UploadReader, read_upload
from index.editing import Reading, Upload
from index.intake.raw import Facts
from index.language.speakers.lexicon import SpeakerLexicon
from index.uploads import pasted

LIMITS = UploadLimits(upload_bytes=1_000_000, unpacked_bytes=500_000, releases=3)
NOBODY = SpeakerLexicon(())
TEXT = b"Visit to Finland\n\n3 May 2023\n\nThe minister thanked Finland. He spoke of Russia."


class Doing(SpeakerLexicon):
    """Does something in the child, when it arrives there."""

    def __init__(self, call: Callable[..., Any], *args: object) -> None:
        super().__init__(())
        self._call = call
        self._args = args

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return self._call, self._args


async def read(
    name: str, content: bytes, *, limits: UploadLimits = LIMITS, speakers: SpeakerLexicon = NOBODY
) -> Reading:
    return await read_upload(Upload(name, content), Facts(), limits=limits, speakers=speakers)


def reason(reading: Reading) -> str:
    assert not reading.prepared
    (failed,) = reading.failed
    return f"{failed.path}: {failed.reason}"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


async def test_a_file_is_read_and_comes_back_as_it_was_given(temporary: Path) -> None:
    reading = await read("../../a.txt", TEXT)

    (prepared,) = reading.prepared
    assert prepared.upload == Upload("a.txt", TEXT)
    assert [prepared.release.version.quote(p) for p in prepared.release.version.passages] == [
        "The minister thanked Finland.",
        "He spoke of Russia.",
    ]
    assert list(temporary.iterdir()) == []


async def test_pasted_text_is_read_with_the_facts_that_are_given() -> None:
    reading = await read_upload(
        pasted("He left."), Facts(title="Given", date="2 May 2023"), limits=LIMITS, speakers=NOBODY
    )

    (prepared,) = reading.prepared
    assert prepared.release.version.title == "Given"
    assert str(prepared.release.version.published) == "2023-05-02"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", TEXT, "a.pdf: is of a kind that is not read; what is: .txt"),
        ("a.txt", b"", "a.txt: is empty"),
        ("a.txt", b"x" * 1_000_001, "a.txt: is larger than 1,000,000 bytes"),
    ],
)
async def test_what_need_not_be_opened_is_refused_at_once(name: str, content: bytes, expected: str) -> None:
    # a child would not get far with so little memory
    assert reason(await read(name, content, limits=replace(LIMITS, memory_bytes=1))).startswith(expected)


async def test_a_small_file_that_unpacks_to_a_large_one_is_refused() -> None:
    bomb = gzip.compress(b"\n" * 50_000_000)

    assert (
        reason(await read("a.jsonl.gz", bomb)) == "a.jsonl.gz: unpacks to more than 500,000 bytes; split it"
    )


async def test_a_file_with_too_many_releases_is_refused() -> None:
    lines = b'{"text": "One sentence."}\n' * 4

    assert "holds 4 lines; an upload may have 3 releases" in reason(await read("a.jsonl", lines))


async def test_a_child_that_takes_too_long_is_ended(temporary: Path) -> None:
    slow = Doing(time.sleep, 600)

    reading = await read("a.txt", TEXT, limits=replace(LIMITS, seconds=1), speakers=slow)

    assert reason(reading).startswith("a.txt: was not read within 1 seconds")
    assert list(temporary.iterdir()) == []


async def test_a_child_that_calculates_for_too_long_is_ended() -> None:
    busy = Doing(pow, 3, 10**9)

    reading = await read("a.txt", TEXT, limits=replace(LIMITS, seconds=1), speakers=busy)

    assert reason(reading).startswith("a.txt: was not read within 1 seconds")


async def test_a_child_that_wants_too_much_memory_is_refused_it() -> None:
    greedy = Doing(bytearray, LIMITS.memory_bytes)

    assert "needs more than 1,073,741,824 bytes of memory" in reason(
        await read("a.txt", TEXT, speakers=greedy)
    )


async def test_a_child_that_crashes_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    crashing = Doing(os.abort)

    assert "the process that read it ended early" in reason(await read("a.txt", TEXT, speakers=crashing))
    assert "ended with -6" in caplog.text


async def test_a_child_does_not_know_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    looking = Doing(_exit_by_token)

    reading = await read("a.txt", TEXT, speakers=looking)

    assert len(reading.prepared) == 1


async def test_whoever_cancels_leaves_nothing_running(temporary: Path) -> None:
    started = temporary / "pid"
    asked = asyncio.create_task(read("a.txt", TEXT, speakers=Doing(_note_and_sleep, str(started))))
    while not (started.exists() and started.read_text()):
        await asyncio.sleep(0.01)

    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked

    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)
    assert list(temporary.iterdir()) == [started]


async def test_no_more_are_read_at_once_than_the_limit_allows() -> None:
    reading, most, release = 0, 0, asyncio.Event()

    async def slow(_upload: Upload, _given: Facts) -> Reading:
        nonlocal reading, most
        reading += 1
        most = max(most, reading)
        await release.wait()
        reading -= 1
        return Reading()

    reader = UploadReader(replace(LIMITS, at_once=2), NOBODY, read=slow)
    asked = [asyncio.create_task(reader.read(pasted("text"))) for _ in range(5)]
    while reading < 2:
        await asyncio.sleep(0)
    release.set()
    await asyncio.gather(*asked)

    assert most == 2


def _note_and_sleep(path: str) -> SpeakerLexicon:
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)
    return NOBODY


def _exit_by_token() -> SpeakerLexicon:
    return os._exit(1) if "DISCORD_TOKEN" in os.environ else NOBODY
