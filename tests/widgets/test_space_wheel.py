"""The potter's wheel on a page of clay, with real pens."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from room_parts import OpenRoom, open_room
from studio_parts import Pen

from app.geometry.clay.wheel import MOST_RPM
from app.model.entities import WorkKind
from app.model.space import Clay

pytestmark = [pytest.mark.qt, pytest.mark.gl]


@pytest.fixture
def clay(qtbot, tmp_path: Path):
    with open_room(tmp_path, qtbot, WorkKind.CLAY) as made:
        yield made


def spin(room: OpenRoom, rpm: float) -> None:
    room.sheet.clay_panel.wheel.moved.emit(rpm / MOST_RPM)


def test_clay_turns_as_fast_as_the_wheel_is_set_and_stops(clay):
    wheel = clay.sheet.wheel
    assert not wheel.is_turning
    spin(clay, 60)
    assert wheel.is_turning
    clay.wait(lambda: wheel.turned_rad > 0.1)
    spin(clay, 0)
    assert not wheel.is_turning
    assert clay.kit.clay.wheel_rpm == 0


def test_a_wheel_that_nobody_sees_stands_still(clay):
    spin(clay, 60)
    clay.sheet.hide()
    assert not clay.sheet.wheel.is_turning
    clay.sheet.show()
    assert clay.sheet.wheel.is_turning


def test_turning_is_no_step_and_leaves_the_clay_where_it_stands(clay):
    (piece,) = clay.parts(Clay)
    steps = clay.document.steps(clay.page.work.uid)
    clay.sheet.wheel._wheel.set_speed(60)
    clay.sheet.wheel.advance(0.3)
    assert clay.document.steps(clay.page.work.uid) == steps
    assert clay.parts(Clay) == [piece]
    shown = clay.sheet.stage.clay.pose_of(piece.uid)
    assert shown.rotation == pytest.approx((0, math.sin(0.3 * math.pi), 0, math.cos(0.3 * math.pi)))


def test_a_pen_held_still_cuts_a_groove_all_around_and_undo_takes_it_back(clay):
    (piece,) = clay.parts(Clay)
    mesh = clay.document.mesh(piece.mesh_uid)
    before = mesh.values.copy()
    push = next(tool for tool in clay.kit.clay_tools if tool.name == "push")
    clay.kit.take_clay(push)
    wheel, pen = clay.sheet.wheel, Pen()
    wheel._wheel.set_speed(120)
    place = clay.at(0.5, 0.5)
    pen.send(clay.canvas, "press", *place)
    for _ in range(20):
        wheel.advance(1 / 30)
    pen.send(clay.canvas, "release", *place)
    moved = np.linalg.norm(mesh.values[:, :3] - before[:, :3], axis=1)
    belt = before[np.argmax(moved), 1]
    ring = abs(before[:, 1] - belt) < 0.003
    assert (moved[ring] > 0.25 * moved.max()).all()
    around = np.arctan2(before[ring, 2], before[ring, 0])
    assert np.ptp(around) > 6
    clay.page.undo()
    assert np.array_equal(mesh.values, before)


def test_clay_that_has_turned_is_worked_where_it_is_seen(clay):
    (piece,) = clay.parts(Clay)
    mesh = clay.document.mesh(piece.mesh_uid)
    clay.kit.work_clay(type(clay.kit.clay)(clay.kit.clay.tool, 0.03, 1.0, (False, False, False)))
    bare = clay.seen()
    clay.sheet.wheel._wheel.set_speed(60)
    clay.sheet.wheel.advance(0.5)
    clay.draw((0.5, 0.5), (0.502, 0.5))
    # half a turn: the near side is the clay's own far side
    moved = np.linalg.norm(mesh.values[:, :3], axis=1) > 0.1505
    assert moved.any()
    assert (mesh.values[moved, 2] < 0).all()
    change = np.abs(clay.seen() - bare).sum(axis=2)
    y, x = np.unravel_index(change.argmax(), change.shape)
    assert (x, y) == pytest.approx(clay.at(0.5, 0.5), abs=60)
