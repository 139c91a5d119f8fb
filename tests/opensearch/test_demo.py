"""The demo says what it lacks, before it starts anything."""

from __future__ import annotations

import pytest

from tests.opensearch.demo import main


def test_what_is_missing_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.play.extra._MODULES", ("simcord", "no_such_module"))

    assert main() == 2
    assert "no_such_module not installed (make play)" in capsys.readouterr().err
