"""What Discord would refuse in the buttons, menus and inputs of a message or a modal: from its documents.

In: a message's or a modal's body. Out: a line for each thing that is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Part: TypeAlias = Mapping[str, Any]

_ROW, _BUTTON, _TEXT_INPUT, _TEXT, _LABEL = 1, 2, 4, 10, 18
_SELECTS = (3, 5, 6, 7, 8)
_LINK_STYLE = 5
_V2 = 1 << 15

_TEXT_LIMITS = {"label": 80, "placeholder": 150}
_OPTION_LIMITS = {"label": 100, "value": 100, "description": 100}
_INPUT_LIMITS = {"label": 45, "placeholder": 100, "value": 4_000}


def is_v2(message: Part) -> bool:
    """Whether the message is laid out by components alone."""
    return bool((message.get("flags") or 0) & _V2)


def components_complaints(message: Part) -> Iterator[str]:
    """What is wrong with a message's components."""
    top = message.get("components") or []
    if is_v2(message):
        yield from _layout_complaints(message)
    elif len(top) > 5 or any(part["type"] != _ROW for part in top):
        yield f"{len(top)} top components, not 5 rows at most"
    yield from _parts_complaints(top)


def modal_complaints(modal: Part) -> Iterator[str]:
    """What is wrong with a modal."""
    top = modal["components"]
    if not 1 <= len(top) <= 5:
        yield f"{len(top)} inputs, not 1 to 5"
    yield from _too_long("modal", modal, {"title": 45})
    yield from _custom_id_complaints(modal)
    for part in top:
        if part["type"] == _LABEL:
            yield from _too_long("input", part, {"label": 45, "description": 100})
    yield from _parts_complaints(top)


def _layout_complaints(message: Part) -> Iterator[str]:
    parts = list(_nested(message["components"]))
    text = sum(len(part["content"]) for part in parts if part["type"] == _TEXT)
    if len(parts) > 40:
        yield f"{len(parts)} components, more than 40"
    if text > 4_000:
        yield f"{text:,} characters of text in components, more than 4,000"
    if message.get("content") or message.get("embeds"):
        yield "content or embeds beside a layout of components"


def _parts_complaints(top: list[Part]) -> Iterator[str]:
    parts = list(_nested(top))
    ids = Counter(part["custom_id"] for part in parts if "custom_id" in part)
    yield from (f"custom_id {id_!r} stands {count} times" for id_, count in ids.items() if count > 1)
    for part in parts:
        yield from _part_complaints(part)


def _part_complaints(part: Part) -> Iterator[str]:
    match part["type"]:
        case 1:
            yield from _row_complaints(part)
        case 2:
            yield from _button_complaints(part)
        case 4:
            yield from _too_long("input", part, _INPUT_LIMITS)
            yield from _custom_id_complaints(part)
        case kind if kind in _SELECTS:
            yield from _select_complaints(part)


def _row_complaints(row: Part) -> Iterator[str]:
    inside = row["components"]
    if not 1 <= len(inside) <= 5 or (len(inside) > 1 and any(part["type"] != _BUTTON for part in inside)):
        yield f"a row of {len(inside)}, not 1 to 5 buttons or one menu"


def _button_complaints(button: Part) -> Iterator[str]:
    yield from _too_long("button", button, _TEXT_LIMITS)
    if not button.get("label") and not button.get("emoji"):
        yield "a button without label and emoji"
    if button["style"] == _LINK_STYLE:
        if len(button.get("url") or "") not in range(1, 513):
            yield "a link button's url has not 1 to 512 characters"
    else:
        yield from _custom_id_complaints(button)


def _select_complaints(select: Part) -> Iterator[str]:
    yield from _custom_id_complaints(select)
    yield from _too_long("menu", select, _TEXT_LIMITS)
    options = select.get("options", [])
    if select["type"] == 3 and not 1 <= len(options) <= 25:
        yield f"a menu of {len(options)} options, not 1 to 25"
    values = [option["value"] for option in options]
    if len(values) != len(set(values)):
        yield "two options of a menu have the same value"
    for option in options:
        yield from _too_long("option", option, _OPTION_LIMITS)


def _custom_id_complaints(part: Part) -> Iterator[str]:
    custom_id = part.get("custom_id") or ""
    if not 1 <= len(custom_id) <= 100:
        yield f"custom_id {custom_id!r} has not 1 to 100 characters"


def _too_long(what: str, part: Part, limits: Mapping[str, int]) -> Iterator[str]:
    for name, limit in limits.items():
        if len(part.get(name) or "") > limit:
            yield f"{what} {name} has more than {limit:,} characters"


def _nested(parts: list[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _nested(part.get("components") or [])
        yield from _nested([part[name] for name in ("accessory", "component") if part.get(name)])
