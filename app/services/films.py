"""A film saved where the person says: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.formats.video import write_video
from app.services.export import not_saved


def save_film(
    path: Path,
    frames: Iterable[npt.NDArray[np.uint8]],
    *,
    rate_hz: Fraction | int,
    step: Callable[[int], None],
) -> int:
    """Write frames as a film (WebM); return how many there were.

    Parameters
    ----------
    frames, rate_hz, step
        As `app.formats.video.write_video` takes them; ``step`` may raise to stop.

    Raises
    ------
    PersonError
        If the disk refuses; nothing half-written is left.
    """
    try:
        return write_video(path, frames, rate_hz=rate_hz, step=step)
    except OSError as error:
        raise not_saved(error, path) from error
