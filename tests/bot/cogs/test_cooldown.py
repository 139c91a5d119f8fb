"""How often one person may ask, and that neither memory grows without end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.cogs.cooldown import Cooldown
from bot.cogs.recent import RecentIds

NOON = datetime(2024, 2, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_next_question_is_welcome_when_the_first_is_old_enough() -> None:
    cooldown = Cooldown(2, 20)

    assert cooldown.ask(1, at(0)) is None
    assert cooldown.ask(1, at(5)) is None
    assert at(20) == cooldown.ask(1, at(8))
    assert cooldown.ask(1, at(20)) is None
    assert at(25) == cooldown.ask(1, at(21))


def test_refused_questions_do_not_lengthen_the_wait() -> None:
    cooldown = Cooldown(1, 20)
    cooldown.ask(1, at(0))

    assert [at(20)] * 9 == [cooldown.ask(1, at(second)) for second in range(1, 10)]


def test_people_do_not_share_their_questions() -> None:
    cooldown = Cooldown(1, 20)
    cooldown.ask(1, at(0))

    assert cooldown.ask(2, at(0)) is None


def test_wait_is_told_once() -> None:
    cooldown = Cooldown(1, 20)

    assert [True, False, True] == [cooldown.tell(1, until) for until in (at(20), at(20), at(40))]


def test_only_so_many_people_are_remembered() -> None:
    cooldown = Cooldown(1, 20, people=2)
    for person in (1, 2, 3):
        cooldown.ask(person, at(0))
        cooldown.tell(person, at(20))

    assert {2, 3} == set(cooldown._asked)
    assert cooldown.ask(1, at(1)) is None


def test_ids_are_known_until_many_others_came() -> None:
    recent = RecentIds(capacity=2)

    assert [True, False, True, True, True] == [recent.add(id_) for id_ in (1, 1, 2, 3, 1)]
