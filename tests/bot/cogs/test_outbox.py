"""The pace of ordinary messages: order, fairness, the bound, and what happens when one goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.cogs.outbox import Outbox, OutboxFull, Pace

NOON = datetime(2024, 2, 1, 12, tzinfo=UTC)


class Gate:
    """A limiter that lets through as many as it is told."""

    def __init__(self) -> None:
        self._passes = asyncio.Semaphore(0)

    async def acquire(self) -> None:
        await self._passes.acquire()

    async def let_through(self, count: int) -> None:
        """Let so many pass, and see what they do."""
        for _ in range(count):
            self._passes.release()
            await settle()


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Post:
    """A message that can be held up, and fail."""

    def __init__(self, name: str, sent: list[str], *, held: bool = False) -> None:
        self._name = name
        self._sent = sent
        self.release = asyncio.Event()
        if not held:
            self.release.set()

    async def __call__(self) -> str:
        self._sent.append(self._name)
        await self.release.wait()
        if self._name == "bad":
            raise RuntimeError(self._name)
        return self._name


async def settle() -> None:
    """Let every task go as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


class Office:
    """An outbox, what it sent, and the tasks that wait for it."""

    def __init__(self, *, capacity: int = 100, server_capacity: int = 100) -> None:
        self.gate = Gate()
        self.clock = Clock()
        self.outbox = Outbox(self.gate, clock=self.clock, capacity=capacity, server_capacity=server_capacity)
        self.sent: list[str] = []

    async def put(
        self, name: str, *, channel: int = 1, server: int | None = 1, held: bool = False
    ) -> tuple[asyncio.Task[str], Post]:
        """Put a message into the outbox."""
        post = Post(name, self.sent, held=held)
        task = asyncio.create_task(self.outbox.send(post, channel_id=channel, server_id=server))
        await settle()
        return task, post

    async def say_full(
        self, name: str, *, channel: int = 1, server: int | None = 1
    ) -> asyncio.Task[str | None]:
        """Say that the outbox is full."""
        notice = self.outbox.say_full(Post(name, self.sent), channel_id=channel, server_id=server)
        task = asyncio.create_task(notice)
        await settle()
        return task


@pytest_asyncio.fixture
async def make_office() -> AsyncIterator[Callable[..., Office]]:
    """Makes outboxes, and closes them."""
    made: list[Office] = []

    def make(**sizes: int) -> Office:
        made.append(Office(**sizes))
        return made[-1]

    yield make
    for office in made:
        await office.outbox.close()


@pytest.fixture
def office(make_office: Callable[..., Office]) -> Office:
    """An outbox with room for all."""
    return make_office()


async def test_what_was_sent_is_returned(office: Office) -> None:
    task, _ = await office.put("a")
    await office.gate.let_through(1)

    assert "a" == await task


async def test_nothing_is_sent_before_the_limiter_lets_it(office: Office) -> None:
    await office.put("a")
    await office.put("b", channel=2)

    assert [] == office.sent
    await office.gate.let_through(1)
    assert ["a"] == office.sent


async def test_channel_keeps_its_order_though_the_first_takes_long(office: Office) -> None:
    _, first = await office.put("a", held=True)
    await office.put("b")
    await office.put("c")
    await office.gate.let_through(3)
    while_first_is_sent = list(office.sent)

    first.release.set()
    await settle()
    await office.gate.let_through(2)

    assert ["a"] == while_first_is_sent
    assert ["a", "b", "c"] == office.sent


async def test_slow_channel_delays_no_other_channel_of_its_server(office: Office) -> None:
    await office.put("slow", channel=1, held=True)
    await office.put("stuck behind it", channel=1)
    await office.put("other", channel=2)
    await office.gate.let_through(3)

    assert ["slow", "other"] == office.sent


async def test_answers_come_in_the_order_of_their_questions(office: Office) -> None:
    slow_is_ready = asyncio.Event()

    async def answer(name: str, *, slow: bool) -> None:
        with office.outbox.place(channel_id=1, server_id=1):
            if slow:
                await slow_is_ready.wait()
            await office.outbox.send(Post(name, office.sent), channel_id=1, server_id=1)

    async with asyncio.TaskGroup() as questions:
        questions.create_task(answer("first", slow=True))
        questions.create_task(answer("second", slow=False))
        await settle()
        await office.put("elsewhere", channel=2)
        await office.gate.let_through(1)
        slow_is_ready.set()
        await office.gate.let_through(2)

    assert ["elsewhere", "first", "second"] == office.sent


async def test_place_lasts_for_more_than_one_message(office: Office) -> None:
    with office.outbox.place(channel_id=1, server_id=1):
        first, _ = await office.put("first")
        await office.gate.let_through(1)
        await first
        second, _ = await office.put("second")
        await office.gate.let_through(1)

        assert "second" == await second


async def test_full_outbox_refuses_a_place(make_office: Callable[..., Office]) -> None:
    office = make_office(capacity=1)

    with (
        office.outbox.place(channel_id=1, server_id=1),
        pytest.raises(OutboxFull),
        office.outbox.place(channel_id=2, server_id=1),
    ):
        pass


