"""Forms as several people fill them in at once, and after the bot was restarted."""

from __future__ import annotations

from bot.client import create_bot
from config.settings import Settings
from tests.bot.conftest import Server, sent, shown

CHINA = "what did the Secretary General say about China?"
JUNE = {"on": "June 2022"}


async def test_forms_that_two_people_have_open_each_turn_their_own_list(server: Server) -> None:
    june = await server.alice.slash(server.channel, "date", **JUNE)
    latest = await server.bob.slash(server.channel, "latest")
    alices = await server.alice.click(sent(june), label="Page 1 of 2")
    bobs = await server.bob.click(sent(latest), label="Page 1 of 2")

    await server.alice.submit_modal(alices, values={"page": "2"})
    await server.bob.submit_modal(bobs, values={"page": "2"})

    assert "11–12 of 12 releases" in shown(june.response)
    assert "11–14 of 14 releases" in shown(latest.response)


async def test_follow_ups_that_two_people_have_open_are_both_answered(server: Server) -> None:
    answer = sent(await server.alice.slash(server.channel, "ask", question=CHINA))
    alices = await server.alice.click(answer, label="Follow-up")
    bobs = await server.bob.click(answer, label="Follow-up")

    first = await server.alice.submit_modal(alices, {"question": "Russian oil"})
    second = await server.bob.submit_modal(bobs, {"question": "Russian gas"})

    assert "European reliance" in shown(first.response)
    assert "European reliance" in shown(second.response)


async def test_private_follow_up_stays_private_while_another_has_the_form_open(server: Server) -> None:
    private = sent(await server.alice.slash(server.channel, "ask", question=CHINA, private=True))
    shared = sent(await server.alice.click(private, label="Share"))
    alices = await server.alice.click(private, label="Follow-up")
    await server.bob.click(shared, label="Follow-up")

    followed = await server.alice.submit_modal(alices, {"question": "Russian oil"})

    assert followed.ephemeral


async def test_form_that_was_open_while_the_bot_restarted_is_answered(
    server: Server, settings: Settings
) -> None:
    answer = sent(await server.alice.slash(server.channel, "ask", question=CHINA))
    june = await server.alice.slash(server.channel, "date", **JUNE)
    follow_up = await server.alice.click(answer, label="Follow-up")
    jump = await server.alice.click(sent(june), label="Page 1 of 2")
    await server.bot.close()
    async with create_bot(settings) as bot:
        await server.env.restart_bot(bot)

        followed = await server.alice.submit_modal(follow_up, {"question": "Russian oil"})
        await server.alice.submit_modal(jump, values={"page": "2"})

        assert "European reliance" in shown(followed.response)
        assert "11–12 of 12 releases" in shown(june.response)
