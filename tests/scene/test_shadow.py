"""Where the sun does not reach: depth can be read off the floor."""

from __future__ import annotations

import numpy as np
import pytest
from space_parts import ball

from app.scene.shadow import Shade, ShadeJob, ShadeKeeper

SUN = (0.4, 0.85, 0.3)


def sunlight(shade: Shade, place) -> float:
    """Return what the shader's `sunlight` does, with the nearest cell."""
    at = shade.from_room @ (*place, 1.0)
    row, column = (
        np.clip(int(at[axis] * len(shade.sun)), 0, len(shade.sun) - 1) for axis in (1, 0)
    )
    deep = min(at[2], shade.floor[0] * at[0] + shade.floor[1] * at[1] + shade.floor[2])
    return float(np.clip(shade.sun[row, column] * np.exp(-shade.sharpness * deep), 0, 1))


def covered(shade: Shade, x: float, z: float) -> float:
    left, near, across, down = shade.contact_box
    side = len(shade.contact)
    return float(shade.contact[int((z - near) * down * side), int((x - left) * across * side)])


def shade_of(vertices, triangles, *, side_px=128, sun=SUN) -> Shade:
    low, high = vertices.min(axis=0).tolist(), vertices.max(axis=0).tolist()
    length = float(np.linalg.norm(sun))
    job = ShadeJob(
        [(vertices, triangles)], (tuple(low), tuple(high)), tuple(np.divide(sun, length)), side_px
    )
    while not job.advance(1000):
        pass
    return job.finished()


def floating_ball(height: float):
    mesh = ball(0.2)
    return mesh.positions_m + np.float32([0, height, 0]), mesh.faces


def on_floor_behind(centre):
    """Return where the sun's ray through a place meets the floor."""
    return np.subtract(centre, np.multiply(SUN, centre[1] / SUN[1]))


@pytest.mark.parametrize("height", [0.2, 0.6, 1.2])
def test_a_ball_throws_its_shadow_where_the_sun_says(height):
    shade = shade_of(*floating_ball(height))
    middle = on_floor_behind((0.0, height, 0.0))
    assert sunlight(shade, middle) < 0.02
    for x, z in ((0.35, 0.0), (-0.35, 0.0), (0.0, 0.4)):
        assert sunlight(shade, np.add(middle, (x, 0, z))) > 0.9


def test_the_side_that_faces_the_sun_is_bright_and_the_floor_below_it_is_not_lit_through():
    shade = shade_of(*floating_ball(0.6))
    top = np.add((0, 0.6, 0), np.multiply(SUN, 0.2 / np.linalg.norm(SUN)))
    assert sunlight(shade, top) > 0.85
    assert sunlight(shade, np.subtract((0, 1.2, 0), top)) < 0.1


def test_a_valley_below_the_floor_is_not_dark_because_it_is_deep():
    shade = shade_of(*floating_ball(0.6))
    assert sunlight(shade, (0.3, -2.0, -0.3)) == pytest.approx(
        sunlight(shade, np.add((0.3, -2.0, -0.3), np.multiply(SUN, 2.0 / SUN[1]))), abs=0.05
    )


def test_a_thin_wire_throws_an_unbroken_shadow():
    x = np.linspace(-0.5, 0.5, 40)
    places = np.stack((x, np.full(40, 0.5), 0.2 * x), axis=1)
    vertices = np.concatenate((places, np.add(places, (0, 0.002, 0)))).astype(np.float32)
    first = np.arange(39, dtype=np.uint32)
    triangles = np.concatenate(
        (
            np.stack((first, first + 1, first + 40), 1),
            np.stack((first + 1, first + 41, first + 40), 1),
        )
    )
    shade = shade_of(vertices, triangles)
    for place in places[2:-2]:
        assert sunlight(shade, on_floor_behind(place)) < 0.93


def test_what_stands_on_the_floor_darkens_it_and_what_hovers_does_not():
    standing, hovering = shade_of(*floating_ball(0.2)), shade_of(*floating_ball(1.5))
    assert covered(standing, 0.0, 0.0) > 0.6
    assert covered(hovering, 0.0, 0.0) < 0.1
    assert covered(standing, 0.4, 0.4) < 0.05


def test_the_maps_follow_a_change_and_rest_otherwise():
    parts = [floating_ball(0.5)]

    def box():
        low, high = parts[0][0].min(axis=0).tolist(), parts[0][0].max(axis=0).tolist()
        return tuple(low), tuple(high)

    keeper = ShadeKeeper(lambda: parts, box)
    assert keeper.finish(SUN, 64)
    first = keeper.shade
    assert not keeper.work(SUN, 64)
    parts[0] = floating_ball(0.9)
    keeper.spoil()
    assert keeper.finish(SUN, 64)
    assert keeper.shade is not first


def test_an_empty_room_has_no_shadow():
    keeper = ShadeKeeper(list, lambda: None)
    assert not keeper.finish(SUN, 64)
    assert keeper.shade is None
