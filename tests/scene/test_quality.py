"""The scene keeps up with the hand: it is drawn simpler rather than late, and says so."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from app.scene.quality import LEVELS, Governor

BEST = len(LEVELS) - 1


def settled(cost_of, *, frames=3000, start=BEST):
    governor = Governor(60.0, start)
    chance, changes = np.random.default_rng(1), 0
    for _ in range(frames):
        changes += governor.measured(cost_of(governor.level) * chance.uniform(0.9, 1.15))
    return governor, changes


def test_a_slow_machine_settles_on_a_level_that_keeps_up():
    governor, changes = settled(lambda level: 125 * level.scale**2)
    assert governor.level.name == "low"
    assert changes < 14


def test_a_machine_that_cannot_keep_up_at_all_gets_the_simplest_at_once():
    governor, _ = settled(lambda _level: 400, frames=40)
    assert governor.index == 0


def test_a_fast_machine_is_given_everything():
    governor, changes = settled(lambda _level: 6, start=0, frames=400)
    assert governor.level is LEVELS[-1]
    assert changes == len(LEVELS) - 1


def test_between_two_levels_it_does_not_go_to_and_fro():
    _, changes = settled(lambda level: 130 if level.scale == 1 else 20, frames=4000)
    assert changes < 12


def test_one_slow_frame_changes_nothing():
    governor = Governor(60.0)
    assert not any(governor.measured(25) for _ in range(30))
    assert not governor.measured(900)
    assert not any(governor.measured(25) for _ in range(30))
    assert governor.level is LEVELS[-1]


def test_the_status_line_says_when_it_is_drawn_simpler_and_is_silent_otherwise():
    assert str(Governor(50.0).sentence()) == ""
    assert "keeps up with you" in str(Governor(50.0, 2).sentence())
    assert "much simpler" in str(Governor(50.0, 0).sentence())


def test_levels_only_ever_draw_more():
    for lower, higher in pairwise(LEVELS):
        assert lower.scale <= higher.scale
        assert lower.detail <= higher.detail
        assert lower.shadow_px <= higher.shadow_px
        assert lower.plants <= higher.plants
