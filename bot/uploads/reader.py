"""Reads uploads: a file that somebody gave in, its releases or the reasons why not out, whatever the file does.

Each is read in a process of its own, which may take so much memory and time and is ended beyond; what it was given
cannot harm this one.
"""

from __future__ import annotations

import asyncio
import logging
import math
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from bot.uploads.child import OUT_OF_MEMORY
from bot.uploads.limits import UploadLimits
from bot.uploads.task import Task
from index.editing import Reading, Upload
from index.intake.raw import Facts
from index.intake.readers import READERS, reader_for
from index.language.speakers.lexicon import SpeakerLexicon
from index.report import FailedFile
from index.uploads import safe_name

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_LOGGED_CHARS = 4_000


async def read_upload(
    upload: Upload, given: Facts, *, limits: UploadLimits, speakers: SpeakerLexicon
) -> Reading:
    """The releases of an upload, read in a child process, and what could not be read with the reasons.

    Whoever cancels it ends the child.
    """
    upload = Upload(safe_name(upload.name), upload.content)
    reason = _refusal(upload, limits)
    if reason is not None:
        return _failed(upload, reason)
    task = pickle.dumps(Task(upload, given, limits, speakers))
    folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="upload-")
    try:
        async with asyncio.timeout(limits.seconds):
            reading = await _in_child(task, Path(folder.name), limits)
    except TimeoutError:
        return _failed(
            upload, f"was not read within {limits.seconds:g} seconds; split it, or make it simpler"
        )
    finally:
        # here: a child that is killed leaves behind what it wrote
        await asyncio.shield(asyncio.to_thread(folder.cleanup))
    if isinstance(reading, str):
        return _failed(upload, reading)
    return replace(reading, prepared=[replace(one, upload=upload) for one in reading.prepared])


Read = Callable[[Upload, Facts], Awaitable[Reading]]


class UploadReader:
    """Reads uploads, a few at once; the others wait their turn."""

    def __init__(self, limits: UploadLimits, speakers: SpeakerLexicon, *, read: Read | None = None) -> None:
        self.limits = limits
        self._speakers = speakers
        self._read = read or self._read_in_child
        self._turns = asyncio.Semaphore(limits.at_once)

    async def read(self, upload: Upload, given: Facts = Facts()) -> Reading:  # noqa: B008  # Facts is frozen
        """The releases of an upload, and what could not be read with the reasons."""
        async with self._turns:
            return await self._read(upload, given)

    async def _read_in_child(self, upload: Upload, given: Facts) -> Reading:
        return await read_upload(upload, given, limits=self.limits, speakers=self._speakers)


def _refusal(upload: Upload, limits: UploadLimits) -> str | None:
    """Why an upload need not be opened."""
    if reader_for(Path(upload.name)) is None:
        return f"is of a kind that is not read; what is: {', '.join(READERS)}"
    if not upload.content:
        return "is empty"
    if len(upload.content) > limits.upload_bytes:
        return f"is larger than {limits.upload_bytes:,} bytes; split it"
    return None


async def _in_child(task: bytes, folder: Path, limits: UploadLimits) -> Reading | str:
    """What the child found, or a sentence on how it ended."""
    child = await asyncio.create_subprocess_exec(
        # -P: a folder that happens to be the current one may hold anything
        *(sys.executable, "-P", "-m", "bot.uploads.child"),
        *(str(limits.memory_bytes), str(math.ceil(limits.seconds))),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        answer, said = await child.communicate(task)
    finally:
        if child.returncode is None:
            child.kill()
            await asyncio.shield(child.wait())
    if said:
        log.warning("reading an upload said: %s", said.decode(errors="replace")[-_LOGGED_CHARS:])
    if child.returncode == 0:
        reading: Reading = pickle.loads(answer)  # noqa: S301  # from a process that runs nothing but our code
        return reading
    log.warning("reading an upload of %s bytes ended with %s", len(task), child.returncode)
    return _ending(child.returncode, limits)


def _environment(folder: Path) -> dict[str, str]:
    """What a child needs of the environment: no token, and one thread for arithmetic that it does not do."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"PYTHONPATH": str(_ROOT), "TMPDIR": str(folder), "OPENBLAS_NUM_THREADS": "1"}


def _ending(code: int | None, limits: UploadLimits) -> str:
    if code == OUT_OF_MEMORY:
        return f"needs more than {limits.memory_bytes:,} bytes of memory to be read; split it"
    if code == -signal.SIGXCPU:
        return f"was not read within {limits.seconds:g} seconds; split it, or make it simpler"
    return "could not be read: the process that read it ended early; the log has the details"


def _failed(upload: Upload, reason: str) -> Reading:
    return Reading(failed=[FailedFile(upload.name, reason)])