async def test_task_that_outlives_its_place_lines_up_anew(office: Office) -> None:
    place_is_left = asyncio.Event()

    async def late() -> str:
        await place_is_left.wait()
        return await office.outbox.send(Post("late", office.sent), channel_id=1, server_id=1)

    with office.outbox.place(channel_id=1, server_id=1):
        task = asyncio.create_task(late())
        await settle()
    place_is_left.set()
    await office.gate.let_through(1)

    assert "late" == await task


async def test_place_without_a_message_lets_the_next_come(office: Office) -> None:
    with office.outbox.place(channel_id=1, server_id=1):
        pass
    task, _ = await office.put("a")
    await office.gate.let_through(1)

    assert "a" == await task


async def test_servers_take_turns(office: Office) -> None:
    for number in range(3):
        await office.put(f"busy{number}", channel=1, server=1)
    await office.put("calm0", channel=2, server=2)
    await office.put("calm1", channel=2, server=2)
    await office.gate.let_through(5)

    assert ["busy0", "calm0", "busy1", "calm1", "busy2"] == office.sent


async def test_server_with_many_channels_gets_no_more_turns_than_another(office: Office) -> None:
    for number in range(4):
        await office.put(f"busy{number}", channel=10 + number, server=1)
    await office.put("calm0", channel=2, server=2)
    await office.put("calm1", channel=3, server=2)
    await office.gate.let_through(6)

    assert ["busy0", "calm0", "busy1", "calm1", "busy2", "busy3"] == office.sent


async def test_direct_messages_take_turns_like_servers(office: Office) -> None:
    await office.put("server0", channel=1, server=1)
    await office.put("server1", channel=1, server=1)
    await office.put("private", channel=2, server=None)
    await office.gate.let_through(3)

    assert ["server0", "private", "server1"] == office.sent


async def test_full_outbox_refuses_at_once(make_office: Callable[..., Office]) -> None:
    office = make_office(capacity=2)
    await office.put("a", server=1)
    await office.put("b", channel=2, server=2)

    refused, _ = await office.put("c", channel=3, server=3)

    with pytest.raises(OutboxFull, match="Too many messages"):
        await refused


async def test_one_server_cannot_fill_the_outbox(make_office: Callable[..., Office]) -> None:
    office = make_office(server_capacity=1)
    await office.put("a")

    refused, _ = await office.put("b", channel=2)
    welcome, _ = await office.put("c", channel=3, server=2)
    await office.gate.let_through(2)

    with pytest.raises(OutboxFull):
        await refused
    assert "c" == await welcome


async def test_sent_messages_make_room(make_office: Callable[..., Office]) -> None:
    office = make_office(capacity=1)
    await office.put("a")
    await office.gate.let_through(1)

    task, _ = await office.put("b")
    await office.gate.let_through(1)

    assert "b" == await task


async def test_failure_of_one_is_its_senders_and_stops_no_other(office: Office) -> None:
    bad, _ = await office.put("bad")
    good, _ = await office.put("good")
    await office.gate.let_through(2)

    with pytest.raises(RuntimeError, match="bad"):
        await bad
    assert "good" == await good


async def test_given_up_message_is_not_sent_and_frees_its_place(make_office: Callable[..., Office]) -> None:
    office = make_office(capacity=2)
    given_up, _ = await office.put("a")
    await office.put("b")
    given_up.cancel()
    await settle()

    task, _ = await office.put("c")
    await office.gate.let_through(2)

    assert "c" == await task
    assert ["b", "c"] == office.sent


async def test_message_given_up_while_it_is_sent_frees_its_channel(office: Office) -> None:
    given_up, _ = await office.put("a", held=True)
    waiting, _ = await office.put("b")
    await office.gate.let_through(1)
    given_up.cancel()
    await office.gate.let_through(1)

    assert "b" == await waiting


async def test_full_outbox_still_says_so_ahead_of_what_waits(make_office: Callable[..., Office]) -> None:
    office = make_office(capacity=1)
    await office.put("a")

    await office.say_full("full")
    await office.gate.let_through(2)

    assert ["full", "a"] == office.sent


async def test_channel_is_told_once_a_minute(office: Office) -> None:
    await office.say_full("first")
    again = await office.say_full("again")
    await office.say_full("elsewhere", channel=2)
    office.clock.now += timedelta(seconds=61)
    await office.say_full("later")
    await office.gate.let_through(3)

    assert await again is None
    assert {"first", "elsewhere", "later"} == set(office.sent)


async def test_notices_are_bounded_too(office: Office) -> None:
    told = [await office.say_full(f"{channel}", channel=channel) for channel in range(30)]
    await office.gate.let_through(30)

    assert 20 == len(office.sent)
    assert [None] * 10 == [await task for task in told[20:]]


async def test_closing_ends_what_waits_and_what_comes_later(office: Office) -> None:
    waiting, _ = await office.put("a")
    await office.outbox.close()
    late, _ = await office.put("b")

    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(asyncio.CancelledError):
        await late
    assert [] == office.sent


async def test_closing_lets_what_is_being_sent_go_on(office: Office) -> None:
    task, post = await office.put("a", held=True)
    await office.gate.let_through(1)
    await office.outbox.close()
    post.release.set()

    assert "a" == await task


def test_no_second_sees_more_than_the_setting_says() -> None:
    bucket = Pace(45)._bucket

    # what the bucket holds passes at once; of what leaks in a second the last is the next second's
    assert 45 == pytest.approx(bucket.max_rate + bucket.max_rate / bucket.time_period - 1)
