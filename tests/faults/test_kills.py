"""The program is killed at random moments, and nothing it said was saved is missing."""

from __future__ import annotations

import pytest

from tests.faults import kills

pytestmark = pytest.mark.faults


def test_requirement_08_twenty_kills_at_random_moments_lose_nothing_acknowledged(tmp_path):
    tally = kills.count(tmp_path / "private.library", 20)
    assert tally.acknowledged > 100
    assert tally.lost == 0
    assert tally.findings == 0
