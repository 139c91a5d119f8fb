"""What a child is told."""

from __future__ import annotations

from dataclasses import dataclass

from bot.uploads.limits import UploadLimits
from index.editing import Upload
from index.intake.raw import Facts
from index.language.speakers.lexicon import SpeakerLexicon


@dataclass(frozen=True, slots=True)
class Task:
    """An upload to read, and what it may cost."""

    upload: Upload
    given: Facts
    limits: UploadLimits
    speakers: SpeakerLexicon
