"""Real pages: 252 of the White House of March 2021 (works of the US government; GitHub: brian14708/wh-briefings).

They stand, with the same releases as JSON Lines, below the folder that DATA names; without it, a shortened page shows the
same things: front matter, escapes, invisible characters, hard-wrapped lines and labelled turns.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from config.settings import read_lexicon
from index.intake.parser import parse
from index.intake.raw import Facts, RawRelease
from index.intake.readers.markdown import read_markdown
from index.language.speakers.lexicon import SpeakerLexicon
from index.release import Passage, Version
from index.speaking import with_speakers

_WHITEHOUSE = Path(os.environ.get("DATA", "")) / "whitehouse"
_PAGES = sorted((_WHITEHOUSE / "markdown").glob("*.md")) if "DATA" in os.environ else []
needs_pages = pytest.mark.skipif(not _PAGES, reason="DATA names no folder with whitehouse/markdown")

PAGE = """---
tags: press-briefings
date: '2021-03-22'
modified_time: 2021-03-22 13:17:10-04:00
source_url: https://bidenwhitehouse.archives.gov/briefing-room/press-briefings/2021/03/22/a-briefing/
published_time: 2021-03-22 13:17:09-04:00
title: "Press Briefing by White\\_House COVID-\\u206019 Response Team and Public Health\\_\\
  Officials"
---

Via Teleconference

11:03 A.M. EDT

ACTING ADMINISTRATOR SLAVITT:  Good morning.  We\u2019ve got a lot to cover
today, so let\u2019s get started.

We will go to Dr. Walensky.

DR. WALENSKY:  **Thank you. **I\u2019m glad to be back*.*

MODERATOR:  Next question, please.

     Q    Thanks.  Is the vaccine safe?

And is it free?

DR. FAUCI:  It is\u00a0safe.

11:41 A.M. EDT
"""


@dataclass(frozen=True, slots=True)
class Twin:
    """A release as its page reads, and as its record does."""

    name: str
    page: Version
    record: Version
    facts: Mapping[str, Any]


@pytest.fixture(scope="module")
def lexicon() -> SpeakerLexicon:
    return SpeakerLexicon.from_entries(read_lexicon("speakers.toml", None))


def read_page(path: Path, lexicon: SpeakerLexicon) -> Version:
    (raw,) = read_markdown(path, 8_000_000)
    assert isinstance(raw, RawRelease)
    return with_speakers(parse(raw).split(), lexicon)


@pytest.fixture(scope="module")
def twins(lexicon: SpeakerLexicon) -> list[Twin]:
    records = dict(_records())
    return [
        _twin(path.name, page, records[urlsplit(page.url or "").path.rstrip("/")], lexicon)
        for path in _PAGES
        for page in [read_page(path, lexicon)]
    ]


def test_a_page_with_turns_reads_as_whoever_sees_it(tmp_path: Path, lexicon: SpeakerLexicon) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")

    page = read_page(path, lexicon)

    assert page.title == "Press Briefing by White House COVID-19 Response Team and Public Health Officials"
    assert page.published == date(2021, 3, 22)
    assert (page.url or "").endswith("/22/a-briefing/")
    assert [(page.quote(passage), passage.speaker, passage.question) for passage in page.passages] == [
        ("Via Teleconference", None, False),
        ("ACTING ADMINISTRATOR SLAVITT: Good morning.", "Andy Slavitt", False),
        ("We’ve got a lot to cover today, so let’s get started.", "Andy Slavitt", False),
        ("We will go to Dr. Walensky.", "Andy Slavitt", False),
        ("DR. WALENSKY: Thank you.", "Rochelle Walensky", False),
        ("I’m glad to be back.", "Rochelle Walensky", False),
        ("MODERATOR: Next question, please.", None, False),
        ("Q Thanks.", None, True),
        ("Is the vaccine safe?", None, True),
        ("And is it free?", None, True),
        ("DR. FAUCI: It is safe.", "Anthony Fauci", False),
    ]


@needs_pages
def test_every_page_has_the_title_day_and_address_of_its_record(twins: list[Twin]) -> None:
    assert len(twins) == 252
    assert [
        (twin.page.title, str(twin.page.published), twin.page.url, list(twin.page.assumed)) for twin in twins
    ] == [(_mended(twin.facts["title"]), twin.facts["date"], twin.facts["url"], []) for twin in twins]


@needs_pages
def test_sentences_of_pages_and_records_are_the_same_and_so_are_their_speakers(twins: list[Twin]) -> None:
    shared = spoken_alike = pages = 0
    for twin in twins:
        page, record = _by_words(twin.page), _by_words(twin.record)
        pages += len(page)
        both = page.keys() & record.keys()
        shared += len(both)
        spoken_alike += sum(_who(page[words]) == _who(record[words]) for words in both)

    assert shared / pages > 0.96
    assert spoken_alike / shared > 0.999


@needs_pages
def test_every_labelled_question_of_the_pages_is_one(twins: list[Twin]) -> None:
    asked = [
        (twin.name, passage)
        for twin in twins
        for passage in twin.page.passages
        if re.match(r"Q\s", twin.page.quote(passage))
    ]

    assert len(asked) > 1_800
    assert [name for name, passage in asked if not passage.question or passage.speaker] == []


@needs_pages
def test_nearly_nothing_of_the_markup_of_pages_is_left(twins: list[Twin]) -> None:
    left = [
        quote
        for twin in twins
        for quote in map(twin.page.quote, twin.page.passages)
        if re.search(r"\*\*|\\|\]\(|</?[a-z]+>|&\w+;|[\u200b\u2060\ufeff\u00a0]", quote)
    ]

    assert left == []


def _records() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(_WHITEHOUSE.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                if "/2021/03/" in (record["url"] or ""):
                    yield urlsplit(record["url"]).path.rstrip("/"), record


def _twin(name: str, page: Version, record: Mapping[str, Any], lexicon: SpeakerLexicon) -> Twin:
    facts = Facts(title=record["title"], date=record["date"], url=record["url"], speaker=record["speaker"])
    version = parse(RawRelease("record", record["text"], facts, page=False)).split()
    return Twin(name, page, with_speakers(version, lexicon), record)


def _mended(title: str) -> str:
    r"""The records hold letters with accents as "\xF3"."""
    return re.sub(r"\\x([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), title)


def _by_words(version: Version) -> dict[str, Passage]:
    return {re.sub(r"[\W_]+", " ", version.quote(passage)).lower(): passage for passage in version.passages}


def _who(passage: Passage) -> tuple[str | None, bool]:
    return passage.speaker, passage.question
