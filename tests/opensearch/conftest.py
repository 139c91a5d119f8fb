"""Three nodes for all tests of this folder; without a JDK and Maven, or unless they are asked for, these are skipped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from tests.opensearch.cluster import Cluster, running_cluster
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
    """The three nodes; those that a test killed are started again."""
    yield nodes
    down = [node for node in nodes.nodes if not node.running]
    for node in down:
        node.start(nodes.nodes)
    if down:
        nodes.wait_for_green()


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> str:
    """A name for indices that no other test uses."""
    return hashlib.blake2b(request.node.nodeid.encode(), digest_size=6).hexdigest()
