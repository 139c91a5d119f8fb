"""Settings: default.toml, then the operator's file, then the environment; read and checked once.

In: the path of the operator's file (or none) and the environment. Out: one frozen Settings, or a
SettingsError that names each wrong setting, its value and what is allowed.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.shards import MOST_SHARDS, Shards

_HERE = Path(__file__).parent
_PREFIX = "COMMUNIQUE_"
_OWN_FILE = Path("communique.toml")


class SettingsError(Exception):
    """Settings that cannot be used; ``str()`` names each one with its value and what is allowed."""


class Settings(BaseSettings):
    """All settings; default.toml says for each why its default is what it is."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, frozen=True, extra="forbid", hide_input_in_errors=False
    )

    database: Path
    releases_folder: Path | None
    lexicon_folder: Path | None
    release_max_bytes: int = Field(ge=1_000, le=1_000_000_000)
    k1: float = Field(ge=0, le=10)
    b: float = Field(ge=0, le=1)
    epsilon: float = Field(ge=0, le=1)
    candidates: int = Field(ge=10, le=10_000)
    engine: Literal["embedded", "opensearch"]
    cluster_nodes: tuple[str, ...]
    cluster_user: str
    cluster_ca_file: Path | None
    cluster_prefix: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    cluster_shards: int = Field(ge=1, le=100)
    push_on_change: Literal["off", "public", "all"]
    question_timeout_s: float = Field(gt=0, le=60)
    cluster_password: SecretStr | None = Field(default=None, repr=False)
    answer_confidence: float = Field(ge=0, le=1)
    closest_confidence: float = Field(ge=0, le=1)
    question_max_chars: int = Field(ge=20, le=4_000)
    question_max_terms: int = Field(ge=1, le=256)
    passages_shown: int = Field(ge=1, le=10)
    sources_offered: int = Field(ge=1, le=10)
    releases_listed: int = Field(ge=1, le=25)
    cooldown_questions: int = Field(ge=1, le=1_000)
    cooldown_presses: int = Field(ge=1, le=1_000)
    channel_questions: int = Field(ge=1, le=10_000)
    server_questions: int = Field(ge=1, le=100_000)
    cooldown_s: float = Field(gt=0, le=3_600)
    messages_per_second: int = Field(ge=1, le=10_000)
    outbox_capacity: int = Field(ge=1, le=100_000)
    outbox_server_capacity: int = Field(ge=1, le=100_000)
    quota_releases: int = Field(ge=0, le=10_000_000)
    quota_bytes: int = Field(ge=0, le=1_000_000_000_000)
    quota_collections: int = Field(ge=0, le=1_000)
    quota_jobs: int = Field(ge=0, le=1_000)
    operator_servers: frozenset[int]
    defer_after_s: float = Field(gt=0, le=2.5)
    shard_count: int = Field(ge=0, le=MOST_SHARDS)
    shard_ids: str
    sync_commands: bool
    message_content: bool
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"]
    log_format: Literal["json", "console"]
    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN", repr=False)

    @field_validator("database", mode="before")
    @classmethod
    def _database_in_data_folder(cls, value: object) -> object:
        return value or platformdirs.user_data_path("communique") / "communique.db"

    @field_validator(
        "releases_folder",
        "lexicon_folder",
        "discord_token",
        "cluster_ca_file",
        "cluster_password",
        mode="before",
    )
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    @field_validator("cluster_nodes")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        strays = [node for node in value if not node.startswith(("http://", "https://")) or "@" in node]
        if strays:
            raise ValueError(
                f"{strays[0]}: an address is http://host:port or https://host:port, without a user"
            )
        return value

    @model_validator(mode="after")
    def _nodes_are_named(self) -> Self:
        if self.engine == "opensearch" and not self.cluster_nodes:
            raise ValueError('engine = "opensearch" needs the addresses of nodes: set cluster_nodes')
        if self.push_on_change != "off" and not self.cluster_nodes:
            raise ValueError(
                f'push_on_change = "{self.push_on_change}" needs the addresses of nodes: set cluster_nodes'
            )
        return self

    @model_validator(mode="after")
    def _shards_are_such(self) -> Self:
        if self.shard_ids:
            if not self.shard_count:
                raise ValueError(
                    f'shard_ids = "{self.shard_ids}" needs to know how many shards there are in all: set shard_count'
                )
            Shards.parse(f"{self.shard_ids}/{self.shard_count}")
        return self

    @property
    def shards(self) -> Shards:
        """The shards that this process takes; the only one where Discord advises how many there are."""
        if self.shard_ids:
            return Shards.parse(f"{self.shard_ids}/{self.shard_count}")
        count = self.shard_count or 1
        return Shards(tuple(range(count)), count)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment comes before what is passed in, which is what the files say."""
        return env_settings, init_settings


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
    try:
        return Settings(**(_read_toml(_HERE / "default.toml") | own))
    except ValidationError as error:
        raise SettingsError("\n".join(_complaints(error, own, own_file))) from None


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


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML: {error}") from error


def _refuse_strays(own: Mapping[str, Any], own_file: Path | None) -> None:
    if {name.lower() for name in own} & {"discord_token", "token"}:
        raise SettingsError(
            f"{own_file}: a token does not belong in a file. Remove it and set DISCORD_TOKEN in the environment."
        )
    if "cluster_password" in own:
        raise SettingsError(
            f"{own_file}: a password does not belong in a file. Remove it and set COMMUNIQUE_CLUSTER_PASSWORD "
            "in the environment."
        )
    known = Settings.model_fields.keys()
    variables = (name for name in os.environ if name.startswith(_PREFIX) and name != _PREFIX + "CONFIG")
    unknown = [name for name in own if name not in known]
    unknown += [name for name in variables if name.removeprefix(_PREFIX).lower() not in known]
    if unknown:
        raise SettingsError(
            f"unknown setting {', '.join(unknown)}. The settings are: {', '.join(sorted(known - {'discord_token'}))}."
        )


def _complaints(error: ValidationError, own: Mapping[str, Any], own_file: Path | None) -> list[str]:
    lines = []
    for problem in error.errors():
        if not problem["loc"]:
            lines.append(problem["msg"].removeprefix("Value error, "))
            continue
        name = str(problem["loc"][0])
        place = own_file if name in own else "environment"
        if _PREFIX + name.upper() in os.environ:
            place = _PREFIX + name.upper()
        lines.append(f"{place}: {name} = {problem['input']!r}: {problem['msg']}")
    return lines
