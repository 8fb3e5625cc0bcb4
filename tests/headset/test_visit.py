"""What a person does inside, from the hands' poses to the document. No runtime, no GL."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from headset.frames import Frame
from headset.hands import Button, Hand, Side
from headset.kit import InsideTool

from app.commands.space import parts_of
from app.model.entities import CheckIn, Entry
from app.model.inside import CLINICAL, Choices
from app.model.space import Clay, Guide, Pose, SpaceStroke
from tests.headset.visit_parts import HEAD, Inside, bare_hand, controller

RIGHT = Side.RIGHT


def strokes(inside: Inside) -> list[SpaceStroke]:
    return list(parts_of(inside.document, inside.work_uid, SpaceStroke))


def draw(
    inside: Inside, *, side: Side = RIGHT, height: float = 1.0, trigger: float = 0.8
) -> np.ndarray:
    """Draw from left to right; return where the hand was."""
    places = np.linspace((-0.3, height, -0.4), (0.3, height, -0.4), 30)
    # the palette hangs down in the other hand
    other = controller(side.other, (-0.6 if side is RIGHT else 0.6, 0.6, 0.1))
    inside.frame(other, controller(side, tuple(places[0])))
    for place in places:
        inside.frame(other, controller(side, tuple(place.tolist()), trigger=trigger))
    inside.frame(other, controller(side, tuple(places[-1].tolist())))
    return places


def test_a_stroke_is_where_the_hand_was_from_the_frame_of_the_pull_on() -> None:
    inside = Inside()
    places = draw(inside)
    (stroke,) = strokes(inside)
    ends = stroke.points[[0, -1], :3]
    assert np.abs(ends - places[[0, -1]]).max() <= 0.001
    away = np.linalg.norm(stroke.points[:, None, :3] - places[None], axis=2).min(axis=1)
    assert away.max() <= 0.02
    assert stroke.points[:, 7].max() == pytest.approx((0.8 - 0.06) / 0.94, abs=0.02)


def test_a_stroke_is_in_the_document_before_the_hand_lets_go() -> None:
    inside = Inside()
    inside.frame(controller(RIGHT, (0.0, 1.0, -0.4)))
    inside.frame(controller(RIGHT, (0.0, 1.0, -0.4), trigger=0.7))
    assert len(strokes(inside)) == 1


def test_undo_and_redo_are_on_the_stick_once_a_push() -> None:
    inside = Inside()
    draw(inside)
    draw(inside, height=1.1)
    for _ in range(20):
        inside.frame(controller(RIGHT, (0.3, 1.0, -0.3), stick=(-1.0, 0.0)))
    assert len(strokes(inside)) == 1
    inside.frame(controller(RIGHT, (0.3, 1.0, -0.3)))
    inside.frame(controller(RIGHT, (0.3, 1.0, -0.3), stick=(1.0, 0.1)))
    assert len(strokes(inside)) == 2


def test_the_eraser_takes_what_it_touches_and_undo_brings_it_back() -> None:
    inside = Inside()
    draw(inside)
    draw(inside, height=1.4)
    inside.visit.kit.take(InsideTool.ERASER)
    inside.frame(controller(RIGHT, (0.0, 1.0, -0.4)))
    inside.frame(controller(RIGHT, (0.0, 1.0, -0.4), trigger=1.0))
    inside.frame(controller(RIGHT, (0.0, 1.0, -0.4)))
    (left,) = strokes(inside)
    assert left.points[0, 1] == pytest.approx(1.4)
    inside.document.undo(inside.work_uid)
    assert len(strokes(inside)) == 2


def test_a_pinch_draws_without_controllers() -> None:
    inside = Inside()
    for step in range(40):
        apart = 0.08 if step in (0, 39) else 0.008
        inside.frame(bare_hand(RIGHT, (0.01 * step, 1.0, -0.4), apart_m=apart))
    (stroke,) = strokes(inside)
    assert stroke.points[0, 0] == pytest.approx(0.01, abs=0.001)


def test_left_handed_people_draw_with_the_left_hand() -> None:
    inside = Inside(Choices(is_left_handed=True))
    draw(inside, side=Side.RIGHT, height=1.3)
    assert not strokes(inside)
    draw(inside, side=Side.LEFT)
    assert len(strokes(inside)) == 1


def test_a_short_reach_is_made_longer() -> None:
    inside = Inside(Choices(reach=2.0))
    draw(inside)
    (stroke,) = strokes(inside)
    assert np.ptp(stroke.points[:, 0]) == pytest.approx(1.2, abs=0.01)


def test_a_trigger_pulled_over_a_panel_draws_nothing() -> None:
    inside = Inside()
    inside.visit.dialogue.ask_check_in()
    inside.frame()
    inside.press("check_in.skip")
    assert not strokes(inside)
    assert inside.document.steps(inside.work_uid) == ("New page in space",)


def test_the_check_in_keeps_what_was_said_and_leaves_the_rest_unsaid() -> None:
    inside = Inside()
    inside.visit.dialogue.ask_check_in()
    inside.frame()
    inside.press("check_in.valence", at=0.75)
    inside.press("check_in.keep")
    (kept,) = [each for each in inside.document.entities.values() if isinstance(each, CheckIn)]
    assert kept.valence == pytest.approx(0.53, abs=0.05)
    assert kept.arousal is None


def test_a_colour_and_a_brush_are_chosen_on_the_palette() -> None:
    inside = Inside()
    inside.frame()
    before = inside.visit.kit.colour
    inside.press("colour", at=0.66)
    assert inside.visit.kit.colour != before
    inside.press("tab.brushes")
    other = inside.visit.kit.brushes[3]
    inside.press(f"brush.{other.uid}")
    assert inside.visit.kit.brush is other


def test_layers_guides_and_clay_are_made_on_the_palette() -> None:
    inside = Inside()
    inside.frame()
    inside.press("tab.layers")
    inside.press("layer_add")
    inside.press("tab.space")
    inside.press("guide.sphere")
    inside.press("tab.clay")
    start = next(p.name for p in inside.visit.panels[-1].parts if p.name.startswith("begin."))
    inside.press(start)
    assert len(inside.visit.page.layers) == 2
    assert len(list(parts_of(inside.document, inside.work_uid, Guide))) == 1
    assert len(list(parts_of(inside.document, inside.work_uid, Clay))) == 1


def test_writing_about_it_later_puts_a_page_with_the_picture_on_today() -> None:
    inside = Inside()
    inside.frame()
    inside.press("tab.more")
    inside.press("later")
    (entry,) = [each for each in inside.document.entities.values() if isinstance(each, Entry)]
    assert entry.attachments[0].work_uid == inside.work_uid


def test_a_turn_is_all_at_once_about_the_head_and_keeps_the_horizon() -> None:
    inside = Inside()
    inside.head = replace(HEAD, pose=Pose((0.4, 1.2, 0.3)))
    inside.frame(controller(Side.LEFT, (-0.2, 1.0, -0.3), stick=(1.0, 0.0)))
    x, _, z, _ = inside.floor.stand.rotation
    assert (x, z) == (0.0, 0.0)
    place = inside.floor.stand
    from headset.grabbing import in_room

    # the head stands where it stood
    assert in_room(place, (0.4, 1.2, 0.3)) == pytest.approx((0.4, 1.2, 0.3))


def test_the_world_is_taken_in_both_hands_only_where_that_is_allowed() -> None:
    for choices, is_moved in ((Choices(), True), (CLINICAL, False)):
        inside = Inside(choices)
        for step in range(20):
            apart = 0.2 + 0.01 * step
            inside.frame(
                controller(Side.LEFT, (-apart, 1.0, -0.4), squeeze=1.0),
                controller(Side.RIGHT, (apart, 1.0, -0.4), squeeze=1.0),
            )
        assert (inside.floor.stand.scale < 0.999) is is_moved
        assert not strokes(inside)


def test_a_hand_that_goes_away_or_a_stay_that_ends_keeps_the_stroke() -> None:
    inside = Inside()
    inside.frame(controller(RIGHT, (0.0, 1.0, -0.4)))
    for step in range(10):
        inside.frame(controller(RIGHT, (0.02 * step, 1.0, -0.4), trigger=0.8))
    inside.frame(Hand(RIGHT))
    assert len(strokes(inside)) == 1
    assert not inside.document.is_editing(inside.work_uid)
    inside.frame(controller(RIGHT, (0.0, 1.2, -0.4)))
    inside.frame(controller(RIGHT, (0.0, 1.2, -0.4), trigger=0.8))
    inside.visit.leave()
    assert len(strokes(inside)) == 2
    assert not inside.document.is_editing(inside.work_uid)


def test_after_leaving_nothing_inside_follows_the_document() -> None:
    inside = Inside()
    inside.frame()
    inside.visit.leave()
    painted = len(inside.painter.panels)
    inside.document.undo(inside.work_uid)
    inside.frame(controller(RIGHT, (0.0, 1.0, -0.4), trigger=1.0))
    assert len(inside.painter.panels) == painted


def test_the_first_button_changes_between_brush_and_eraser() -> None:
    inside = Inside()
    pressed = frozenset({Button.PRIMARY})
    inside.frame(controller(RIGHT, (0.3, 1.0, -0.3), pressed=pressed))
    assert inside.visit.kit.tool is InsideTool.ERASER


def test_who_is_small_draws_small() -> None:
    inside = Inside()
    inside.floor.stand = Pose(scale=0.5)
    draw(inside)
    (stroke,) = strokes(inside)
    assert stroke.size_m == pytest.approx(inside.visit.kit.size_m / 2)


def test_a_frame_without_hands_or_eyes_is_passed_over() -> None:
    inside = Inside()
    assert isinstance(inside.frame(is_focused=False), Frame)
