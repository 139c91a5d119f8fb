"""Which documents a generation holds: those born by its epoch that had not died by then."""

from __future__ import annotations

from typing import Any

from index.cluster.kept.heads import Serving
from index.cluster.kept.layout import Indices
from index.cluster.wire.client import Client
from index.release import VersionId

_PAGE = 5_000


def living(collection: str, epoch: int) -> dict[str, Any]:
    """The conditions of a bool query for the documents of an epoch."""
    return {
        "filter": [{"term": {"collection": collection}}, {"range": {"born": {"lte": epoch}}}],
        "must_not": [{"range": {"died": {"lte": epoch}}}],
    }


def routed(path: str, indices: Indices) -> str:
    """A path whose request goes only where a collection's documents are kept together."""
    if indices.routing is None:
        return path
    return f"{path}{'&' if '?' in path else '?'}routing={indices.routing.replace('/', '%2F')}"


async def living_versions(
    client: Client, collection: str, serving: Serving, *, step_s: float
) -> dict[VersionId, int]:
    """The versions that a generation holds, and in which epoch each was born."""
    path = routed(f"/{serving.indices.versions}/_search?allow_partial_search_results=false", serving.indices)
    body = {
        "query": {"bool": living(collection, serving.epoch)},
        "size": _PAGE,
        "sort": ["version"],
        "_source": ["version", "born"],
    }
    hits = await client.every_hit(path, body, step_s=step_s)
    return {VersionId(hit["_source"]["version"]): hit["_source"]["born"] for hit in hits}
