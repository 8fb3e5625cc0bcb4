"""What an eye sees inside: panels where they stand, black before calm, clear middles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from headset.hands import Side
from headset.shown import CALM
from space_parts import hidden_context

from app.scene.camera import Camera
from app.scene.eye_view import EyeView
from app.scene.offscreen import OffscreenRenderer
from tests.headset.visit_parts import HEAD, Inside, controller

pytestmark = [pytest.mark.gl, pytest.mark.qt]

SIZE = (240, 240)
EYE = Camera(HEAD.pose.position_m, HEAD.pose.rotation, 90.0)


class Seen:
    """What a visit shows, as `OffscreenRenderer` wants it."""

    def __init__(self, sight) -> None:
        self.sight = sight

    def eye_views(self, count: int):
        return tuple(EyeView(lambda: self.sight.visuals) for _ in range(count))

    @property
    def background(self):
        return self.sight.background


class Coloured:
    """A painter of one colour."""

    def paint(self, panel, size_px):
        picture = np.zeros((size_px[1], size_px[0], 4), np.uint8)
        picture[:] = (250, 20, 200, 255)
        return picture


@pytest.fixture
def inside(qapp):
    with hidden_context() as context:
        made = Inside()
        made.visit.sight._painter = Coloured()
        made.renderer = OffscreenRenderer(Seen(made.visit.sight), context)
        made.picture = lambda eye=EYE: made.renderer.render(SIZE, eye)[..., :3].astype(int)
        yield made


def test_a_card_is_seen_where_it_stands_even_behind_a_stroke(inside) -> None:
    inside.visit.dialogue.ask_break(20)
    inside.frame()
    standing = inside.visit.board.standings[0]
    ((x, y, _),) = EYE.project([standing.pose.position_m], SIZE).tolist()
    picture = inside.picture()
    assert tuple(picture[round(y), round(x)]) == (250, 20, 200)
    is_panel = (np.abs(picture - (250, 20, 200)).max(axis=2) < 8).sum()
    wide = standing.layout.width_m / 2 * SIZE[0]
    tall = standing.layout.height_m / 2 * SIZE[1]
    assert is_panel >= 0.8 * wide * tall * 0.9


def test_the_first_frame_of_the_calm_scene_is_never_brighter_anywhere(inside) -> None:
    inside.visit.dialogue.ask_break(20)
    for _ in range(3):
        inside.frame(controller(Side.RIGHT, (0.2, 1.0, -0.3)))
    before = inside.picture()
    inside.visit.calm()
    inside.frame(controller(Side.RIGHT, (0.2, 1.0, -0.3)))
    first = inside.picture()
    assert (first <= before).all()
    assert first.max() == 0
    lights = [first.mean()]
    for _ in range(14):
        inside.frame(seconds=0.2)
        lights.append(inside.picture().mean())
    assert (np.diff(lights) >= -0.5).all()
    assert lights[-1] > lights[0]
    corner = inside.picture()[5, 5] / 255
    assert corner == pytest.approx(CALM[:3], abs=0.02)


def test_the_first_frame_back_is_black_too_and_then_the_page_is_as_it_was(inside) -> None:
    inside.frame()
    before = inside.picture()
    inside.visit.calm()
    for _ in range(5):
        inside.frame(seconds=0.5)
    inside.visit.come_back()
    inside.frame()
    assert inside.picture().max() <= 1
    for _ in range(6):
        inside.frame(seconds=0.4)
    assert np.abs(inside.picture() - before).mean() < 3


def test_dark_edges_leave_the_middle_as_it_is(inside) -> None:
    inside.visit._buttons.is_palette_wanted = False
    inside.frame()
    before = inside.picture()
    inside.visit.sight.show_veil(HEAD.pose, dark=0.0, edges=0.9, clear_deg=28.0)
    after = inside.picture()
    middle = slice(100, 140)
    assert np.array_equal(before[middle, middle], after[middle, middle])
    assert after[2, 2].mean() < 0.3 * before[2, 2].mean() + 1


def test_the_veil_is_as_wide_for_who_is_small(inside) -> None:
    inside.visit._buttons.is_palette_wanted = False
    inside.frame()
    inside.visit.sight.show_veil(replace(HEAD.pose, scale=0.1), dark=1.0, edges=0.0, clear_deg=28.0)
    assert inside.picture().max() <= 1
