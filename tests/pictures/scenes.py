"""What is photographed: each scene is what people do, in order, and what the picture shows of it.

In: nothing. Out: ``SCENES``; a scene begins in an empty channel, so that one can change without the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

QUESTION = "what did Stoltenberg say about China?"
TITLE = (
    "Secretary General in Washington: through NATO, the US has more friends and allies than any other power"
)
RELEASE = """\
Harbour of Tromso opens a second quay

1 February 2024

The harbour of Tromso opened its second quay on Thursday. “Twice as many ships can land here now,” harbour master \
Ada Lund said.

The quay is 240 metres long.
"""


@dataclass(frozen=True, slots=True)
class Say:
    """Type a message and send it."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """Give a slash command with its options."""

    name: str
    options: dict[str, str | bool | int | tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskAbout:
    """Choose a command of the message menu of the last message."""

    name: str


@dataclass(frozen=True, slots=True)
class Press:
    """Press the button whose name begins so; the last one where there are several."""

    label: str


@dataclass(frozen=True, slots=True)
class Type:
    """Type without sending, as when looking for a command or an option's value."""

    text: str


@dataclass(frozen=True, slots=True)
class Fill:
    """Fill the one field of a dialog and send it."""

    text: str


@dataclass(frozen=True, slots=True)
class Become:
    """Go on as somebody else: "you" or "Alice"."""

    name: str


Step = Say | Command | AskAbout | Press | Type | Fill | Become


class Frame(Enum):
    """What of the page is in the picture."""

    CONVERSATION = "the messages of the scene"
    LAST = "the last message"
    FOOT = "the foot of the last message"
    DIALOG = "the dialog"
    COMPOSER = "the line to write in, with what it offers"


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture, by the name of its file; ``phone``: also as it looks on one."""

    name: str
    steps: tuple[Step, ...]
    frame: Frame = Frame.LAST
    direct: bool = False
    phone: bool = False


ASKED = Say(f"@Communiqué {QUESTION}")
ASKED_PRIVATELY = Command("ask", {"question": QUESTION, "private": True})
CLAIM = Say("Didn’t NATO say we depend too much on raw materials from China?")

_ASKING = (
    Scene("answer", (ASKED,), Frame.CONVERSATION, phone=True),
    Scene("direct", (Say(QUESTION), Say("and on Russia?")), Frame.CONVERSATION, direct=True),
    Scene("ask-suggestions", (Type("/"),), Frame.COMPOSER),
    Scene("ask", (Command("ask", {"question": "what was said about Ukraine?", "from": "2023"}),)),
    Scene("follow-up", (Command("ask", {"question": QUESTION}), Press("Follow-up")), Frame.DIALOG),
    Scene(
        "about-this", (Become("Alice"), CLAIM, Become("you"), AskAbout("Ask about this")), Frame.CONVERSATION
    ),
)

_READING = (
    Scene("context", (ASKED, Press("Context")), phone=True),
    Scene("next-source", (ASKED, Press("Next source")), phone=True),
    Scene("whole-release", (ASKED, Press("Whole release")), phone=True),
    Scene("why", (ASKED, Press("Why this passage?")), phone=True),
    Scene("quote", (ASKED, Press("Copy as quote"))),
    Scene("vote", (ASKED, Press("👎"))),
    Scene("private", (ASKED_PRIVATELY,)),
    Scene("shared", (ASKED_PRIVATELY, Press("Share"))),
    Scene("others", (ASKED, Become("Alice"), Press("Next source"))),
)

_LOOKING_UP = (
    Scene("date", (Command("date", {"on": "last week"}),)),
    Scene("date-pages", (Command("date", {"on": "2023"}), Press("→")), Frame.FOOT, phone=True),
    Scene("page-jump", (Command("date", {"on": "2023"}), Press("Page 1 of")), Frame.DIALOG),
    Scene("topic", (Command("topic", {"name": "Cybersecurity"}),), phone=True),
    Scene("topic-suggestions", (Type("/topic\n"), Type("c")), Frame.COMPOSER),
    Scene("speaker", (Command("speaker", {"name": "Jens Stoltenberg"}),), phone=True),
    Scene("release", (Command("release", {"title": TITLE}),), phone=True),
    Scene("latest", (Command("latest"),), phone=True),
)

_SILENCE = (
    Scene("no-answer", (Say("@Communiqué what is the capital of Peru?"),), Frame.CONVERSATION, phone=True),
    Scene("closest", (Say("@Communiqué how many people live in Kyiv?"),), Frame.CONVERSATION, phone=True),
    Scene("other-language", (Say("@Communiqué was sagte Stoltenberg über China?"),), Frame.CONVERSATION),
)

_NOTICES = (
    Scene("welcome", (), phone=True),
    Scene("help", (Command("help"),), phone=True),
    Scene("about", (Command("about"),), phone=True),
    Scene("setup", (Command("setup check"),)),
    Scene("privacy", (Command("privacy show"),)),
    Scene("admin-channel", (Command("admin channel"),)),
    Scene(
        "release-add",
        (
            Command("admin collection create", {"name": "press"}),
            Command("admin release add", {"file": ("harbour.txt", RELEASE.encode())}),
        ),
    ),
)

SCENES = (*_ASKING, *_READING, *_LOOKING_UP, *_SILENCE, *_NOTICES)
