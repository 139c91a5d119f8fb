"""How the search cluster stands → lines of text: whether it answers, and which generation of each collection it serves.

In: standings, or the trouble in its place. Out: the same lines for Discord and for a terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index.query import PUBLIC

if TYPE_CHECKING:
    from index.cluster.standing import Standing


def standing_lines(
    collections: Sequence[Standing], trouble: str | None, *, name: Callable[[str], str]
) -> list[str]:
    """The lines; ``name`` writes the name of a collection as whoever reads them knows it."""
    if trouble is not None:
        return [trouble]
    if not collections:
        return ["Search cluster: it answers."]
    return [
        "Search cluster: it answers.",
        *(f"- {name(one.collection)}: {_standing(one)}" for one in collections),
    ]


def _standing(one: Standing) -> str:
    """How a collection stands.

    >>> from index.cluster.standing import Standing
    >>> _standing(Standing("public", newest=7, served=5))
    'generation 5 is served, and 7 is the newest here: the next push brings it'
    """
    if one.newest is None:
        return _kept_elsewhere(one)
    here = f"generation {one.newest}"
    if one.served is None or (one.elsewhere and one.collection != PUBLIC):
        whose = "it holds that of another database" if one.elsewhere else "not in it"
        return f"{whose}; {here} is searched here"
    if one.elsewhere:
        return f"generation {one.served} of another database is served; {here} here is not"
    if one.is_behind:
        return (
            f"generation {one.served} is served, and {one.newest} is the newest here: the next push brings it"
        )
    return f"generation {one.served} is served, the newest"


def _kept_elsewhere(one: Standing) -> str:
    if one.served is None:
        return "neither here nor in it"
    return f"generation {one.served} is served, which another process keeps"
