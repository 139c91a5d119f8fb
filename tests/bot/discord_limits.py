"""What Discord would refuse, or show to nobody, in a request of the bot: from its documents, not from our constants.

In: a request's method, path and body. Out: a line for each thing that is wrong. Discord's own description, which
discord_schema.py reads, lets most of these pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from tests.bot.discord_components import components_complaints, is_v2, modal_complaints

Body: TypeAlias = Mapping[str, Any]

_CALLBACK = re.compile(r"/interactions/\d+/[^/]+/callback")
_NEW_MESSAGE = re.compile(r"/channels/\d+/messages|/webhooks/\d+/[^/]+")
_OLD_MESSAGE = re.compile(r"/channels/\d+/messages/\d+|/webhooks/\d+/[^/]+/messages/[^/]+")
_COMMANDS = re.compile(r"/applications/\d+(?:/guilds/\d+)?/commands")
_THREADS = re.compile(r"/channels/\d+(?:/messages/\d+)?/threads")

_CHAT_NAME = re.compile(r"[-_'\w]{1,32}")

_REPLY, _UPDATE, _AUTOCOMPLETE, _MODAL = 4, 7, 8, 9
_EMBED_LIMITS = {"title": 256, "description": 4_096}
_SUBCOMMANDS = (1, 2)


def complaints(method: str, path: str, body: Any) -> list[str]:
    """What is wrong with a request."""
    return [f"{method} {path}: {line}" for line in _complaints(method, path, body)]


def _complaints(method: str, path: str, body: Any) -> Iterator[str]:
    if method == "POST" and _CALLBACK.fullmatch(path):
        yield from _callback_complaints(body)
    elif method == "POST" and _NEW_MESSAGE.fullmatch(path):
        yield from _message_complaints(body, new=True)
    elif method == "PATCH" and _OLD_MESSAGE.fullmatch(path):
        yield from _message_complaints(body, new=False)
    elif method == "PUT" and _COMMANDS.fullmatch(path):
        yield from _commands_complaints(body)
    elif method == "POST" and _THREADS.fullmatch(path):
        yield from _length("thread name", body.get("name"), 1, 100)


def _callback_complaints(body: Body) -> Iterator[str]:
    content = body.get("data") or {}
    if body["type"] in (_REPLY, _UPDATE):
        yield from _message_complaints(content, new=body["type"] == _REPLY)
    elif body["type"] == _AUTOCOMPLETE:
        yield from _choices_complaints(content["choices"])
    elif body["type"] == _MODAL:
        yield from modal_complaints(content)


def _message_complaints(message: Body, *, new: bool) -> Iterator[str]:
    yield from _length("content", message.get("content"), 0, 2_000)
    yield from _embeds_complaints(message.get("embeds") or [])
    yield from components_complaints(message)
    yield from _mentions_complaints(message, new=new)
    if len(message.get("attachments") or []) > 10:
        yield "more than 10 attachments"
    if _is_empty(message, new=new):
        yield "an empty message"


def _is_empty(message: Body, *, new: bool) -> bool:
    if any(message.get(part) for part in ("content", "embeds", "attachments", "poll", "sticker_ids")):
        return False
    if message.get("components") and is_v2(message):
        return False
    # an edit keeps what it does not name
    return new or {"content", "embeds"} <= message.keys()


def _mentions_complaints(message: Body, *, new: bool) -> Iterator[str]:
    allowed = message.get("allowed_mentions")
    if allowed is None:
        if new:
            yield "allowed_mentions is missing, so that every mention pings"
    elif any(allowed.get(kind) for kind in ("parse", "users", "roles", "replied_user")):
        yield f"mentions ping: {allowed}"


def _embeds_complaints(embeds: list[Body]) -> Iterator[str]:
    if len(embeds) > 10:
        yield "more than 10 embeds"
    total = sum(len(text) for embed in embeds for text in _embed_texts(embed))
    yield from _at_most("characters of embeds", total, 6_000)
    for embed in embeds:
        yield from _embed_complaints(embed)
    addresses = [embed["url"] for embed in embeds if embed.get("url")]
    if len(addresses) != len(set(addresses)):
        yield "embeds of one message share a url: only the first would be shown"


def _embed_complaints(embed: Body) -> Iterator[str]:
    for name, limit in _EMBED_LIMITS.items():
        yield from _length(f"embed {name}", embed.get(name), 0, limit)
    yield from _length("embed footer", (embed.get("footer") or {}).get("text"), 1, 2_048)
    yield from _length("embed author", (embed.get("author") or {}).get("name"), 1, 256)
    yield from _at_most("embed fields", len(embed.get("fields", [])), 25)
    for field in embed.get("fields", []):
        yield from _length("field name", field["name"], 1, 256)
        yield from _length("field value", field["value"], 1, 1_024)


def _embed_texts(embed: Body) -> Iterator[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("footer") or {}).get("text", "")
    yield (embed.get("author") or {}).get("name", "")
    for field in embed.get("fields", []):
        yield field["name"] + field["value"]


def _commands_complaints(commands: list[Body]) -> Iterator[str]:
    chat = [command for command in commands if command.get("type", 1) == 1]
    yield from _at_most("chat commands", len(chat), 100)
    yield from _at_most("message menus", sum(command.get("type") == 3 for command in commands), 15)
    for command in chat:
        yield from _named_complaints(command)
        yield from _at_most(f"characters of /{command['name']}", _command_size(command), 8_000)
    for command in commands:
        yield from _length("command name", command["name"], 1, 32)


def _named_complaints(named: Body) -> Iterator[str]:
    """Of a command, a subcommand or an option."""
    name = named["name"]
    if not _CHAT_NAME.fullmatch(name) or name != name.lower():
        yield f"{name!r} cannot be the name of a command or option"
    yield from _length(f"description of {name!r}", named.get("description", ""), 1, 100)
    yield from _at_most(f"options of {name!r}", len(named.get("options", [])), 25)
    yield from _choices_complaints(named.get("choices", []))
    required = [option.get("required", False) for option in named.get("options", []) if not _is_group(option)]
    if required != sorted(required, reverse=True):
        yield f"{name!r} has a required option after an optional one"
    for option in named.get("options", []):
        yield from _named_complaints(option)


def _is_group(option: Body) -> bool:
    return option["type"] in _SUBCOMMANDS


def _command_size(named: Body) -> int:
    own = len(named["name"]) + len(named.get("description", ""))
    choices = sum(len(choice["name"]) + len(str(choice["value"])) for choice in named.get("choices", []))
    return own + choices + sum(_command_size(option) for option in named.get("options", []))


def _choices_complaints(choices: list[Body]) -> Iterator[str]:
    yield from _at_most("choices", len(choices), 25)
    for choice in choices:
        yield from _length("choice name", choice["name"], 1, 100)
        yield from _length("choice value", str(choice["value"]), 1, 100)


def _length(what: str, text: str | None, least: int, most: int) -> Iterable[str]:
    if text is not None and not least <= len(text) <= most:
        yield f"{what} has {len(text):,} characters, not {least} to {most:,}"


def _at_most(what: str, count: int, most: int) -> Iterable[str]:
    if count > most:
        yield f"{count:,} {what}, more than {most:,}"
