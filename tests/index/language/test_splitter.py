"""The sentence splitter, held to a table of hard cases and to what it promises for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.splitter import sentences
from index.release import Span

BAR = " | "
"""Stands in the table's texts where a sentence ends; no text of the table holds one itself."""


def split(block: str) -> list[str]:
    return [block[span.start : span.end] for span in sentences(block)]


CASES = {
    # titles, names and initials
    "title_leads_to_a_name": "Mr. Smith met Dr. Jones, Sen. Byrd and Gov. Romney. | They agreed.",
    "title_without_full_stop": "Mr Stoltenberg spoke. | He left.",
    "rows_of_titles": "Lt. Col. West and Maj. Gen. Lee served. | Both retired.",
    "title_before_a_starter_word": "We thank Gen. Any for his service.",
    "initial_before_a_nickname": "Speaker Thomas P. “Tip” O'Neill presided. | The House rose.",
    "page_number": "It is on p. 12 of the report. | See pp. 3 and 4.",
    "initials_of_a_name": "J. D. Vance and J. A. Smith met George W. Bush. | The meeting was short.",
    "middle_initial": "Sen. Barbara A. Mikulski voted. | Sen. Edward M. Kennedy did not.",
    "initial_i_of_a_name": "Mr. Daniel I. Okimoto spoke first.",
    "junior_within_a_sentence": "Martin Luther King, Jr. spoke here. | We remember him.",
    "junior_at_the_end": "We honour Martin Luther King, Jr. | He marched for us.",
    "transcript_label": "MS. PSAKI:  Thank you. | Q    Why?",
    "transcript_label_within_a_line": "Is it so? | MR. KIRBY: It is. | I checked.",
    "pronoun_i_ends_a_sentence": "You know it, and so do I. | Congress does too.",
    "world_war_is_no_initial": "He fought in World War I. | Together we remember.",
    "part_d_is_no_initial": "Seniors use Medicare Part D. | Congress passed it.",
    "spelled_out_letters": "The bill is called F-A-B-S. | Factories need it.",
    # places, states, countries
    "state_of_a_city": "He lives in Springfield, Ill. and Boston, Mass. | He commutes.",
    "sickness_is_no_state": "The senator was ill. | Congress met without him.",
    "party_and_state": "Bill Frist, R-Tenn. and Ted Kennedy, D-Mass. agreed.",
    "party_and_state_in_brackets": "Sen. Frist (R-Tenn.) In the chair, Sen. Byrd (D-W.Va.) spoke.",
    "postal_code_is_a_word": "They fully fund the VA. | Johnson could not come.",
    "dc_before_a_starter": "He spoke in Washington, D.C. | He emphasised unity.",
    "dc_before_a_name": "The D.C. Circuit and the D.C. National Guard acted.",
    "us_senate_at_the_end_of_a_quotation": "“He came to the floor of the U.S. Senate.” | He left.",
    "dc_in_a_quotation": "He said “we met in Washington, D.C.” | The talks went on.",
    "us_before_a_noun": "The U.S. President and a U.S. Senator met U.S. Senators.",
    "us_office_with_a_comma": "As a U.S. Senator, he voted.",
    "us_at_the_end": "She works in the U.S. | The bill helps her.",
    "us_before_a_quotation": "He loves the U.S. | “We must help,” he said.",
    "us_before_lower_case": "The U.S. and the U.N. have agreed.",
    "us_number_one": "It is the U.S. No. 1 export. | Farmers know.",
    "saint_and_fort": "She came from St. Louis to Ft. Riley and Mt. Vernon. | They welcomed her.",
    "street_at_the_end": "The office is on Main St. | It opens today.",
    # time, numbers, law
    "time_zone": "The briefing begins at 3 p.m. EST and ends at 4 p.m. | It is open.",
    "month_with_a_day": "On Jan. 31 and Sept. 5, 2005 they met. | Nothing came of it.",
    "month_at_the_end": "Funding runs until Dec. | The Senate will act.",
    "number_five": "Amendment No. 5 passed; Nos. 6 and 7 failed. | We go on.",
    "small_number_five": "See amendment no. 5 of the bill.",
    "no_as_a_word": "He asked and I said no. | That was all.",
    "no_before_i": "MR. REGAN: No. | I have no travel to announce.",
    "no_in_quotation_marks": 'She said "No." | That settled it.',
    "money": "It costs $4.5 million in 2004. | Next year it costs 5. | Nobody objects.",
    "bill_numbers": "He filed S. 1116 and H.R. 22 with S. Con. Res. 9 today.",
    "section_number": "Sec. 2 of Art. IV and 5 U.S.C. 552 apply. | Vol. 3 explains.",
    "court_case": "We discuss Roe v. Wade and Shelby vs. Holder. | Both matter.",
    "latin": "Some allies, i.e. Finland, and others, e.g. Sweden, joined. | Others, etc. | We wait.",
    "including": "Members, incl. Finland, agreed.",
    "company": "Boeing Co. and Apple Inc. merged with Acme Corp. | The market fell.",
    "degree": "She earned a Ph.D. in physics. | He has an M.D. | They married.",
    "numbered_list": "1. Do this. | 2. Do that.",
    "lettered_list": "A. First things. | B. Second things.",
    "roman_list": "IV. The budget. | It grows.",
    "bracketed_list": "Sec. 2. Definitions. | (a) A word. | (b) Another word.",
    "section_heading": "Section 1. Purpose. | The policy stands.",
    # other marks
    "ellipsis_sign": "We won… | Then we left.",
    "ellipsis_sign_within": "We … won and then… left.",
    "three_dots": "We shall see... | The Senate votes on the ... National Guard.",
    "spaced_dots": "A decent home . . . for every family. | We agree.",
    "spaced_dots_at_the_end": "We have seen it all . . . | The end is near.",
    "question_and_exclamation": "Will it pass? | Yes! | It must!! | We hope.",
    "name_with_exclamation_mark": "Yahoo! News reported it. | We use Yahoo! | It works.",
    "lower_case_after_a_mark": "The company Jump! said so. | Why? asked no one.",
    "web_name_in_lower_case": "We sell phones. | iPhone sales grew.",
    "address_is_one_word": "Visit www.DisasterAssistance.gov today. | Write to Joe.Smith@mail.House.gov now.",
    "dash_dateline": "WASHINGTON, D.C. – Senator Byrd said today that it works. | It does.",
    "dash_after_a_quotation": "“Where are we going?” — the President asked that. | Nobody knew.",
    "bullet_within_a_line": "It offers: | • Jobs. | • Homes for all | • Roads",
    "bullet_dash": "It makes us safe. | - Updating the alliance helps.",
    # quotation marks and brackets
    "closing_quote_stays": "Allies “need to remain strong.” | He left.",
    "straight_closing_quote_stays": 'Allies "need to remain strong." | He left.',
    "full_stop_behind_the_quote": 'Parents want more "tools". | Parents want “help”. | They get it.',
    "quotation_after_quotation": "They must be “strong.” | “Ukraine must prevail.” | The end.",
    "sentences_within_a_quotation": "“We must act. | They must too.” | He agreed.",
    "comma_in_a_quotation": "“It is time,” said Mr. Smith. | “We agree.”",
    "question_in_a_quotation": '"Will you go?" he asked. | "I will."',
    "question_asked_by_a_name": '"Will it hold?" Senator Snowe asked. | "It will."',
    "question_before_a_new_sentence": "He said, “Huh?” | Well, I laughed.",
    "nested_quotes": "“He told me ‘go.’” | I went.",
    "closing_quote_by_itself": 'Help comes to the "communities. " | Then it goes.',
    "omission_in_a_quotation": "“We agree. […]” | They left.",
    "omission_leads_to_what_follows": "It was new. | […] It was good.",
    "short_aside": "The bill (see S. 5. It is new.) passed. | We cheered.",
    "sentence_in_brackets": "Thank you. | (Applause.) | We begin.",
    "bracket_closes_before_the_mark": "He spoke for Maryland (and for Virginia). | She listened.",
    "space_that_was_lost": "It goes on in a good way.Senator Akaka is here. | He speaks.",
    # lines
    "line_ends_a_sentence": "A heading without a full stop\nThe text follows.",
    "headline_in_capitals": "SENATOR BYRD: U.S. MUST ACT. NO DELAY. VOTE NOW!",
    "headline_then_text": "NO DELAY. VOTE NOW.\nThe senator spoke. | He left.",
    "bullets_on_lines": "• One thing\n• Another thing. | And more.",
    "line_goes_on_in_lower_case": "The Secretary General said that\nallies agree. | He left.",
}
LINE_BREAKS_PART = {"line_ends_a_sentence", "headline_then_text", "bullets_on_lines"}
LOST_SPACES = {"space_that_was_lost": ("way.Senator", "way. | Senator")}


