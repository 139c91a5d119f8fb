"""Readers open what people save, and name what they cannot read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index.errors import ReleaseReadError
from index.intake.raw import RawRelease
from index.intake.readers import count_releases, reader_for
from index.intake.sources.folder import files_under

TEXT = "A title\n\n31 January 2024\n\nThe naïve Minister said “yes”.\nIt’s 5 °C."


def read(path: Path, *, most_bytes: int = 10_000) -> list[RawRelease | ReleaseReadError]:
    reader = reader_for(path)
    assert reader is not None
    return list(reader(path, most_bytes))


def only(path: Path) -> RawRelease:
    (raw,) = read(path)
    assert isinstance(raw, RawRelease)
    return raw


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_common_encoding_reads_the_same(tmp_path: Path, encoding: str, line_end: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", line_end).encode(encoding))

    assert only(path).text == TEXT


def test_decomposed_letters_and_unbreakable_spaces_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT.replace("ï", "i\u0308").replace(" Minister", "\u00a0Minister"), encoding="utf-8")

    assert only(path).text == TEXT


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds no text"),
        (b"\xef\xbb\xbf \n\n", "holds no text"),
        (b"%PDF-1.7 text", "a PDF"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "binary"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"x" * 10_001, "larger than 10,000 bytes"),
        (b"---\ntitle: 'open\n---\ntext", "front matter is not YAML"),
    ],
)
def test_what_is_no_release_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)

    with pytest.raises(ReleaseReadError, match=reason):
        read(path)


def test_front_matter_states_facts_by_the_names_people_use(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: 'A: title'\ndate: 2021-03-01\nsource_url: https://example.org/a\n"
        "modified_time: 2021-03-01 18:19:32-05:00\nspeaker: Jane Roe\n---\n\nText.",
        encoding="utf-8",
    )

    facts = only(path).facts

    assert (facts.title, facts.date, facts.url) == ("A: title", "2021-03-01", "https://example.org/a")
    assert (facts.updated, facts.speaker) == ("2021-03-01T18:19-05:00", "Jane Roe")


def test_markdown_reads_as_its_rendered_page(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# A \\[real\\] *title*\n\n     MS. ROE:  One **bold** [link](https://x.example)\nwrapped line. \n\n- first\n- second\n\n"
        "<span>Section</span> 1",
        encoding="utf-8",
    )

    assert only(path).text.split("\n\n") == [
        "A [real] title",
        "MS. ROE:  One bold link wrapped line.",
        "• first\n• second",
        "Section 1",
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    lines = [
        json.dumps(
            {"id": "1", "title": "T", "date": "2024-01-31", "url": None, "text": "<em>One.</em>"}
        ).encode(),
        b"{not json",
        b'{"title": "no text"}',
        b"[1]",
        b'"' + b"x" * 20_000 + b'"',
        json.dumps({"id": "2", "text": "  "}).encode(),
        json.dumps({"id": "3", "text": "Two."}).encode(),
    ]
    path = tmp_path / name
    content = b"\n".join(lines) + b"\n"
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)

    found = read(path)

    assert [raw.text for raw in found if isinstance(raw, RawRelease)] == ["One.", "Two."]
    errors = [error for error in found if isinstance(error, ReleaseReadError)]
    assert [error.path.rsplit(" ", 1)[1] for error in errors] == ["2", "3", "4", "5", "6"]
    assert count_releases(path) == len(lines)


def test_a_truncated_archive_gives_what_it_holds_and_then_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    rows = "".join(json.dumps({"id": str(n), "text": f"Sentence {n * 7919}."}) + "\n" for n in range(5_000))
    path.write_bytes(gzip.compress(rows.encode())[:-2_000])

    with pytest.raises(ReleaseReadError, match="cannot be read"):
        read(path)


def test_a_folder_gives_its_files_in_order_and_names_what_it_cannot_walk(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.jsonl", "picture.png", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")

    found = list(files_under(tmp_path))

    assert [path.name for path in found if isinstance(path, Path)] == ["a.md", "b.txt", "c.jsonl"]
    reasons = [error.reason for error in found if isinstance(error, ReleaseReadError)]
    assert ["nowhere" in reasons[0], "holds it" in reasons[1]] == [True, True]


@pytest.mark.parametrize(("name", "reason"), [("nothing.txt", "no such file"), ("picture.png", "kind")])
def test_a_named_file_that_cannot_be_read_is_an_error(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "picture.png").touch()

    (error,) = files_under(tmp_path / name)

    assert isinstance(error, ReleaseReadError)
    assert reason in error.reason
