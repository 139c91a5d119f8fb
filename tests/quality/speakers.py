"""`python -m tests.quality.speakers DATA`: how often the speaker shown is the speaker, by transcripts whose labels tell.

Transcripts label who speaks ("MS. PSAKI:", "Q"). The labels are read here, independently of the index, and then
hidden: what names does the rest of the release give to the sentences? The same with the labels left. Two halves
of the data are reported, so that rules made while looking at one can be judged by the other.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import tomllib
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import ReleaseReadError
from index.intake.parser import parse
from index.intake.raw import RawRelease
from index.intake.readers import reader_for
from index.intake.sources.folder import files_under
from index.language.speakers.attribution import Attribution, attribute
from index.language.speakers.lexicon import SpeakerLexicon
from index.release import Version

LEXICON = Path(__file__).parents[2] / "config" / "lexicon" / "speakers.toml"
LABEL = re.compile(
    r"^(?:(?P<question>Q|QUESTION:|REPORTER:)\s+|(?P<label>(?:[A-Z]|Mc)[A-ZÀ-ÞĀ-Ỿc.,’'\- ]+)(?: \([^)]*\))?:\s+)(?=\S)"
)
PERSON = re.compile(
    r"^(?:MS?R?S?|DR|PRESIDENT|VICE PRESIDENT|SECRETARY|SENATOR|REPRESENTATIVE|GOVERNOR|MAYOR|PRIME MINISTER|AMBASSADOR"
    r"|ADMINISTRATOR|DIRECTOR|CHAIR|GENERAL|CHANCELLOR|LEADER|SPEAKER|TAOISEACH|JUSTICE|ACTING|FIRST|SURGEON)\b"
)
OFFICES = {
    "THE PRESIDENT": "president",
    "THE VICE PRESIDENT": "vice president",
    "THE FIRST LADY": "first lady",
    "THE SECOND GENTLEMAN": "second gentleman",
}
LEAST_LABELS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a transcript without its label; ``speaker`` is the family name or the office, None: nobody's."""

    label: str
    words: str
    speaker: str | None
    is_question: bool


@dataclass(slots=True)
class Tally:
    """Passages counted by what was shown and what is true."""

    shown: int = 0
    right: int = 0
    spoken: int = 0
    questions: int = 0
    questions_found: int = 0

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.shown), self.right / max(1, self.spoken)
        return (
            f"precision {precision:.3f} ({self.right}/{self.shown} names shown), "
            f"recall {recall:.3f} ({self.right}/{self.spoken} passages of people), "
            f"questions {self.questions_found}/{self.questions}"
        )


def main() -> None:
    """Measure over the transcripts of the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--transcripts", type=int, default=150, help="how many of each half")
    parser.add_argument("--wrong", type=int, default=0, help="list so many wrong names of each half")
    arguments = parser.parse_args()
    lexicon = SpeakerLexicon.from_entries(tomllib.loads(LEXICON.read_text(encoding="utf-8")))
    halves: tuple[list[RawRelease], list[RawRelease]] = ([], [])
    for raw in _transcripts(arguments.data):
        halves[zlib.crc32((raw.facts.url or raw.facts.title or raw.name).encode()) % 2].append(raw)
    for name, half in zip(("tuned on", "held out"), halves, strict=True):
        sample = random.Random(7).sample(half, min(arguments.transcripts, len(half)))
        for hidden in (True, False):
            wrong: list[str] = []
            started = time.perf_counter()
            tally, characters = _measure(sample, lexicon, hidden=hidden, wrong=wrong)
            speed = characters / 1e6 / (time.perf_counter() - started)
            labels = "labels hidden" if hidden else "labels left  "
            print(f"{name}, {labels}: {len(sample)} of {len(half)} transcripts: {tally} [{speed:.1f} MB/s]")
            if arguments.wrong:
                print("\n".join(random.Random(1).sample(wrong, min(arguments.wrong, len(wrong)))))


def _transcripts(folder: Path) -> Iterator[RawRelease]:
    for path in files_under(folder):
        reader = None if isinstance(path, ReleaseReadError) else reader_for(path)
        if reader is None or isinstance(path, ReleaseReadError):
            continue
        for raw in reader(path, 20_000_000):
            if isinstance(raw, RawRelease) and raw.facts.title and _labels(raw.text) >= LEAST_LABELS:
                yield raw


def _labels(text: str) -> int:
    return sum(LABEL.match(line) is not None for line in text.split("\n"))


def _measure(
    sample: Sequence[RawRelease], lexicon: SpeakerLexicon, *, hidden: bool, wrong: list[str]
) -> tuple[Tally, int]:
    tally, characters = Tally(), 0
    for raw in sample:
        lines = list(_lines(raw.text))
        text = "\n\n".join((line.words if hidden else line.label + line.words) for line in lines)
        version = parse(replace(raw, text=text)).split()
        stored = [line for line in version.text.split("\n") if line.strip()]
        if len(stored) != len(lines):
            continue
        characters += len(version.text)
        _count(version, lines, _attributions(version, lexicon), tally, wrong)
    return tally, characters


def _lines(text: str) -> Iterator[Line]:
    """The lines, with whose they are: a label holds until the next one."""
    speaker: str | None = None
    asks = False
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if not line:
            continue
        found = LABEL.match(line)
        if found is not None:
            asks = found["question"] is not None
            speaker = None if asks else _speaker(found["label"])
        elif re.match(r"END\b|#", line):
            speaker, asks = None, False
        words = line[found.end() :] if found else line
        if words:
            yield Line(found.group() if found else "", words, speaker, asks)


def _speaker(label: str) -> str | None:
    plain = label.strip()
    if plain in OFFICES:
        return OFFICES[plain]
    return plain.rstrip(".").split()[-1] if PERSON.match(plain) else None


def _attributions(version: Version, lexicon: SpeakerLexicon) -> list[Attribution]:
    return attribute(
        title=version.title,
        published=version.published,
        speaker=version.speaker,
        text=version.text,
        passages=version.passages,
        lexicon=lexicon,
    )


def _count(
    version: Version, lines: Sequence[Line], found: Sequence[Attribution], tally: Tally, wrong: list[str]
) -> None:
    """Add up one transcript: the n-th line that holds anything is the n-th line of the truth."""
    starts = [match.start() for match in re.finditer(r"[^\n]+", version.text)]
    for passage, attribution in zip(version.passages, found, strict=True):
        line = lines[bisect_right(starts, passage.span.start) - 1]
        tally.spoken += line.speaker is not None
        tally.questions += line.is_question
        tally.questions_found += line.is_question and attribution.is_question
        if attribution.speaker is not None:
            right = line.speaker is not None and _same(line.speaker, attribution.speaker)
            tally.shown += 1
            tally.right += right
            if not right:
                wrong.append(
                    f"  {attribution.speaker} ({attribution.manner}), not {line.speaker}: {version.quote(passage)[:140]} [{version.title[:70]}]"
                )


def _same(label: str, shown: str) -> bool:
    """Whether a name shown is whom the label means: by a name of theirs; an office by who held it in those years."""
    holders = {
        "president": "Joe Biden",
        "vice president": "Kamala Harris",
        "first lady": "Jill Biden",
        "second gentleman": "Doug Emhoff",
    }
    if label in holders:
        return shown == holders[label]
    return _folded(label) == _folded(shown.rsplit(maxsplit=1)[-1])


def _folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word).casefold() if c.isalnum())


if __name__ == "__main__":
    main()
