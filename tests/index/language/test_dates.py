"""The date grammar: what it reads, what it leaves alone, what it says it can't use."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.language.dates import Events, find_dates, find_day, label, not_understood, parse_dates
from index.query import DateRange
from index.release import Span

TODAY = date(2026, 11, 24)  # a Tuesday

EVENTS = {
    "the Washington summit": DateRange(date(2024, 7, 9), date(2024, 7, 12)),
    "NATO's 75th anniversary": DateRange(date(2024, 4, 4), date(2024, 4, 5)),
    "Washington summit of 2024": DateRange(date(2024, 7, 9), date(2024, 7, 12)),
}


def dates(start: str, end: str) -> DateRange:
    """A range of ISO days, "" for an open side."""
    return DateRange(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


PHRASES = [
    # days, in both orders
    ("31 January 2024", "2024-01-31", "2024-02-01"),
    ("January 31, 2024", "2024-01-31", "2024-02-01"),
    ("January 31 2024", "2024-01-31", "2024-02-01"),
    ("Jan. 31st 2024", "2024-01-31", "2024-02-01"),
    ("31st of January, 2024", "2024-01-31", "2024-02-01"),
    ("the 31st of January 2024", "2024-01-31", "2024-02-01"),
    ("on 31 Jan 2024", "2024-01-31", "2024-02-01"),
    ("Wednesday, 31 January 2024", "2024-01-31", "2024-02-01"),
    ("Wednesday, January 31, 2024", "2024-01-31", "2024-02-01"),
    ("31-Jan-2024", "2024-01-31", "2024-02-01"),
    ("2024-01-31", "2024-01-31", "2024-02-01"),
    ("2024/1/31", "2024-01-31", "2024-02-01"),
    ("31/01/2024", "2024-01-31", "2024-02-01"),
    ("01/31/2024", "2024-01-31", "2024-02-01"),
    ("31.01.2024", "2024-01-31", "2024-02-01"),
    ("05/05/2024", "2024-05-05", "2024-05-06"),
    ("the first of May 2023", "2023-05-01", "2023-05-02"),
    ("the twenty-first of June 2023", "2023-06-21", "2023-06-22"),
    ("29 February 2024", "2024-02-29", "2024-03-01"),
    ("31 December 2023", "2023-12-31", "2024-01-01"),
    ("SEPT. 3, 2021", "2021-09-03", "2021-09-04"),
    ("July 4, 1776", "1776-07-04", "1776-07-05"),
    # days without a year: the latest that isn't in the future
    ("on 31 January", "2026-01-31", "2026-02-01"),
    ("on 24 November", "2026-11-24", "2026-11-25"),
    ("on 25 November", "2025-11-25", "2025-11-26"),
    ("on December 5th", "2025-12-05", "2025-12-06"),
    ("29 February", "2024-02-29", "2024-03-01"),
    ("the 5th of this month", "2026-11-05", "2026-11-06"),
    ("the 5th of last month", "2026-10-05", "2026-10-06"),
    # months
    ("January 2024", "2024-01-01", "2024-02-01"),
    ("in Jan 2024", "2024-01-01", "2024-02-01"),
    ("January, 2024", "2024-01-01", "2024-02-01"),
    ("2024-01", "2024-01-01", "2024-02-01"),
    ("in January", "2026-01-01", "2026-02-01"),
    ("in November", "2026-11-01", "2026-12-01"),
    ("in December", "2025-12-01", "2026-01-01"),
    ("december", "2025-12-01", "2026-01-01"),
    ("may", "2026-05-01", "2026-06-01"),
    ("in March of last year", "2025-03-01", "2025-04-01"),
    ("in march this year", "2026-03-01", "2026-04-01"),
    ("the month of May 2023", "2023-05-01", "2023-06-01"),
    ("last January", "2026-01-01", "2026-02-01"),
    ("last November", "2025-11-01", "2025-12-01"),
    ("this January", "2026-01-01", "2026-02-01"),
    ("next January", "2027-01-01", "2027-02-01"),
    # years and decades
    ("2022", "2022-01-01", "2023-01-01"),
    ("in 2022", "2022-01-01", "2023-01-01"),
    ("in the year 2022", "2022-01-01", "2023-01-01"),
    ("during 1999", "1999-01-01", "2000-01-01"),
    ("2050", "2050-01-01", "2051-01-01"),
    ("the 1990s", "1990-01-01", "2000-01-01"),
    ("in the nineties", "1990-01-01", "2000-01-01"),
    ("the '80s", "1980-01-01", "1990-01-01"),
    ("in the early 1990s", "1990-01-01", "1994-01-01"),
    ("in the late nineties", "1997-01-01", "2000-01-01"),
    # quarters, halves, seasons, thirds
    ("Q1 2023", "2023-01-01", "2023-04-01"),
    ("2023 Q4", "2023-10-01", "2024-01-01"),
    ("in the first quarter of 2023", "2023-01-01", "2023-04-01"),
    ("the second quarter of last year", "2025-04-01", "2025-07-01"),
    ("last quarter of 2023", "2023-10-01", "2024-01-01"),
    ("in Q1", "2026-01-01", "2026-04-01"),
    ("first half of 2023", "2023-01-01", "2023-07-01"),
    ("H2 2023", "2023-07-01", "2024-01-01"),
    ("spring 2022", "2022-03-01", "2022-06-01"),
    ("in the summer of 2022", "2022-06-01", "2022-09-01"),
    ("fall of 2021", "2021-09-01", "2021-12-01"),
    ("winter 2022", "2022-12-01", "2023-03-01"),
    ("winter 2022-23", "2022-12-01", "2023-03-01"),
    ("winter 2022/2023", "2022-12-01", "2023-03-01"),
    ("in winter", "2025-12-01", "2026-03-01"),
    ("last summer", "2026-06-01", "2026-09-01"),
    ("last winter", "2025-12-01", "2026-03-01"),
    ("this spring", "2026-03-01", "2026-06-01"),
    ("early 2023", "2023-01-01", "2023-05-01"),
    ("mid-2023", "2023-05-01", "2023-09-01"),
    ("late 2023", "2023-09-01", "2024-01-01"),
    ("in early January 2024", "2024-01-01", "2024-01-11"),
    ("mid January 2024", "2024-01-11", "2024-01-21"),
    ("late February 2024", "2024-02-21", "2024-03-01"),
    ("at the beginning of 2023", "2023-01-01", "2023-05-01"),
    ("the end of 2023", "2023-09-01", "2024-01-01"),
    ("late last year", "2025-09-01", "2026-01-01"),
    # relative to today
    ("today", "2026-11-24", "2026-11-25"),
    ("yesterday", "2026-11-23", "2026-11-24"),
    ("the day before yesterday", "2026-11-22", "2026-11-23"),
    ("tomorrow", "2026-11-25", "2026-11-26"),
    ("this morning", "2026-11-24", "2026-11-25"),
    ("last night", "2026-11-23", "2026-11-24"),
    ("this week", "2026-11-23", "2026-11-30"),
    ("last week", "2026-11-16", "2026-11-23"),
    ("next week", "2026-11-30", "2026-12-07"),
    ("last weekend", "2026-11-21", "2026-11-23"),
    ("this month", "2026-11-01", "2026-12-01"),
    ("last month", "2026-10-01", "2026-11-01"),
    ("this year", "2026-01-01", "2027-01-01"),
    ("earlier this year", "2026-01-01", "2027-01-01"),
    ("last year", "2025-01-01", "2026-01-01"),
    ("next year", "2027-01-01", "2028-01-01"),
    ("this quarter", "2026-10-01", "2027-01-01"),
    ("last quarter", "2026-07-01", "2026-10-01"),
    ("the last 7 days", "2026-11-18", "2026-11-25"),
    ("in the past three weeks", "2026-11-04", "2026-11-25"),
    ("past week", "2026-11-18", "2026-11-25"),
    ("over the past month", "2026-10-25", "2026-11-25"),
    ("last two years", "2024-11-25", "2026-11-25"),
    ("last twelve months", "2025-11-25", "2026-11-25"),
    ("the last 24 hours", "2026-11-23", "2026-11-25"),
    ("the last week", "2026-11-18", "2026-11-25"),
    ("within the last year", "2025-11-25", "2026-11-25"),
    ("ten years ago today", "2016-11-24", "2016-11-25"),
    ("3 days ago", "2026-11-21", "2026-11-22"),
    ("a week ago", "2026-11-16", "2026-11-23"),
    ("two weeks ago", "2026-11-09", "2026-11-16"),
    ("two months ago", "2026-09-01", "2026-10-01"),
    ("a year ago", "2025-01-01", "2026-01-01"),
    ("on Monday", "2026-11-23", "2026-11-24"),
    ("on Tuesday", "2026-11-17", "2026-11-18"),
    ("last Monday", "2026-11-23", "2026-11-24"),
    ("last Friday", "2026-11-20", "2026-11-21"),
    ("this Friday", "2026-11-27", "2026-11-28"),
    ("Monday of last week", "2026-11-16", "2026-11-17"),
    ("the week of March 5, 2021", "2021-03-01", "2021-03-08"),
    ("the first two weeks of March 2022", "2022-03-01", "2022-03-15"),
    ("the first 100 days of 2021", "2021-01-01", "2021-04-11"),
    ("last day of February 2024", "2024-02-29", "2024-03-01"),
    # ranges
    ("between March and May 2023", "2023-03-01", "2023-06-01"),
    ("between March 2022 and May 2023", "2022-03-01", "2023-06-01"),
    ("from 3 to 10 May 2023", "2023-05-03", "2023-05-11"),
    ("3–10 May 2023", "2023-05-03", "2023-05-11"),
    ("May 3-10, 2023", "2023-05-03", "2023-05-11"),
    ("between May 3 and 10, 2023", "2023-05-03", "2023-05-11"),
    ("28 December 2023 – 3 January 2024", "2023-12-28", "2024-01-04"),
    ("March–May 2023", "2023-03-01", "2023-06-01"),
    ("November 2022 to February 2023", "2022-11-01", "2023-03-01"),
    ("from November 2022 to February", "2022-11-01", "2023-03-01"),
    ("between November and February", "2025-11-01", "2026-03-01"),
    ("2021-2023", "2021-01-01", "2024-01-01"),
    ("2021 to 2023", "2021-01-01", "2024-01-01"),
    ("from January 2022 until yesterday", "2022-01-01", "2026-11-24"),
    ("from January until yesterday", "2026-01-01", "2026-11-24"),
    ("from Wednesday to Friday", "2026-11-18", "2026-11-21"),
    ("between the Washington summit and today", "2024-07-09", "2026-11-25"),
    ("in January and February 2024", "2024-01-01", "2024-03-01"),
    ("in January, February and March 2024", "2024-01-01", "2024-04-01"),
    ("in 2022, 2023", "2022-01-01", "2024-01-01"),
    ("on 3 and 4 May 2023", "2023-05-03", "2023-05-05"),
    ("March 1 through 15, 2021", "2021-03-01", "2021-03-16"),
    ("2024-01-01..2024-03-31", "2024-01-01", "2024-04-01"),
    # bounds
    ("since 2022", "2022-01-01", ""),
    ("since last week", "2026-11-16", ""),
    ("since March", "2026-03-01", ""),
    ("from January 2022 onwards", "2022-01-01", ""),
    ("on or after 5 May 2023", "2023-05-05", ""),
    ("after March 2022", "2022-04-01", ""),
    ("after the end of 2022", "2023-01-01", ""),
    ("before 2022", "", "2022-01-01"),
    ("prior to May 2023", "", "2023-05-01"),
    ("before the end of 2022", "", "2022-12-31"),
    ("until March 2022", "", "2022-04-01"),
    ("till yesterday", "", "2026-11-24"),
    ("through 2021", "", "2022-01-01"),
    ("by the end of March 2022", "", "2022-04-01"),
    ("by end of March 2022", "", "2022-04-01"),
    ("up to 5 May 2023", "", "2023-05-06"),
    ("on or before 5 May 2023", "", "2023-05-06"),
    ("in or before 2021", "", "2022-01-01"),
    # events of the lexicon
    ("at the Washington summit", "2024-07-09", "2024-07-12"),
    ("during the washington Summit", "2024-07-09", "2024-07-12"),
    ("before the Washington summit", "", "2024-07-09"),
    ("since the Washington summit", "2024-07-09", ""),
    ("after Washington summit", "2024-07-12", ""),
    ("during the Washington summit of 2024", "2024-07-09", "2024-07-12"),
    ("after NATO’s 75th anniversary", "2024-04-05", ""),
    ("Washington summit", "2024-07-09", "2024-07-12"),
    # forms of typing
    ("  January   2024 ?", "2024-01-01", "2024-02-01"),
    ("JANUARY 2024", "2024-01-01", "2024-02-01"),
    ("January\u00a02024", "2024-01-01", "2024-02-01"),
]


@pytest.mark.parametrize(("phrase", "start", "end"), PHRASES)
def test_phrase_means_these_days(phrase: str, start: str, end: str) -> None:
    found = parse_dates(phrase, today=TODAY, events=Events(EVENTS))

    assert found is not None
    assert dates(start, end) == found.dates
    assert label(found.dates) == found.label


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "   ",
        "recently",
        "lately",
        "soon",
        "China",
        "03/04/2024",
        "3/4/24",
        "31/13/2024",
        "31 February 2024",
        "29 February 2023",
        "2024-02-30",
        "2024-13-01",
        "the 45th of March",
        "Thursday, 31 January 2024",
        "between May and March 2023",
        "from 10 to 3 May 2023",
        "2023-2021",
        "between 5 and 10",
        "January 2024 and China",
        "a few weeks ago",
        "next Monday",
        "last decade",
        "the first week of March 2022",
        "in the spring of '22",
        "the Paris summit",
        "1234567",
        "20222",
        "2022.5",
        "Act of 2005",
    ],
)
def test_phrase_that_is_no_exact_date_is_none(phrase: str) -> None:
    assert parse_dates(phrase, today=TODAY, events=Events(EVENTS)) is None


QUESTIONS = [
    # (question, its date expressions as typed, their names)
    ("What did NATO say about Ukraine in January 2024?", ["in January 2024"], ["January 2024"]),
    ("what did X say in january 2024 about y", ["in january 2024"], ["January 2024"]),
    ("What did Stoltenberg say on 31 January 2024?", ["on 31 January 2024"], ["31 January 2024"]),
    ("Biden on March 5 about jobs", ["on March 5"], ["5 March 2026"]),
    ("What has NATO said since 2022 about China?", ["since 2022"], ["since 2022"]),
    ("statements last week on Iran", ["last week"], ["16–22 November 2026"]),
    ("what was said in May", ["in May"], ["May 2026"]),
    ("what was said in may about trade", ["in may"], ["May 2026"]),
    ("What did Biden say in March on Ukraine?", ["in March"], ["March 2026"]),
    ("In March 5 people died; what did he say?", ["In March"], ["March 2026"]),
    ("the 2021 address to Congress", ["2021"], ["2021"]),
    ("what does the 2021 State of the Union say on jobs", ["2021"], ["2021"]),
    ("the 2021 NATO summit", ["2021"], ["2021"]),
    ("all 2021 statements on Syria", ["2021"], ["2021"]),
    ("Biden inauguration speech 2021", ["2021"], ["2021"]),
    ("Biden inauguration speech 2021?", ["2021"], ["2021"]),
    ("the speech of 2021 on Russia", ["of 2021"], ["2021"]),
    ("What did he say in 2019 and 2021?", ["in 2019", "2021"], ["2019", "2021"]),
    ("what was said on Sunday", ["on Sunday"], ["22 November 2026"]),
    ("Monday's briefing, the one on Friday", ["on Friday"], ["20 November 2026"]),
    ("what is in yesterday's statement", ["in yesterday's"], ["23 November 2026"]),
    ("what is in last week’s remarks", ["in last week’s"], ["16–22 November 2026"]),
    ("remarks (January 2024) on trade", ["January 2024"], ["January 2024"]),
    ("did policy change between 2020 and 2022?", ["between 2020 and 2022"], ["2020–2022"]),
    ("since the Washington summit, what changed?", ["since the Washington summit"], ["since 9 July 2024"]),
    ("the Washington summit and China", [], []),
    ("from May 2021 or before 2020", ["from May 2021", "before 2020"], ["May 2021", "before 2020"]),
    ("What did NATO do, from January 2022 on?", ["from January 2022 on"], ["since 2022"]),
    ("from January 2022 on China", ["from January 2022"], ["January 2022"]),
    ("In 2019, 2021 and 2023?", ["In 2019", "2021", "2023"], ["2019", "2021", "2023"]),
    ("press briefing march 5", ["march 5"], ["5 March 2026"]),
    ("state of the union 1998 social security", ["1998"], ["1998"]),
    ("2004 through 2006 Byrd", ["2004 through 2006"], ["2004–2006"]),
    ("What was said in June.", ["in June"], ["June 2026"]),
    ("In May, June Smith spoke", ["In May"], ["May 2026"]),
    # months, weekdays and numbers that are none
    ("may the Senate vote on it", [], []),
    ("Who may have said so?", [], []),
    ("the march on Washington", [], []),
    ("what did he say about the March on Washington", [], []),
    ("when did they march in Selma", [], []),
    ("the second amendment", [], []),
    ("what did X say about Sunday school", [], []),
    ("services on Sunday schools", [], []),
    ("who is April Smith", [], []),
    ("a letter from April Smith", [], []),
    ("August Wilson and June Jordan", [], []),
    ("what did June say", [], []),
    ("the Act of 2005", [], []),
    ("what is the Clean Air Act of 1990", [], []),
    ("the Clean Air Act of 1990 and farms", [], []),
    ("Fiscal Year 2005 budget", [], []),
    ("the budget for fiscal year 2005?", [], []),
    ("money in FY2006", [], []),
    ("what is H.R. 2005", [], []),
    ("what does H.R. 2005 say", [], []),
    ("the 2004 election", [], []),
    ("who won in the 2004 election", [], []),
    ("Resolution 1701", [], []),
    ("what about Resolution 1999?", [], []),
    ("Agenda 2030", [], []),
    ("what is Agenda 2020?", [], []),
    ("the crisis of 2008", [], []),
    ("net zero by 2050", [], []),
    ("emissions in 2030", [], []),
    ("it costs $2,022", [], []),
    ("it costs $2022", [], []),
    ("2022 people came", [], []),
    ("a group of 2022 people", [], []),
    ("more than 2000", [], []),
    ("the January 6 attack", [], []),
    ("the September 11, 2001 attacks", [], []),
    ("the attacks of September 11, 2001", [], []),
    ("in the wake of September 11, 2001", [], []),
    ("the top 5 may include Iran", [], []),
    ("between 5 and 10 percent", [], []),
    ("from 2 to 3 million", [], []),
    ("recently or lately", [], []),
    ("in today's world", [], []),
    ("since the fall of Kabul", [], []),
    ("in the fall of Kabul", [], []),
    ("open Monday to Friday", [], []),
    ("fiscal years 2007 to 2009", [], []),
    ("summer-related jobs depend on summer-related trade", [], []),
    ("the 2008 Farm Bill", [], []),
    ("Title 42 and Section 230", [], []),
    ("after 9/11", [], []),
    ("version 3.11.7 of 10.2", [], []),
    ("", [], []),
]


@pytest.mark.parametrize(("question", "phrases", "labels"), QUESTIONS)
def test_question_holds_these_dates(question: str, phrases: list[str], labels: list[str]) -> None:
    found = find_dates(question, today=TODAY, events=Events(EVENTS))

    assert phrases == [question[each.span.start : each.span.end] for each in found]
    assert labels == [each.label for each in found]


@pytest.mark.parametrize(("question", "phrases", "labels"), QUESTIONS)
def test_readable_question_leaves_nothing_to_say(
    question: str, phrases: list[str], labels: list[str]
) -> None:
    assert not_understood(question, today=TODAY, events=Events(EVENTS)) == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what was said on the 45th of March?", ["on the 45th of March"]),
        ("what was said on 31 February 2024", ["on 31 February 2024"]),
        ("February 30, 2024 remarks", ["February 30, 2024"]),
        ("in the spring of '22", ["in the spring of '22"]),
        ("what happened in '22", ["in '22"]),
        ("the statement of 03/04/2024", ["of 03/04/2024"]),
        ("3/4/24 statement", ["3/4/24"]),
        ("between May and March 2023 on trade", ["between May and March 2023"]),
        ("in March and June 2023", ["in March and June 2023"]),
        ("what did she say a few weeks ago", ["a few weeks ago"]),
        ("the first week of March 2022", ["first week of March 2022"]),
        ("in 2021-22", ["in 2021-22"]),
        ("before and after 2022", ["before and after 2022"]),
        ("over six months ago", ["over six months ago"]),
        ("on March 3, 5 and 9, 2021", ["on March 3, 5 and 9, 2021"]),
        ("over the last year and a half", ["over the last year and a half"]),
        ("Q3 '22 report", ["Q3 '22"]),
        ("what was said over the weekend", ["over the weekend"]),
        ("on Thursday, 31 January 2024", ["on Thursday, 31 January 2024"]),
        ("on 2024-02-30 and in May 2023", ["on 2024-02-30"]),
    ],
)
def test_date_that_cannot_be_used_is_named(question: str, said: list[str]) -> None:
    found = find_dates(question, today=TODAY, events=Events(EVENTS))

    assert said == not_understood(question, today=TODAY, events=Events(EVENTS))
    assert all(phrase not in question[each.span.start : each.span.end] for each in found for phrase in said)


@pytest.mark.parametrize(
    ("today", "phrase", "start", "end"),
    [
        ("2026-11-23", "last week", "2026-11-16", "2026-11-23"),  # a Monday
        ("2026-11-22", "last week", "2026-11-09", "2026-11-16"),  # a Sunday
        ("2026-11-22", "this week", "2026-11-16", "2026-11-23"),
        ("2026-11-22", "on Sunday", "2026-11-15", "2026-11-16"),
        ("2026-11-22", "last weekend", "2026-11-14", "2026-11-16"),
        ("2027-01-01", "last week", "2026-12-21", "2026-12-28"),
        ("2027-01-01", "yesterday", "2026-12-31", "2027-01-01"),
        ("2027-01-15", "last month", "2026-12-01", "2027-01-01"),
        ("2027-01-15", "last quarter", "2026-10-01", "2027-01-01"),
        ("2027-01-15", "in January", "2027-01-01", "2027-02-01"),
        ("2027-01-15", "last January", "2026-01-01", "2026-02-01"),
        ("2027-01-15", "this winter", "2026-12-01", "2027-03-01"),
        ("2026-01-15", "last winter", "2024-12-01", "2025-03-01"),
        ("2024-02-29", "past year", "2023-03-01", "2024-03-01"),
        ("2024-02-29", "a year ago", "2023-01-01", "2024-01-01"),
        ("2024-03-31", "last month", "2024-02-01", "2024-03-01"),
        ("2024-03-31", "a month ago", "2024-02-01", "2024-03-01"),
        ("2024-03-31", "past month", "2024-03-01", "2024-04-01"),
        ("2026-12-31", "tomorrow", "2027-01-01", "2027-01-02"),
        ("2028-02-28", "29 February", "2024-02-29", "2024-03-01"),
        ("1903-05-01", "29 February", "1896-02-29", "1896-03-01"),
        ("2026-10-01", "in Q4", "2026-10-01", "2027-01-01"),
    ],
)
def test_relative_date_at_the_edge_of_a_period(today: str, phrase: str, start: str, end: str) -> None:
    found = parse_dates(phrase, today=date.fromisoformat(today))

    assert found is not None
    assert dates(start, end) == found.dates


@pytest.mark.parametrize(
    "phrase", ["999 years ago", "last week", "on 29 February", "past 999 years", "tomorrow"]
)
@pytest.mark.parametrize("today", [date.min, date.max])
def test_days_beyond_the_calendar_are_not_understood_or_read(phrase: str, today: date) -> None:
    found = parse_dates(phrase, today=today)

    assert found is None or found.dates.start is not None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("  • 31 Jan. 2024 -", "2024-01-31"),
        ("31 Jan. 2024 -", "2024-01-31"),
        ("Last updated: 31 Jan. 2024 17:11", "2024-01-31"),
        ("Wednesday, January 31, 2024", "2024-01-31"),
        ("JANUARY 31, 2024", "2024-01-31"),
        ("January 31,2024", "2024-01-31"),
        ("For Immediate Release: January 31st, 2024", "2024-01-31"),
        ("Thursday, January 31, 2024", "2024-01-31"),
        ("2024-01-31", "2024-01-31"),
        ("2021-03-01 18:19:32-05:00", "2021-03-01"),
        ("2021-03-01T18:19:32Z", "2021-03-01"),
        ("published_time: 2021-03-01", "2021-03-01"),
        ("01/31/2024", "2024-01-31"),
        ("31/01/2024", "2024-01-31"),
        ("Jan 31 2024 5:11 PM", "2024-01-31"),
        ("Wed, 31 Jan 2024 17:11:00 GMT", "2024-01-31"),
        ("31-JAN-2024", "2024-01-31"),
        ("WASHINGTON, D.C. – March 3, 2006 –", "2006-03-03"),
        ("(31 January 2024)", "2024-01-31"),
        ("03/04/2024", None),
        ("January 2024", None),
        ("31 January", None),
        ("January 31 this year", None),
        ("yesterday", None),
        ("31 February 2024", None),
        ("2024-02-30", None),
        ("3–10 May 2023", None),
        ("17:11", None),
        ("A Proclamation on Women's History Month, 2021", None),
        ("", None),
    ],
)
def test_header_line_names_this_day(line: str, day: str | None) -> None:
    assert (date.fromisoformat(day) if day else None) == find_day(line)


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("2024-01-31", "2024-02-01", "31 January 2024"),
        ("2024-01-01", "2024-02-01", "January 2024"),
        ("2024-01-01", "2025-01-01", "2024"),
        ("1990-01-01", "2000-01-01", "1990–1999"),
        ("2023-03-01", "2023-06-01", "March–May 2023"),
        ("2022-11-01", "2023-03-01", "November 2022–February 2023"),
        ("2026-11-17", "2026-11-24", "17–23 November 2026"),
        ("2024-01-28", "2024-02-04", "28 January–3 February 2024"),
        ("2023-12-28", "2024-01-04", "28 December 2023–3 January 2024"),
        ("2022-01-01", "", "since 2022"),
        ("2022-03-01", "", "since March 2022"),
        ("2022-03-02", "", "since 2 March 2022"),
        ("", "2024-07-09", "before 9 July 2024"),
        ("", "2022-01-01", "before 2022"),
        ("", "", "any day"),
    ],
)
def test_label_is_the_shortest_usual_name(start: str, end: str, name: str) -> None:
    assert name == label(dates(start, end))


def test_span_covers_the_preposition() -> None:
    (found,) = find_dates("What did he say in January 2024?", today=TODAY)

    assert Span(16, 31) == found.span


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@st.composite
def named_ranges(draw: st.DrawFn) -> DateRange:
    """Days, months, years, ranges between them, and ranges with one open side."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    kind = draw(st.sampled_from(["days", "day", "month", "year", "since", "before"]))
    if kind in {"since", "before"}:
        edge = draw(st.sampled_from([first, first.replace(day=1), first.replace(month=1, day=1)]))
        return DateRange(edge, None) if kind == "since" else DateRange(None, edge)
    if kind == "month":
        return DateRange(first.replace(day=1), (last.replace(day=1) + timedelta(days=31)).replace(day=1))
    if kind == "year":
        return DateRange(date(first.year, 1, 1), date(last.year + 1, 1, 1))
    return DateRange(first, (first if kind == "day" else last) + timedelta(days=1))


