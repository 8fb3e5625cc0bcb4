"""The tooth of the paper."""

from __future__ import annotations

import numpy as np
import pytest

from app.painting.grain import PAPER_PX, paper


@pytest.mark.parametrize("grain_px", [2.6, 3.4, 56.0])
def test_every_height_of_the_paper_is_equally_common(grain_px: float) -> None:
    shares, _ = np.histogram(paper(grain_px), bins=10, range=(0, 1))
    assert np.abs(shares / PAPER_PX**2 - 0.1).max() < 0.015


@pytest.mark.parametrize("grain_px", [2.6, 56.0])
def test_the_paper_has_no_seam(grain_px: float) -> None:
    heights = paper(grain_px)
    inside = np.abs(np.diff(heights, axis=1)).mean()
    assert np.abs(heights[:, 0] - heights[:, -1]).mean() <= 1.3 * inside


def test_coarser_paper_has_wider_bumps() -> None:
    def roughness(grain_px: float) -> float:
        return float(np.abs(np.diff(paper(grain_px), axis=1)).mean())

    assert roughness(2.6) > 2 * roughness(12.0) > 2 * roughness(56.0)


def test_smooth_paper_is_flat_and_the_same_paper_comes_each_time() -> None:
    assert (paper(0.0) == 0.5).all()
    assert np.array_equal(paper(3.4), paper.__wrapped__(3.4))
