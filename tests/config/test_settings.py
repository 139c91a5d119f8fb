"""Settings come from three places in order, and a wrong one is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.settings import Settings, SettingsError, load_settings, read_lexicon


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DISCORD_TOKEN", "COMMUNIQUE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def own_file(tmp_path: Path, text: str, *, name: str = "own.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_has_its_default_and_its_reason_in_default_toml() -> None:
    text = (Path(__file__).parents[2] / "config" / "default.toml").read_text(encoding="utf-8")
    named = re.findall(r"^(\w+) = ", text, re.MULTILINE)

    assert set(named) == set(Settings.model_fields) - {"discord_token", "cluster_password"}
    assert load_settings().passages_shown == 3


def test_the_operators_file_comes_before_the_default(tmp_path: Path) -> None:
    assert load_settings(own_file(tmp_path, "k1 = 1.2")).k1 == 1.2


def test_the_environment_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_K1", "1.4")

    assert load_settings(own_file(tmp_path, "k1 = 1.2")).k1 == 1.4


def test_a_file_in_the_working_folder_is_found(tmp_path: Path) -> None:
    own_file(tmp_path, "passages_shown = 5", name="communique.toml")

    assert load_settings().passages_shown == 5


def test_a_file_named_by_the_environment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_CONFIG", str(own_file(tmp_path, "passages_shown = 7")))

    assert load_settings().passages_shown == 7


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("k1 = -1", ["k1", "-1", "greater than or equal to 0"]),
        ("passages_shown = 11", ["passages_shown", "11", "10"]),
        ('log_level = "LOUD"', ["log_level", "LOUD", "DEBUG"]),
        ("k2 = 1", ["k2", "unknown setting", "k1"]),
        ("k1 = ", ["own.toml", "TOML"]),
        ('discord_token = "abc"', ["DISCORD_TOKEN"]),
        ('cluster_password = "abc"', ["COMMUNIQUE_CLUSTER_PASSWORD"]),
        ('engine = "lucene"', ["engine", "lucene", "opensearch"]),
        ('engine = "opensearch"', ["cluster_nodes"]),
        ('cluster_nodes = ["search-1:9200"]', ["cluster_nodes", "search-1:9200", "http://"]),
    ],
)
def test_a_wrong_setting_is_named_with_its_value_and_what_is_allowed(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(own_file(tmp_path, text))

    assert all(part in str(caught.value) for part in told)


def test_a_wrong_environment_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_CANDIDATES", "many")

    with pytest.raises(SettingsError, match="COMMUNIQUE_CANDIDATES"):
        load_settings()


def test_an_unknown_environment_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_KANDIDATES", "7")

    with pytest.raises(SettingsError, match="COMMUNIQUE_KANDIDATES"):
        load_settings()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nothing\.toml"):
        load_settings(tmp_path / "nothing.toml")


def test_the_token_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "s3cret")
    settings = load_settings()

    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "s3cret"
    assert "s3cret" not in f"{settings!r} {settings} {settings.model_dump()}"


def test_the_clusters_password_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_CLUSTER_PASSWORD", "s3cret")
    settings = load_settings()

    assert settings.cluster_password is not None
    assert settings.cluster_password.get_secret_value() == "s3cret"
    assert "s3cret" not in f"{settings!r} {settings} {settings.model_dump()}"


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().k1 = 3.0


def test_the_operators_topics_lie_over_the_shipped_ones(tmp_path: Path) -> None:
    own_file(tmp_path, '[China]\nphrases = ["PRC"]\n[Mars]\nphrases = ["Mars"]', name="topics.toml")

    entries = read_lexicon("topics.toml", tmp_path)

    assert entries["China"] == {"phrases": ["PRC"]}
    assert {"Mars", "NATO"} <= entries.keys()
