"""The words of a passage that may answer: a passage and a kind of answer come in, places in the passage go out.

Dates, figures, places and persons are found by patterns and short lists. What is found is always a piece of the
passage itself. `exact_span` chooses the one that stands nearest to the words that matched the question.
"""

from __future__ import annotations

from index.language.spans.exact import exact_span
from index.language.spans.finding import has_answer, spans
from index.language.spans.glance import kinds_held

__all__ = ["exact_span", "has_answer", "kinds_held", "spans"]
