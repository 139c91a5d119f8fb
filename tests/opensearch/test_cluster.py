from __future__ import annotations

from tests.opensearch.cluster import Cluster


def test_nodes_that_were_started_find_each_other(cluster: Cluster) -> None:
    health = cluster.get(cluster.nodes[0], "/_cluster/health")

    assert health["number_of_nodes"] == 3


def test_another_node_leads_when_the_leading_one_was_killed(cluster: Cluster) -> None:
    leading = cluster.manager()

    leading.kill()
    cluster.wait_for_green(nodes=2, status="yellow")

    assert cluster.manager() is not leading
