"""Uploads: whatever is in a file, it becomes releases or a reason in words."""

from __future__ import annotations

import gzip

import pytest

from index.editing import Reading, Upload
from index.intake.raw import Facts
from index.language.speakers.lexicon import SpeakerLexicon
from index.uploads import PASTED_NAME, pasted, read_upload, safe_name

TEXT = b"Visit to Finland\n\n3 May 2023\n\nThe minister thanked Finland. He spoke of Russia."
RECORD = b'{"id": "a", "title": "One", "text": "One sentence."}\n'


def read(name: str, content: bytes, given: Facts = Facts()) -> Reading:  # noqa: B008  # Facts is frozen
    return read_upload(
        Upload(name, content), given=given, speakers=SpeakerLexicon(()), release_max_bytes=100_000
    )


def titles(reading: Reading) -> list[str]:
    return [one.release.version.title for one in reading.prepared]


def reasons(reading: Reading) -> list[str]:
    return [f"{failed.path}: {failed.reason}" for failed in reading.failed]


def test_a_file_becomes_a_release_with_its_passages() -> None:
    reading = read("a.txt", TEXT)

    (prepared,) = reading.prepared
    assert prepared.release.version.title == "Visit to Finland"
    assert len(prepared.release.version.passages) == 2
    assert reading.failed == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.exe", TEXT, "a.exe: is of a kind that is not read; what is: .txt, .md, .markdown, .jsonl"),
        ("release", TEXT, "release: is of a kind that is not read"),
        ("a.txt", b"", "a.txt: holds no text"),
        ("a.txt", b"x" * 100_001, "a.txt: larger than 100,000 bytes"),
        ("a.txt", b"text\0with\0nulls", "a.txt: is binary, not text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "a.txt: is a picture"),
        ("a.txt", b"\x1f\x8b\x08rest", "a.txt: is gzip-compressed"),
        ("a.md", b"---\ndate: 2024-13-45\n---\ntext", "a.md: its front matter is not YAML"),
        ("a.md", b"---\nid: " + b"9" * 9_000 + b"\n---\ntext", "a.md: its front matter is not YAML"),
        ("a.md", b"---\na: " + b"[" * 9_000 + b"]" * 9_000 + b"\n---\ntext", "a.md: its front matter is not"),
        ("a.md", b">" * 9_000 + b" text", "a.md: holds no text"),
        ("a.txt", b"For immediate release", "a.txt: holds no sentence"),
        ("a.jsonl", b"[" * 90_000, 'a.jsonl line 1: is not a JSON object with a "text"'),
        ("a.jsonl.gz", b"no gzip", "a.jsonl.gz: cannot be read: Not a gzipped file"),
        ("a.jsonl.gz", gzip.compress(RECORD)[:20], "a.jsonl.gz: cannot be read"),
    ],
)
def test_what_is_no_release_gets_a_reason_in_words(name: str, content: bytes, reason: str) -> None:
    reading = read(name, content)

    assert not reading.prepared
    assert len(reading.failed) == 1
    assert reasons(reading)[0].startswith(reason)


def test_text_that_is_not_in_utf_8_is_read() -> None:
    assert titles(read("a.txt", "Visit to Kraków\n\nIt is “nice” there.".encode("utf-16"))) == [
        "Visit to Kraków"
    ]
    assert titles(read("a.txt", "Déjà vu\n\nIt is “nice” there.".encode("cp1252"))) == ["Déjà vu"]


def test_good_lines_are_taken_and_bad_ones_are_named() -> None:
    reading = read("all.jsonl", RECORD + b"{broken\n" + RECORD.replace(b"One", b"Two") + b'{"text": 5}\n')

    assert titles(reading) == ["One", "Two"]
    assert [one.place for one in reading.prepared] == [0, 2]
    assert [failed.path for failed in reading.failed] == ["all.jsonl line 2", "all.jsonl line 4"]


def test_a_date_that_is_given_and_not_understood_is_named() -> None:
    assert "someday" in reasons(read("a.txt", TEXT, Facts(date="someday")))[0]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/x.txt", "x.txt"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("C:\\Temp\\x.md", "x.md"),
        ("..", "upload"),
        ("a\x00b\x1b[31m\n\u202etxt.exe.txt", "ab[31mtxt.exe.txt"),
        ("half\ud800.txt", "half.txt"),
        ("x" * 300 + ".txt", "x" * 96 + ".txt"),
        (".jsonl", "jsonl"),
    ],
)
def test_a_name_is_a_name_and_no_path(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_name_that_climbs_out_is_read_like_any_other() -> None:
    assert titles(read("../../\x07x.txt", TEXT)) == ["Visit to Finland"]


def test_two_pasted_texts_are_two_releases_and_the_same_text_is_one() -> None:
    uploads = [pasted("One sentence."), pasted("Another sentence."), pasted("One sentence.")]

    keys = [read(upload.name, upload.content).prepared[0].release.key for upload in uploads]

    assert uploads[0].name == PASTED_NAME
    assert keys[0] == keys[2] != keys[1]
