"""Settings: default.toml, then the operator's file, then the environment; read and checked once.

In: the path of the operator's file (or none) and the environment. Out: one frozen Settings, or a
SettingsError that names each wrong setting, its value and what is allowed.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import platformdirs

if TYPE_CHECKING:
    from pydantic import SecretStr

from config.shards import MOST_SHARDS, Shards

_HERE = Path(__file__).parent
_PREFIX = "COMMUNIQUE_"
_OWN_FILE = Path("communique.toml")

_TOKEN = "discord_token"
_TOKEN_VARIABLE = "DISCORD_TOKEN"

_SEVERAL = {"cluster_nodes": tuple, "operator_servers": frozenset}
_MAY_BE_EMPTY = ("releases_folder", "lexicon_folder", _TOKEN, "cluster_ca_file", "cluster_password")


class SettingsError(Exception):
    """Settings that cannot be used; ``str()`` names each one with its value and what is allowed."""


def limited(**limits: Any) -> Any:
    """A field whose values have limits, by the names that pydantic has for them."""
    return field(metadata=limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; default.toml says for each why its default is what it is."""

    database: Path
    releases_folder: Path | None
    lexicon_folder: Path | None
    release_max_bytes: int = limited(ge=1_000, le=1_000_000_000)
    k1: float = limited(ge=0, le=10)
    b: float = limited(ge=0, le=1)
    epsilon: float = limited(ge=0, le=1)
    candidates: int = limited(ge=10, le=10_000)
    engine: Literal["embedded", "opensearch"]
    cluster_nodes: tuple[str, ...]
    cluster_user: str
    cluster_ca_file: Path | None
    cluster_prefix: str = limited(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    cluster_shards: int = limited(ge=1, le=100)
    push_on_change: Literal["off", "public", "all"]
    question_timeout_s: float = limited(gt=0, le=60)
    cluster_password: SecretStr | None = field(default=None, repr=False)
    answer_confidence: float = limited(ge=0, le=1)
    closest_confidence: float = limited(ge=0, le=1)
    question_max_chars: int = limited(ge=20, le=4_000)
    question_max_terms: int = limited(ge=1, le=256)
    passages_shown: int = limited(ge=1, le=10)
    sources_offered: int = limited(ge=1, le=10)
    releases_listed: int = limited(ge=1, le=25)
    cooldown_questions: int = limited(ge=1, le=1_000)
    cooldown_presses: int = limited(ge=1, le=1_000)
    channel_questions: int = limited(ge=1, le=10_000)
    server_questions: int = limited(ge=1, le=100_000)
    cooldown_s: float = limited(gt=0, le=3_600)
    messages_per_second: int = limited(ge=1, le=10_000)
    outbox_capacity: int = limited(ge=1, le=100_000)
    outbox_server_capacity: int = limited(ge=1, le=100_000)
    quota_releases: int = limited(ge=0, le=10_000_000)
    quota_bytes: int = limited(ge=0, le=1_000_000_000_000)
    quota_collections: int = limited(ge=0, le=1_000)
    quota_jobs: int = limited(ge=0, le=1_000)
    operator_servers: frozenset[int]
    defer_after_s: float = limited(gt=0, le=2.5)
    shard_count: int = limited(ge=0, le=MOST_SHARDS)
    shard_ids: str
    sync_commands: bool
    message_content: bool
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"]
    log_format: Literal["json", "console"]
    discord_token: SecretStr | None = field(default=None, repr=False)

    @property
    def shards(self) -> Shards:
        """The shards that this process takes; the only one where Discord advises how many there are."""
        if self.shard_ids:
            return Shards.parse(f"{self.shard_ids}/{self.shard_count}")
        count = self.shard_count or 1
        return Shards(tuple(range(count)), count)


def load_settings(config: Path | None = None) -> Settings:
    """Read default.toml, the operator's file and the environment.

    The operator's file is ``config``, else the one named by COMMUNIQUE_CONFIG, else ./communique.toml
    where that exists.

    Raises:
        SettingsError: a file is missing or is not TOML, or a setting is unknown or out of range.
    """
    own_file = _own_file(config)
    own = {} if own_file is None else _read_toml(own_file)
    _refuse_strays(own, own_file)
    given = own | _environment()
    values = _filled(_shipped() | given)
    if given:
        # here: what checks them takes a sixth of the terminal's start, and what is shipped needs no check
        from config.checking import checked

        values = checked(values, told=lambda name: _place_of(name, own, own_file))
    return Settings(**values)


def read_lexicon(name: str, folder: Path | None) -> Mapping[str, Any]:
    """The shipped lexicon file ``name`` with the operator's entries laid over it: tables by name, lists added up.

    Raises:
        SettingsError: the operator's file is not TOML.
    """
    entries = _read_toml(_HERE / "lexicon" / name)
    if folder is not None and (folder / name).is_file():
        for entry, value in _read_toml(folder / name).items():
            shipped = entries.get(entry)
            entries[entry] = (
                shipped + value if isinstance(shipped, list) and isinstance(value, list) else value
            )
    return entries


def _own_file(config: Path | None) -> Path | None:
    named = config or (Path(os.environ[_PREFIX + "CONFIG"]) if os.environ.get(_PREFIX + "CONFIG") else None)
    if named is not None:
        return named
    return _OWN_FILE if _OWN_FILE.is_file() else None


def _shipped() -> dict[str, Any]:
    values = _read_toml(_HERE / "default.toml")
    return values | {name: several(values[name]) for name, several in _SEVERAL.items()}


def _environment() -> dict[str, Any]:
    """The settings that the environment holds, in capitals or not; several values as JSON."""
    variables = {name.upper(): value for name, value in os.environ.items()}
    found: dict[str, Any] = {}
    for name in _names():
        value = variables.get(_TOKEN_VARIABLE if name == _TOKEN else _PREFIX + name.upper())
        if value is not None:
            found[name] = _parsed(value) if name in _SEVERAL else value
    return found


def _parsed(several: str) -> object:
    try:
        return json.loads(several)
    except ValueError:
        # what is wrong with it is told together with whatever else is
        return several


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """With what an empty value stands for."""
    database = values["database"] or platformdirs.user_data_path("communique") / "communique.db"
    empty = {name: None for name in _MAY_BE_EMPTY if not values.get(name)}
    return {**values, **empty, "database": database}


def _names() -> list[str]:
    return [each.name for each in fields(Settings)]


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML: {error}") from error


def _refuse_strays(own: Mapping[str, Any], own_file: Path | None) -> None:
    if {name.lower() for name in own} & {_TOKEN, "token"}:
        raise SettingsError(
            f"{own_file}: a token does not belong in a file. Remove it and set DISCORD_TOKEN in the environment."
        )
    if "cluster_password" in own:
        raise SettingsError(
            f"{own_file}: a password does not belong in a file. Remove it and set COMMUNIQUE_CLUSTER_PASSWORD "
            "in the environment."
        )
    known = set(_names())
    variables = (name for name in os.environ if name.startswith(_PREFIX) and name != _PREFIX + "CONFIG")
    unknown = [name for name in own if name not in known]
    unknown += [name for name in variables if name.removeprefix(_PREFIX).lower() not in known]
    if unknown:
        raise SettingsError(
            f"unknown setting {', '.join(unknown)}. The settings are: {', '.join(sorted(known - {_TOKEN}))}."
        )


def _place_of(name: str, own: Mapping[str, Any], own_file: Path | None) -> str:
    """Where a setting was set."""
    if _PREFIX + name.upper() in os.environ:
        return _PREFIX + name.upper()
    return str(own_file) if name in own else "environment"
