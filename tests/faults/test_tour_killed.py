"""The studio is killed while somebody paints and writes; what was acknowledged is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.tour_kills import kill_tour

MOST_UNSAVED_S = 5.0

pytestmark = [pytest.mark.faults, pytest.mark.qt]


@pytest.mark.parametrize("seed", [3, 14])
def test_a_kill_in_the_middle_of_the_day_loses_nothing_that_was_acknowledged(
    tmp_path: Path, seed: int
) -> None:
    killed = kill_tour(tmp_path, seed)
    assert killed.acknowledged > 0
    assert killed.missing == []
    # requirement 8 names this time
    assert killed.oldest_unsaved_s <= MOST_UNSAVED_S
