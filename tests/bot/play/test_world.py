"""People in the world of play: what they type is what they would type on Discord."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.play.world import BOT_NAME, open_world
from config.settings import Settings
from tests.bot.conftest import shown

NOW = datetime(2024, 2, 5, 9, 30, tzinfo=UTC)


async def test_a_typed_name_is_a_mention(settings: Settings) -> None:
    async with open_world(settings, now=NOW) as world:
        await world.you.send(world.channel, "@communique what did Stoltenberg say about China?")

        asked, answered = world.channel.history()[-2:]
        assert asked.content.startswith(world.bot.me.mention)
        assert answered.author.id == world.bot.me.id
        assert "On **China**" in shown(answered)


async def test_a_mention_stays_a_mention_and_an_address_an_address(settings: Settings) -> None:
    async with open_world(settings, now=NOW) as world:
        await world.you.send(world.channel, f"{world.bot.me.mention} or press@communique.example")

        assert world.channel.history()[-2].content == f"{world.bot.me.mention} or press@communique.example"


async def test_plain_words_do_in_a_direct_message(settings: Settings) -> None:
    async with open_world(settings, now=NOW) as world:
        await world.you.send_dm("what did Stoltenberg say about China?")

        answered = world.you.user.dm_channel.last_message
        assert "On **China**" in shown(answered)


async def test_the_bot_goes_by_its_name_and_by_the_clock_of_its_world(settings: Settings) -> None:
    async with open_world(settings, now=NOW) as world:
        assert world.bot.me.display_name == BOT_NAME
        assert NOW == world.bot.clock() == world.env.now()


async def test_the_bot_says_hello_to_the_server_that_it_joins(settings: Settings) -> None:
    async with open_world(settings, now=NOW) as world:
        (hello,) = world.channel.history()
        assert "Hello from Communiqué" in shown(hello)
        assert hello.created_at == NOW


async def test_the_world_of_a_process_of_other_shards_is_on_one_of_these(settings: Settings) -> None:
    own = settings.model_copy(update={"shard_count": 4, "shard_ids": "2-3"})
    async with open_world(own, now=NOW) as world:
        server = world.channel.guild
        assert server is not None
        assert own.shards.hold(server.id)
        await world.guest.send(world.channel, f"@{BOT_NAME} what did Stoltenberg say about China?")

        assert "On **China**" in shown(world.channel.last_message)
