"""The calm scene is one press or one sign away, in the same frame, and never comes by accident."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from headset.hands import Button, Hand, Side
from headset.kit import InsideTool
from headset.shown import CALM

from app.catalogue.clay import clay_starts
from app.commands.space import parts_of
from app.geometry.clay.starts import begin
from app.model.entities import WorkKind
from app.model.inside import Choices
from app.model.space import Pose, SpaceStroke
from tests.headset.visit_parts import HEAD, TUNING, Inside, bare_hand, controller

TEN_MINUTES_S = 600.0
FACE = HEAD.pose.position_m


def pressed(side: Side) -> Hand:
    return controller(side, (0.2, 1.0, -0.3), pressed=frozenset({Button.MENU}))


def palm(inside: Inside, side: Side, *, apart_m: float = 0.09) -> int:
    """Show the open palm, then bring thumb to middle finger; return the frames until it is calm."""
    at = (0.15, 0.8, -0.3)
    for _ in range(40):
        inside.frame(bare_hand(side, at, apart_m=apart_m, middle_m=0.06, palm_to=FACE))
    assert not inside.visit.is_calm
    inside.frame(bare_hand(side, at, apart_m=apart_m, middle_m=0.008, palm_to=FACE))
    return 1 if inside.visit.is_calm else 0


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("is_one_handed", [False, True])
def test_one_press_of_either_menu_button_shows_it_in_that_very_frame(side, is_one_handed) -> None:
    inside = Inside(Choices(is_one_handed=is_one_handed))
    inside.frame(controller(side, (0.2, 1.0, -0.3)))
    page = inside.visit.sight.visuals
    inside.frame(pressed(side))
    assert inside.visit.sight.is_calm
    assert inside.visit.sight.background == CALM
    shown = inside.visit.sight.visuals
    assert not set(inside.stage.visuals) & set(shown)
    assert set(shown) < set(page), "something had to be compiled first"


@pytest.mark.parametrize("side", list(Side))
def test_the_palms_sign_shows_it_in_that_very_frame(side) -> None:
    assert palm(Inside(Choices(is_one_handed=True)), side) == 1


def test_the_index_finger_on_the_thumb_is_a_pinch_and_no_sign() -> None:
    assert palm(Inside(), Side.RIGHT, apart_m=0.01) == 0


def test_a_hand_that_just_drew_makes_no_sign() -> None:
    inside = Inside()
    for step in range(20):
        inside.frame(bare_hand(Side.RIGHT, (0.01 * step, 0.8, -0.3), apart_m=0.006, palm_to=FACE))
    for _ in range(30):
        inside.frame(bare_hand(Side.RIGHT, (0.2, 0.8, -0.3), middle_m=0.008, palm_to=FACE))
    assert not inside.visit.is_calm


def test_fingers_guessed_around_a_controller_make_no_sign() -> None:
    inside = Inside()
    for middle in [0.06] * 40 + [0.008] * 10:
        hand = bare_hand(Side.RIGHT, (0.15, 0.8, -0.3), middle_m=middle, palm_to=FACE)
        inside.frame(replace(hand, profile="/interaction_profiles/valve/index_controller"))
    assert not inside.visit.is_calm


def test_it_begins_black_and_grows_light_slowly_and_evenly() -> None:
    inside = Inside()
    inside.frame(controller(Side.RIGHT, (0.2, 1.0, -0.3)))
    inside.frame(pressed(Side.RIGHT))
    light = inside.visit._light
    darks = [light.dark(inside.time_s)]
    for _ in range(200):
        inside.frame()
        darks.append(light.dark(inside.time_s))
    assert darks[0] == 1.0
    steps = np.diff(darks)
    assert (steps <= 1e-9).all()
    assert -steps.min() < 0.01, "a step of light"
    assert darks[-1] == 0.0


def test_the_stroke_under_the_hand_is_kept_and_nothing_is_drawn_in_it() -> None:
    inside = Inside()
    other = controller(Side.LEFT, (-0.6, 0.6, 0.1))
    inside.frame(other, controller(Side.RIGHT, (0.0, 1.0, -0.4)))
    for step in range(10):
        at = (0.02 * step, 1.0, -0.4)
        inside.frame(other, controller(Side.RIGHT, at, trigger=0.8))
    hand = controller(Side.RIGHT, (0.2, 1.0, -0.4), trigger=0.8, pressed=frozenset({Button.MENU}))
    inside.frame(other, hand)
    for step in range(10):
        at = (0.2 + 0.02 * step, 1.0, -0.4)
        inside.frame(other, controller(Side.RIGHT, at, trigger=0.8))
    (stroke,) = parts_of(inside.document, inside.work_uid, SpaceStroke)
    assert stroke.points[-1, 0] == pytest.approx(0.18, abs=0.001)
    assert not inside.document.is_editing(inside.work_uid)


def test_going_back_is_a_button_and_so_is_stepping_out() -> None:
    inside = Inside()
    inside.frame(controller(Side.RIGHT, (0.2, 1.0, -0.3)))
    inside.visit.calm()
    inside.frame()
    left = []
    inside.visit.leave_wanted.connect(lambda: left.append(True))
    inside.press("calm.leave")
    assert left
    inside.press("calm.back")
    assert not inside.visit.is_calm
    assert set(inside.stage.visuals) <= set(inside.visit.sight.visuals)


def test_help_is_asked_for_from_the_calm_scene_too() -> None:
    inside = Inside()
    inside.visit.calm()
    inside.frame()
    inside.press("calm.help")
    inside.frame()
    assert "help" in [panel.name for panel in inside.visit.panels]


def test_the_shape_stays_where_it_is_when_the_head_turns_away() -> None:
    inside = Inside()
    inside.visit.calm()
    inside.frame()
    pool = inside.visit.sight._calm
    before = pool.vertices_of("shape")[:, :3].mean(axis=0).copy()
    inside.head = replace(HEAD, pose=Pose((0.3, 1.3, 0.1), (0.0, 0.5, 0.0, 0.866)))
    for _ in range(20):
        inside.frame()
    assert pool.vertices_of("shape")[:, :3].mean(axis=0) == pytest.approx(before, abs=1e-4)


def test_ten_minutes_of_two_handed_clay_never_lead_there() -> None:
    body = begin(next(each for each in clay_starts() if each.name == "sphere"))
    inside = Inside(kind=WorkKind.CLAY, body=body)
    inside.visit.kit.take(InsideTool.CLAY)
    calmed = []
    inside.visit.calmed.connect(calmed.append)
    rng = np.random.default_rng(5)
    hertz, worked = 6.0, 0
    for step in range(int(TEN_MINUTES_S * hertz)):
        t = step / hertz
        hands = []
        for side, way in ((Side.LEFT, -1.0), (Side.RIGHT, 1.0)):
            angle = 0.7 * t * way + (0.0 if way > 0 else 2.0)
            wide = 0.1 + 0.08 * math.sin(0.9 * t)
            at = (way * abs(wide * math.cos(angle)), 1.0 + wide * math.sin(angle), -0.5)
            pull = max(0.0, math.sin(1.3 * t + way)) * rng.uniform(0.8, 1.0)
            squeeze = float(rng.uniform() < 0.02)
            tilt = rng.normal((0, 0, 0, 1), 0.4)
            tilt /= np.linalg.norm(tilt)
            pose = Pose(at, tuple(tilt.tolist()))
            hands.append(
                Hand(
                    side, True, True, pose, pose, pull, squeeze, (0.0, 0.0), frozenset(), None, "/t"
                )
            )
        inside.frame(*hands, seconds=1 / hertz)
        worked += inside.visit._at_work.is_working(Side.LEFT)
    inside.visit.leave()
    assert worked > 400, "both hands were to work the clay"
    assert not calmed


def test_ten_minutes_of_drawing_with_a_pinch_never_lead_there() -> None:
    inside = Inside()
    calmed = []
    inside.visit.calmed.connect(calmed.append)
    rng = np.random.default_rng(6)
    hertz, strokes = 12.0, 0
    apart, is_drawing = 0.06, False

    def clear() -> int:
        # a page of ten minutes would be built again and again for the shadows
        found = sum(1 for _ in parts_of(inside.document, inside.work_uid, SpaceStroke))
        for _ in range(found):
            inside.document.undo(inside.work_uid)
        return found

    for step in range(int(TEN_MINUTES_S * hertz)):
        t = step / hertz
        if rng.uniform() < 0.04:
            is_drawing = not is_drawing
        wanted = 0.005 if is_drawing else 0.06
        apart += (wanted - apart) * 0.6
        # the middle finger comes along with the index finger, and often touches the thumb too
        middle = max(apart + rng.normal(0.012, 0.012), 0.0)
        at = (0.3 * math.sin(0.8 * t), 1.0 + 0.2 * math.sin(1.1 * t), -0.4)
        # the palm faces anything, at times the face
        palm_to = (
            FACE if rng.uniform() < 0.3 else tuple((np.array(at) + rng.normal(size=3)).tolist())
        )
        hand = bare_hand(
            Side.RIGHT, at, apart_m=max(apart + rng.normal(0, 0.002), 0.002), middle_m=middle,
            palm_to=palm_to,
        )  # fmt: skip
        joints = hand.joints.copy()
        joints[:, :3] += rng.normal(0, 0.001, (26, 3))
        inside.frame(replace(hand, joints=joints), seconds=1 / hertz)
        if step % 200 == 199 and not inside.document.is_editing(inside.work_uid):
            strokes += clear()
    inside.visit.leave()
    strokes += clear()
    assert strokes > 50
    assert not calmed


def test_the_numbers_keep_the_sign_apart_from_the_pinch() -> None:
    assert TUNING["palm_index_m"] > TUNING["unpinch_m"]
