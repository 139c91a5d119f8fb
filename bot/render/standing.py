"""How the search cluster stands → lines of text: whether it answers, and which generation of each collection it serves.

In: standings, or the trouble in its place. Out: the same lines for Discord and for a terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

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
        if one.served is None:
            return "neither here nor in the cluster"
        return f"generation {one.served} is served, which another process keeps"
    if one.elsewhere:
        return f"the cluster holds that of another database; generation {one.newest} is searched here"
    if one.served is None:
        return f"not in the cluster; generation {one.newest} is searched here"
    if one.is_behind:
        return (
            f"generation {one.served} is served, and {one.newest} is the newest here: the next push brings it"
        )
    return f"generation {one.served} is served, the newest"
