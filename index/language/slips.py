"""Slips of spelling: what it costs to take one word for another, 1.0 for an ordinary letter.

In: two words in lower-case letters. Out: the least sum of slips that turns one into the other.
"""

from __future__ import annotations

from dataclasses import dataclass

_VOWELS = frozenset("aeiouy")
_SOUNDS_ALIKE = frozenset(
    one + other
    for group in ("ckqs", "sz", "fv", "gj", "mn", "vw", "dt", "bp")
    for one in group
    for other in group
    if one != other
)


@dataclass(frozen=True, slots=True)
class SlipCosts:
    """What single slips cost, against 1.0 for a letter too many, left out or replaced."""

    doubled: float = 0.4  # "terorism"
    vowel: float = 0.6  # "ukrane", "stoltenburg"
    silent: float = 0.6  # an h that is not heard: "afganistan"
    swapped: float = 0.6  # "nuclaer"
    alike: float = 0.7  # "budjet"
    first: float = 0.8  # added at the first letter
    last: float = 0.35  # added at the last letter, where another one mostly makes another word


_COSTS = SlipCosts()


def slip_cost(typed: str, meant: str) -> float:
    """The cheapest slips between two words.

    >>> slip_cost("terorism", "terrorism"), slip_cost("wombat", "combat")
    (0.4, 1.8)
    """
    before: list[float] = []
    row = [0.0]
    for place in range(len(meant)):
        row.append(row[-1] + _missing(meant, place))
    for i in range(len(typed)):
        before, row = row, _next_row(typed, meant, i, before, row)
    return round(row[-1], 3)


def _next_row(typed: str, meant: str, i: int, before: list[float], row: list[float]) -> list[float]:
    """The costs of the first ``i + 1`` letters typed against each beginning of the word meant."""
    missing = _missing(typed, i)
    following = [row[0] + missing]
    for j in range(len(meant)):
        cost = min(
            row[j] + _replaced(typed, i, meant, j), row[j + 1] + missing, following[j] + _missing(meant, j)
        )
        if i and j and typed[i] == meant[j - 1] and typed[i - 1] == meant[j]:
            cost = min(cost, before[j - 1] + _COSTS.swapped + (_COSTS.first if 1 in {i, j} else 0.0))
        following.append(cost)
    return following


def _missing(word: str, place: int) -> float:
    """What it costs that the letter at the place has no counterpart."""
    letter = word[place]
    if letter in {word[place - 1 : place], word[place + 1 : place + 2]}:
        return _COSTS.doubled
    if place == 0:
        return 1 + _COSTS.first
    if place == len(word) - 1:
        return 1.0 if letter == "e" else 1 + _COSTS.last  # an e at the end is not heard
    if letter in _VOWELS:
        return _COSTS.vowel
    return _COSTS.silent if letter == "h" else 1.0


def _replaced(typed: str, i: int, meant: str, j: int) -> float:
    """What it costs that one letter stands for the other."""
    one, other = typed[i], meant[j]
    if one == other:
        return 0.0
    cost = _COSTS.alike if one + other in _SOUNDS_ALIKE else 1.0
    if one in _VOWELS and other in _VOWELS:
        cost = _COSTS.vowel
    if i == 0 or j == 0:
        cost += _COSTS.first
    if i == len(typed) - 1 and j == len(meant) - 1:
        cost += _COSTS.last
    return cost
