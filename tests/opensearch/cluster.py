"""A cluster for tests: OpenSearch nodes on loopback, each a process of its own, so that one can really be killed.

In: a folder and how many nodes. Out: their addresses, once all have found each other. The nodes end with this process,
however it ends: each watches a pipe that only this process holds.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.opensearch.java import class_path, java_home

_HEAP = "512m"
_GREEN_WITHIN_S = 120
_ENDS_WITHIN_S = 30
_FLAGS = (
    f"-Xms{_HEAP}",
    f"-Xmx{_HEAP}",
    "-XX:+UseSerialGC",
    "-Dlog4j2.disable.jmx=true",
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
)
_LOGGING = """
status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = {log}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{{ISO8601}} %-5p %c{{1.}} %m%n
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
"""


class Node:
    """One node: its name and ports, and its process while it runs."""

    def __init__(self, name: str, home: Path) -> None:
        self.name = name
        self.home = home
        self.http, self.transport = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http}"

    def start(self, nodes: Sequence[Node]) -> None:
        """Start the process; it is ready later."""
        self.home.mkdir(parents=True, exist_ok=True)
        logging = self.home / "log4j2.properties"
        logging.write_text(_LOGGING.format(log=self.home / "node.log"), encoding="utf-8")
        java = java_home()
        assert java is not None, "the caller has looked"
        command = [str(java / "bin" / "java"), *_FLAGS, f"-Dlog4j2.configurationFile={logging}"]
        command += ["-cp", class_path(), "communique.Launcher", str(self.home), *self._settings(nodes)]
        with (self.home / "output").open("ab") as output:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=output)

    def kill(self) -> None:
        """End it at once, as a power failure does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(_ENDS_WITHIN_S)
        self._close()

    def stop(self) -> None:
        """End it; data stays."""
        if self._process is None:
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close()

    def _close(self) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process = None

    @property
    def running(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.poll() is None

    def cpu_s(self) -> float:
        """How long processors have worked for it, where the system says so (Linux)."""
        assert self._process is not None
        fields = (
            Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _settings(self, nodes: Sequence[Node]) -> list[str]:
        seeds = ",".join(f"127.0.0.1:{node.transport}" for node in nodes)
        return [
            "cluster.name=communique-tests",
            f"node.name={self.name}",
            "network.host=127.0.0.1",
            f"http.port={self.http}",
            f"transport.port={self.transport}",
            f"discovery.seed_hosts={seeds}",
            f"cluster.initial_cluster_manager_nodes={','.join(node.name for node in nodes)}",
            # what a test machine has less of than a server, and nothing that is tested
            "cluster.routing.allocation.disk.threshold_enabled=false",
            "action.auto_create_index=false",
            f"path.repo={self.home.parent / 'snapshots'}",
        ]


class Cluster:
    """Nodes that make a cluster."""

    def __init__(self, folder: Path, size: int) -> None:
        self.nodes = [Node(f"node-{number}", folder / f"node-{number}") for number in range(1, size + 1)]

    @property
    def addresses(self) -> list[str]:
        """Where the nodes answer, also those that are down."""
        return [node.address for node in self.nodes]

    def start(self) -> None:
        """Start all nodes, and wait until they have found each other."""
        for node in self.nodes:
            node.start(self.nodes)
        self.wait_for_green()

    def wait_for_green(self, *, nodes: int | None = None, status: str = "green") -> None:
        """Wait until so many nodes are one cluster with all copies of all shards; a lone node answers without one."""
        wanted = len(self.nodes) if nodes is None else nodes
        path = f"/_cluster/health?wait_for_nodes={wanted}&wait_for_status={status}&timeout=1s"
        until = time.monotonic() + _GREEN_WITHIN_S
        while time.monotonic() < until:
            answered = [self.get(node, path) for node in self.nodes if node.running]
            if any(health is not None and health.get("timed_out") is False for health in answered):
                return
            if not any(node.running for node in self.nodes):
                break
            time.sleep(0.2)
        raise TimeoutError(f"The cluster was not {status} in time:\n{self._logs()}")

    def cpu_s(self) -> float:
        """How long processors have worked for all nodes."""
        return sum(node.cpu_s() for node in self.nodes)

    def manager(self) -> Node:
        """The node that leads the cluster."""
        for node in self.nodes:
            found = self.get(node, "/_cat/cluster_manager?format=json") if node.running else None
            if found:
                return next(other for other in self.nodes if other.name == found[0]["node"])
        raise LookupError("no node knows who leads")

    def empty(self) -> None:
        """Remove all indices: each one more is copied, when a node is gone, before those that a test waits for."""
        for index in self.get(self.nodes[0], "/_cat/indices?h=index&format=json") or ():
            self.get(self.nodes[0], f"/{index['index']}", method="DELETE")

    @staticmethod
    def get(node: Node, path: str, *, method: str = "GET") -> Any:
        """What a node says, None where it says nothing."""
        try:
            request = urllib.request.Request(node.address + path, method=method)
            with urllib.request.urlopen(request, timeout=10) as response:
                return json.load(response)
        except (OSError, urllib.error.URLError, ValueError):
            return None

    def stop(self) -> None:
        """End all nodes."""
        for node in self.nodes:
            node.stop()

    def _logs(self) -> str:
        written = [node.home / name for node in self.nodes for name in ("output", "node.log")]
        return "\n".join(
            f"{log}: {log.read_text(encoding='utf-8')[-2_000:]}" for log in written if log.exists()
        )


@contextmanager
def running_cluster(folder: Path, size: int) -> Iterator[Cluster]:
    """A cluster while the block runs; its data are gone after it."""
    cluster = Cluster(folder, size)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of this machine at which nobody listens just now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