@given(named_ranges(), DAYS)
def test_label_read_again_means_the_same_days(meant: DateRange, today: date) -> None:
    found = parse_dates(label(meant), today=today)

    assert found is not None
    assert meant == found.dates


WORDS = st.sampled_from(
    [
        "in",
        "on",
        "the",
        "of",
        "from",
        "to",
        "between",
        "and",
        "since",
        "last",
        "next",
        "this",
        "week",
        "month",
        "year",
        "Monday",
        "may",
        "March",
        "5",
        "31",
        "2022",
        "2024-01-31",
        "Q1",
        "first",
        "half",
        "spring",
        "early",
        "end",
        "ago",
        "two",
        "3/4/2024",
        "-",
        "–",
        ",",
        "?",
        "'s",
        "'22",
        "Washington",
        "summit",
        "onwards",
    ]
)


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=200), st.dates())
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error(text: str, today: date) -> None:
    found = find_dates(text, today=today, events=Events(EVENTS))
    said = not_understood(text, today=today, events=Events(EVENTS))
    parse_dates(text, today=today, events=Events(EVENTS))
    find_day(text)

    ends = [0, *(each.span.end for each in found)]
    assert all(end <= each.span.start < each.span.end for end, each in zip(ends, found, strict=False))
    assert all(words in text for words in said)


@pytest.mark.parametrize(
    "words",
    [
        "What did the Secretary say about Ukraine in January 2024, and since last week? ",
        "in the in the ",
        "from 3 to 10 ",
        "may March ",
        "end of the ",
        "between 2 and 3 and ",
        "1/2/",
        " ",
        "2022 ",
        "the first two weeks of ",
        "January-",
        "in 2021, ",
        "on 3 and ",
        "in May, ",
        "before and after ",
    ],
)
def test_a_long_text_of_half_dates_is_read_to_its_end(words: str) -> None:
    text = (words * 5000)[:5000] + " yesterday"

    assert find_dates(text, today=TODAY, events=Events(EVENTS))[-1].span.end == len(text)
