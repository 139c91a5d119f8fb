"""The parser finds title, dates and paragraphs in a page as people save it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReleaseReadError
from index.intake.parser import parse
from index.intake.raw import Facts, RawRelease
from index.intake.readers.text import read_text
from index.release import Version
from tests.corpus import NATO_RELEASE

LONG = (
    "The Secretary General met the Prime Minister and thanked her for the support of her country. They spoke."
)


def parsed(text: str, *, name: str = "a.txt", given_facts: Facts | None = None, page: bool = True) -> Version:
    return parse(RawRelease(name, text, page=page), given=given_facts or Facts()).split()


def quotes(version: Version) -> list[str]:
    return [version.quote(passage) for passage in version.passages]


@pytest.fixture(scope="module")
def nato() -> Version:
    raw = next(iter(read_text(NATO_RELEASE, 1_000_000)))
    assert isinstance(raw, RawRelease)
    return parse(raw).split()


def test_a_real_page_gives_title_date_and_time_of_update(nato: Version) -> None:
    assert nato.title.startswith("Secretary General in Washington: through NATO, the US has more friends")
    assert nato.published == date(2024, 1, 31)
    assert nato.updated == "2024-01-31T17:11"
    assert nato.assumed == []


def test_a_real_page_numbers_its_five_paragraphs(nato: Version) -> None:
    assert [passage.paragraph for passage in nato.passages] == [1] * 2 + [2] * 4 + [3] * 4 + [4] * 6 + [5] * 2
    assert [passage.sentence for passage in nato.passages][:8] == [1, 2, 1, 2, 3, 4, 1, 2]


@pytest.mark.parametrize(
    "furniture", ["Last updated", "speaks at the Heritage", "through NATO, the US has more friends"]
)
def test_title_dates_and_caption_are_no_passages(nato: Version, furniture: str) -> None:
    assert furniture in nato.text
    assert not [quote for quote in quotes(nato) if furniture in quote]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("• 31 Jan. 2024 -", date(2024, 1, 31)),
        ("Wednesday, January 31, 2024", date(2024, 1, 31)),
        ("Published: 2024-01-31", date(2024, 1, 31)),
        ("For immediate release: May 3, 2006", date(2006, 5, 3)),
        ("Washington, D.C., May 3, 2006", date(2006, 5, 3)),
        ("3 May 2006 | 14:05", date(2006, 5, 3)),
    ],
)
def test_a_date_line_dates_the_release(line: str, day: date) -> None:
    version = parsed(f"A title\n\n{line}\n\n{LONG}")

    assert version.published == day
    assert quotes(version) == [LONG.removesuffix(" They spoke."), "They spoke."]


def test_an_updated_line_alone_does_not_date_the_release() -> None:
    version = parsed(f"A title\n\nLast updated: 3 May 2006 14:05\n\n{LONG}")

    assert (version.published, version.updated) == (None, "2006-05-03T14:05")


def test_a_dated_file_name_stands_in_for_a_date_and_that_is_said() -> None:
    version = parsed(f"A title\n\n{LONG}", name="2024-01-31-visit.txt")

    assert version.published == date(2024, 1, 31)
    assert "file's name" in " ".join(version.assumed)


def test_a_day_in_the_first_paragraph_stands_in_for_a_date_and_that_is_said() -> None:
    version = parsed(
        "A title\n\nOn Wednesday (31 January 2024), the Secretary General met the Prime Minister. They spoke."
    )

    assert version.published == date(2024, 1, 31)
    assert "first paragraph" in " ".join(version.assumed)


def test_a_page_without_title_and_date_is_taken_all_the_same_and_that_is_said() -> None:
    version = parsed(LONG)

    assert version.title == "The Secretary General met the Prime Minister and thanked her for the …"
    assert version.published is None
    assert len(version.assumed) == 2
    assert len(version.passages) == 2


def test_given_facts_come_before_what_the_page_says() -> None:
    facts = Facts(title="Given", date="2 March 2021", url="https://example.org/a")

    version = parsed(f"A title\n\n31 Jan. 2024\n\n{LONG}", given_facts=facts)

    assert (version.title, version.published, version.url) == (
        "Given",
        date(2021, 3, 2),
        "https://example.org/a",
    )


def test_a_given_date_that_is_none_is_refused() -> None:
    with pytest.raises(ReleaseReadError, match="YYYY-MM-DD"):
        parsed(LONG, given_facts=Facts(date="soon"))


def test_a_title_that_front_matter_repeats_is_no_passage() -> None:
    version = parse(
        RawRelease("a.md", f"A Title\n\n{LONG}", Facts(title="A title", date="2024-01-31"))
    ).split()

    assert version.title == "A title"
    assert len(version.passages) == 2


@pytest.mark.parametrize(
    "line",
    [
        "FOR IMMEDIATE RELEASE",
        "Contact: Dan Whiting, 202/224-8078; Sid Smith, 208/342-7985.",
        "Press contact: Jane Roe (202) 224-1234",
        "# # #",
        "-30-",
        "* * *",
        "4:57 P.M. EST",
    ],
)
def test_labels_and_contact_lines_are_no_passages(line: str) -> None:
    assert line not in quotes(parsed(f"A title\n\n3 May 2006\n\n{LONG}\n\n{line}"))


def test_headings_and_bullets_end_where_they_end() -> None:
    version = parsed(f"A title\n\n3 May 2006\n\n{LONG}\n\nOur aims\n\n• more ships\n• fewer words\n\n{LONG}")

    assert quotes(version)[2:5] == ["Our aims", "more ships", "fewer words"]
    assert [passage.heading for passage in version.passages][2:5] == [True, False, False]
    assert [passage.paragraph for passage in version.passages] == [1, 1, 2, 3, 3, 4, 4]


def test_hard_wrapped_paragraphs_are_joined() -> None:
    text = (
        "A title\n\n3 May 2006\n\nThe Secretary General met the Prime Minister of Finland and\n"
        "thanked him for the support of his country, which joined the\nAlliance last year."
    )

    assert quotes(parsed(text)) == [" ".join(text.split("\n\n")[2].split())]


def test_a_record_has_no_head() -> None:
    version = parsed("3 May 2006 was a good day.\n\nAnother line.", page=False, given_facts=Facts(title="T"))

    assert len(version.passages) == 2


@given(st.text(max_size=400), st.booleans())
def test_offsets_point_at_the_quote_always(text: str, page: bool) -> None:
    try:
        version = parsed(text, page=page)
    except ReleaseReadError:
        assert not text.strip()
        return

    ends = 0
    for passage in version.passages:
        quote = version.text[passage.span.start : passage.span.end]
        assert quote == version.quote(passage) == quote.strip()
        assert quote
        assert passage.span.start >= ends
        ends = passage.span.end


def test_the_same_text_has_the_same_hash_and_another_text_another() -> None:
    assert parsed(LONG).content_hash == parsed(LONG).content_hash
    assert parsed(LONG).content_hash != parsed(LONG + " Again.").content_hash
