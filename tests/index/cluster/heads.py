"""Heads as a node returns them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from index.cluster.kept.heads import Head


def head_document(head: Head) -> dict[str, Any]:
    """A head's document in an answer to ``_mget``."""
    source = asdict(head) | {"nonce": "1"}
    return {"_id": head.collection, "found": True, "_seq_no": 1, "_primary_term": 1, "_source": source}
