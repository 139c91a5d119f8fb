"""Questions expect a date, a figure, a person, a place, or nothing that a few words can answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.answer_type import expected
from index.query import AnswerType

WHEN = [
    "When did Stoltenberg visit Kyiv?",
    "when was the bill signed",
    "When will the new rule take effect?",
    "On which day did the Senate vote?",
    "What year did Finland join NATO?",
    "In what year was the Act passed?",
    "What date was the summit?",
    "What is the date of the summit?",
    "What is the deadline for applications?",
    "Since when has Sweden been a member?",
    "By when will the troops leave?",
    "How soon will vaccines arrive?",
    "When exactly did the meeting end?",
    "When's the next summit?",
    "At the briefing, when did she say the talks begin?",
    "Did he say when the troops will leave?",
    "Can you tell me when the hearing is?",
    "When Russia invaded Ukraine, when did NATO respond?",
    "What time does the briefing start?",
    "when Biden visited Kyiv",
    "and when did it end?",
    "The summit was held when?",
    "In 2022, when did the war begin?",
    "what day is the vote",
    "Which year saw the most storms?",
    "What time of year is best?",
]
HOW_MUCH = [
    "How much money did the Senate approve?",
    "How many Allies does NATO have?",
    "What percentage of GDP is spent on defence?",
    "What is the cost of the bridge?",
    "What was the total cost of the program?",
    "how long has the war lasted",
    "How often does the committee meet?",
    "What share of electricity is renewable?",
    "What is the number of troops in Iraq?",
    "How big is the grant?",
    "How large is the deficit?",
    "What was the price of gas?",
    "What amount was awarded to Vermont?",
    "What's the minimum wage rate?",
    "When Congress passed it, how much was set aside?",
    "For how many years will it run?",
    "Did she say how much it will cost?",
    "By how much did exports grow?",
    "What is the unemployment rate?",
    "What was the size of the surplus?",
    "How old is the bridge?",
    "In how many states is it available?",
    "How much longer will it take?",
]
WHO = [
    "Who is the Secretary General of NATO?",
    "Who introduced the bill?",
    "By whom was the amendment offered?",
    "Whose bill was it?",
    "Which senator opposed the nomination?",
    "Which president signed the law?",
    "Which Republican senators voted for it?",
    "Which person led the delegation?",
    "What senator introduced the bill?",
    "What is the name of the prime minister of Norway?",
    "Do you know who chaired the hearing?",
    "Tell me who won",
    "Who did Biden meet in Warsaw?",
    "The bill was sponsored by whom?",
    "At the White House, who spoke about cancer?",
    "With whom did she meet?",
    "who's the ambassador to Japan?",
    "who said that China is a threat?",
    "Who and where did he meet?",
]
WHERE = [
    "Where did the attack happen?",
    "Where is the factory located?",
    "In which city was the summit held?",
    "In what state was the plant built?",
    "Which country hosts the base?",
    "What city did she visit?",
    "Where's the meeting?",
    "At what place did they meet?",
    "From where did the missiles come?",
    "What is the location of the new clinic?",
    "What is the venue of the summit?",
    "Did she say where the base will be?",
    "Where will the money go?",
    "Which countries did the President visit?",
    "What countries are members of NATO?",
]
NONE = [
    "What did he say when he met Zelenskyy?",
    "When he visited Kyiv, what did he announce?",
    "What happens when a bill is vetoed?",
    "Why did the President sign it when he did?",
    "Did he comment when asked about China?",
    "What did the President say when asked about inflation?",
    "How did the Senate vote?",
    "How important is Ukraine to NATO?",
    "How does the program work?",
    "What did he say about the cost of living?",
    "What did the senator say about how many jobs were lost?",
    "What was the number one priority?",
    "What are the costs and benefits of trade?",
    "What did the man who leads NATO say?",
    "Is there help for veterans who lost their jobs?",
    "What about people who lost insurance?",
    "What did the WHO say about vaccines?",
    "Did the WHO approve it?",
    "How are families who lost homes helped?",
    "What president Biden said about Ukraine",
    "What did Senator Byrd say?",
    "Where does the senator stand on abortion?",
    "Where do you stand on taxes?",
    "Where are we on the infrastructure bill?",
    "What do people do where there is no doctor?",
    "What is the state of the economy?",
    "What state of affairs does he describe?",
    "What did Stoltenberg say about China?",
    "Why is NATO important?",
    "Tell me about NATO",
    "Does NATO support Ukraine?",
    "",
    "???",
    "what?",
    "Show what he said on 5 May",
    "Is 2 percent enough?",
    "which is better",
    "Which bills passed?",
    "What kind of aid does it provide?",
    "What is the aim of the plan?",
    "What does the bill do?",
    "What is the role of the ambassador?",
]


@pytest.mark.parametrize("question", WHEN)
def test_when_asks_for_a_date_where_it_heads_the_question(question: str) -> None:
    assert expected(question) is AnswerType.WHEN


@pytest.mark.parametrize("question", HOW_MUCH)
def test_questions_of_size_ask_for_a_figure(question: str) -> None:
    assert expected(question) is AnswerType.HOW_MUCH


@pytest.mark.parametrize("question", WHO)
def test_who_asks_for_a_person_where_it_opens_no_clause(question: str) -> None:
    assert expected(question) is AnswerType.WHO


@pytest.mark.parametrize("question", WHERE)
def test_where_and_names_of_regions_ask_for_a_place(question: str) -> None:
    assert expected(question) is AnswerType.WHERE


@pytest.mark.parametrize("question", NONE)
def test_other_questions_expect_no_kind(question: str) -> None:
    assert expected(question) is None


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from("what when who how many is the , ? did year".split())).map(" ".join)
)
def test_any_text_is_read(question: str) -> None:
    assert expected(question) in {None, *AnswerType}
