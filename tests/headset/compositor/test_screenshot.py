"""The runtime's own compositor shows what the eyes were given: a picture of its window says so."""

from __future__ import annotations

import numpy as np
import pytest
from inside_parts import room_to_enter
from space_parts import line, page, stroke

pytestmark = [pytest.mark.headset]

COLOUR = (255, 0, 255)
DOTS = ((-0.25, 1.65, -1.0), (0.25, 1.65, -1.0), (0.0, 1.4, -1.2))


def whole_screen(qapp) -> np.ndarray:
    from PySide6.QtGui import QImage

    shot = qapp.primaryScreen().grabWindow(0).toImage()
    shot = shot.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(shot.constBits(), np.uint8).reshape(shot.height(), -1, 4)
    return rows[:, : shot.width()].copy()


def patches(paint: np.ndarray) -> list[tuple[float, float]]:
    """Return the middles (x, y) of the patches of paint larger than a few pixels."""
    import skimage.measure

    numbered = skimage.measure.label(paint)
    found = []
    for number in range(1, int(numbered.max()) + 1):
        rows, columns = np.nonzero(numbered == number)
        if len(rows) > 20:
            found.append((float(columns.mean()), float(rows.mean())))
    return sorted(found)


def test_the_compositor_shows_both_eyes_what_stands_in_the_room(qapp, body, is_main_compositor):
    dots = [
        stroke(f"dot {n}", line(np.subtract(at, (0.02, 0, 0)), np.add(at, (0.02, 0, 0)), count=9),
               name="marker", colour=COLOUR, size_m=0.09)
        for n, at in enumerate(DOTS)
    ]  # fmt: skip
    with room_to_enter(*page(*dots)) as room:
        room.enter()
        room.next(10)
        picture = whole_screen(qapp).astype(int)
        room.leave()
    paint = (picture[..., 0] > 120) & (picture[..., 2] > 120) & (picture[..., 1] < 100)
    seen = patches(paint)
    assert len(seen) == 2 * len(DOTS), "each eye sees each dot once"
    left, right = seen[: len(DOTS)], seen[len(DOTS) :]
    for eye in (left, right):
        # from left to right: two above, and between them one below
        heights = [y for _, y in eye]
        assert heights[1] > heights[0] + 10
        assert heights[1] > heights[2] + 10
        assert abs(heights[0] - heights[2]) < 12
    # what is straight ahead lies to the right for the left eye, and to the left for the right one
    assert left[0][0] < right[0][0]
