"""The straight edge: a stroke between two poses of the hand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.geometry.snapping import snapped_direction

Points = npt.NDArray[np.float32]

SPACING_M = 0.02
_MOST = 512


def straight_edge(points: Points, *, step_deg: float = 0.0, spacing_m: float = SPACING_M) -> Points:
    """Return a straight stroke from where the hand began to where it is.

    Parameters
    ----------
    points : ndarray, shape (n, 9), float32, columns `SPACE_COLUMNS`
        What the hand did since it began; n >= 1.
    step_deg : float
        Its direction at whole steps of this angle; 0 for any direction.
    spacing_m : float
        From point to point, metres.

    Returns
    -------
    ndarray, shape (m, 9), float32
        Even points with the hand's mean pressure; turned and timed from first to last.
    """
    if len(points) < 2:
        return points.copy()
    first, last = points[0].astype(np.float64), points[-1].astype(np.float64)
    x, y, z = (float(value) for value in last[:3] - first[:3])
    last[:3] = first[:3] + snapped_direction((x, y, z), step_deg)
    if first[3:7] @ last[3:7] < 0:
        last[3:7] *= -1
    length = float(np.linalg.norm(last[:3] - first[:3]))
    count = int(min(max(np.ceil(length / spacing_m), 1), _MOST)) + 1
    edge = np.linspace(first, last, count)
    turns = np.linalg.norm(edge[:, 3:7], axis=1, keepdims=True)
    edge[:, 3:7] /= np.where(turns > 0, turns, 1)
    edge[:, 7] = points[:, 7].mean()
    return edge.astype(np.float32)
