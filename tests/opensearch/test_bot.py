"""What the bot and the terminal answer with a cluster is what they answer without one."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.answering import open_answering
from bot.asking.scope import PUBLIC_SCOPE
from bot.cli import commands
from bot.cogs.respond import failure_line
from bot.render.json import answer_json
from config.settings import Settings, load_settings
from index.errors import ClusterUnavailable
from tests.opensearch.cluster import Cluster, running_cluster
from tests.opensearch.configured import write_config
from tests.opensearch.java import missing

NOW = datetime(2024, 2, 5, 12, tzinfo=UTC)
QUESTIONS = (
    "What did Stoltenberg say about China?",
    "funding for firefighters in Maine",
    "What did Biden say about infrastructure in 2021?",
    "Who supports special education?",
    "zzyzx",
)


def clustered(folder: Path, database: Path, nodes: list[str], prefix: str) -> Path:
    """A copy of a database, and a configuration that searches it in a cluster; out comes the configuration."""
    copy = folder / "copy.db"
    shutil.copy(database, copy)
    return write_config(folder / "communique.toml", copy, nodes, cluster_prefix=f"t{prefix}")


async def answers_of(settings: Settings) -> list[object]:
    async with open_answering(settings) as answering:
        return [
            answer_json(await answering.desk.answer(question, scope=PUBLIC_SCOPE, now=NOW), explain=True)
            for question in QUESTIONS
        ]


async def test_the_same_answers_with_a_cluster_as_without(
    cluster: Cluster, prefix: str, sample_database: Path, tmp_path: Path
) -> None:
    config = clustered(tmp_path, sample_database, cluster.addresses, prefix)
    settings = load_settings(config)
    embedded = settings.model_copy(update={"engine": "embedded"})

    pushed = await run_in_thread(config, "push")

    assert "289 releases came" in pushed
    assert await answers_of(settings) == await answers_of(embedded)
    assert "holds it already" in await run_in_thread(config, "push")


async def test_a_cluster_that_is_away_is_said_and_answers_again_when_it_is_back(
    tmp_path: Path, sample_database: Path, request: pytest.FixtureRequest
) -> None:
    lacking = missing()
    if lacking is not None or not request.config.getoption("--opensearch"):
        pytest.skip(lacking or "starts a cluster: make test-opensearch")
    with running_cluster(tmp_path / "nodes", size=1) as alone:
        config = clustered(tmp_path, sample_database, alone.addresses, "away")
        await run_in_thread(config, "push")
        settings = load_settings(config).model_copy(update={"question_timeout_s": 1.0})
        async with open_answering(settings) as answering:

            async def ask() -> object:
                return answer_json(
                    await answering.desk.answer(QUESTIONS[0], scope=PUBLIC_SCOPE, now=NOW), explain=True
                )

            before = await ask()
            alone.nodes[0].kill()
            with pytest.raises(ClusterUnavailable) as raised:
                await ask()
            alone.start()

            assert await ask() == before
    assert failure_line(raised.value) == (
        "The search cluster cannot answer at the moment. Try again in a minute."
    )


async def run_in_thread(config: Path, *arguments: str) -> str:
    """What a command prints; commands have an event loop of their own."""
    result = await asyncio.to_thread(CliRunner().invoke, commands, ["--config", str(config), *arguments])
    assert result.exit_code == 0, result.output
    return result.output
