"""How hands move in these tests: poses as they come from a controller, also odd ones."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from app.catalogue.space_brushes import space_brushes
from app.geometry.strokes import StrokeBuilder
from app.model.space import SpaceStroke
from app.model.space_brush import SpaceBrush

Points = npt.NDArray[np.float32]

AT = datetime(2026, 11, 22, tzinfo=UTC)
BRUSHES = space_brushes()
STILL = (0.0, 0.0, 0.0, 1.0)


@cache
def brush(name: str) -> SpaceBrush:
    return next(found for found in BRUSHES if found.name == name)


def poses(places: npt.ArrayLike, rotation: npt.ArrayLike = STILL, pressure: float = 1.0) -> Points:
    """Poses at places, 90 a second."""
    at = np.asarray(places, np.float32).reshape(-1, 3)
    points = np.zeros((len(at), 9), np.float32)
    points[:, :3], points[:, 3:7], points[:, 7] = at, rotation, pressure
    points[:, 8] = np.arange(len(at)) / 90
    return points


def line(count: int = 40, length_m: float = 0.4, pressure: float = 1.0) -> Points:
    x = np.linspace(0, length_m, count)
    return poses(np.stack([x, 1 + 0 * x, -0.5 + 0 * x], axis=1), pressure=pressure)


def there_and_back(count: int = 20) -> Points:
    out = line(count)
    back = out[::-1][1:].copy()
    found = np.concatenate([out, back])
    found[:, 8] = np.arange(len(found)) / 90
    return found


def wander(seed: int, count: int = 60) -> Points:
    """A hand that wanders and turns, as hands do."""
    chance = np.random.default_rng(seed)
    turn = np.cumsum(chance.normal(0, 0.2, (count, 2)), axis=0)
    step = np.stack(
        [
            np.cos(turn[:, 0]) * np.cos(turn[:, 1]),
            np.sin(turn[:, 1]),
            np.sin(turn[:, 0]) * np.cos(turn[:, 1]),
        ],
        axis=1,
    )
    rotation = np.array(STILL) + np.cumsum(chance.normal(0, 0.03, (count, 4)), axis=0)
    rotation /= np.linalg.norm(rotation, axis=1, keepdims=True)
    places = np.cumsum(step * 0.00831, axis=0) + np.array([0, 1.2, -0.6])
    points = poses(places, rotation)
    points[:, 7] = 0.5 + 0.4 * np.sin(np.linspace(0, 5, count) + seed)
    return points


def drawn(
    with_: SpaceBrush, points: Points, *, size_m: float | None = None, seed: int = 7, uid: str = "s"
) -> SpaceStroke:
    """A stroke as the document has it."""
    size = with_["size_m"] if size_m is None else size_m
    return SpaceStroke(
        uid, "work", "layer", with_.uid, (200, 80, 40), size, seed, AT, points.copy()
    )


def builder(with_: SpaceBrush, *, size_m: float | None = None, seed: int = 7) -> StrokeBuilder:
    size = with_["size_m"] if size_m is None else size_m
    return StrokeBuilder(with_, colour=(200, 80, 40), opacity=1.0, size_m=size, seed=seed)


_steps = st.tuples(
    st.sampled_from((0.0, 0.0, 1e-6, 0.002, 0.01, 0.01, 0.03, 0.4)),
    st.integers(-3, 3),
    st.integers(-3, 3),
    st.sampled_from((0.0, 0.2, 0.7, 1.0, 1.3, -0.1)),
    st.integers(0, 5),
)


@st.composite
def odd_hands(draw: st.DrawFn) -> Points:
    """Points that repeat, turn back, jump, press nothing or too much, and lose orientation."""
    steps = draw(st.lists(_steps, min_size=1, max_size=30))
    points = np.zeros((len(steps), 9), np.float32)
    here = np.array([0.0, 1.0, -0.5])
    turns = np.array([[0, 0, 0, 1], [0, 0.7, 0, 0.7], [0.5, 0.5, 0.5, 0.5], [0, 0, 0, 0],
                      [0, 0, 0, -1], [1, 0, 0, 0]])  # fmt: skip
    for row, (length, yaw, pitch, pressure, turn) in enumerate(steps):
        a, b = yaw * np.pi / 3, pitch * np.pi / 6
        here += length * np.array([np.cos(a) * np.cos(b), np.sin(b), np.sin(a) * np.cos(b)])
        points[row] = (*here, *turns[turn], pressure, row / 90)
    return points


_any_number = st.floats(-(2.0**100), 2.0**100, width=32)


@st.composite
def hostile_hands(draw: st.DrawFn) -> Points:
    """Whatever a broken file may hold that is still made of numbers."""
    rows = draw(st.lists(st.tuples(*[_any_number] * 9), min_size=1, max_size=8))
    return np.array(rows, np.float32)
