"""Dates, figures, places and persons are found where they stand, and the one that answers is chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.analyzer import terms, tokens
from index.language.answer_type import expected
from index.language.spans import exact_span, has_answer, spans
from index.language.spelling import surface_words
from index.query import AnswerType
from index.release import Span

WHEN, HOW_MUCH, WHO, WHERE = AnswerType.WHEN, AnswerType.HOW_MUCH, AnswerType.WHO, AnswerType.WHERE

# sentences of releases (US Senate offices 2004-2008, White House 2021 and 2023: public domain), chosen and
# answered by hand before the rules were written
ANSWERS = [
    ("When did the House pass the companion bill?",
     "On April 6, 2006, the entire Connecticut House delegation and much of the New York House delegation introduced the companion bill that passed the House on September 27.",
     "September 27"),
    ("When did the Connecticut delegation introduce the bill?",
     "On April 6, 2006, the entire Connecticut House delegation and much of the New York House delegation introduced the companion bill that passed the House on September 27.",
     "April 6, 2006"),
    ("How much did Oregon receive for Community Health Centers?",
     "In addition, Oregon received more than $38.6 million in FY2007 for Community Health Center funding.",
     "$38.6 million"),
    ("How many fire service representatives review the grant requests?",
     "Fire Administration processes the applications and 300 fire service representatives from across the United States review the grant requests.",
     "300 fire service representatives"),
    ("How much do farmers lose on a pound of milk?",
     "Currently farmers in Northeastern Pennsylvania lose approximately $5 for every pound of milk they produce.",
     "$5"),
    ("Where do farmers lose money on milk?",
     "Currently farmers in Northeastern Pennsylvania lose approximately $5 for every pound of milk they produce.",
     "Northeastern Pennsylvania"),
    ("How many jobs will the expansion create?",
     "I was delighted to be there on October 11 for groundbreaking on a 90,000 square-foot expansion of its facility which will create 100 jobs.",
     "100 jobs"),
    ("When was the groundbreaking?",
     "I was delighted to be there on October 11 for groundbreaking on a 90,000 square-foot expansion of its facility which will create 100 jobs.",
     "October 11"),
    ("How long does the Amtrak bill run?",
     "The Amtrak Reauthorization Bill that passed 70-22 authorizes roughly $10 billion over six years to maintain Amtrak's operations, and improve infrastructure, facilities, and equipment to enhance the marketability of its services.",
     "six years"),
    ("How much does the Amtrak bill authorize?",
     "The Amtrak Reauthorization Bill that passed 70-22 authorizes roughly $10 billion over six years to maintain Amtrak's operations, and improve infrastructure, facilities, and equipment to enhance the marketability of its services.",
     "$10 billion"),
    ("By what percentage did cases increase?",
     "Our seven-day average is about 113,000 cases per day, and this represents an increase of nearly 24 percent from the prior seven-day average.",
     "24 percent"),
    ("How many cases are there per day on average?",
     "Our seven-day average is about 113,000 cases per day, and this represents an increase of nearly 24 percent from the prior seven-day average.",
     "113,000 cases"),
    ("What share of adult Americans should have a shot?",
     "So to meet the President’s goal of 70 percent of adult Americans with at least one shot, we need to vaccinate at least another 13 percent of adult Americans by July 4th.",
     "70 percent"),
    ("By when should another 13 percent be vaccinated?",
     "So to meet the President’s goal of 70 percent of adult Americans with at least one shot, we need to vaccinate at least another 13 percent of adult Americans by July 4th.",
     "by July 4th"),
    ("When did DeWine write the FIRE Act?",
     "Senator DeWine wrote and passed the FIRE Act (S. 1941) in 2000, establishing a grant program dedicated to providing federal assistance to local fire departments.",
     "2000"),
    ("Who wrote the FIRE Act?",
     "Senator DeWine wrote and passed the FIRE Act (S. 1941) in 2000, establishing a grant program dedicated to providing federal assistance to local fire departments.",
     "Senator DeWine"),
    ("Where did Santorum take part in a panel discussion?",
     "Rick Santorum (R-PA), Chairman of the Senate Republican Conference, participated in a panel discussion in Pittsburgh with Reps.",
     "Pittsburgh"),
    ("Where is the Heartland recycling plant proposed?",
     "I respectfully submit the following comments on the adequacy of the Supplemental Environmental Assessment Worksheet for the proposed Heartland Energy & Recycling plant in Preston, Minnesota.",
     "Preston, Minnesota"),
    ("Where did Donte attend school?",
     "Donte grew up in Newark, Delaware, attended a high school — I still like him anyway.",
     "Newark, Delaware"),
    ("How many people have been forced from their homes?",
     "During the last two years, more than 1.8 million people have been forced from their homes.",
     "1.8 million people"),
    ("When did Keeble ship out to the South Pacific?",
     "When he was old enough, Keeble joined the North Dakota National Guard and, in 1942, shipped out to the South Pacific with the North Dakota 164th Infantry Regiment.",
     "1942"),
    ("How far are the tanks from the Columbia River?",
     "We obviously have aging single shell tanks, and they are seven to 10 miles from the Columbia River.",
     "seven to 10 miles"),
    ("How much is there for the Morganza to the Gulf program?",
     "WRDA provides for authorization of $841.1 million for the Morganza to the Gulf hurricane protection program for Terrebonne and Lafourche parishes.",
     "$841.1 million"),
    ("Which justice is retiring?",
     "The importance of the courts explains why we must take the replacement of retiring Justice Sandra Day O'Connor very seriously.",
     "Justice Sandra Day O'Connor"),
    ("Where are the talks on Sudan taking place?",
     "And on Sudan, the army walked away from the negotiations taking place in Jeddah.",
     "Jeddah"),
    ("Who called her family?",
     "Instead they asked me to call their families to tell them their sons and daughters were okay and that we take care of them when they return home,\" said Senator Amy Klobuchar.",
     "Senator Amy Klobuchar"),
]  # fmt: skip


def _matches(question: str, passage: str) -> list[Span]:
    asked = set(terms(question))
    return [token.span for token in tokens(passage) if asked.intersection(token.terms)]


def _exact(question: str, passage: str) -> str | None:
    kind = expected(question)
    assert kind is not None
    found = exact_span(passage, kind, _matches(question, passage), asked=frozenset(surface_words(question)))
    return passage[found.start : found.end] if found else None


@pytest.mark.parametrize(("question", "passage", "answer"), ANSWERS)
def test_the_span_that_answers_is_chosen(question: str, passage: str, answer: str) -> None:
    assert answer == _exact(question, passage)


@pytest.mark.parametrize(("question", "passage", "answer"), ANSWERS)
def test_a_passage_that_answers_holds_something_of_the_kind(question: str, passage: str, answer: str) -> None:
    kind = expected(question)
    assert kind is not None

    assert has_answer(passage, kind)
    assert any(answer == passage[span.start : span.end] for span in spans(passage, kind))


@pytest.mark.parametrize("kind", [WHEN, HOW_MUCH, WHO, WHERE])
def test_a_passage_without_any_holds_nothing(kind: AnswerType) -> None:
    assert not has_answer("We are proud of what has been done and of those who did it.", kind)
    assert exact_span("We are proud of it.", kind, [], asked=frozenset()) is None


@pytest.mark.parametrize(("question", "passage", "answer"), ANSWERS)
def test_the_span_nearest_to_the_matched_words_answers(question: str, passage: str, answer: str) -> None:
    assert _exact(question, passage) == answer


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("The talks open on Wednesday, January 31, 2024, at 10 a.m.", ["Wednesday, January 31, 2024", "at 10 a.m."]),
        ("It was signed on 31 January 2024.", ["31 January 2024"]),
        ("We will be there by 2030, or by the end of 2031.", ["by 2030", "by the end of 2031"]),
        ("He speaks later today and again later this week.", ["later today", "later this week"]),
        ("The vote is next month.", ["next month"]),
        ("It passed two years ago, in the spring of 2004.", ["two years ago", "spring of 2004"]),
        ("Funds for fiscal year 2008 come in the third quarter of 2007.", ["fiscal year 2008", "the third quarter of 2007"]),
        ("She came in May and left in March.", ["May", "March"]),
        ("That may work; they march on.", []),
        ("Some 1500 people came.", []),
        ("H.R. 2010 cost $2000.", []),
        ("The Act of 2005 stands.", []),
    ],
)  # fmt: skip
def test_dates_and_times_of_day_are_found(passage: str, found: list[str]) -> None:
    assert _texts(passage, WHEN) == found


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("It costs $4.5 million, or 450 billion dollars.", ["$4.5 million", "450 billion dollars"]),
        ("Some 12 per cent, 3% and 2.5 percentage points.", ["12 per cent", "3%", "2.5 percentage points"]),
        ("Two-thirds of them, and one in five others.", ["Two-thirds", "one in five"]),
        ("All 31 Allies met thirty-two partners.", ["31 Allies", "thirty-two partners"]),
        ("It runs for 18 months.", ["18 months"]),
        ("It ended 18 months ago.", []),
        ("From $5 to $6 million went there.", ["$5 to $6 million"]),
        ("On January 31, 2024, Article 5 and Section 12 of H.R. 1319 were named.", []),
        ("They meet at 10 a.m. on 5 May.", []),
        ("In 2004 Allies met in Istanbul.", []),
        ("The toll rose to 113,000.", ["113,000"]),
    ],
)  # fmt: skip
def test_figures_are_found_with_what_they_count(passage: str, found: list[str]) -> None:
    assert _texts(passage, HOW_MUCH) == found


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("The plant in Preston, Minnesota, is closed.", ["Preston, Minnesota"]),
        ("She flew to Jeddah from Washington, D.C., for talks.", ["Jeddah", "Washington, D.C."]),
        ("Northern Iraq and the Columbia River are far away.", ["Northern Iraq", "Columbia River"]),
        ("They met at the White House in April.", ["White House"]),
        ("He spoke to Senator Byrd in Congress.", []),
        ("Aid goes to Ukraine's army.", ["Ukraine"]),
        ("The New York House delegation wrote a letter.", []),
    ],
)  # fmt: skip
def test_places_are_found_and_persons_are_none(passage: str, found: list[str]) -> None:
    assert _texts(passage, WHERE) == found


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("Senator Amy Klobuchar met Rick Santorum.", ["Senator Amy Klobuchar", "Rick Santorum"]),
        ("Norwegian Prime Minister Jonas Støre spoke.", ["Prime Minister Jonas Støre"]),
        ("European Commission President Ursula von der Leyen came.", ["President Ursula von der Leyen"]),
        ("Yesterday Secretary of State Antony Blinken left.", ["Secretary of State Antony Blinken"]),
        ("The Senate Finance Committee met in New York.", []),
        ("The President and the Prime Minister met.", []),
        ("In Iraq, President Bush’s aides were busy.", ["President Bush"]),
    ],
)  # fmt: skip
def test_persons_are_found_with_their_titles(passage: str, found: list[str]) -> None:
    assert _texts(passage, WHO) == found


def test_what_the_question_holds_is_no_answer() -> None:
    passage = "In 2004 the Senate passed it, and in 2006 the House did."
    asked = frozenset({"what", "happened", "2004"})

    found = exact_span(passage, WHEN, [Span(3, 7)], asked=asked)

    assert found is not None
    assert passage[found.start : found.end] == "2006"


def test_a_question_on_a_person_is_not_answered_by_that_person() -> None:
    passage = "Senator Byrd praised the bill."

    assert exact_span(passage, WHO, [Span(8, 12)], asked=frozenset({"who", "praised", "byrd"})) is None


@pytest.mark.parametrize("kind", [WHEN, HOW_MUCH, WHO, WHERE])
def test_a_passage_without_any_has_no_answer(kind: AnswerType) -> None:
    assert not has_answer("We are grateful for what they have done.", kind)
    assert exact_span("We are grateful for what they have done.", kind, [Span(0, 2)]) is None


_WORDS = [
    "in",
    "May",
    "2024",
    "31",
    "Allies",
    "$5",
    "million",
    "Senator",
    "Byrd",
    "Kyiv",
    ",",
    ".",
    "’s",
    "at",
    "10",
    "a.m.",
    "twenty",
    "%",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join) | st.text(max_size=60))
def test_spans_lie_within_the_passage_and_do_not_overlap(passage: str) -> None:
    for kind in AnswerType:
        found = spans(passage, kind)
        ends = [0, *(span.end for span in found)]
        assert all(end <= span.start < span.end for end, span in zip(ends, found, strict=False))
        assert all(span.end <= len(passage) for span in found)
        assert has_answer(passage, kind) == bool(found)


def _texts(passage: str, kind: AnswerType) -> list[str]:
    return [passage[span.start : span.end] for span in spans(passage, kind)]
