"""Whether what shows the page is installed.

In: the modules of this environment. Out: nothing, or an error that says how to install the extra.
"""

from __future__ import annotations

from importlib.util import find_spec

from bot.errors import PlayMissing

_MODULES = ("simcord", "av", "linkify_it", "PIL", "regex")


def missing_modules() -> list[str]:
    """What the extra would bring and is not installed."""
    return [module for module in _MODULES if find_spec(module) is None]


def require_extra() -> None:
    """Find everything that the page needs.

    Raises:
        PlayMissing: something is not installed.
    """
    if missing := missing_modules():
        raise PlayMissing(missing)
