"""The second stage's constants, all of them.

Chosen on the tune half of tests/quality (`make quality`), where each was kept only if leaving it out cost something;
`python -m tests.quality DATA --ablations` prints what.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceParams:
    """What a term is worth outside the passage, in hits of a sentence, and what the bonuses are, in idf mass."""

    title: float = 1.2
    first: float = 0.3  # the release's first sentence
    nearby: float = 0.3  # up to five sentences away
    release: float = 0.05  # anywhere in the release
    scrap: float = 0.9  # factor for fewer than five terms: headings, greetings, bare names
    published: float = 0.7  # the release is of the days asked for
    dated: float = 0.4  # the passage or its title names them
    spoken: float = 0.3  # whoever is asked for speaks the passage
    issued: float = 0.2  # the release speaks for whoever is asked for
    named: float = 0.2  # the passage names whoever is asked for
    holds: float = 0.2  # a date, figure, name or place where one is asked for
    run: float = 0.06  # the longest run of the question's words
    pursued: float = 0.2  # the release answered the question before
    newest: float = 0.3  # the newest of the candidates, where the latest is asked for
    least_idf: float = 0.01  # floor of a term's weight, as a share of the highest idf
