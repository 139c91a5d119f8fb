"""What admins read of how the search cluster stands."""

from __future__ import annotations

import pytest

from bot.render.standing import standing_lines
from index.cluster.standing import Standing


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (Standing("7/press", newest=3, served=3), "generation 3 is served, the newest"),
        (Standing("7/press", newest=4, served=3), "3 is served, and 4 is the newest here: the next push"),
        (Standing("7/press", newest=4, served=None), "not in it; generation 4 is searched here"),
        (Standing("7/press", newest=4, served=9, elsewhere=True), "another database; generation 4"),
        (
            Standing("public", newest=4, served=9, elsewhere=True),
            "9 of another database is served; generation 4",
        ),
        (Standing("public", newest=4, served=None, elsewhere=True), "generation 4 is searched here"),
        (
            Standing("7/press", newest=None, served=9, elsewhere=True),
            "9 is served, which another process keeps",
        ),
        (Standing("7/press", newest=None, served=None), "neither here nor in it"),
    ],
)
def test_each_standing_has_its_words(standing: Standing, told: str) -> None:
    first, line = standing_lines([standing], None, name=lambda name: name.removeprefix("7/"))

    assert "answers" in first
    assert line.startswith(("- press: ", "- public: "))
    assert told in line


def test_trouble_is_one_sentence_in_place_of_all() -> None:
    assert ["It is away."] == standing_lines([], "It is away.", name=str)
