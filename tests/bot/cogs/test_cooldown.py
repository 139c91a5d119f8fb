"""How often one may ask, alone and in company, and that no memory grows without end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.cogs.cooldown import Asker, Cooldown, CooldownParams, Cooldowns, Wait
from bot.cogs.recent import RecentIds
from bot.cogs.waiting import wait_line

NOON = datetime(2024, 2, 1, 12, tzinfo=UTC)
CHANNEL, SERVER = 71, 81


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def asked(cooldown: Cooldown, key: int, now: datetime) -> datetime | None:
    """Count a question if it is welcome."""
    until = cooldown.until(key, now)
    if until is None:
        cooldown.count(key, now)
    return until


def cooldowns(*, person: int = 9, channel: int = 9, server: int = 9, presses: int = 9) -> Cooldowns:
    params = CooldownParams(person=person, channel=channel, server=server, presses=presses, window_s=20)
    return Cooldowns(params)


def test_next_question_is_welcome_when_the_first_is_old_enough() -> None:
    cooldown = Cooldown(2, 20)

    assert asked(cooldown, 1, at(0)) is None
    assert asked(cooldown, 1, at(5)) is None
    assert at(20) == asked(cooldown, 1, at(8))
    assert asked(cooldown, 1, at(20)) is None
    assert at(25) == asked(cooldown, 1, at(21))


def test_refused_questions_do_not_lengthen_the_wait() -> None:
    cooldown = Cooldown(1, 20)
    asked(cooldown, 1, at(0))

    assert [at(20)] * 9 == [asked(cooldown, 1, at(second)) for second in range(1, 10)]


def test_people_do_not_share_their_questions() -> None:
    cooldown = Cooldown(1, 20)
    asked(cooldown, 1, at(0))

    assert asked(cooldown, 2, at(0)) is None


def test_only_so_many_people_are_remembered() -> None:
    cooldown = Cooldown(1, 20, keys=2)
    for person in (1, 2, 3):
        asked(cooldown, person, at(0))

    assert {2, 3} == set(cooldown._asked)
    assert asked(cooldown, 1, at(1)) is None


def test_people_of_a_channel_share_its_count() -> None:
    counts = cooldowns(channel=2)
    for person in (1, 2):
        assert counts.ask(Asker(person, CHANNEL, SERVER), at(person)) is None

    assert Wait(at(21), "channel", CHANNEL) == counts.ask(Asker(3, CHANNEL, SERVER), at(3))
    assert counts.ask(Asker(3, CHANNEL + 1, SERVER), at(3)) is None


def test_channels_of_a_server_share_its_count() -> None:
    counts = cooldowns(server=2)
    for person in (1, 2):
        counts.ask(Asker(person, CHANNEL + person, SERVER), at(person))

    assert Wait(at(21), "server", SERVER) == counts.ask(Asker(3, CHANNEL, SERVER), at(3))
    assert counts.ask(Asker(3, CHANNEL, SERVER + 1), at(3)) is None


def test_longest_wait_is_the_one_that_is_told() -> None:
    counts = cooldowns(person=1, channel=2)
    counts.ask(Asker(2, CHANNEL, SERVER), at(0))
    counts.ask(Asker(1, CHANNEL, SERVER), at(5))

    assert Wait(at(25), "person", 1) == counts.ask(Asker(1, CHANNEL, SERVER), at(6))


def test_question_refused_by_one_count_is_counted_in_none() -> None:
    counts = cooldowns(person=1, channel=2)
    for second in range(3):
        counts.ask(Asker(1, CHANNEL, SERVER), at(second))

    assert counts.ask(Asker(2, CHANNEL, SERVER), at(3)) is None


def test_direct_messages_share_no_count_with_others() -> None:
    counts = cooldowns(channel=1, server=1)

    assert [None] * 3 == [counts.ask(Asker(1), at(second)) for second in range(3)]


def test_presses_of_buttons_are_counted_apart_from_questions() -> None:
    counts = cooldowns(person=1, presses=2)
    counts.ask(Asker(1, CHANNEL, SERVER), at(0))

    assert [None, None, Wait(at(20), "person", 1)] == [counts.press(1, at(0)) for _ in range(3)]


def test_wait_is_told_once() -> None:
    counts = cooldowns()
    waits = [Wait(until, "person", 1) for until in (at(20), at(20), at(40))]

    assert [True, False, True] == [counts.tell(wait) for wait in waits]


def test_wait_of_a_channel_is_told_once_for_all_who_ask_there() -> None:
    counts = cooldowns(channel=1)
    counts.ask(Asker(1, CHANNEL, SERVER), at(0))
    waits = [counts.ask(Asker(person, CHANNEL, SERVER), at(1)) for person in (2, 3)]

    assert [True, False] == [wait is not None and counts.tell(wait) for wait in waits]


def test_line_does_not_blame_one_person_for_what_a_channel_asked() -> None:
    lines = [wait_line(Wait(at(20), whose, 1)) for whose in ("person", "channel", "server")]

    assert ["That", "This channel", "This server"] == [
        line[: len(start)] for line, start in zip(lines, ["That", "This channel", "This server"], strict=True)
    ]
    assert all(f"<t:{int(at(20).timestamp()) + 1}:R>" in line for line in lines)


def test_ids_are_known_until_many_others_came() -> None:
    recent = RecentIds(capacity=2)

    assert [True, False, True, True, True] == [recent.add(id_) for id_ in (1, 1, 2, 3, 1)]
