"""A way for the camera: the view at any moment between the views that were kept."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.model.space import CAMERA_COLUMNS, Quaternion, Vector
from app.scene.camera import Camera
from app.scene.turning import between

Keys = npt.NDArray[np.float32]

STEP_S = 3.0
_PLACE, _TURN, _LENS, _TIME = slice(0, 3), slice(3, 7), 7, 8


def with_view(keys: Keys, camera: Camera) -> Keys:
    """Return the keys and one more, a few seconds later; shape (n, 9), `CAMERA_COLUMNS`."""
    time_s = float(keys[-1, _TIME]) + STEP_S if len(keys) else 0.0
    row = (*camera.position_m, *camera.rotation, camera.field_of_view_deg, time_s)
    assert len(row) == len(CAMERA_COLUMNS)  # noqa: S101 - the columns are the document's
    return np.concatenate([keys.reshape(-1, 9), np.array([row], np.float32)])


def length_s(keys: Keys) -> float:
    """Return how long the way takes."""
    return float(keys[-1, _TIME] - keys[0, _TIME]) if len(keys) > 1 else 0.0


def camera_at(keys: Keys, time_s: float) -> Camera:
    """Return the view at a time since the first key.

    Places lie on a Catmull-Rom spline through the keys, turns go the short way, and both begin
    and end each stretch gently.
    """
    times = keys[:, _TIME] - keys[0, _TIME]
    last = len(keys) - 2
    row = int(np.clip(np.searchsorted(times, time_s, side="right") - 1, 0, max(last, 0)))
    if last < 0:
        return _camera(keys[0, _PLACE], _turn(keys[0]), float(keys[0, _LENS]))
    span = max(float(times[row + 1] - times[row]), 1e-6)
    share = float(np.clip((time_s - times[row]) / span, 0.0, 1.0))
    eased = share * share * (3 - 2 * share)
    rows = [max(row - 1, 0), row, row + 1, min(row + 2, last + 1)]
    place = _spline([keys[each, _PLACE].astype(float) for each in rows], eased)
    lens = float(keys[row, _LENS]) * (1 - eased) + float(keys[row + 1, _LENS]) * eased
    return _camera(place, between(_turn(keys[row]), _turn(keys[row + 1]), eased), lens)


def _spline(places: list[npt.NDArray[np.float64]], t: float) -> npt.NDArray[np.float64]:
    """Return a place between the two in the middle (Catmull and Rom 1974)."""
    a, b, c, d = places
    found: npt.NDArray[np.float64] = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    return found


def _turn(key: npt.NDArray[np.float32]) -> Quaternion:
    x, y, z, w = (float(each) for each in key[_TURN])
    return (x, y, z, w)


def _camera(place: npt.NDArray[np.floating], turn: Quaternion, lens: float) -> Camera:
    x, y, z = (float(each) for each in place)
    at: Vector = (x, y, z)
    return Camera(at, turn, lens)
