"""In simulation the chooser serves five kinds of people better than chance or popularity does."""

from __future__ import annotations

from app.catalogue import prompts
from tests.guidance import people

PROMPTS = prompts()
SEEDS = 2


def test_it_fits_people_better_than_chance_and_popularity_and_breaks_no_rule() -> None:
    table = people.compare(PROMPTS, seeds=SEEDS)
    assert table["people"] == len(people.KINDS) * SEEDS
    assert table["suggestions_each"] == 200
    assert table["rules_broken"] == 0
    assert table["times_nothing_was_left"] == 0
    for gain in ("over_random", "over_most_popular"):
        assert isinstance(table[gain], float)
        assert table[gain] >= 0.2, table


def test_the_tastes_are_not_among_the_features_and_no_two_kinds_like_the_same() -> None:
    likes = [pattern for kind in people.KINDS.values() for pattern in kind.likes]
    dislikes = [pattern for kind in people.KINDS.values() for pattern in kind.dislikes]
    assert sorted(likes) == sorted(dislikes)
    assert len(likes) == len(set(likes))
