"""Checks what an operator set: the values of all settings come in, the same in their types go out, or complaints.

Apart from the settings, so that whoever changes none need not wait until what checks them is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, Self, get_type_hints

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    create_model,
    field_validator,
    model_validator,
)

from config.settings import Settings, SettingsError
from config.shards import Shards


class _Rules(BaseModel):
    """What holds of settings beside their types and limits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("cluster_nodes", check_fields=False)
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
        values = vars(self)
        if values["engine"] == "opensearch" and not values["cluster_nodes"]:
            raise ValueError('engine = "opensearch" needs the addresses of nodes: set cluster_nodes')
        if values["push_on_change"] != "off" and not values["cluster_nodes"]:
            raise ValueError(
                f'push_on_change = "{values["push_on_change"]}" needs the addresses of nodes: set cluster_nodes'
            )
        return self

    @model_validator(mode="after")
    def _shards_are_such(self) -> Self:
        values = vars(self)
        if values["shard_ids"]:
            if not values["shard_count"]:
                raise ValueError(
                    f'shard_ids = "{values["shard_ids"]}" needs to know how many shards there are in all: set shard_count'
                )
            Shards.parse(f"{values['shard_ids']}/{values['shard_count']}")
        return self


def checked(values: Mapping[str, Any], *, told: Callable[[str], str]) -> dict[str, Any]:
    """The values of all settings, each of its type and within its limits; ``told`` says where one was set.

    Raises:
        SettingsError: a setting is of another type or out of range.
    """
    try:
        valid = _model()(**values)
    except ValidationError as error:
        raise SettingsError("\n".join(_complaints(error, told))) from None
    return {name: getattr(valid, name) for name in type(valid).model_fields}


def _model() -> type[BaseModel]:
    kinds = get_type_hints(Settings, localns={"SecretStr": SecretStr})
    limited: dict[str, Any] = {
        each.name: (
            kinds[each.name],
            Field(... if each.default is MISSING else each.default, **each.metadata),
        )
        for each in fields(Settings)
    }
    return create_model("Settings", __base__=_Rules, **limited)


def _complaints(error: ValidationError, told: Callable[[str], str]) -> Iterator[str]:
    for problem in error.errors():
        if not problem["loc"]:
            yield problem["msg"].removeprefix("Value error, ")
            continue
        name = str(problem["loc"][0])
        yield f"{told(name)}: {name} = {problem['input']!r}: {problem['msg']}"
