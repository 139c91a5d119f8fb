"""The costly part of reading: drafts of releases in, their passages and speakers out, as the store writes them.

It needs nothing but the drafts and the speakers, so it can be done anywhere.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import ReleaseReadError
from index.intake.parser import Draft
from index.language.speakers.lexicon import SpeakerLexicon
from index.release import ReleaseKey
from index.speaking import with_speakers
from index.store.releases import WrittenVersion, written
from index.uploads import NO_SENTENCE


@dataclass(frozen=True, slots=True)
class Unsplit:
    """A release that was parsed, and the key that its passages are to be known by; ``compared`` with how it was read before."""

    key: ReleaseKey
    draft: Draft
    compared: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why there is no version; ``trace`` for what no one foresaw."""

    reason: str = ""
    trace: str = ""


def split_all(unsplit: Sequence[Unsplit], *, speakers: SpeakerLexicon) -> list[WrittenVersion | Unreadable]:
    """The version of each draft, or why there is none."""
    return [_split(one, speakers) for one in unsplit]


def _split(unsplit: Unsplit, speakers: SpeakerLexicon) -> WrittenVersion | Unreadable:
    try:
        version = with_speakers(unsplit.draft.split(), speakers)
        if not version.passages:
            return Unreadable(NO_SENTENCE)
        return written(unsplit.key, version, compared=unsplit.compared)
    except ReleaseReadError as error:
        return Unreadable(error.reason)
    except Exception:  # noqa: BLE001  # one release that no one foresaw must not end a run over thousands
        return Unreadable(trace=traceback.format_exc())