def expected_of(name: str) -> list[str]:
    marked = CASES[name].replace(*LOST_SPACES.get(name, ("", "")))
    if name in LINE_BREAKS_PART:
        marked = marked.replace("\n", BAR)
    return marked.split(BAR)


@pytest.mark.parametrize("name", CASES)
def test_hard_case_is_split_where_a_reader_would(name: str) -> None:
    actual = split(CASES[name].replace(BAR, " "))

    assert actual == expected_of(name)


QUOTES_OF_THE_NATO_RELEASE = (
    "On Wednesday (31 January 2024), Secretary General Jens Stoltenberg delivered a speech at the "
    "Heritage Foundation in Washington D.C.",
    "On support to Ukraine, the Secretary General stressed that Allies “need to remain decisive and strong.”",
    "“Ukraine must prevail and it can, but it needs our continued help.”",
    "On China, the Secretary General outlined the importance of eliminating “harmful dependencies on "
    "critical China raw materials and products.”",
    "Allies recently have agreed to purchase 120 billion dollars’ worth of weapons from "
    "U.S. defence companies.",
    "“What Allies buy keeps American businesses strong.",
    "So NATO is a good deal for the United States,” said Mr Stoltenberg.",
)


@pytest.mark.parametrize("quote", QUOTES_OF_THE_NATO_RELEASE)
def test_sentence_of_the_nato_release_stays_whole_between_others(quote: str) -> None:
    before, after = "The Alliance met.", "He concluded his trip."

    assert split(f"{before} {quote} {after}") == [before, quote, after]


