"""Three nodes for all tests of this folder; without a JDK and Maven, or unless they are asked for, these are skipped."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.opensearch.cluster import Cluster, running_cluster
from tests.opensearch.comparing import Opened, Over, opened
from tests.opensearch.corpus import index_records
from tests.opensearch.java import missing


@pytest.fixture(scope="session")
def nodes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three nodes that are a cluster, started once."""
    lacking = missing()
    if lacking is not None:
        pytest.skip(f"a cluster for tests {lacking}")
    if not request.config.getoption("--opensearch"):
        pytest.skip("starts a cluster: make test-opensearch")
    with running_cluster(tmp_path_factory.mktemp("cluster"), size=3) as cluster:
        yield cluster


@pytest.fixture
def cluster(nodes: Cluster) -> Iterator[Cluster]:
    """The three nodes; those that a test killed are started again, and what it has written is removed."""
    yield nodes
    for node in nodes.nodes:
        if not node.running:
            node.start(nodes.nodes)
    nodes.wait_for_green(status="red")
    nodes.empty()
    nodes.wait_for_green()


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> str:
    """A name for indices that no other test uses."""
    return hashlib.blake2b(request.node.nodeid.encode(), digest_size=6).hexdigest()


@pytest.fixture
def over(cluster: Cluster, prefix: str, tmp_path: Path) -> Over:
    """Opens a new database of some records beside the cluster."""

    @asynccontextmanager
    async def opened_over(
        records: Sequence[Any], *, name: str = "test.db", timeout_s: float = 30.0
    ) -> AsyncIterator[Opened]:
        await index_records(tmp_path / name, records)
        async with opened(tmp_path / name, cluster.addresses, prefix=prefix, timeout_s=timeout_s) as ways:
            yield ways

    return opened_over
