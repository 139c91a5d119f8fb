"""Who speaks in each passage: by label, report, quotation or first person; nobody where that is not plain."""

from __future__ import annotations

from datetime import date

import pytest

from config.settings import read_lexicon
from index.intake.parser import parse
from index.intake.raw import Facts, RawRelease
from index.intake.readers.text import read_text
from index.language.speakers.lexicon import SpeakerLexicon
from index.release import Version
from index.speaking import with_speakers
from tests.corpus import NATO_RELEASE


@pytest.fixture(scope="module")
def lexicon() -> SpeakerLexicon:
    return SpeakerLexicon.from_entries(read_lexicon("speakers.toml", None))


def spoken(
    lexicon: SpeakerLexicon, text: str, *, title: str = "A visit", day: str = "2007-06-01", speaker: str = ""
) -> Version:
    facts = Facts(title=title, date=day, speaker=speaker or None)
    return with_speakers(parse(RawRelease("a", text, facts, page=False)).split(), lexicon)


def speakers(version: Version) -> list[str | None]:
    return [passage.speaker for passage in version.passages]


def test_the_secretary_general_of_a_real_release_is_who_he_was_that_day(lexicon: SpeakerLexicon) -> None:
    raw = next(iter(read_text(NATO_RELEASE, 1_000_000)))
    assert isinstance(raw, RawRelease)

    version = with_speakers(parse(raw).split(), lexicon)

    by_quote = {version.quote(passage): passage.speaker for passage in version.passages}
    on_china = next(quote for quote in by_quote if quote.startswith("On China"))
    assert by_quote[on_china] == "Jens Stoltenberg"
    assert set(by_quote.values()) <= {"Jens Stoltenberg", None}


@pytest.mark.parametrize(
    ("day", "name"), [("2013-05-03", "Anders Fogh Rasmussen"), ("2023-05-03", "Jens Stoltenberg")]
)
def test_an_office_means_who_held_it_on_that_day(lexicon: SpeakerLexicon, day: str, name: str) -> None:
    version = spoken(lexicon, "The NATO Secretary General said that Allies stand together.", day=day)

    assert speakers(version) == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We need this bridge," said Senator Robert Byrd.', ["Robert Byrd"]),
        ("Senator Robert Byrd said that the bridge is needed.", ["Robert Byrd"]),
        ("According to Senator Robert Byrd, the bridge is needed.", ["Robert Byrd"]),
        (
            'Senator Robert Byrd welcomed the grant. "It will help," Byrd said.',
            ["Robert Byrd", "Robert Byrd"],
        ),
        ('"It is needed," said Senator Robert Byrd. "We waited for years."', ["Robert Byrd", "Robert Byrd"]),
        ("The committee said that the bridge is needed.", [None]),
        ("The bridge over the river was built in 1931.", [None]),
    ],
)
def test_reports_and_quotations_name_who_speaks(
    lexicon: SpeakerLexicon, text: str, expected: list[str | None]
) -> None:
    assert speakers(spoken(lexicon, text)) == expected


def test_labels_hold_until_the_next_one_and_questions_are_nobodys(lexicon: SpeakerLexicon) -> None:
    text = (
        "MS. PSAKI:  Thank you all for coming today.\n\nI have two items for you.\n\n"
        "Q    When will the President travel?\n\nMS. PSAKI:  He will travel on Monday."
    )

    version = spoken(lexicon, text, title="Press Briefing by Press Secretary Jen Psaki", day="2021-05-03")

    assert speakers(version) == ["Jen Psaki", "Jen Psaki", None, "Jen Psaki"]
    assert [passage.question for passage in version.passages] == [False, False, True, False]


def test_a_release_speaks_for_the_office_that_it_is_from(lexicon: SpeakerLexicon) -> None:
    assert spoken(lexicon, "The bridge will be built.", speaker="Senator Byrd").voice == "Robert Byrd"
    assert (
        spoken(lexicon, "The bridge will be built.", speaker="The Harbour Board").voice == "The Harbour Board"
    )


def test_hostile_text_is_read_to_its_end(lexicon: SpeakerLexicon) -> None:
    for piece in ('"', "“", "said ", "Mr. Smith said, “", "A: ", "Q    ", "he said "):
        version = spoken(lexicon, piece * 3_000 + "end.")

        assert len(speakers(version)) == len(version.passages)


def test_a_speaker_of_no_tenure_is_found_by_name_alone(lexicon: SpeakerLexicon) -> None:
    assert lexicon.person_of("Stoltenberg") == lexicon.person_of("Jens Stoltenberg", date(1999, 1, 1))