def test_hard_wrapped_paragraph_is_read_as_one() -> None:
    block = (
        "The Secretary General met the Prime Minister of Finland and thanked\n"
        "Finland for its support. He then travelled to the headquarters of the\n"
        "Special Operations Command in Tampa, Florida, where he met General\n"
        "Smith. They spoke."
    )

    assert [sentence.replace("\n", " ") for sentence in split(block)] == [
        "The Secretary General met the Prime Minister of Finland and thanked Finland for its support.",
        "He then travelled to the headquarters of the Special Operations Command in Tampa, Florida, "
        "where he met General Smith.",
        "They spoke.",
    ]


def test_a_list_of_names_is_not_taken_for_a_wrapped_paragraph() -> None:
    names = ["Ms. Simone Marie Meeks", "The Honorable Gregory Meeks, U.S. Representative", "Mr. Mark Walsh"]

    assert split("\n".join(names)) == names


@pytest.mark.parametrize("block", ["", " ", "\n \t\n", "\u2028\u00a0"])
def test_block_of_spaces_has_no_sentence(block: str) -> None:
    assert sentences(block) == []


def test_spans_count_characters_of_the_block() -> None:
    assert sentences("  It works.\u00a0 It does.\n") == [Span(2, 11), Span(13, 21)]


TOKENS = """a He U.S. No. D-Mass. Mr. I 5 . ... … ? ! " “ ” ’ ( ) [ ] – — • * 1. end.So said"""
SPACES = (" ", "  ", "\n", "\r\n", "\u2028", "\u00a0", "\x1c", "\u200b")
PIECES = st.sampled_from((*TOKENS.split(), *SPACES))


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_spans_stand_in_order_and_cover_every_word(block: str) -> None:
    spans = sentences(block)
    covered = {position for span in spans for position in range(span.start, span.end)}

    assert all(span.start < span.end for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(quote == quote.strip() for quote in split(block))
    assert covered >= {position for position, character in enumerate(block) if not character.isspace()}


MEGABYTE = 1_000_000
HOSTILE = [
    "a.",
    ".",
    " ",
    "a. ",
    '"',
    '" ',
    "(",
    "((. ",
    "[",
    ". \n",
    "…",
    ". . ",
    "A. ",
    "No. ",
    "• a ",
    "\n",
    "? ?",
    "x",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_of_anything_is_split_whole(piece: str) -> None:
    block = "x." + (piece * MEGABYTE)[:MEGABYTE] + "y"

    spans = sentences(block)

    assert spans[0].start == 0
    assert spans[-1].end == len(block)
