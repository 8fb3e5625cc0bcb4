"""Plants and stones as models of height 1, from a seed; placed many times by `planting`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.geometry.place.noise import Floats
from app.geometry.terrain import Triangles

LEAF, BARK = 0.0, 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """A thing of height 1 that stands at the origin.

    ``positions`` and ``normals`` : shape (n, 3). ``looks`` : shape (n, 4): 0 leaf to 1 bark,
    how open to light it is, how far it sways at its place, a random shade -1 to 1.
    ``triangles`` : those that must be there. ``leaves`` : those that may be left out from the
    end, larger ones first.
    """

    positions: Floats
    normals: Floats
    looks: Floats
    triangles: Triangles
    leaves: Triangles


def broadleaf(
    random: np.random.Generator, *, leaves: int, blobs: int, splits: int, slender: float
) -> Model:
    """Return a tree with a round crown; ``splits`` is how round its blobs are."""
    wide = 0.4 * (1 - 0.45 * slender)
    low = 0.2 + 0.08 * slender
    middle = np.array([0.0, (1 + low) / 2, 0.0])
    size = np.array([wide, (1 - low) / 2, wide])
    centres = middle + _in_ball(random, blobs) * size * 0.72
    centres[0] = middle
    radii = (random.uniform(0.42, 0.66, blobs) * size[:2].mean()).astype(np.float32)
    radii[0] *= 1.3
    return _joined(
        [
            _trunk(0.026 * (1 - 0.4 * slender), low + 0.3),
            *_cores(random, centres, radii, middle, splits),
        ],
        _leaves(random, centres, radii, middle, leaves),
    )


def shrub(random: np.random.Generator, *, leaves: int, blobs: int, splits: int) -> Model:
    """Return a bush."""
    centres = _in_ball(random, blobs) * (0.55, 0.18, 0.55) + (0, 0.42, 0)
    radii = random.uniform(0.34, 0.5, blobs).astype(np.float32)
    middle = np.array([0.0, 0.15, 0.0])
    return _joined(
        _cores(random, centres, radii, middle, splits),
        _leaves(random, centres, radii, middle, leaves),
    )


def hedge(random: np.random.Generator, *, leaves: int) -> Model:
    """Return a piece of clipped hedge, 2.4 long."""
    spots = np.linspace(-1.0, 1.0, 5)
    centres = np.stack([spots, np.full(5, 0.5), np.zeros(5)], axis=1)
    radii = np.full(5, 0.5, np.float32)
    middle = np.array([0.0, 0.1, 0.0])
    model = _joined(
        _cores(random, centres, radii, middle, 1), _leaves(random, centres, radii, middle, leaves)
    )
    model.positions[:, 2] *= 0.8
    return model


def conifer(random: np.random.Generator, *, layers: int, branches: int) -> Model:
    """Return a fir: layers of drooping branches about a straight trunk."""
    parts: list[_Part] = [_trunk(0.022, 0.9), _cone(0.17, 0.16, 0.98)]
    height = np.repeat(np.linspace(0.12, 0.97, layers), branches)
    count = len(height)
    height = height + random.uniform(-0.02, 0.02, count)
    turn = np.tile(np.arange(branches) * (2 * np.pi / branches), layers)
    turn = turn + random.uniform(-0.35, 0.35, count) + height * 9
    long = (0.27 * (1.02 - height) ** 0.82 + 0.015) * random.uniform(0.78, 1.15, count)
    out = np.stack([np.cos(turn), np.zeros(count), np.sin(turn)], axis=1)
    side = np.stack([-out[:, 2], out[:, 1], out[:, 0]], axis=1)
    root = np.stack([np.zeros(count), height + 0.035, np.zeros(count)], axis=1)
    half = (long * 0.42)[:, None]
    bend = root + out * (long * 0.62)[:, None] - [0, 0.012, 0]
    tip = root + out * long[:, None] - np.array([0, 1, 0]) * (0.03 + 0.2 * long)[:, None]
    droop = np.array([0, 0.028, 0])
    corners = np.stack([root, bend - side * half - droop, tip, bend + side * half - droop], axis=1)
    lift = out * 0.75 + [0, 0.66, 0]
    normals = np.stack([lift, lift - side * 0.55, lift + out * 0.3, lift + side * 0.55], axis=1)
    shade = random.uniform(-1, 1, count)
    looks = np.zeros((count, 4, 4))
    looks[:, 0, 1], looks[:, 1::2, 1], looks[:, 2, 1] = 0.42, 0.8, 1.0
    looks[:, :, 2] = (height * 0.02)[:, None] * [0.4, 1.0, 1.3, 1.0]
    looks[:, :, 3] = shade[:, None]
    order = random.permutation(count)
    fan = np.array([[0, 1, 2], [0, 2, 3]])
    faces = (np.arange(count) * 4)[order][:, None, None] + fan
    branches_part = _Part(
        corners.reshape(-1, 3), normals.reshape(-1, 3), looks.reshape(-1, 4), faces.reshape(-1, 3)
    )
    return _joined(parts, branches_part)


def rock(random: np.random.Generator) -> Model:
    """Return a stone, half in the ground."""
    points, faces = _ball(2)
    bumps = np.zeros(len(points))
    for _ in range(7):
        cut = _in_ball(random, 1)[0]
        cut /= np.linalg.norm(cut) + 1e-9
        bumps += np.clip(points @ cut - random.uniform(0.35, 0.7), 0, None) * 0.7
    positions = points * (1 - bumps * 0.55)[:, None] * (0.85, 0.72, 0.66) + (0, 0.24, 0)
    return _joined([_smooth(random, positions, faces, leaf=LEAF, openness=0.45)], None)


def cactus(random: np.random.Generator) -> Model:
    """Return a tall cactus with arms."""
    parts = [_tube(_line((0, 0, 0), (0, 1, 0), 8), 0.075, sides=10)]
    for side, low, high in ((1.0, 0.42, 0.82), (-1.0, 0.3, 0.66)):
        turn = random.uniform(-0.6, 0.6)
        x, z = side * np.cos(turn) * 0.2, side * np.sin(turn) * 0.2
        bend = [(0, low, 0), (0.7 * x, low, 0.7 * z), (x, low + 0.07, z)]
        arm = np.concatenate([bend, _line((x, low + 0.1, z), (x, high, z), 4)])
        parts.append(_tube(arm, 0.05, sides=8))
    return _joined(parts, None)


def reed(random: np.random.Generator, *, blades: int) -> Model:
    """Return a tuft of reed."""
    turn = random.uniform(0, 2 * np.pi, blades)
    out = np.stack([np.cos(turn), np.zeros(blades), np.sin(turn)], axis=1)
    side = np.stack([-out[:, 2], out[:, 1], out[:, 0]], axis=1)
    root = out * random.uniform(0, 0.16, blades)[:, None]
    high = random.uniform(0.55, 1.0, blades)[:, None]
    tip = root + out * (0.22 * high) + [0, 1, 0] * high
    corners = np.stack([root - side * 0.016, root + side * 0.016, tip], axis=1)
    normals = np.repeat((out * 0.4 + [0, 0.9, 0])[:, None], 3, axis=1)
    looks = np.zeros((blades, 3, 4))
    looks[:, :2, 1], looks[:, 2, 1], looks[:, 2, 2] = 0.45, 1.0, 0.12
    looks[:, :, 3] = random.uniform(-1, 1, blades)[:, None]
    faces = np.arange(blades * 3).reshape(-1, 3)
    part = _Part(corners.reshape(-1, 3), normals.reshape(-1, 3), looks.reshape(-1, 4), faces)
    return _joined([], part)


@dataclass(frozen=True, eq=False, slots=True)
class _Part:
    positions: npt.NDArray[np.floating]
    normals: npt.NDArray[np.floating]
    looks: npt.NDArray[np.floating]
    faces: npt.NDArray[np.integer]


def _joined(parts: list[_Part], leaves: _Part | None) -> Model:
    every = [*parts, *([leaves] if leaves else [])]
    firsts = np.cumsum([0, *(len(part.positions) for part in every)])
    faces = [part.faces + first for part, first in zip(every, firsts, strict=False)]
    solid, loose = (faces[:-1], faces[-1]) if leaves else (faces, np.zeros((0, 3)))
    normals = np.concatenate([part.normals for part in every])
    normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    return Model(
        np.concatenate([part.positions for part in every]).astype(np.float32),
        normals.astype(np.float32),
        np.concatenate([part.looks for part in every]).astype(np.float32),
        np.concatenate([*solid, np.zeros((0, 3))]).astype(np.uint32),
        loose.astype(np.uint32),
    )


def _in_ball(random: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
    direction = random.normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    found: npt.NDArray[np.float64] = direction * random.random((count, 1)) ** (1 / 3)
    return found


def _ball(splits: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return a sphere of even triangles: an icosahedron, its edges split."""
    golden = (1 + 5**0.5) / 2
    points = np.array(
        [(a * s, b * t, 0) for a, b in ((1, golden),) for s in (-1, 1) for t in (-1, 1)]
    )
    points = np.concatenate([points, np.roll(points, 1, axis=1), np.roll(points, 2, axis=1)])
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    faces = _hull_of_icosahedron(points)
    for _ in range(splits):
        points, faces = _split(points, faces)
    return points, faces


