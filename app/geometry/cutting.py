"""Taking a piece out of a stroke: what is left keeps its times, pressures and turns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float32]
Reals = npt.NDArray[np.float64]
Place = npt.ArrayLike

# a crumb shorter than this share of a segment would be seen as a speck at the cut
_CRUMB = 1e-5


class Piece(NamedTuple):
    """What is left of a stroke in one place; how long it was before and behind it, metres."""

    points: Points
    begun_m: float
    left_m: float


def cut(points: Points, start_m: Place, end_m: Place, radius_m: float) -> list[Piece] | None:
    """Return what is left of a stroke where a ball went from one place to another.

    Parameters
    ----------
    points : ndarray, shape (n, 9), float32, columns `SPACE_COLUMNS`
        The stroke.
    start_m, end_m : three floats
        The ball's way; the same twice for a ball that rests.
    radius_m : float
        The ball's, metres.

    Returns
    -------
    list of Piece, or None
        The pieces in order, each cut exactly where the ball's skin was, possibly none at all;
        None where the ball met nothing of it.
    """
    if len(points) < 2:
        first = points[:1, :3].astype(np.float64)
        return [] if _met(first, first, start_m, end_m, radius_m)[2].any() else None
    places = points[:, :3].astype(np.float64)
    enter, leave, is_met = _met(places[:-1], places[1:], start_m, end_m, radius_m)
    if not is_met.any():
        return None
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    kept = _kept(enter, leave, is_met)
    begun, ended = (np.interp(ends, np.arange(len(lengths)), lengths) for ends in _columns(kept))
    return [
        Piece(_between(points, low, high), float(before), float(lengths[-1] - end))
        for (low, high), before, end in zip(kept, begun, ended, strict=True)
    ]


def _columns(stretches: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [low for low, _ in stretches], [high for _, high in stretches]


def _kept(enter: Reals, leave: Reals, is_met: npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Return the stretches that stay, in points and parts of the way to the next one."""
    kept: list[tuple[float, float]] = []
    at = 0.0
    for segment in np.flatnonzero(is_met):
        low, high = segment + float(enter[segment]), segment + float(leave[segment])
        if low - at > _CRUMB:
            kept.append((at, low))
        at = max(at, high)
    if len(is_met) - at > _CRUMB:
        kept.append((at, float(len(is_met))))
    return kept


def _between(points: Points, low: float, high: float) -> Points:
    inner = np.arange(int(np.floor(low)) + 1, int(np.ceil(high)))
    at = np.array([low, *inner, high])
    before = np.minimum(at.astype(np.intp), len(points) - 2)
    part = (at - before)[:, None]
    first, second = points[before].astype(np.float64), points[before + 1].astype(np.float64)
    # the same turn has two quaternions: the way between is the short one
    is_far = (first[:, 3:7] * second[:, 3:7]).sum(axis=1) < 0
    second[is_far, 3:7] *= -1
    piece = first + (second - first) * part
    lengths = np.linalg.norm(piece[:, 3:7], axis=1, keepdims=True)
    piece[:, 3:7] /= np.where(lengths > 0, lengths, 1)
    found: Points = piece.astype(np.float32)
    # what was not cut stays to the last bit
    is_whole = at == np.round(at)
    found[is_whole] = points[at[is_whole].astype(np.intp)]
    return found


def _met(
    first: Reals, second: Reals, start_m: Place, end_m: Place, radius_m: float
) -> tuple[Reals, Reals, npt.NDArray[np.bool_]]:
    """Return where segments enter and leave a capsule, 0 to 1 of their way, and which do.

    A capsule is convex, so what lies inside is one stretch: from the earliest entrance to the
    latest exit of its two balls and its tube.
    """
    start, end = np.asarray(start_m, np.float64), np.asarray(end_m, np.float64)
    way = second - first
    parts = [_in_ball(first, way, start, radius_m), _in_ball(first, way, end, radius_m)]
    if not np.array_equal(start, end):
        parts.append(_in_tube(first, way, start, end, radius_m))
    enter = np.min([np.where(low <= high, low, np.inf) for low, high in parts], axis=0)
    leave = np.max([np.where(low <= high, high, -np.inf) for low, high in parts], axis=0)
    return enter, leave, enter <= leave


def _in_ball(first: Reals, way: Reals, centre: Reals, radius_m: float) -> tuple[Reals, Reals]:
    away = first - centre
    return _roots(
        (way * way).sum(axis=1), (way * away).sum(axis=1), (away * away).sum(axis=1) - radius_m**2
    )


def _in_tube(
    first: Reals, way: Reals, start: Reals, end: Reals, radius_m: float
) -> tuple[Reals, Reals]:
    length = float(np.linalg.norm(end - start))
    axis = (end - start) / length
    away = first - start
    along, speed = away @ axis, way @ axis
    away, aside = away - along[:, None] * axis, way - speed[:, None] * axis
    low, high = _roots(
        (aside * aside).sum(axis=1), (aside * away).sum(axis=1),
        (away * away).sum(axis=1) - radius_m**2,
    )  # fmt: skip
    # and between the two ends of the tube
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([-along / speed, (length - along) / speed])
    is_still = speed == 0
    is_beside = is_still & ((along < 0) | (along > length))
    near = np.where(is_still, -np.inf, ends.min(axis=0))
    far = np.where(is_still, np.inf, ends.max(axis=0))
    low, high = np.maximum(low, near), np.minimum(high, far)
    return np.where(is_beside, np.inf, low), high


def _roots(a: Reals, b: Reals, c: Reals) -> tuple[Reals, Reals]:
    """Return where ``a t^2 + 2 b t + c <= 0`` within 0 to 1; low above high where nowhere."""
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(np.maximum(b * b - a * c, 0))
        low, high = (-b - root) / a, (-b + root) / a
    is_still = a <= 0
    low, high = np.where(is_still, 0.0, low), np.where(is_still, 1.0, high)
    low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
    is_nowhere = np.where(is_still, c > 0, b * b < a * c)
    return np.where(is_nowhere, np.inf, low), np.where(is_nowhere, -np.inf, high)
