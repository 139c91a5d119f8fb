"""What a child does: a task in, the upload's releases out, if it keeps the limits that can be told beforehand."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO, cast

from bot.uploads.limits import UploadLimits
from bot.uploads.task import Task
from index.editing import Reading, Upload
from index.report import FailedFile
from index.uploads import read_upload

_BLOCK = 1 << 20


def read_within(task: Task) -> Reading:
    """The releases of an upload; nothing of one that unpacks to too much, or holds too many."""
    reason = _refusal(task.upload, task.limits)
    if reason is not None:
        return Reading(failed=[FailedFile(task.upload.name, reason)])
    return read_upload(
        task.upload,
        given=task.given,
        speakers=task.speakers,
        release_max_bytes=task.limits.release_bytes,
    )


def _refusal(upload: Upload, limits: UploadLimits) -> str | None:
    name = upload.name.lower()
    if not name.endswith((".jsonl", ".jsonl.gz")):
        return None
    unpacked = lines = 0
    try:
        with _opened(upload) as file:
            while block := file.read(_BLOCK):
                unpacked += len(block)
                lines += block.count(b"\n")
                if unpacked > limits.unpacked_bytes:
                    return f"unpacks to more than {limits.unpacked_bytes:,} bytes; split it"
    except (OSError, EOFError, zlib.error):
        return None  # the reader says what is wrong with it
    if lines > limits.releases:
        return f"holds {lines:,} lines; an upload may have {limits.releases:,} releases, so split it"
    return None


def _opened(upload: Upload) -> BinaryIO:
    content = io.BytesIO(upload.content)
    return cast("BinaryIO", gzip.open(content)) if upload.name.lower().endswith(".gz") else content
