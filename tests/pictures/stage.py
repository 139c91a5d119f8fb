"""Where a scene is played: the page of a world of its own, in a browser without a window.

In: a scene, a page. Out: the page, as it looks when the scene is over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.async_api import Page
from simcord.actors import MemberActor

from bot.play.world import World
from tests.bot.play.pages import READY
from tests.pictures.scenes import AskAbout, Become, Command, Fill, Press, Say, Scene, Step, Type

_BREATH_MS = 250
"""Beyond what the page calls ready: popups open a moment later."""


@dataclass(slots=True)
class Stage:
    """A world, the page that shows it, and who acts."""

    world: World
    page: Page
    direct: bool
    name: str = "you"

    async def play(self, scene: Scene) -> None:
        """Do what the scene says, then take the hand from the mouse."""
        await self.settle()
        for step in scene.steps:
            await self._do(step)
            await self.settle()
        await self.page.mouse.move(0, 0)

    async def settle(self) -> None:
        """Wait until the page shows what came of the last step."""
        await self.page.wait_for_function(READY)
        await self.page.wait_for_timeout(_BREATH_MS)
        await self.page.wait_for_function(READY)

    async def _do(self, step: Step) -> None:
        match step:
            case Say(text):
                await self.page.locator("#channel-composer-input").fill(text)
                await self.page.keyboard.press("Enter")
            case Type(text):
                await self._type(text)
            case Press(label):
                # some labels count: "Page 2 of 5"
                name = re.compile(rf"^{re.escape(label)}")
                await self.page.get_by_role("button", name=name).last.click()
            case Fill(text):
                await self._fill(text)
            case Become(name):
                self.name = name
                await self.page.locator("#viewer-picker").select_option(label=name)
            case Command() | AskAbout():
                await self._behind_the_scenes(step)

    async def _type(self, text: str) -> None:
        if not await self.page.locator(".command-mode, [data-command-mode=true]").count():
            await self.page.locator("#channel-composer-input").click()
        await self.page.keyboard.type(text, delay=30)

    async def _fill(self, text: str) -> None:
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_role("textbox").first.fill(text)
        await dialog.get_by_role("button", name="Submit").click()

    async def _behind_the_scenes(self, step: Command | AskAbout) -> None:
        """What the page offers no way to do, or a long one; it shows what came of it once it is asked to."""
        actor, channel = self._actor, self.world.channel
        if isinstance(step, AskAbout):
            message = channel.last_message
            assert message is not None
            await actor.context_menu(channel, step.name, message)
        elif self.direct:
            await actor.user.slash(step.name, **step.options)
        else:
            await actor.slash(channel, step.name, **step.options)
        await self.page.locator("#refresh").click()

    @property
    def _actor(self) -> MemberActor:
        return self.world.you if self.name == "you" else self.world.guest
