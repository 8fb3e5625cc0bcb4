"""The sounds of a place, each a stereo loop that repeats without a seam.

Their lengths share no divisor, so that together they do not repeat within an afternoon. The last
one of each kind is kept, read-only: it takes up to a second to make.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from app.sound.waves import RATE_HZ, Samples, Signal, add_round, distant, noise, panned, swell

WIND_S, WATER_S, BIRDS_S, CRICKETS_S = 23, 31, 47, 11
BIRDS_A_MINUTE = 12.0

# how loud each is at its most: root mean square, 1 is the loudest a device can
_WIND_RMS, _WATER_RMS, _CRICKETS_RMS = 0.05, 0.06, 0.012
_BIRD_PEAK = 0.085


@lru_cache(maxsize=1)
def wind(seed: int) -> Samples:
    """Return wind, shape (frames, 2), float32: a low body and leaves that come and go."""
    random = np.random.default_rng((seed, 1))
    frames = WIND_S * RATE_HZ
    loop = np.zeros((frames, 2))
    gust = swell(random, frames, fastest_hz=0.25)
    for side in range(2):
        own = 0.7 * gust + 0.3 * swell(random, frames, fastest_hz=0.4)
        body = noise(random, frames, [(45, 0.2), (110, 1.0), (260, 0.5), (700, 0.05)])
        leaves = noise(random, frames, [(350, 0.02), (900, 0.3), (2200, 0.25), (6500, 0.01)])
        loop[:, side] = body * (0.35 + 0.65 * own) + 0.42 * leaves * own**2
    return _levelled(loop, _WIND_RMS)


@lru_cache(maxsize=1)
def sea(seed: int) -> Samples:
    """Return waves on a beach, shape (frames, 2), float32: they rise quicker than they go."""
    random = np.random.default_rng((seed, 2))
    frames = WATER_S * RATE_HZ
    loop = np.zeros((frames, 2))
    swells = 4
    deep = noise(random, frames, [(60, 0.3), (180, 1.0), (600, 0.4), (1500, 0.05)])
    hiss = [
        noise(random, frames, [(300, 0.05), (900, 0.5), (2500, 0.5), (9000, 0.05)])
        for _ in range(2)
    ]
    time = np.arange(frames) / frames
    rise, wash = np.zeros(frames), np.zeros(frames)
    for wave in range(swells):
        at = (wave + random.uniform(0.25, 0.75)) / swells
        strength = random.uniform(0.6, 1.0)
        rise += strength * _bump((time - at + 0.5) % 1 - 0.5, before=0.075, after=0.12)
        wash += strength * _bump((time - at - 0.035 + 0.5) % 1 - 0.5, before=0.055, after=0.19)
    for side in range(2):
        loop[:, side] = deep * (0.12 + rise) + 0.6 * hiss[side] * (0.05 + wash)
    return _levelled(loop, _WATER_RMS)


@lru_cache(maxsize=1)
def lake(seed: int) -> Samples:
    """Return small water at a bank, shape (frames, 2), float32."""
    random = np.random.default_rng((seed, 3))
    frames = WATER_S * RATE_HZ
    loop = np.zeros((frames, 2))
    for side in range(2):
        soft = noise(random, frames, [(120, 0.3), (350, 1.0), (900, 0.3), (2400, 0.02)])
        loop[:, side] = 0.4 * soft * (0.3 + 0.7 * swell(random, frames, fastest_hz=0.8) ** 2)
    for _ in range(90):
        add_round(loop, int(random.integers(frames)), _drop(random))
    return _levelled(loop, _WATER_RMS * 0.6)


@lru_cache(maxsize=2)
def birds(seed: int, a_minute: float) -> Samples:
    """Return birds now and then, shape (frames, 2), float32; more of them add to what sang."""
    random = np.random.default_rng((seed, 4))
    frames = BIRDS_S * RATE_HZ
    loop = np.zeros((frames, 2))
    for _ in range(round(min(a_minute, BIRDS_A_MINUTE) * BIRDS_S / 60)):
        start = int(random.integers(frames))
        add_round(loop, start, panned(_song(random), random.uniform(-0.8, 0.8)))
    loop *= _BIRD_PEAK
    found = distant(loop, np.random.default_rng((seed, 6)), seconds=1.3, share=0.3)
    return _kept(found.astype(np.float32))


@lru_cache(maxsize=1)
def crickets(seed: int) -> Samples:
    """Return crickets, shape (frames, 2), float32: each keeps its own time and tone."""
    random = np.random.default_rng((seed, 5))
    frames = CRICKETS_S * RATE_HZ
    loop = np.zeros((frames, 2))
    for _ in range(5):
        chirps = int(random.integers(14, 22))
        tone = random.uniform(4100, 4800)
        side, strength = random.uniform(-0.9, 0.9), random.uniform(0.3, 1.0)
        first = random.uniform(0, frames)
        for chirp in range(chirps):
            late = random.uniform(-0.02, 0.02) * RATE_HZ
            at = round(first + chirp * frames / chirps + late)
            add_round(loop, at, panned(_chirp(tone) * strength, side))
    return _levelled(loop, _CRICKETS_RMS)


def _levelled(loop: Signal, rms: float) -> Samples:
    return _kept((loop * (rms / np.sqrt(np.mean(loop**2)))).astype(np.float32))


def _kept(loop: Samples) -> Samples:
    loop.flags.writeable = False
    return loop


def _bump(away: Signal, *, before: float, after: float) -> Signal:
    """Return a hill around 0, smooth on both sides, of different widths."""
    share = np.clip(np.where(away < 0, away / before, away / after), -1, 1)
    found: Signal = 0.5 + 0.5 * np.cos(np.pi * share)
    return found


def _drop(random: np.random.Generator) -> Signal:
    """Return a drop: a short tone that rises as its bubble closes."""
    length = round(random.uniform(0.05, 0.12) * RATE_HZ)
    share = np.arange(length) / length
    low = random.uniform(380, 800)
    phase = np.cumsum(low * (1 + 0.5 * share)) * (2 * np.pi / RATE_HZ)
    fall = np.exp(-share * 5) * np.minimum(1, share * 14) * (1 - share)
    return panned(np.sin(phase) * fall * random.uniform(0.1, 0.5), random.uniform(-0.7, 0.7))


def _chirp(tone: float) -> Signal:
    """Return three soft pulses of one cricket."""
    pulse, gap = round(0.018 * RATE_HZ), round(0.031 * RATE_HZ)
    found = np.zeros(2 * gap + pulse)
    wave = np.sin(np.arange(pulse) * (2 * np.pi * tone / RATE_HZ)) * np.hanning(pulse)
    for place in range(3):
        found[place * gap : place * gap + pulse] += wave * (0.6 + 0.2 * place)
    return found


def _song(random: np.random.Generator) -> Signal:
    """Return one bird's phrase: a few whistled notes, each a small slide."""
    kind = int(random.integers(3))
    base = random.uniform(2300, 3600)
    notes: list[Signal] = []
    for note in range(int(random.integers(2, 5)) if kind else int(random.integers(5, 9))):
        if kind == 0:  # a trill that falls
            slide, seconds, gap = (1.12, 0.9), 0.055, 0.045
            base *= 0.975
        elif kind == 1:  # two or three calm tones
            slide, seconds, gap = (1.0, 1.0 - 0.04 * (note % 2)), 0.24, 0.13
            base *= 0.89 if note else 1.0
        else:  # a warble
            slide, seconds, gap = (0.92, 1.14), random.uniform(0.1, 0.17), 0.07
            base *= random.uniform(0.9, 1.12)
        base = min(max(base, 1900.0), 4200.0)
        notes += [_whistle(base, slide, seconds), np.zeros(round(gap * RATE_HZ))]
    found: Signal = np.concatenate(notes) * random.uniform(0.25, 1.0)
    return found


def _whistle(hz: float, slide: tuple[float, float], seconds: float) -> Signal:
    length = round(seconds * RATE_HZ)
    share = np.arange(length) / length
    pitch = hz * (slide[0] + (slide[1] - slide[0]) * share)
    phase = np.cumsum(pitch) * (2 * np.pi / RATE_HZ)
    found: Signal = (np.sin(phase) + 0.06 * np.sin(2 * phase)) * np.sin(np.pi * share) ** 1.3
    return found
