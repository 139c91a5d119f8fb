"""Questions with their judgements, and whether a passage is one of the judged sentences."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "topics"

SPLITS = ("tune", "test")

DEFAULT_TODAY = date(2024, 2, 5)
"""The asker's day where a question does not depend on it: after the last release of the data."""

_LEAST_PART = 0.4
"""Share of a judged sentence that a passage must hold where it was split more finely than it was judged."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A sentence that answers; ``release`` is the release's key in the index. Grade 2: fully, 1: in part."""

    release: str
    words: str
    grade: int

    def covers(self, passage: Passage) -> bool:
        """Whether the passage is this sentence, or holds it, or is most of it."""
        if passage.release != self.release:
            return False
        words = plain(passage.quote)
        if self.words in words:
            return True
        return words in self.words and len(words) >= _LEAST_PART * len(self.words)


@dataclass(frozen=True, slots=True)
class Passage:
    """A returned passage, reduced to what is judged."""

    release: str
    quote: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A question; ``unanswerable`` says why no release answers it."""

    id: str
    kind: str
    question: str
    previous: str | None
    today: date
    speaker: str | None
    unanswerable: str | None
    judgements: Sequence[Judgement]

    @property
    def now(self) -> datetime:
        """The asker's clock."""
        return datetime.combine(self.today, time(12), UTC)


def load_topics(split: str, keys: Mapping[str, str]) -> list[Topic]:
    """The topics of a split that the data can answer, or be rightly silent on; ``keys`` maps records' ids to release keys."""
    rows = [json.loads(line) for line in (HERE / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [_topic(row, keys) for row in rows if all(judged["release"] in keys for judged in row["relevant"])]


def questions_of(split: str) -> list[str]:
    """The questions of a split alone, as typed."""
    return [row["question"] for row in _records(HERE / f"{split}.jsonl")]


def release_keys(folder: Path) -> dict[str, str]:
    """Key in the index of each record below a folder, by the record's id, and of each text file by its name."""
    keys = {path.name: path.name for path in folder.rglob("*.txt")}
    for path in sorted(folder.rglob("*.jsonl*")):
        keys |= {record["id"]: record.get("url") or record["id"] for record in _records(path)}
    return keys


def sha256(split: str) -> str:
    """Hash of a split's file, to show that it is the one that was committed first."""
    return hashlib.sha256((HERE / f"{split}.jsonl").read_bytes()).hexdigest()


def plain(text: str) -> str:
    """The text's letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _topic(row: Mapping[str, Any], keys: Mapping[str, str]) -> Topic:
    return Topic(
        id=row["id"],
        kind=row["kind"],
        question=row["question"],
        previous=row["previous"],
        today=date.fromisoformat(row["today"]) if row["today"] else DEFAULT_TODAY,
        speaker=row["speaker"],
        unanswerable=row["unanswerable"],
        judgements=[
            Judgement(keys[judged["release"]], plain(judged["quote"]), judged["grade"])
            for judged in row["relevant"]
        ],
    )
