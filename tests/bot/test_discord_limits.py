"""The checks that every request of the bot passes through let nothing by that Discord would refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
import pytest

from tests.bot.discord_limits import complaints
from tests.bot.discord_schema import VARIABLE, described, schema_complaints

MESSAGES = "/channels/1/messages"
EDIT = "/channels/1/messages/2"
CALLBACK = "/interactions/1/token/callback"
FOLLOWUP = "/webhooks/1/token"
COMMANDS = "/applications/1/commands"
NOBODY: dict[str, Any] = {"parse": []}
V2 = 1 << 15


def message(**parts: Any) -> dict[str, Any]:
    """A message that pings nobody."""
    return {"allowed_mentions": NOBODY, **parts}


def embed(**parts: Any) -> dict[str, Any]:
    return message(embeds=[parts])


def button(number: int = 1, **parts: Any) -> dict[str, Any]:
    return {
        "type": 2,
        "style": 2,
        "label": "Context",
        "custom_id": f"ctx:{number}",
        "disabled": False,
    } | parts


def row(*parts: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(parts)}


def with_rows(*rows: Mapping[str, Any]) -> dict[str, Any]:
    return message(content="A", components=list(rows))


def menu(count: int, **parts: Any) -> dict[str, Any]:
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return row({"type": 3, "custom_id": "menu", "options": options} | parts)


def reply(kind: int, content: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": kind, "data": content}


def choices(count: int, **parts: Any) -> dict[str, Any]:
    return reply(8, {"choices": [{"name": f"n{n}", "value": f"v{n}"} | parts for n in range(count)]})


def command(**parts: Any) -> list[dict[str, Any]]:
    return [{"type": 1, "name": "ask", "description": "Ask", "options": [], "nsfw": False} | parts]


def option(name: str = "on", **parts: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "When"} | parts


def modal(count: int = 1, **parts: Any) -> dict[str, Any]:
    inputs = [
        {"type": 18, "label": "Why", "component": {"type": 4, "style": 1, "custom_id": f"why{number}"}}
        for number in range(count)
    ]
    return reply(9, {"title": "Why", "custom_id": "modal", "components": inputs} | parts)


TAKEN = {
    "a message": ("POST", MESSAGES, message(content="A" * 2_000, nonce="1", tts=False)),
    "an embed": ("POST", MESSAGES, embed(title="A" * 256, description="B" * 4_096, flags=0)),
    "five rows of five": (
        "POST",
        MESSAGES,
        with_rows(*(row(*(button(10 * line + place) for place in range(5))) for line in range(5))),
    ),
    "a reply whose ids are integers": (
        "POST",
        MESSAGES,
        message(content="A", message_reference={"message_id": 5, "channel_id": 6}),
    ),
    "a reply with a menu": ("POST", CALLBACK, reply(4, with_rows(menu(25)))),
    "an edit": ("PATCH", EDIT, message(content="A", embeds=[], components=[], tts=False)),
    "an edit of the buttons alone": ("PATCH", EDIT, {"components": [row(button())]}),
    "a followup": ("POST", FOLLOWUP, message(content="A", flags=64)),
    "choices": ("POST", CALLBACK, choices(25, value="A" * 100)),
    "a modal": ("POST", CALLBACK, modal(5)),
    "a layout": (
        "POST",
        MESSAGES,
        message(flags=V2, components=[{"type": 17, "components": [{"type": 10, "content": "A" * 4_000}]}]),
    ),
    "commands": ("PUT", COMMANDS, command(options=[option(required=True), option("to")])),
    "a thread": ("POST", "/channels/1/messages/2/threads", {"name": "China"}),
}

REFUSED = {
    "content of 2,001": ("POST", MESSAGES, message(content="A" * 2_001)),
    "title of 257": ("POST", MESSAGES, embed(title="A" * 257)),
    "description of 4,097": ("POST", MESSAGES, embed(description="A" * 4_097)),
    "footer of 2,049": ("POST", MESSAGES, embed(description="A", footer={"text": "A" * 2_049})),
    "26 fields": ("POST", MESSAGES, embed(fields=[{"name": "A", "value": "B"}] * 26)),
    "field of 1,025": ("POST", MESSAGES, embed(fields=[{"name": "A", "value": "B" * 1_025}])),
    "11 embeds": ("POST", MESSAGES, message(embeds=[{"title": "A"}] * 11)),
    "6,001 characters in all": (
        "POST",
        MESSAGES,
        message(embeds=[{"description": "A" * 4_000}, {"description": "B" * 2_001}]),
    ),
    "two embeds of one url": ("POST", MESSAGES, message(embeds=[{"title": "A", "url": "https://a.b"}] * 2)),
    "empty message": ("POST", MESSAGES, message(content="")),
    "empty reply": ("POST", CALLBACK, reply(4, message())),
    "edit that empties a message": ("PATCH", EDIT, message(content=None, embeds=[])),
    "6 buttons": ("POST", MESSAGES, with_rows(row(*map(button, range(6))))),
    "6 rows": ("POST", MESSAGES, with_rows(*(row(button(number)) for number in range(6)))),
    "button outside a row": ("POST", MESSAGES, with_rows(button())),
    "label of 81": ("POST", MESSAGES, with_rows(row(button(label="A" * 81)))),
    "custom_id of 101": ("POST", MESSAGES, with_rows(row(button(custom_id="A" * 101)))),
    "empty custom_id": ("POST", MESSAGES, with_rows(row(button(custom_id="")))),
    "button without a word": ("POST", MESSAGES, with_rows(row(button(label=None)))),
    "custom_id twice": ("POST", MESSAGES, with_rows(row(button(1), button(1)))),
    "26 options": ("POST", MESSAGES, with_rows(menu(26))),
    "menu beside a button": ("POST", MESSAGES, with_rows(row(*menu(2)["components"], button()))),
    "26 choices": ("POST", CALLBACK, choices(26)),
    "choice of 101": ("POST", CALLBACK, choices(1, name="A" * 101)),
    "value of 101": ("POST", CALLBACK, choices(1, value="A" * 101)),
    "6 inputs": ("POST", CALLBACK, modal(6)),
    "title of a modal of 46": ("POST", CALLBACK, modal(title="A" * 46)),
    "41 components": (
        "POST",
        MESSAGES,
        message(flags=V2, components=[{"type": 10, "content": "A"}] * 41),
    ),
    "4,001 characters in a layout": (
        "POST",
        MESSAGES,
        message(flags=V2, components=[{"type": 10, "content": "A" * 4_001}]),
    ),
    "content beside a layout": (
        "POST",
        MESSAGES,
        message(flags=V2, content="A", components=[{"type": 10, "content": "A"}]),
    ),
    "everybody pinged": ("POST", MESSAGES, {"content": "A", "allowed_mentions": {"parse": ["everyone"]}}),
    "asker pinged": ("POST", MESSAGES, {"content": "A", "allowed_mentions": {"replied_user": True}}),
    "mentions left to Discord": ("POST", FOLLOWUP, {"content": "A"}),
    "capitals in a command": ("PUT", COMMANDS, command(name="Ask")),
    "blank in a command": ("PUT", COMMANDS, command(name="ask me")),
    "capitals in an option": ("PUT", COMMANDS, command(options=[option("On")])),
    "description of 101": ("PUT", COMMANDS, command(description="A" * 101)),
    "26 options of a command": ("PUT", COMMANDS, command(options=[option(f"o{n}") for n in range(26)])),
    "required after optional": ("PUT", COMMANDS, command(options=[option(), option("to", required=True)])),
    "101 commands": ("PUT", COMMANDS, command() * 101),
    "8,001 characters": (
        "PUT",
        COMMANDS,
        command(options=[option(choices=[{"name": "A" * 100, "value": "B" * 100}] * 25)] * 2),
    ),
    "thread of 101": ("POST", "/channels/1/messages/2/threads", {"name": "A" * 101}),
}

UNKNOWN_TO_DISCORD = {
    "misspelt key": ("POST", MESSAGES, message(contents="A")),
    "misspelt key of an embed": ("POST", MESSAGES, embed(titel="A")),
    "number for text": ("POST", MESSAGES, message(content=5)),
    "no such response": ("POST", CALLBACK, {"type": 99}),
    "no such route": ("POST", "/channels/1/sonnets", {"content": "A"}),
    "option without a description": ("PUT", COMMANDS, command(options=[{"type": 3, "name": "on"}])),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_discord_takes_passes(name: str) -> None:
    assert [] == complaints(*TAKEN[name])


@pytest.mark.parametrize("name", REFUSED)
def test_what_discord_refuses_is_named(name: str) -> None:
    assert complaints(*REFUSED[name])


def test_discords_description_is_held_to_requests() -> None:
    if described() is None:
        pytest.skip(f"{VARIABLE} names no file; get openapi.json from github.com/discord/discord-api-spec")

    assert {name: [] for name in TAKEN} == {name: schema_complaints(*TAKEN[name]) for name in TAKEN}
    assert [] == [name for name in UNKNOWN_TO_DISCORD if not schema_complaints(*UNKNOWN_TO_DISCORD[name])]


async def test_what_discord_py_sends_passes() -> None:
    view = discord.ui.View()
    view.add_item(discord.ui.Button(label="Context", custom_id="ctx"))
    parameters = discord.http.handle_message_parameters(
        "A",
        embed=discord.Embed(title="B", url="https://a.b"),
        view=view,
        allowed_mentions=discord.AllowedMentions.none(),
        mention_author=False,
    )
    request = ("POST", MESSAGES, parameters.payload)

    assert [] == complaints(*request) + schema_complaints(*request)
