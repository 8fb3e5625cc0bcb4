"""The tooth of the paper: heights that tile without a seam, the same everywhere and always."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

PAPER_PX = 512
_STEPS = 4096


def _band(waves: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    # fibres: bumps of that width, finer dust on them, and slow hills under them
    scales, weights = np.array([[1.0, 0.5, 3.0, 9.0], [1.0, 0.8, 0.9, 1.6]])[:, :, None]
    each = weights * (waves * scales) * np.exp(-2.2 * (waves * scales) ** 2)
    return np.asarray(each.sum(axis=0), np.float64)


@cache
def paper(grain_px: float) -> npt.NDArray[np.float32]:
    """Return the heights of paper whose bumps are about this wide.

    Parameters
    ----------
    grain_px : float
        Width of a bump in canvas pixels; 0 for smooth paper.

    Returns
    -------
    ndarray, shape (512, 512), float32
        Every height from 0 to 1 equally often, in canvas space.
    """
    if grain_px <= 0:
        return np.full((PAPER_PX, PAPER_PX), 0.5, np.float32)
    noise = np.random.default_rng(20_26).random((PAPER_PX, PAPER_PX))
    across = np.fft.rfftfreq(PAPER_PX)[None, :]
    down = np.fft.fftfreq(PAPER_PX)[:, None]
    radii = np.rint(np.hypot(across, down) * _STEPS).astype(np.intp)
    band = _band(np.arange(_STEPS) / _STEPS * grain_px)[radii]
    heights = np.fft.irfft2(np.fft.rfft2(noise) * band, s=(PAPER_PX, PAPER_PX))
    # every height equally often, so that a threshold is a share of the area
    levels = ((heights - heights.min()) * (4095 / np.ptp(heights))).astype(np.intp).ravel()
    shares = np.cumsum(np.bincount(levels, minlength=4096)) / levels.size
    return np.asarray(shares[levels].reshape(heights.shape), np.float32)
