"""Numbers as the cluster holds them: in float32, rounded to the side on which a bound stays a bound."""

from __future__ import annotations

import math

import numpy as np

SLACK = 1 + 1e-6
"""More than float32 sums of a question's terms can be off, as a factor."""

_STEP = 4_096
"""Sums of some hundred weights that are multiples of 1/4096 are exact in float32, in whatever order they are added."""


def up(value: float) -> float:
    """The next float32 that is not below the value.

    >>> up(0.1) >= 0.1
    True
    """
    near = np.float32(value)
    return float(near if float(near) >= value else np.nextafter(near, np.float32(np.inf)))


def down(value: float) -> float:
    """The next float32 that is not above the value."""
    return -up(-value)


def stepped_up(value: float) -> float:
    """The next multiple of 1/4096 that is not below the value.

    >>> stepped_up(0.5)
    0.5
    """
    return math.ceil(value * _STEP) / _STEP
