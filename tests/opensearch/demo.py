"""`make demo-cluster`: three nodes, and two bots of different shards that answer from them, each on a page that looks like Discord.

In: nothing. Out: the addresses of the pages. All of it stands in a folder that goes with it, and ends by Ctrl-C. The bots are
processes of their own, with databases of their own; `public` is the first one's.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bot.play.extra import missing_modules
from tests.opensearch.cluster import Cluster, running_cluster
from tests.opensearch.configured import write_config
from tests.opensearch.java import missing

SHARDS = 2
_ENDS_WITHIN_S = 30
_PROJECT = Path(__file__).parents[2]
_SAMPLES = _PROJECT / "index" / "samples"


def main() -> int:
    """Show it all until Ctrl-C; 2 where something is missing."""
    if lacking := _lacking():
        print("\n".join(lacking), file=sys.stderr)
        return 2
    for number in (signal.SIGINT, signal.SIGTERM):
        # also where whoever started this ignores Ctrl-C
        signal.signal(number, signal.default_int_handler)
    try:
        _show()
    except KeyboardInterrupt:
        print("\nEnding.", flush=True)
    return 0


def _lacking() -> list[str]:
    """What is missing for it, a sentence each."""
    sentences = []
    if (cluster := missing()) is not None:
        sentences.append(f"The cluster {cluster}.")
    if modules := missing_modules():
        sentences.append(f"The pages need the extra `play`: {', '.join(modules)} not installed (make play).")
    return sentences


def _show() -> None:
    with tempfile.TemporaryDirectory(prefix="communique-demo-") as folder, ExitStack() as running:
        home = Path(folder)
        print("Starting three nodes …", flush=True)
        cluster = running.enter_context(running_cluster(home / "nodes", size=3))
        configs = [_configured(home, shard, cluster) for shard in range(SHARDS)]
        print("Indexing the samples, and bringing them to the cluster …", flush=True)
        subprocess.run([*_communique(configs[0]), "index", str(_SAMPLES)], check=True)
        print(f"Nodes: {', '.join(cluster.addresses)}", flush=True)
        for config in configs:
            _start(config, running)
        # until one of them ends, or Ctrl-C
        os.wait()


def _configured(home: Path, shard: int, cluster: Cluster) -> Path:
    """The configuration of a bot of one shard; its world's clock stands still, so that waits would never end."""
    return write_config(
        home / f"bot-{shard}.toml",
        home / f"bot-{shard}.db",
        cluster.addresses,
        releases_folder=str(_SAMPLES),
        push_on_change="all",
        question_timeout_s=10.0,
        shard_count=SHARDS,
        shard_ids=str(shard),
        message_content=True,
        messages_per_second=10_000,
        cooldown_questions=1_000,
        cooldown_presses=1_000,
        channel_questions=10_000,
        server_questions=10_000,
    )


def _communique(config: Path) -> Sequence[str]:
    return (sys.executable, "-m", "bot", "--config", str(config))


def _start(config: Path, running: ExitStack) -> None:
    # in a session of its own: Ctrl-C comes to this process alone, which ends the bots before their cluster
    command = [sys.executable, "-m", "tests.opensearch.demo", str(config)]
    bot = subprocess.Popen(command, cwd=_PROJECT, start_new_session=True)
    running.callback(_end, bot)


def _end(bot: subprocess.Popen[bytes]) -> None:
    if bot.poll() is None:
        bot.send_signal(signal.SIGINT)
    try:
        bot.wait(_ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        bot.kill()
        bot.wait()


def show_bot(config: Path) -> None:
    """One bot with its page, until Ctrl-C."""
    from bot.play.pages import run_pages
    from config.settings import load_settings
    from index.cluster.wire import client

    # a simulated Discord waits for whatever is to happen by a timer
    client.KEPT_OPEN_S = None

    settings = load_settings(config)

    def tell(text: str) -> None:
        print(f"Shard {settings.shards}: {text.partition(chr(10))[0]}", flush=True)

    run_pages(settings, port=0, tell=tell)


if __name__ == "__main__":
    if sys.argv[1:]:
        show_bot(Path(sys.argv[1]))
    else:
        sys.exit(main())
