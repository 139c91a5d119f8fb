"""A bot of some shards on a simulated Discord, as a process of its own: asked for in a server, it tells what it said.

In: a configuration, a word, questions. Out: JSON with the server's id, the answers, and the collections that the process knows.
The server has a collection of its own, with a release that holds the word.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import simcord

from bot.client import create_bot
from bot.records.channels import ChannelSettings
from config.settings import Settings, load_settings
from index.cluster.wire import client
from tests.bot.conftest import sent, shown
from tests.index.editing import upload


async def tell(settings: Settings, word: str, questions: list[str]) -> dict[str, Any]:
    """Start the bot, fill its server's collection, bring that to the cluster, and ask."""
    # a simulated Discord waits for whatever is to happen by a timer
    client.KEPT_OPEN_S = None
    bot = create_bot(settings)
    async with bot, simcord.run(bot, strict_sync=False, settle_timeout=60) as env:
        # a bot that looks at the cluster twice a second never comes to rest, which is what is waited for here
        await bot.remove_cog("FreshnessCog")
        guild = env.create_guild(shard_id=settings.shards.ids[0])
        channel = guild.create_text_channel("general")
        alice = guild.add_member(env.create_user("alice"))
        own = f"{guild.id}/press"
        text = f"Visit to Finland\n\n3 May 2023\n\nThe minister spoke of the {word} in Finland."
        await bot.service.editor.add(own, upload("a.txt", text))
        brought = await bot.service.bringer.bring(own)
        await bot.service.searcher.refresh()
        chosen = ChannelSettings(frozenset({"public", own}))
        await bot.records.channels.choose(guild.id, channel.id, chosen)
        answers = [
            shown(sent(await alice.slash(channel, "ask", question=question))) for question in questions
        ]
        collections = list(bot.desk.collections())
    return {"server": guild.id, "brought": brought.done, "answers": answers, "collections": collections}


def main(config: Path, word: str, questions: list[str]) -> None:
    """Print what the bot says."""
    print(json.dumps(asyncio.run(tell(load_settings(config), word, questions))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
