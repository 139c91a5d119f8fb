"""Questions for measuring, in the releases' own words.

In: a new database and how many passages it holds. Out: questions, the same ones for the same releases.
"""

from __future__ import annotations

import random

from index.language.analyzer import terms
from index.store.database import Database
from index.store.library import StoreLibrary

QUESTIONS = 300
SEED = 20_240_131


async def questions_from(database: Database, passages: int, count: int = QUESTIONS) -> list[str]:
    """Three to six neighbouring words of passages drawn at random."""
    draw = random.Random(SEED)
    rows = [draw.randint(1, passages) for _ in range(count)]
    found = await StoreLibrary(database).passages(list(map(int, rows)))  # type: ignore[arg-type]  # rows of a new database are 1…n
    questions = []
    for passage in found:
        words = [word for word in passage.quote.split() if terms(word)]
        count = draw.randint(3, 6)
        start = draw.randint(0, max(len(words) - count, 0))
        if words:
            questions.append(" ".join(words[start : start + count]))
    return questions
