"""The chooser: how long one choice takes after a year of answers, and how well it fits."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from time import perf_counter

from app.catalogue import prompts
from app.guidance.choose import Situation, choose
from app.model.entities import Answer, Suggestion
from tests.guidance import people

COUNT = 400
SEEDS = 10


def run() -> dict[str, object]:
    """One choice with its reason after 400 answers, and the simulation's table, ten of each."""
    everything = prompts()
    history = tuple(
        Suggestion(
            f"s{at}",
            everything[at % len(everything)].uid,
            people.BEGAN + timedelta(hours=20 * at),
            (),
            tuple(Answer)[at % 3],
        )
        for at in range(COUNT)
    )
    now = people.BEGAN + timedelta(hours=20 * COUNT)
    took = []
    for seed in range(30):
        situation = Situation(
            now=now,
            media_at_hand=people.AT_HAND,
            history=history,
            may_learn=True,
            seed=seed,
        )
        began = perf_counter()
        choose(situation, everything)
        took.append((perf_counter() - began) * 1000)
    table = people.compare(everything, seeds=SEEDS)
    return {"choice_median_ms": median(took), "choice_longest_ms": max(took)} | table
