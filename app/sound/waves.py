"""What every loop is made of: noise that ends where it begins, and slow swells.

All arrays repeat without a seam, because they are sums of whole waves or are laid around a ring.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
Signal = npt.NDArray[np.float64]

RATE_HZ = 44_100


def noise(random: np.random.Generator, frames: int, bands: Sequence[tuple[float, float]]) -> Signal:
    """Return noise with a spectrum, RMS 1, shape (frames,).

    Parameters
    ----------
    random : numpy.random.Generator
    frames : int
    bands : sequence of (Hz, strength)
        Corners of the spectrum, rising in Hz; between them it is straight on double
        logarithmic paper, outside it is silent.
    """
    hz = np.fft.rfftfreq(frames, 1 / RATE_HZ)
    corners, strengths = np.log([hz for hz, _ in bands]), np.log([s for _, s in bands])
    inside = (hz >= bands[0][0]) & (hz <= bands[-1][0])
    size = np.zeros(len(hz))
    size[inside] = np.exp(np.interp(np.log(hz[inside]), corners, strengths))
    phase = np.exp(2j * np.pi * random.random(len(hz)))
    found: Signal = np.fft.irfft(size * phase, frames)
    found /= max(float(np.sqrt(np.mean(found**2))), 1e-12)
    return found


def swell(random: np.random.Generator, frames: int, *, fastest_hz: float) -> Signal:
    """Return a slow, smooth, random curve from 0 to 1, shape (frames,)."""
    count = max(2, round(fastest_hz * frames / RATE_HZ))
    # so slow that a few hundred points a second are plenty
    points = max(64, frames // 150)
    turn = np.arange(points + 1) * (2 * np.pi / points)
    curve = np.zeros(points + 1)
    for waves in range(1, count + 1):
        curve += np.cos(turn * waves + random.uniform(0, 2 * np.pi)) / waves**0.6
    low, high = float(curve.min()), float(curve.max())
    between = np.arange(frames) * (points / frames)
    found: Signal = np.interp(between, np.arange(points + 1), (curve - low) / (high - low))
    return found


def add_round(loop: Signal, start: int, sound: Signal) -> None:
    """Add a sound to a loop in place, around its end where it must be.

    Parameters
    ----------
    loop, sound : ndarray, shape (frames, 2)
        The sound is no longer than the loop.
    """
    start %= len(loop)
    first = min(len(sound), len(loop) - start)
    loop[start : start + first] += sound[:first]
    loop[: len(sound) - first] += sound[first:]


def panned(sound: Signal, side: float) -> Signal:
    """Return a mono sound in stereo, shape (frames, 2); ``side`` -1 is left, 1 is right."""
    angle = (side + 1) * np.pi / 4
    return np.stack([sound * np.cos(angle), sound * np.sin(angle)], axis=1)


def distant(loop: Signal, random: np.random.Generator, *, seconds: float, share: float) -> Signal:
    """Return a loop as it sounds in the open: a soft tail of its own echo, around the ring."""
    frames = len(loop)
    tail = np.zeros((frames, 2))
    length = min(frames, round(seconds * RATE_HZ))
    fall = np.exp(-np.arange(length) / length * 5) * np.minimum(1, np.arange(length) / 700)
    tail[:length] = random.normal(size=(length, 2)) * fall[:, None]
    tail /= np.sqrt((tail**2).sum(axis=0))
    spectrum = np.fft.rfft(loop, axis=0) * np.fft.rfft(tail, axis=0)
    found: Signal = loop + share * np.fft.irfft(spectrum, frames, axis=0)
    return found
