"""The world in Discord's own shape.

In: what there is. Out: the JSON that Discord would send. discord.py ends at a payload that it cannot parse: a thread that
is null, role objects in a member, an interaction without a limit for attachments.
"""

from __future__ import annotations

from datetime import UTC, datetime

from tests.discord_server.world import Channel, Payload, Server, User, World

PERMISSIONS = str((1 << 50) - 1)


def now() -> str:
    """This moment."""
    return datetime.now(UTC).isoformat()


def user(one: User) -> Payload:
    """A user."""
    return {
        "id": str(one.id),
        "username": one.name.casefold(),
        "global_name": one.name,
        "discriminator": "0",
        "avatar": None,
        "bot": one.bot,
        "public_flags": 0,
    }


def member(one: User, *, full: bool = True) -> Payload:
    """A user as a member; a message's author has the user beside it."""
    payload: Payload = {
        "roles": [],
        "nick": None,
        "avatar": None,
        "joined_at": "2024-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": PERMISSIONS,
    }
    return payload | {"user": user(one)} if full else payload


def channel(one: Channel) -> Payload:
    """A text channel."""
    return {
        "id": str(one.id),
        "type": 0,
        "guild_id": str(one.server_id),
        "name": one.name,
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
    }


def server(one: Server, bot: User) -> Payload:
    """A server as GUILD_CREATE sends it: whoever may all is everyone, members are not listed."""
    everyone = {
        "id": str(one.id),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": PERMISSIONS,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": str(one.id),
        "name": f"Server {one.id}",
        "owner_id": str(one.id + 1),
        "member_count": 3,
        "large": False,
        "unavailable": False,
        "roles": [everyone],
        "channels": [channel(each) for each in one.channels],
        "members": [member(bot)],
        "threads": [],
        "emojis": [],
        "stickers": [],
        "features": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "preferred_locale": "en-US",
        "joined_at": "2024-01-01T00:00:00+00:00",
    }


def message(world: World, place: Channel, author: User, body: Payload) -> Payload:
    """A new message, kept in the world."""
    id_ = world.ids()
    mentions = [
        user(one) for one in (world.bot, world.alice, world.bob) if one.mention in (body.get("content") or "")
    ]
    made = {
        "id": str(id_),
        "channel_id": str(place.id),
        "author": user(author),
        "content": body.get("content") or "",
        "timestamp": now(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": mentions,
        "mention_roles": [],
        "attachments": [],
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "pinned": False,
        "type": 19 if body.get("message_reference") else 0,
        "flags": body.get("flags") or 0,
    }
    if body.get("message_reference"):
        made["message_reference"] = {
            name: str(id_) for name, id_ in body["message_reference"].items() if name != "fail_if_not_exists"
        }
    world.messages[id_] = made
    return made


def as_event(made: Payload, place: Channel, author: User) -> Payload:
    """The message as the gateway sends it."""
    return made | {"guild_id": str(place.server_id), "member": member(author, full=False)}


def interaction(world: World, place: Channel, person: User, kind: int, data: Payload) -> Payload:
    """Something that a person does with the bot."""
    id_ = world.ids()
    token = f"token-{id_}"
    world.interactions[token] = place
    return {
        "id": str(id_),
        "application_id": str(world.bot.id),
        "type": kind,
        "data": data,
        "guild": {"id": str(place.server_id), "locale": "en-US", "features": []},
        "guild_id": str(place.server_id),
        "channel": channel(place),
        "channel_id": str(place.id),
        "member": member(person),
        "token": token,
        "version": 1,
        "app_permissions": PERMISSIONS,
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(place.server_id)},
        "context": 0,
        "attachment_size_limit": 10_485_760,
    }


def application(world: World) -> Payload:
    """The application whose bot logs in."""
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "owner": user(world.alice),
        "team": None,
        "summary": "",
        "flags": 0,
    }
