"""Numbers as the cluster holds them: in float32, rounded to the side on which a bound stays a bound."""

from __future__ import annotations

import numpy as np

SLACK = 1 + 1e-6
"""More than float32 sums of a question's terms can be off, as a factor."""


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
