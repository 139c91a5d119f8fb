"""Discord's REST interface, as far as the bot uses it.

In: requests. Out: answers as Discord gives them, and events for what the bot wrote; each request is recorded, and may
meet a fault in place of its answer.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

from tests.discord_server import payloads
from tests.discord_server.faults import Faults, json_response
from tests.discord_server.requests import Request, Requests
from tests.discord_server.world import Channel, Payload, World

PREFIX = "/api/v10"

Handler: TypeAlias = Callable[["Rest", re.Match[str], Any], Any]
Emit: TypeAlias = Callable[[str, Payload], Awaitable[None]]

_ROUTES: list[tuple[re.Pattern[str], Handler]] = []
_EPHEMERAL = 1 << 6
_LOADING = 1 << 7
_REPLY, _DEFER = 4, 5


def _route(pattern: str) -> Callable[[Handler], Handler]:
    def add(handler: Handler) -> Handler:
        _ROUTES.append((re.compile(pattern), handler))
        return handler

    return add


class Rest:
    """Answers requests; ``emit`` sends events to the bot, ``gateway_url`` is where it finds them."""

    def __init__(self, world: World, emit: Emit) -> None:
        self.world = world
        self.requests = Requests()
        self.faults = Faults()
        self.gateway_url = ""
        self.shards = 1
        self.events: list[tuple[str, Payload]] = []
        self._emit = emit
        self._channels = {channel.id: channel for server in world.servers for channel in server.channels}

    def channel(self, id: str) -> Channel:
        """A channel by its id."""
        return self._channels[int(id)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Record the request, and answer it or let it go wrong."""
        path = request.path.removeprefix(PREFIX)
        seen = Request(request.method, path, await _body(request), time.perf_counter())
        self.requests.seen.append(seen)
        await self.requests.changed()
        fault = self.faults.meet(seen.line)
        response = await fault.answer(request) if fault is not None and not fault.after else None
        if response is None:
            response = await self._answer(seen)
        seen.status = response.status
        await self.requests.changed()
        if fault is not None and fault.after:
            return await fault.answer(request) or response
        return response

    async def _answer(self, request: Request) -> web.Response:
        for pattern, handler in _ROUTES:
            match = pattern.fullmatch(request.line)
            if match is not None:
                try:
                    body = handler(self, match, request.body)
                except KeyError:
                    return json_response({"message": "Unknown", "code": 10_003}, status=404)
                await self._send_events()
                return web.Response(status=204) if body is None else json_response(body)
        return json_response({"message": "404: Not Found", "code": 0}, status=404)

    async def _send_events(self) -> None:
        events, self.events = self.events, []
        for name, event in events:
            await self._emit(name, event)


@_route(r"GET /users/@me")
def _me(rest: Rest, _match: re.Match[str], _body: Any) -> Payload:
    return payloads.user(rest.world.bot)


@_route(r"GET /oauth2/applications/@me")
def _application(rest: Rest, _match: re.Match[str], _body: Any) -> Payload:
    return payloads.application(rest.world)


@_route(r"GET /gateway/bot")
def _gateway(rest: Rest, _match: re.Match[str], _body: Any) -> Payload:
    limit = {"total": 1_000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
    return {"url": rest.gateway_url, "shards": rest.shards, "session_start_limit": limit}


@_route(r"PUT /applications/\d+/commands")
def _commands(rest: Rest, _match: re.Match[str], body: Any) -> list[Payload]:
    own = {"application_id": str(rest.world.bot.id), "version": "1", "default_member_permissions": None}
    return [
        {"type": 1, "description": ""} | command | own | {"id": str(rest.world.ids())} for command in body
    ]


@_route(r"POST /channels/(?P<channel>\d+)/typing")
def _typing(_rest: Rest, _match: re.Match[str], _body: Any) -> None:
    return None


@_route(r"POST /channels/(?P<channel>\d+)/messages")
def _write(rest: Rest, match: re.Match[str], body: Any) -> Payload:
    return _new_message(rest, rest.channel(match["channel"]), body)


@_route(r"PATCH /channels/\d+/messages/(?P<message>\d+)")
def _edit(rest: Rest, match: re.Match[str], body: Any) -> Payload:
    return _changed(rest, int(match["message"]), body)


@_route(r"DELETE /channels/\d+/messages/(?P<message>\d+)")
def _delete(rest: Rest, match: re.Match[str], _body: Any) -> None:
    _gone(rest, int(match["message"]))


@_route(r"POST /interactions/(?P<id>\d+)/(?P<token>[^/]+)/callback")
def _callback(rest: Rest, match: re.Match[str], body: Any) -> Payload:
    answered: Payload = {"id": match["id"], "type": 2}
    if body["type"] not in (_REPLY, _DEFER):
        return {"interaction": answered}
    content = body.get("data") or {}
    flags = (content.get("flags") or 0) | (_LOADING if body["type"] == _DEFER else 0)
    made = _answer_of(rest, match["token"], content | {"flags": flags})
    rest.world.originals[match["token"]] = int(made["id"])
    answered |= {
        "response_message_id": made["id"],
        "response_message_loading": body["type"] == _DEFER,
        "response_message_ephemeral": bool(flags & _EPHEMERAL),
    }
    return {"interaction": answered, "resource": {"type": body["type"], "message": made}}


@_route(r"POST /webhooks/\d+/(?P<token>[^/]+)")
def _followup(rest: Rest, match: re.Match[str], body: Any) -> Payload:
    return _answer_of(rest, match["token"], body)


@_route(r"GET /webhooks/\d+/(?P<token>[^/]+)/messages/@original")
def _original(rest: Rest, match: re.Match[str], _body: Any) -> Payload:
    return rest.world.messages[rest.world.originals[match["token"]]]


@_route(r"PATCH /webhooks/\d+/(?P<token>[^/]+)/messages/@original")
def _edit_original(rest: Rest, match: re.Match[str], body: Any) -> Payload:
    return _changed(rest, rest.world.originals[match["token"]], body)


@_route(r"DELETE /webhooks/\d+/(?P<token>[^/]+)/messages/@original")
def _delete_original(rest: Rest, match: re.Match[str], _body: Any) -> None:
    del rest.world.messages[rest.world.originals[match["token"]]]


def _answer_of(rest: Rest, token: str, body: Payload) -> Payload:
    return payloads.message(rest.world, rest.world.interactions[token], rest.world.bot, body)


def _new_message(rest: Rest, place: Channel, body: Any) -> Payload:
    made = payloads.message(rest.world, place, rest.world.bot, body)
    rest.events.append(("MESSAGE_CREATE", payloads.as_event(made, place, rest.world.bot)))
    return made


def _changed(rest: Rest, id: int, body: Any) -> Payload:
    message = rest.world.messages[id]
    message |= {name: body[name] or "" for name in ("content",) if name in body}
    message |= {name: body[name] or [] for name in ("embeds", "components") if name in body}
    message["edited_timestamp"] = payloads.now()
    return message


def _gone(rest: Rest, id: int) -> None:
    message = rest.world.messages.pop(id)
    place = rest.channel(message["channel_id"])
    ids = {"id": message["id"], "channel_id": message["channel_id"], "guild_id": str(place.server_id)}
    rest.events.append(("MESSAGE_DELETE", ids))


async def _body(request: web.Request) -> Any:
    """The JSON of a request, which stands beside the files where there are any."""
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return json.loads(str(form["payload_json"]))
    return await request.json() if request.can_read_body else None