def _hull_of_icosahedron(points: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    near = points @ points.T > 0.4
    found = [
        (a, b, c)
        for a in range(12)
        for b in range(a + 1, 12)
        for c in range(b + 1, 12)
        if near[a, b] and near[b, c] and near[a, c]
    ]
    faces = np.array(found)
    inward = np.linalg.det(points[faces]) < 0
    faces[inward] = faces[inward][:, ::-1]
    return faces


def _split(
    points: npt.NDArray[np.float64], faces: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    edges = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    unique, place = np.unique(edges, axis=0, return_inverse=True)
    middles = points[unique].sum(axis=1)
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    ab, bc, ca = (place.reshape(-1, 3) + len(points)).T
    a, b, c = faces.T
    rows = [(a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca)]
    split = np.concatenate([np.stack(row, axis=1) for row in rows])
    return np.concatenate([points, middles]), split


def _smooth(
    random: np.random.Generator,
    positions: npt.NDArray[np.float64],
    faces: npt.NDArray[np.int64],
    *,
    leaf: float,
    openness: float,
) -> _Part:
    """Return a closed shape with normals of its own, darker towards the ground."""
    normals = np.zeros_like(positions)
    a, b, c = (positions[faces[:, corner]] for corner in range(3))
    flat = np.cross(b - a, c - a)
    for corner in range(3):
        np.add.at(normals, faces[:, corner], flat)
    looks = np.zeros((len(positions), 4))
    looks[:, 0] = leaf
    looks[:, 1] = openness + (1 - openness) * np.clip(positions[:, 1] * 1.6, 0, 1)
    looks[:, 3] = random.uniform(-0.4, 0.4, len(positions))
    return _Part(positions, normals, looks, faces)


def _cores(
    random: np.random.Generator,
    centres: npt.NDArray[np.float64],
    radii: Floats,
    middle: npt.NDArray[np.float64],
    splits: int,
) -> list[_Part]:
    """Return the dark insides of a crown, so that one does not see through it."""
    points, faces = _ball(splits)
    reach = np.linalg.norm(centres - middle, axis=1).max() + radii.mean()
    parts = []
    for centre, radius in zip(centres, radii, strict=True):
        lumpy = 1 + random.uniform(-0.12, 0.12, len(points))
        positions = centre + points * radius * 0.8 * lumpy[:, None]
        outward = (positions - middle) / reach
        looks = np.zeros((len(points), 4))
        looks[:, 1] = np.clip(0.42 + 0.3 * outward[:, 1] + 0.2 * np.hypot(*outward.T[::2]), 0.3, 1)
        looks[:, 2] = 0.012
        looks[:, 3] = -0.25
        parts.append(_Part(positions, points * 0.6 + outward, looks, faces))
    return parts


def _leaves(
    random: np.random.Generator,
    centres: npt.NDArray[np.float64],
    radii: Floats,
    middle: npt.NDArray[np.float64],
    count: int,
) -> _Part:
    """Return leaf clusters over the blobs of a crown, the larger ones first."""
    blob = random.choice(len(centres), count, p=radii**2 / (radii**2).sum())
    direction = _in_ball(random, count)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    at = centres[blob] + direction * (radii[blob] * random.uniform(0.82, 1.16, count))[:, None]
    face = direction + _in_ball(random, count) * 1.1
    face /= np.linalg.norm(face, axis=1, keepdims=True)
    across = np.cross(face, _in_ball(random, count))
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    along = np.cross(face, across)
    # few must cover as much as many do
    cover = np.sqrt(6.0 * (radii**2).sum() / count)
    size = (cover * (1.55 - np.arange(count) / count))[:, None]
    size = size * random.uniform(0.7, 1.1, (count, 1))
    corners = np.stack(
        (
            at - along * size * 0.7,
            at - across * size * 0.42,
            at + along * size * 0.7,
            at + across * size * 0.42,
        ),
        axis=1,
    )
    reach = np.linalg.norm(at - middle, axis=1).max()
    outward = (at - middle) / reach
    normals = np.repeat((outward * 1.3 + direction * 0.7)[:, None], 4, axis=1)
    deep = np.linalg.norm(outward, axis=1)
    looks = np.zeros((count, 4, 4))
    looks[:, :, 1] = np.clip(0.38 + 0.45 * deep + 0.22 * outward[:, 1], 0.25, 1)[:, None]
    looks[:, :, 2] = 0.014 + 0.012 * random.random((count, 1)) * [0.6, 1, 1.4, 1]
    looks[:, :, 3] = random.uniform(-1, 1, (count, 1))
    fan = np.array([[0, 1, 2], [0, 2, 3]])
    faces = ((np.arange(count) * 4)[:, None, None] + fan).reshape(-1, 3)
    return _Part(corners.reshape(-1, 3), normals.reshape(-1, 3), looks.reshape(-1, 4), faces)


def _line(start: npt.ArrayLike, end: npt.ArrayLike, count: int) -> npt.NDArray[np.float64]:
    share = np.linspace(0, 1, count)[:, None]
    return np.asarray(start) * (1 - share) + np.asarray(end) * share


def _trunk(radius: float, height: float) -> _Part:
    part = _tube(_line((0, -0.04, 0), (0, height, 0), 4), radius, sides=6)
    part.positions[:, [0, 2]] *= 1.25 - 0.75 * part.positions[:, 1:2] / height
    part.looks[:, 0] = BARK
    part.looks[:, 1] = 0.72
    return part


def _cone(radius: float, low: float, high: float) -> _Part:
    """Return the dark inside of a fir."""
    turn = np.arange(7) * (2 * np.pi / 7)
    ring = np.stack([np.cos(turn) * radius, np.full(7, low), np.sin(turn) * radius], axis=1)
    positions = np.concatenate([ring, [[0, high, 0]]])
    normals = positions * (1, 0, 1) * 4 + (0, 0.25, 0)
    looks = np.zeros((8, 4))
    looks[:, 1], looks[:, 3] = 0.34, -0.5
    faces = np.array([(i, 7, (i + 1) % 7) for i in range(7)])
    return _Part(positions, normals, looks, faces)


def _tube(line: npt.NDArray[np.float64], radius: float, *, sides: int) -> _Part:
    """Return a round-ended tube about a mostly upright line."""
    count = len(line)
    turn = np.arange(sides) * (2 * np.pi / sides)
    ring = np.stack([np.cos(turn), np.zeros(sides), np.sin(turn)], axis=1)
    wide = np.full(count, radius)
    wide[-1] *= 0.35
    positions = (line[:, None] + ring * wide[:, None, None]).reshape(-1, 3)
    normals = np.tile(ring, (count, 1)) + np.repeat(np.eye(count)[-1], sides)[:, None] * (0, 1, 0)
    looks = np.zeros((len(positions), 4))
    looks[:, 1] = 0.55 + 0.45 * np.clip(positions[:, 1] * 3, 0, 1)
    first = (np.arange(count - 1) * sides)[:, None] + np.arange(sides)
    after = (np.arange(count - 1) * sides)[:, None] + (np.arange(sides) + 1) % sides
    corners = np.stack([first, first + sides, after, after, first + sides, after + sides], axis=2)
    return _Part(positions, normals, looks, corners.reshape(-1, 3))
