"""Places as they are seen: each its own, in few draws, calm, and right for every eye."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot
from vispy import app

from app.catalogue.environments import environments
from app.catalogue.space_brushes import space_brushes
from app.model.environment import Environment
from app.model.space import SPACE_COLUMNS, SpaceStroke
from app.scene.camera import Camera, frustum, look_at
from app.scene.offscreen import OffscreenRenderer
from app.scene.place.node import PlaceNode
from app.scene.quality import LEVELS
from app.scene.stage import Stage

pytestmark = pytest.mark.gl

PLACES = environments()
BY_NAME = {place.name: place for place in PLACES}
SIZE = (300, 192)
STANDING = look_at((0.0, 1.6, 2.6), (0.0, 1.9, 0.0))

Picture = npt.NDArray[np.int64]


class Room:
    """A stage with a place on it, drawn into memory."""

    def __init__(self, canvas: app.Canvas) -> None:
        self.stage = Stage({brush.uid: brush for brush in space_brushes()})
        self.place = PlaceNode()
        self.renderer = OffscreenRenderer(self.stage, canvas)

    def show(self, name: str, seed: int = 7, **settings: float) -> None:
        self.place.show(BY_NAME[name], settings, seed)
        self.stage.use_place(self.place)
        self.stage.settle()

    def seen(self, time_s: float = 2.0, camera: Camera = STANDING) -> Picture:
        self.stage.update(time_s)
        return self.renderer.render(SIZE, camera)[..., :3].astype(int)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    canvas = app.Canvas(app=app.use_app("pyside6"), show=False, size=(64, 64))
    canvas.set_current()
    made = Room(canvas)
    yield made
    made.renderer.close()
    canvas.close()
    canvas.native.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()


def test_every_place_is_seen_in_at_most_eight_draws_and_no_two_look_alike(room: Room) -> None:
    pictures: dict[str, Picture] = {}
    for place in PLACES:
        room.show(place.name)
        picture = room.seen()
        assert room.renderer.draw_calls <= 8, place.name
        assert picture.max() - picture.min() > 20, place.name
        pictures[place.name] = picture
    names = list(pictures)
    for number, name in enumerate(names):
        for other in names[:number]:
            assert np.abs(pictures[name] - pictures[other]).mean() > 6, (name, other)


def test_the_same_seed_is_the_same_picture(room: Room) -> None:
    room.show("forest_clearing")
    first = room.seen()
    room.show("meadow")
    room.show("forest_clearing")
    assert np.array_equal(room.seen(), first)
    room.show("forest_clearing", seed=8)
    assert not np.array_equal(room.seen(), first)


@pytest.mark.parametrize("name", ["meadow", "shore", "mountain_lake"])
def test_the_wind_moves_things_and_without_it_all_is_still(room: Room, name: str) -> None:
    room.show(name)
    assert not np.array_equal(room.seen(1.0), room.seen(2.5))
    room.show(name, wind=0.0, drift=0.0)
    assert np.array_equal(room.seen(1.0), room.seen(30.0))


def test_with_reduced_motion_nothing_moves_even_in_a_storm(room: Room) -> None:
    room.show("garden", wind=7.0, drift=1.0)
    room.stage.use_motion(is_still=True)
    assert np.array_equal(room.seen(1.0), room.seen(9.0))


@pytest.mark.parametrize("name", ["night_sky", "shore", "snow_field"])
def test_nothing_flashes_and_nothing_jumps(room: Room, name: str) -> None:
    room.show(name, drift=1.0)
    frames = [room.seen(3.0 + number / 12) for number in range(12)]
    for earlier, later in pairwise(frames):
        change = np.abs(later - earlier).mean(axis=2)
        assert change.mean() < 1.5
        # a patch of 12 pixels, about 1.5 degrees
        patches = (later - earlier).mean(axis=2).reshape(16, 12, 25, 12).mean(axis=(1, 3))
        assert np.abs(patches).max() < 26


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_with_less_detail_it_is_the_same_place(room: Room, place: Environment) -> None:
    room.show(place.name)
    best = room.seen()
    for level in reversed(LEVELS):
        room.stage.use_level(level)
        assert np.abs(room.seen() - best).mean() < 14, level.name
    room.stage.use_level(LEVELS[-1])
    assert np.array_equal(room.seen(), best)


def sun_pixel(room: Room, camera: Camera) -> tuple[int, int]:
    scenery = room.place.scenery
    assert scenery is not None
    far = np.asarray(camera.position_m) + scenery.day.sun * 1000
    x, y, ahead = camera.project([far], SIZE)[0]
    assert ahead > 0
    return round(x), round(y)


@pytest.mark.parametrize("target", [(-0.4, 0.3, -1.0), (0.1, 0.5, -1.0), (-0.1, 0.1, -1.0)])
def test_the_sun_stands_where_the_hour_puts_it_wherever_one_looks(
    room: Room, target: tuple[float, float, float]
) -> None:
    room.show("desert_dusk", clouds=0.0)
    scenery = room.place.scenery
    assert scenery is not None
    position = (3.0, 1.7, -2.0)
    camera = look_at(position, tuple(np.add(position, scenery.day.sun + 0.25 * np.array(target))))
    x, y = sun_pixel(room, camera)
    light = room.seen(camera=camera).sum(axis=2)
    assert light[y, x] >= np.percentile(light, 99.5)


def test_each_eye_sees_the_sun_with_its_own_lopsided_lens(room: Room) -> None:
    room.show("desert_dusk", clouds=0.0)
    scenery = room.place.scenery
    assert scenery is not None
    eye = look_at((0.0, 1.6, 0.0), tuple(np.add((0.0, 1.6, 0.0), scenery.day.sun)))
    for left, right in ((-0.05, 0.03), (-0.03, 0.05)):
        lens = frustum(left, right, -0.028, 0.036, near=0.05, far=400)
        matrix = lens @ eye.view()
        picture = room.renderer.render_matrix(SIZE, matrix)[..., :3].astype(int)
        far = np.append(np.asarray(eye.position_m) + scenery.day.sun * 1000, 1.0)
        x, y, _, w = matrix @ far
        column = round((x / w + 1) / 2 * SIZE[0])
        row = round((1 - y / w) / 2 * SIZE[1])
        light = picture.sum(axis=2)
        assert light[row, column] >= np.percentile(light, 99)


@pytest.mark.parametrize("name", ["plain_studio", "meadow", "snow_field"])
def test_what_one_draws_casts_its_shade_on_the_ground_of_the_place(room: Room, name: str) -> None:
    down = look_at((0.0, 2.6, 2.2), (0.0, 0.0, 0.0))
    room.show(name, wind=0.0, drift=0.0, hour=12.0)
    before = room.seen(camera=down)
    brush = next(brush for brush in space_brushes() if brush.name == "matte")
    points = np.zeros((40, len(SPACE_COLUMNS)), np.float32)
    points[:, 0], points[:, 1] = np.linspace(-0.5, 0.5, 40), 0.3
    points[:, 6], points[:, 7], points[:, 8] = 1.0, 1.0, np.linspace(0, 1, 40)
    noon = datetime(2026, 1, 1, tzinfo=UTC)
    stroke = SpaceStroke("s", "w", "l", brush.uid, (200, 200, 200), 0.12, 1, noon, points)
    room.stage.strokes.show([stroke])
    room.stage.relight()
    room.stage.use_place(room.place)
    room.stage.settle()
    after = room.seen(camera=down)
    towards = np.asarray(room.place.light.unit_direction)
    # where the ray from the middle of the stroke away from the sun meets the floor
    shade = np.array([0.0, 0.3, 0.0]) - towards * (0.3 / towards[1])
    x, y, _ = down.project([shade], SIZE)[0].round().astype(int)
    change = (after - before).sum(axis=2)[y - 1 : y + 2, x - 1 : x + 2]
    assert change.mean() < -25


def test_at_night_there_are_stars_and_by_day_there_are_none(room: Room) -> None:
    up = look_at((0.0, 1.6, 2.6), (0.0, 4.5, 0.0))

    def points() -> int:
        picture = room.seen(camera=up).sum(axis=2)
        around = np.median([np.roll(picture, s, a) for s in (-3, 3) for a in (0, 1)], axis=0)
        return int((picture > around + 60).sum())

    room.show("night_sky", hour=0.0, clouds=0.0, drift=0.0)
    many = points()
    room.show("night_sky", hour=0.0, clouds=0.0, drift=0.0, stars=0.0)
    assert points() < many / 5
    room.show("night_sky", hour=12.0, clouds=0.0, drift=0.0)
    assert points() < many / 5
    assert many > 20


def test_evening_is_darker_than_noon_and_darker_is_darker(room: Room) -> None:
    means = []
    for settings in ({"hour": 12.0}, {"hour": 19.2}, {"hour": 19.2, "brightness": 0.4}):
        room.show("meadow", **settings)
        means.append(room.seen().mean())
    assert means[0] > means[1] > means[2] > 5


def test_fog_hides_what_is_far_and_leaves_what_is_near(room: Room) -> None:
    down = look_at((0.0, 1.6, 0.3), (0.0, 0.0, 0.0))
    room.show("meadow", fog=4000.0)
    clear, clear_near = room.seen(), room.seen(camera=down)
    room.show("meadow", fog=60.0)
    foggy, foggy_near = room.seen(), room.seen(camera=down)
    assert np.abs(foggy - clear).mean() > 4 * np.abs(foggy_near - clear_near).mean()


def test_the_rooms_light_is_that_of_the_hour(room: Room) -> None:
    room.show("meadow", hour=12.0)
    noon = room.place.light
    room.show("meadow", hour=23.0)
    night = room.place.light
    assert sum(night.colour) < 0.5 * sum(noon.colour)
    assert sum(night.sky) < sum(noon.sky)
    assert all(0 <= value <= 1 for value in (*noon.fog_colour, *night.fog_colour))
