"""Two bot processes of different shards over one cluster: both answer alike from public, neither sees what is the other's own."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from config.shards import shard_of
from tests.opensearch.cluster import Cluster
from tests.opensearch.configured import write_config
from tests.opensearch.test_bot import run_in_thread

PUBLIC_QUESTION = "What did Stoltenberg say about China?"
WORDS = ("walrus", "otter")
SAMPLES = Path(__file__).parents[2] / "index" / "samples"


def configured(folder: Path, shard: int, nodes: list[str], prefix: str) -> Path:
    return write_config(
        folder / f"bot-{shard}.toml",
        folder / f"bot-{shard}.db",
        nodes,
        cluster_prefix=f"t{prefix}",
        push_on_change="all",
        shard_count=2,
        shard_ids=str(shard),
        messages_per_second=10_000,
    )


async def asked(config: Path, word: str) -> dict[str, Any]:
    """What a bot process says to a question about public, and about both words."""
    questions = [PUBLIC_QUESTION, *(f"what about the {one} in Finland?" for one in WORDS)]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.opensearch.bot_process", str(config), word, *questions),
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    told: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return told


async def test_two_processes_share_public_and_nothing_else(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    configs = [configured(tmp_path, shard, cluster.addresses, prefix) for shard in (0, 1)]
    await run_in_thread(configs[0], "index", str(SAMPLES))
    first, second = await asyncio.gather(
        *(asked(config, word) for config, word in zip(configs, WORDS, strict=True))
    )

    assert [True, True] == [first["brought"], second["brought"]]
    assert [0, 1] == [shard_of(told["server"], 2) for told in (first, second)]
    assert "China" in first["answers"][0]
    assert first["answers"][0] == second["answers"][0]
    # each finds its own word, and of the other's no trace
    assert "spoke of the walrus" in first["answers"][1].replace("*", "")
    assert "spoke of the otter" in second["answers"][2].replace("*", "")
    assert "spoke of the otter" not in first["answers"][2].replace("*", "")
    assert "spoke of the walrus" not in second["answers"][1].replace("*", "")
    assert [f"{first['server']}/press", "public"] == first["collections"]
    assert [f"{second['server']}/press", "public"] == second["collections"]
