"""Configurations of processes that search in a cluster."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path


def write_config(path: Path, database: Path, nodes: Sequence[str], **settings: object) -> Path:
    """Write the configuration of a process with this database over these nodes; a slow machine is no reason to fail."""
    values = {
        "database": str(database),
        "engine": "opensearch",
        "cluster_nodes": list(nodes),
        "question_timeout_s": 30.0,
    }
    # strings, numbers, truth values and lists of them are written alike in JSON and TOML
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in (values | settings).items()]
    path.write_text("".join(lines), encoding="utf-8")
    return path
