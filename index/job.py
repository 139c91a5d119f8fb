"""What to index, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.intake.raw import Facts
from index.language.speakers.lexicon import SpeakerLexicon
from index.query import PUBLIC


@dataclass(frozen=True, slots=True)
class IndexJob:
    """What to index, and where to. ``given`` facts hold for one file only.

    ``full`` splits and attributes anew what did not change in the paths and in the collection's uploads; ``force`` publishes also what the
    checks of counts would hold back. ``processes`` may calculate beside the one that runs the job: by default as many as
    there are processors for.
    """

    database: Path
    paths: Sequence[Path]
    collection: str = PUBLIC
    given: Facts = field(default_factory=Facts)
    release_max_bytes: int = 8_388_608
    speakers: SpeakerLexicon = field(default_factory=lambda: SpeakerLexicon(()))
    full: bool = False
    force: bool = False
    processes: int | None = None
