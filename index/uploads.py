"""Uploads → releases: a file's bytes in, what it holds out, read and split as the same file in a folder would be."""

from __future__ import annotations

import hashlib
import logging
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from index.editing import Prepared, Reading, Upload
from index.errors import ReleaseReadError
from index.intake.raw import Facts, RawRelease, release_key
from index.intake.readers import READERS, reader_for
from index.language.speakers.lexicon import SpeakerLexicon
from index.release import Release, release_handle
from index.report import FailedFile
from index.store.uploads import UPLOADS

log = logging.getLogger(__name__)

PASTED_NAME = "pasted text.txt"
NO_SENTENCE = "holds no sentence that could be quoted"
"""Why a release without passages is not taken in."""

NOT_READ = "could not be parsed; the log has the details"

_LONGEST_NAME = 100
_PARTS_OF_PATHS = re.compile(r"[/\\:]")


def pasted(text: str) -> Upload:
    """Text that was pasted, as if it were a file."""
    return Upload(PASTED_NAME, text.encode("utf-8", "replace"))


def read_upload(upload: Upload, *, given: Facts, speakers: SpeakerLexicon, release_max_bytes: int) -> Reading:
    """The releases of an upload, ready to go live, and what could not be read; it never raises for what is in it."""
    prepared: list[Prepared] = []
    failed: list[FailedFile] = []
    for place, raw in enumerate(raw_releases(upload, release_max_bytes)):
        try:
            prepared.append(_prepared(upload, _raised(raw), given, place, speakers))
        except ReleaseReadError as error:
            failed.append(FailedFile(error.path, error.reason))
        except MemoryError:
            raise
        except Exception:
            # one release that no one foresaw must not keep the others of its file out
            log.exception("parsing failed in an upload of %s bytes", len(upload.content))
            failed.append(FailedFile(raw.name if isinstance(raw, RawRelease) else raw.path, NOT_READ))
    return Reading(prepared, failed)


def raw_releases(upload: Upload, most_bytes: int) -> Iterator[RawRelease | ReleaseReadError]:
    """What an upload holds, in its order: a release's place there is its number, from 0."""
    name = safe_name(upload.name)
    reader = reader_for(Path(name))
    if reader is None:
        yield ReleaseReadError(name, f"is of a kind that is not read; what is: {', '.join(READERS)}")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(upload.content)
        try:
            for raw in reader(path, most_bytes):
                yield _told_by_name(raw, folder) if isinstance(raw, ReleaseReadError) else raw
        except ReleaseReadError as error:
            yield _told_by_name(error, folder)
        except MemoryError:
            raise
        except Exception:
            # a file that no one foresaw gets an answer like the others
            log.exception("reading failed in an upload of %s bytes", len(upload.content))
            yield ReleaseReadError(name, NOT_READ)


def safe_name(name: str) -> str:
    """A name that names a file and nothing else, with the ending of the one that was given.

    >>> safe_name("../../etc/2024-05-02 notes.txt")
    '2024-05-02 notes.txt'
    """
    last = _PARTS_OF_PATHS.split(name)[-1]
    # controls, invisible and unassigned characters, halves of surrogate pairs: they name nothing
    plain = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return plain[-_LONGEST_NAME:].lstrip(". ") or "upload"


def _told_by_name(error: ReleaseReadError, folder: str) -> ReleaseReadError:
    """The error as whoever uploaded it sees it: nothing of where it was kept to be read."""
    return ReleaseReadError(error.path.removeprefix(folder).lstrip("/\\"), error.reason)


def _raised(raw: RawRelease | ReleaseReadError) -> RawRelease:
    if isinstance(raw, ReleaseReadError):
        raise raw
    return raw


def _prepared(
    upload: Upload, raw: RawRelease, given: Facts, place: int, speakers: SpeakerLexicon
) -> Prepared:
    # here: what splits and attributes costs time that asking need not spend
    from index.intake.parser import parse
    from index.speaking import with_speakers

    draft = parse(raw, given=given)
    version = with_speakers(draft.split(), speakers)
    if not version.passages:
        raise ReleaseReadError(raw.name, NO_SENTENCE)
    key = release_key(raw, given, url=draft.version.url, path=_path(upload))
    return Prepared(upload, Release(key, version), given, place)


def _path(upload: Upload) -> str:
    """What stands for the file's path: its name, but two texts that were pasted are two releases."""
    if upload.name != PASTED_NAME:
        return safe_name(upload.name)
    return f"pasted {hashlib.blake2b(upload.content, digest_size=8).hexdigest()}"


def handle_of(collection: str, prepared: Prepared) -> str:
    """The handle under which a release of an upload is known in a collection, or will be."""
    release = prepared.release
    addressed = release.key == release.version.url
    return release_handle(collection, "" if addressed else UPLOADS, release.key)
