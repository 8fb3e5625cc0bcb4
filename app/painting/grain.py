"""The tooth of the paper: heights that tile without a seam, the same everywhere and always."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

PAPER_PX = 512


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
    waves = np.hypot(across, down) * grain_px
    # fibres: bumps of that width, finer dust on them, and slow hills under them
    band = sum(
        weight * (waves * scale) * np.exp(-2.2 * (waves * scale) ** 2)
        for scale, weight in ((1.0, 1.0), (0.5, 0.8), (3.0, 0.9), (9.0, 1.6))
    )
    band[0, 0] = 0
    heights = np.fft.irfft2(np.fft.rfft2(noise) * band, s=(PAPER_PX, PAPER_PX))
    # every height equally often, so that a threshold is a share of the area
    levels = ((heights - heights.min()) * (4095 / np.ptp(heights))).astype(np.intp).ravel()
    shares = np.cumsum(np.bincount(levels, minlength=4096)) / levels.size
    return shares.astype(np.float32)[levels].reshape(heights.shape)
