"""Fixtures that several folders of tests share."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.corpus import SAMPLES, index_paths


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--opensearch", action="store_true", help="also run tests that start a cluster")


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped samples, indexed once for all tests; none of them may change it."""
    path = tmp_path_factory.mktemp("samples") / "samples.db"
    asyncio.run(index_paths(path, SAMPLES))
    return path
