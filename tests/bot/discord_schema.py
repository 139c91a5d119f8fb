"""Discord's own description of its interface (OpenAPI, from github.com/discord/discord-api-spec), held to requests.

In: the file that the environment variable DISCORD_OPENAPI names; a request's method, path and body. Out: what the
description does not allow. It knows misspelt keys and wrong types, which discord_limits.py does not look for.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

VARIABLE = "DISCORD_OPENAPI"

Schema: TypeAlias = dict[str, Any]

_ADDRESS = "urn:discord"
_SENT_BY_DISCORD_PY = {
    "RichEmbed": {"flags": {"type": "integer"}},
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": "boolean"}},
    "MessageEditRequestPartial": {"tts": {"type": "boolean"}},
    "IncomingWebhookUpdateRequestPartial": {"tts": {"type": "boolean"}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": {"type": "boolean"}},
}
"""Keys that discord.py sends and Discord takes, though its description does not know them."""


def described() -> Path | None:
    """The description, where there is one."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def schema_complaints(method: str, path: str, body: Any) -> list[str]:
    """What the description does not allow in a request; nothing where there is no description."""
    description = described()
    if description is None or body is None:
        return []
    pointer = _pointer(description, method, path)
    if pointer is None:
        return [f"{method} {path}: Discord's description has no such route with a body"]
    error = best_match(_validator(description, pointer).iter_errors(body))
    if error is None:
        return []
    return [f"{method} {path}: {error.json_path}: {error.message[:300]}"]


@cache
def _read(description: Path) -> Schema:
    """The description, strict about keys and lenient where discord.py differs from it."""
    document: Schema = json.loads(description.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    for name, properties in _SENT_BY_DISCORD_PY.items():
        schemas[name]["properties"] |= properties
    schemas["SnowflakeType"] = {"type": ["string", "integer"]}
    # media channels: documented elsewhere, and left out here
    schemas["ChannelTypes"]["oneOf"].append({"title": "GUILD_MEDIA", "const": 16})
    _forbid_other_keys(document)
    return document


def _forbid_other_keys(node: Any) -> None:
    children: list[Any] = []
    if isinstance(node, dict):
        children = list(node.values())
        if node.get("type") == "object" and isinstance(node.get("properties"), dict):
            node.setdefault("additionalProperties", False)
    elif isinstance(node, list):
        children = node
    for child in children:
        _forbid_other_keys(child)


@cache
def _validator(description: Path, pointer: str) -> Draft202012Validator:
    resource = Resource.from_contents(_read(description), default_specification=DRAFT202012)
    registry: Registry[Schema] = Registry().with_resource(_ADDRESS, resource)
    return Draft202012Validator({"$ref": f"{_ADDRESS}#{pointer}"}, registry=registry)


def _pointer(description: Path, method: str, path: str) -> str | None:
    """Where the description of the route's JSON body stands; the route with the fewest placeholders wins."""
    fitting = [route for route in _routes(description, method.lower()) if _pattern(route).fullmatch(path)]
    if not fitting:
        return None
    route = min(fitting, key=lambda found: found.count("{"))
    steps = ("paths", route, method.lower(), "requestBody", "content", "application/json", "schema")
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


@cache
def _routes(description: Path, method: str) -> list[str]:
    return list(_routes_with_body(_read(description)["paths"], method))


def _routes_with_body(paths: Schema, method: str) -> Iterator[str]:
    for route, methods in paths.items():
        content = methods.get(method, {}).get("requestBody", {}).get("content", {})
        if "application/json" in content:
            yield route


@cache
def _pattern(route: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route)))
