"""A page in space, as a person works on it: pen, mouse, fingers and keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox
from room_parts import OpenRoom, open_room
from studio_parts import Pen

from app.model.entities import WorkKind
from app.model.space import Clay, Guide, GuideShape, Reference
from widgets.space.flashing import FlashingQuestion
from widgets.space.kit import DrawOn, Mirror, SpaceTool
from widgets.space.looking import HOME
from widgets.space.palette import SpacePalette
from widgets.studio.kit import PALETTE

pytestmark = [pytest.mark.qt, pytest.mark.gl]

LEFT, MIDDLE, RIGHT = (0.3, 0.5), (0.5, 0.4), (0.7, 0.55)


@pytest.fixture
def room(qtbot, tmp_path: Path):
    with open_room(tmp_path, qtbot) as made:
        made.stand_in("plain_studio")
        yield made


@pytest.fixture
def clay(qtbot, tmp_path: Path):
    with open_room(tmp_path, qtbot, WorkKind.CLAY) as made:
        yield made


def lead(room: OpenRoom, **chosen) -> None:
    from dataclasses import replace

    room.kit.lead(replace(room.kit.way, **chosen))


def shown_at(room: OpenRoom, stroke) -> np.ndarray:
    camera, size = room.sheet.looking.camera, room.sheet.looking.size_px
    return camera.project(stroke.points[:, :3], size)[:, :2]


def test_strokes_of_a_pen_are_where_the_pen_was_and_are_seen(room):
    before = room.seen()
    room.draw(LEFT, MIDDLE, RIGHT)
    room.kit.choose_colour(PALETTE[4][1])
    room.draw((0.3, 0.7), (0.6, 0.7), pressure=0.4)
    room.draw((0.5, 0.2), (0.5, 0.3))
    first, second, _ = room.strokes
    assert second.colour == PALETTE[4][1]
    assert first.colour == PALETTE[1][1]
    for stroke, start, end in ((first, LEFT, RIGHT), (second, (0.3, 0.7), (0.6, 0.7))):
        places = shown_at(room, stroke)
        assert places[0] == pytest.approx(room.at(*start), abs=6)
        assert places[-1] == pytest.approx(room.at(*end), abs=6)
    assert first.points[:, 7].mean() > second.points[:, 7].mean() + 0.2
    x, y = (int(each) for each in room.at(0.45, 0.7))
    change = np.abs(room.seen() - before).sum(axis=2)
    assert change[y - 12 : y + 12, x - 2 : x + 2].max() > 60


def test_undo_and_redo_take_strokes_away_and_bring_them_back(room):
    bare = room.seen()
    room.draw(LEFT, RIGHT)
    drawn, kept = room.seen(), room.strokes
    room.page.top_bar.undo.click()
    assert not room.strokes
    assert np.abs(room.seen() - bare).max() <= 2
    room.page.top_bar.redo.click()
    assert room.strokes == kept
    assert np.abs(room.seen() - drawn).max() <= 4
    assert room.page.top_bar.undo.isEnabled()


def test_the_eraser_takes_whole_strokes_and_the_pens_other_end_does_too(room):
    room.draw(LEFT, RIGHT)
    room.draw((0.3, 0.75), (0.7, 0.75))
    room.run("studio.eraser")
    room.drag(room.at(0.5, 0.7), room.at(0.5, 0.8))
    assert len(room.strokes) == 1
    room.run("studio.brush")
    room.draw((0.45, 0.48), (0.55, 0.55), is_eraser=True)
    assert not room.strokes
    room.page.undo()
    room.page.undo()
    assert len(room.strokes) == 2


def test_the_knife_leaves_two_pieces_of_a_stroke(room):
    room.draw((0.25, 0.5), (0.75, 0.5))
    room.run("space.cut")
    room.kit.set_size(0.06)
    room.drag(room.at(0.5, 0.42), room.at(0.5, 0.58))
    assert len(room.strokes) == 2
    ends = sorted(shown_at(room, each)[:, 0].min() for each in room.strokes)
    assert ends[1] > room.at(0.5, 0)[0]
    room.page.undo()
    assert len(room.strokes) == 1


def test_the_straight_edge_draws_a_straight_line(room):
    room.run("space.line")
    room.draw((0.3, 0.6), (0.4, 0.3), (0.7, 0.5))
    (stroke,) = room.strokes
    places = shown_at(room, stroke)
    assert places[0] == pytest.approx(room.at(0.3, 0.6), abs=5)
    assert places[-1] == pytest.approx(room.at(0.7, 0.5), abs=5)
    way = places[-1] - places[0]
    across = np.array([-way[1], way[0]]) / np.linalg.norm(way)
    off = np.abs((places - places[0]) @ across)
    assert off.max() < 1.5


def test_one_draws_on_the_ground_or_in_depth(room):
    lead(room, draw_on=DrawOn.GROUND)
    room.draw((0.4, 0.85), (0.6, 0.9))
    assert np.abs(room.strokes[0].points[:, 1]).max() < 0.01
    lead(room, draw_on=DrawOn.FREE)
    room.draw((0.4, 0.5), (0.6, 0.5), pressure=0.2)
    room.draw((0.4, 0.5), (0.6, 0.5), pressure=0.9)
    light, firm = (each.points[:, 2].mean() for each in room.strokes[1:])
    assert light - firm > 0.2


def test_one_draws_on_clay(clay):
    clay.sheet.change_tools()
    lead(clay, draw_on=DrawOn.SURFACE)
    clay.draw((0.45, 0.5), (0.55, 0.5))
    (piece,) = clay.parts(Clay)
    away = clay.strokes[0].points[:, :3] - np.array(piece.pose.position_m)
    assert np.linalg.norm(away, axis=1) == pytest.approx(0.15, abs=0.01)


def test_mirrors_draw_a_stroke_on_every_side_in_one_step(room):
    lead(room, mirror=Mirror.ONE)
    room.draw(LEFT, MIDDLE)
    first, second = room.strokes
    assert second.points[:, 0] == pytest.approx(-first.points[:, 0], abs=1e-3)
    lead(room, mirror=Mirror.TURNED, copies=6)
    room.draw(LEFT, MIDDLE)
    assert len(room.strokes) == 8
    room.page.undo()
    assert len(room.strokes) == 2


def mirrored_about(room) -> np.ndarray:
    """Draw a stroke; return the middle between it and its mirror image."""
    room.draw(LEFT, MIDDLE)
    first, second = (each.points[:, :3] for each in room.strokes[-2:])
    return ((first + second) / 2).mean(axis=0)


def test_a_mirror_stands_where_it_is_put_and_in_no_picture(room):
    room.run("space.mirror_work")
    assert "nothing there yet" in room.page.word.words.text()
    assert room.kit.way.mirror is Mirror.NONE
    room.draw((0.6, 0.5), (0.7, 0.5))
    middle = room.strokes[0].points[[0, -1], 0].mean()
    seen, plain = room.seen(), room.sheet.viewing.snapshot(200)
    room.run("space.mirror_work")
    assert np.abs(room.seen() - seen).max() > 10
    # half of it lies behind the veil
    assert (np.abs(room.seen() - seen).max(axis=2) > 6).mean() > 0.02
    kept = np.abs(room.sheet.viewing.snapshot(200).astype(int) - plain).max(axis=2)
    assert (kept > 6).mean() < 0.002
    assert mirrored_about(room)[0] == pytest.approx(middle, abs=0.01)
    room.run("space.select")
    room.sheet.choice.choose([room.strokes[1].uid])
    low, high = room.sheet.choice.bounds_m
    room.run("studio.brush")
    room.run("space.mirror_chosen")
    assert mirrored_about(room)[0] == pytest.approx((low[0] + high[0]) / 2, abs=0.01)
    room.sheet.looking.turn(3)
    room.run("space.mirror_look")
    faces, target = room.kit.way.mirror_faces, room.sheet.looking.orbit.target_m
    assert abs(faces[2]) > 0.5
    off = mirrored_about(room) - np.array(target)
    assert off @ np.array(faces) == pytest.approx(0, abs=0.01)
    room.run("space.mirror_middle")
    assert mirrored_about(room)[0] == pytest.approx(0, abs=0.01)


def test_mirrors_that_meet_do_so_where_they_are_put(room):
    lead(room, mirror=Mirror.TURNED, copies=4, mirror_at_m=(0.3, 0.0, -0.2))
    room.draw(LEFT, MIDDLE)
    middle = np.mean([each.points[:, :3].mean(axis=0) for each in room.strokes], axis=0)
    assert middle[[0, 2]] == pytest.approx((0.3, -0.2), abs=0.01)


def test_a_stroke_keeps_to_the_grid_and_to_a_guide(room):
    lead(room, grid_m=0.05)
    room.run("space.line")
    room.draw(LEFT, RIGHT)
    ends = room.strokes[0].points[[0, -1], :3]
    assert ends == pytest.approx(np.round(ends / 0.05) * 0.05, abs=1e-3)
    lead(room, grid_m=0.0)
    room.sheet.add_guide(GuideShape.SPHERE)
    (guide,) = room.parts(Guide)
    room.sheet.choice.clear()
    room.run("studio.brush")
    x, y, _ = room.sheet.looking.camera.project(
        [np.add(guide.pose.position_m, (guide.size_m[0] / 2, 0, 0))], room.sheet.looking.size_px
    )[0]
    width, height = room.canvas.width(), room.canvas.height()
    room.draw((x / width, y / height - 0.02), (x / width, y / height + 0.02))
    away = room.strokes[-1].points[:, :3] - np.array(guide.pose.position_m)
    assert np.linalg.norm(away, axis=1) == pytest.approx(guide.size_m[0] / 2, abs=0.004)


def test_what_is_chosen_is_moved_doubled_grouped_and_removed(room):
    room.draw(LEFT, RIGHT)
    room.draw((0.3, 0.8), (0.7, 0.8))
    first = room.strokes[0]
    room.run("space.select")
    room.click(*room.at(0.5, 0.525))
    assert room.sheet.choice.uids == (first.uid,)
    room.drag(room.at(0.4, 0.5125), (room.at(0.4, 0)[0] + 60, room.at(0, 0.5125)[1] - 80))
    moved = room.strokes[0]
    assert shown_at(room, moved)[0] == pytest.approx(shown_at(room, first)[0] + (60, -80), abs=5)
    room.run("space.double")
    assert len(room.strokes) == 3
    room.run("space.choose_all")
    room.run("space.group")
    room.sheet.choice.clear()
    room.click(*room.at(0.5, 0.8))
    assert len(room.sheet.choice.uids) == 3
    room.run("space.remove")
    assert not room.strokes
    for _ in range(4):
        room.page.undo()
    assert next(each for each in room.strokes if each.uid == first.uid) == first


def test_a_box_chooses_what_is_in_it_and_the_others_can_be_chosen_instead(room):
    room.draw((0.2, 0.3), (0.3, 0.3))
    room.draw((0.6, 0.7), (0.7, 0.7))
    room.run("space.select")
    room.drag(room.at(0.15, 0.2), room.at(0.35, 0.4))
    assert room.sheet.choice.uids == (room.strokes[0].uid,)
    room.run("space.choose_others")
    assert room.sheet.choice.uids == (room.strokes[1].uid,)
    QTest.keyClick(room.canvas, Qt.Key.Key_Escape)
    assert room.page.step_back()
    assert not room.sheet.choice.uids


def test_an_arrow_of_the_handles_moves_along_its_axis_and_no_other(room):
    room.draw(LEFT, RIGHT)
    before = room.strokes[0]
    room.run("space.choose_all")
    gizmo = room.sheet.choice.gizmo
    camera, size = room.sheet.looking.camera, room.sheet.looking.size_px
    tip = np.add(gizmo.centre_m, (gizmo.size_m * 0.9, 0, 0))
    x, y, _ = camera.project([tip], size)[0]
    room.drag((x, y), (x + 70, y + 40))
    shift = room.strokes[0].points[:, :3] - before.points[:, :3]
    assert shift[:, 0].min() > 0.05
    assert np.abs(shift[:, 1:]).max() < 1e-3


def test_the_repainter_and_the_dropper(room):
    room.draw(LEFT, RIGHT)
    brush = room.kit.brush
    other = next(each for each in room.kit.brushes if each.name == "tape")
    room.kit.choose_colour(PALETTE[4][1])
    room.kit.choose_brush(other)
    room.run("space.repaint")
    room.click(*room.at(0.5, 0.525))
    assert (room.strokes[0].colour, room.strokes[0].brush_uid) == (PALETTE[4][1], other.uid)
    room.page.undo()
    room.run("studio.picker")
    room.click(*room.at(0.5, 0.525))
    assert room.kit.colour == PALETTE[1][1]
    assert room.kit.brush is brush


def test_the_view_turns_shifts_and_comes_nearer_and_nothing_is_drawn(room):
    looking = room.sheet.looking
    near, size = [(0.0, 1.15, 0.4)], looking.size_px
    before = looking.camera.project(near, size)[0]
    room.drag((300, 300), (400, 330), button=Qt.MouseButton.RightButton)
    # what is in front follows the hand
    after = looking.camera.project(near, size)[0]
    assert after[0] - before[0] > 30
    assert after[1] - before[1] > 5
    target = looking.orbit.target_m
    middle, shift = Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.ShiftModifier
    room.drag((300, 300), (350, 300), button=middle, keys=shift)
    assert looking.orbit.target_m != target
    room.wheel(120)
    assert looking.orbit.distance_m < HOME.distance_m
    room.canvas.setFocus()
    yaw = looking.orbit.yaw_deg
    QTest.keyClick(room.canvas, Qt.Key.Key_Left)
    assert looking.orbit.yaw_deg != yaw
    room.run("studio.actual")
    assert looking.orbit == HOME
    room.run("studio.hand")
    room.drag((300, 300), (340, 300))
    assert looking.orbit != HOME
    assert not room.strokes


def test_flying_goes_through_the_room(room):
    looking = room.sheet.looking
    room.run("space.fly")
    before = looking.camera.position_m
    QTest.keyClick(room.canvas, Qt.Key.Key_Up)
    assert looking.camera.position_m[2] < before[2]
    room.drag((300, 300), (360, 300), button=Qt.MouseButton.RightButton)
    assert looking.camera.position_m[2] < before[2]
    assert abs(looking.camera.forward[0]) > 0.05


def test_the_turntable_goes_round_until_it_is_stopped(room):
    looking = room.sheet.looking
    yaw = looking.orbit.yaw_deg
    room.run("space.turntable")
    room.wait(lambda: looking.orbit.yaw_deg != yaw)
    room.run("space.turntable")
    assert not looking.is_turning


@pytest.fixture(scope="module")
def finger(qapp):
    return QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)


def test_two_fingers_come_nearer_and_one_draws(room, finger):
    canvas, distance = room.canvas, room.sheet.looking.orbit.distance_m
    for step, (one, two) in enumerate(((300, 400), (280, 420), (260, 440), (240, 460))):
        event = QTest.touchEvent(canvas, finger)
        for number, x in enumerate((one, two)):
            place = QPoint(x, 300)
            if step:
                event.move(number, place, canvas)
            else:
                event.press(number, place, canvas)
        event.commit()
    event = QTest.touchEvent(canvas, finger)
    event.release(0, QPoint(240, 300), canvas).release(1, QPoint(460, 300), canvas).commit()
    assert room.sheet.looking.orbit.distance_m < 0.7 * distance
    assert not room.strokes
    QTest.touchEvent(canvas, finger).press(0, QPoint(300, 400), canvas).commit()
    for x in range(310, 400, 10):
        QTest.touchEvent(canvas, finger).move(0, QPoint(x, 400), canvas).commit()
    QTest.touchEvent(canvas, finger).release(0, QPoint(400, 400), canvas).commit()
    assert len(room.strokes) == 1


def test_layers_hide_what_is_on_them_and_a_hidden_one_says_why_nothing_is_drawn(room):
    bare = room.seen()
    room.draw(LEFT, RIGHT)
    room.sheet.layers.add.click()
    room.draw((0.3, 0.75), (0.7, 0.75))
    first, second = (each.layer_uid for each in room.strokes)
    assert first != second
    for row in room.sheet.layers.rows:
        row.eye.click()
    assert np.abs(room.seen() - bare).max() <= 2
    room.draw(LEFT, RIGHT)
    assert len(room.strokes) == 2
    assert "hidden" in room.page.word.words.text()
    for row in room.sheet.layers.rows:
        row.eye.click()
    room.sheet.layers.remove.click()
    assert [each.layer_uid for each in room.strokes] == [first]
    room.page.undo()
    assert len(room.strokes) == 2


def test_the_steps_lead_back(room):
    for y in (0.3, 0.5, 0.7):
        room.draw((0.3, y), (0.7, y))
    room.sheet.history.fold.click()
    shown = room.sheet.history.list
    assert shown.count() == 5  # the place was changed, too
    shown.itemClicked.emit(shown.item(2))
    room.wait(lambda: len(room.strokes) == 1)


def test_clay_is_pulled_on_both_sides_and_undo_brings_every_vertex_back(clay):
    (piece,) = clay.parts(Clay)
    mesh = clay.document.mesh(piece.mesh_uid)
    before, bare = mesh.values.copy(), clay.seen()
    clay.draw((0.6, 0.5), (0.62, 0.48))
    after = mesh.values.copy()
    moved = np.linalg.norm(after[:, :3] - before[:, :3], axis=1) > 1e-4
    assert moved[before[:, 0] > 0.01].sum() > 10
    assert moved[before[:, 0] > 0.01].sum() == moved[before[:, 0] < -0.01].sum()
    assert np.abs(clay.seen() - bare).max() > 20
    clay.page.top_bar.undo.click()
    assert np.array_equal(mesh.values, before)
    assert np.abs(clay.seen() - bare).max() <= 2
    clay.page.top_bar.redo.click()
    assert np.array_equal(mesh.values, after)


def test_shift_pushes_where_the_tool_pulls(clay):
    (piece,) = clay.parts(Clay)
    mesh = clay.document.mesh(piece.mesh_uid)
    x, y = clay.at(0.5, 0.5)
    clay.drag((x, y), (x + 4, y), keys=Qt.KeyboardModifier.ShiftModifier)
    assert np.linalg.norm(mesh.values[:, :3], axis=1).min() < 0.149


def test_a_new_mesh_is_made_beside_and_can_be_stopped(clay):
    (piece,) = clay.parts(Clay)
    panel = clay.sheet.clay_panel
    panel.fineness.moved.emit(0.2)
    panel.remesh.click()
    assert panel.stop.isVisible()
    panel.stop.click()
    assert not panel.stop.isVisible()
    panel.remesh.click()
    clay.wait(lambda: clay.parts(Clay)[0].mesh_uid != piece.mesh_uid)
    count = len(clay.document.mesh(clay.parts(Clay)[0].mesh_uid).values)
    assert 3000 < count < 8000
    clay.page.undo()
    assert clay.parts(Clay)[0].mesh_uid == piece.mesh_uid


def test_another_piece_comes_in_and_parts_can_be_held(clay):
    panel = clay.sheet.clay_panel
    egg = panel.findChild(QAbstractButton, "space.clay.start.egg")
    egg.click()
    clay.wait(lambda: len(clay.parts(Clay)) == 2)
    clay.sheet.choice.clear()
    panel.findChild(QAbstractButton, "space.clay.mask.invert").click()
    uid = clay.parts(Clay)[-1].mesh_uid
    assert (clay.document.mesh(uid).values[:, 6] == 1).all()
    panel.findChild(QAbstractButton, "space.clay.mask.clear").click()
    assert (clay.document.mesh(uid).values[:, 6] == 0).all()


def test_what_was_made_is_there_when_it_is_opened_again(clay, qtbot):
    clay.draw((0.55, 0.5), (0.6, 0.45))
    clay.sheet.change_tools()
    clay.draw(LEFT, RIGHT)
    uid, strokes = clay.page.work.uid, clay.strokes
    (piece,) = clay.parts(Clay)
    values = clay.document.mesh(piece.mesh_uid).values.copy()
    clay.page.flush()
    clay.page.begin_page()
    clay.wait(lambda: clay.page.work is not None and clay.page.work.kind is WorkKind.PAINTING)
    assert clay.document.find(uid) is None
    assert clay.page.canvas.isVisible()
    clay.page.open_work(uid)
    clay.wait(lambda: clay.page.work is not None and clay.page.work.uid == uid)
    clay.wait(lambda: clay.sheet.room.is_ready)
    assert clay.canvas.isVisible()
    assert clay.strokes == strokes
    assert np.array_equal(clay.document.mesh(clay.parts(Clay)[0].mesh_uid).values, values)


def test_the_library_has_a_small_picture_of_it(room):
    room.draw(LEFT, MIDDLE, RIGHT)
    room.page.flush()
    uid = room.page.work.uid
    kept = room.context.library.submit(lambda library: library.thumbnail(uid)).result(20)
    from PySide6.QtGui import QImage

    image = QImage.fromData(kept).convertToFormat(QImage.Format.Format_RGB32)
    assert max(image.width(), image.height()) == 512
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    assert pixels[..., :3].std() > 5


def test_another_place_is_seen_wished_otherwise_and_taken_back(room):
    before = room.seen()
    room.stand_in("meadow")
    assert np.abs(room.seen() - before).mean() > 10
    panel = room.sheet.place
    number = panel.environment.values(dict(panel.place.settings))["wind"]
    panel.findChild(QAbstractButton, "space.place.wish.less_moving").click()
    assert panel.environment.values(dict(panel.place.settings))["wind"] < number
    panel.name.setText("Our field")
    panel.keep.click()
    assert panel.choice.findText("Our field") >= 0
    own = room.context.library.submit(lambda library: library.own_places()).result(20)
    assert [each.name for each in own] == ["Our field"]
    room.page.undo()
    room.page.undo()
    room.wait(lambda: not room.sheet.environs.is_busy)
    assert np.abs(room.seen() - before).max() <= 3


def test_when_the_driver_takes_the_context_away_everything_is_shown_again(room):
    room.draw(LEFT, RIGHT)
    before = room.seen()
    glass = room.sheet.viewing.glass
    glass._hidden.close()
    glass.refresh()
    glass.widget.repaint()
    room.wait(lambda: not room.sheet.environs.is_busy)
    glass.widget.repaint()
    assert np.abs(room.seen() - before).mean() < 3


def test_simple_shows_brush_eraser_undo_colour_and_done(room):
    room.page.top_bar.mode.click()
    visible = {
        each.objectName()
        for each in room.page.findChildren(QAbstractButton)
        if each.isVisible() and each.objectName()
    }
    assert visible == {
        "studio.undo", "studio.mode", "studio.done", "space.tool.brush", "space.tool.eraser",
        "space.colour",
    }  # fmt: skip
    room.page.top_bar.mode.click()
    assert room.sheet.shelf.isVisible()


def test_every_control_has_a_name_a_tooltip_and_can_be_reached_by_keys(clay):
    clay.sheet.place.head.click()
    clay.sheet.place.more.head.click()
    for root in (clay.sheet, clay.page.side()):
        for button in root.findChildren(QAbstractButton):
            if button.objectName().startswith("qt_") or isinstance(button.parent(), QComboBox):
                continue
            name = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
            assert name.strip(), button.objectName()
            assert button.toolTip() or button.text(), name
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, name


def test_the_pen_button_and_a_right_click_open_the_palette(room):
    Pen().send(room.canvas, "press", 200, 200, button=Qt.MouseButton.RightButton)
    palette = room.sheet.findChild(SpacePalette)
    assert palette.isVisible()
    palette.close()
    QTest.mouseClick(room.canvas, Qt.MouseButton.RightButton)
    assert not room.strokes


def test_leaving_the_page_finishes_the_stroke(room):
    pen = Pen()
    pen.send(room.canvas, "press", 300, 300)
    pen.send(room.canvas, "move", 340, 320)
    assert room.page.is_drawing
    room.page.hide()
    assert not room.page.is_drawing
    assert len(room.strokes) == 1


def test_tools_of_one_kind_are_kept_when_painting_in_between(room):
    room.run("space.line")
    assert room.kit.tool is SpaceTool.LINE
    room.page.begin_page()
    room.wait(lambda: room.page.work.kind is WorkKind.PAINTING and room.page.easel.is_ready)
    assert not room.row("space.line").is_enabled()
    Pen().draw(room.page.canvas, (300, 300), (400, 300))
    assert room.page.easel.steps
    assert room.page.kit.colour == room.kit.colour


def test_a_picture_and_a_model_stand_in_the_room_and_are_there_again(room, tmp_path):
    import trimesh
    from PySide6.QtGui import QImage

    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(tmp_path / "red.png"))
    trimesh.creation.box((0.3, 0.3, 0.3)).export(tmp_path / "box.glb")
    before = room.seen()
    room.sheet.in_out.bring(tmp_path / "red.png")
    room.wait(lambda: len(room.parts(Reference)) == 1)
    assert np.abs(room.seen() - before).max() > 60
    room.sheet.in_out.bring(tmp_path / "box.glb")
    room.wait(lambda: len(room.parts(Reference)) == 2)
    seen, uid = room.seen(), room.page.work.uid
    room.page.begin_page()
    room.wait(lambda: room.page.work is not None and room.page.work.kind is WorkKind.PAINTING)
    room.page.open_work(uid)
    room.wait(lambda: room.page.work is not None and room.page.work.uid == uid)
    room.wait(lambda: not room.sheet.environs.is_busy)
    room.sheet.looking.home()
    assert np.abs(room.seen() - seen).mean() < 3


def test_a_file_that_cannot_be_brought_in_is_told_and_nothing_changes(room, tmp_path):
    broken = tmp_path / "broken.glb"
    broken.write_bytes(b"glTF nonsense")
    room.sheet.in_out.bring(broken)
    room.wait(lambda: "broken.glb" in room.page.word.words.text())
    assert not room.parts(Reference)


def test_the_page_is_saved_for_other_programs(room, tmp_path):
    room.draw(LEFT, RIGHT)
    for ending in ("tilt", "glb", "ply"):
        path = tmp_path / f"page.{ending}"
        room.sheet.in_out.save(path)
        room.wait(lambda path=path: path.exists())
        room.wait(lambda path=path: path.name in room.page.word.words.text())
    room.sheet.in_out.save(tmp_path / "nowhere" / "page.glb")
    room.wait(lambda: "nowhere" in room.page.word.words.text())


def test_what_is_seen_is_saved_as_png(room, tmp_path):
    from PySide6.QtGui import QImage

    room.draw(LEFT, RIGHT)
    room.sheet.keeping.save(tmp_path / "view.png", room.page.tell)
    room.wait((tmp_path / "view.png").exists)
    image = QImage(str(tmp_path / "view.png"))
    assert image.width() / image.height() == pytest.approx(
        room.canvas.width() / room.canvas.height(), abs=0.01
    )


def test_the_camera_goes_its_way_and_a_film_is_made_or_stopped(room, tmp_path):
    film, looking = room.sheet.film, room.sheet.looking
    film.remember.click()
    looking.turn(2)
    film.remember.click()
    keys = film.path.keys
    keys = keys.copy()
    keys[1, 8] = 0.25
    from app.commands.space_surroundings import put_path

    put_path(room.document, room.page.work.uid, keys, path_uid=film.path.uid)
    looking.home()
    film.play.click()
    assert film.is_playing
    room.wait(lambda: not film.is_playing)
    assert looking.orbit.yaw_deg == pytest.approx(30, abs=1)
    film.save_to(tmp_path / "stopped.webm")
    film.stop_all()
    room.wait(lambda: not film.is_saving)
    film.save_to(tmp_path / "way.webm")
    room.wait((tmp_path / "way.webm").exists, timeout=60000)
    room.wait(lambda: "way.webm" in room.page.word.words.text())
    assert [path.name for path in tmp_path.glob("*.webm")] == ["way.webm"]
    assert not list(tmp_path.glob("*.part"))
    assert film_size(tmp_path / "way.webm") == (1280, 720)
    film.extent.setCurrentIndex(1)
    film.save_to(tmp_path / "large.webm")
    room.wait((tmp_path / "large.webm").exists, timeout=60000)
    room.wait(lambda: "large.webm" in room.page.word.words.text())
    assert film_size(tmp_path / "large.webm") == (1920, 1080)


def film_size(path: Path) -> tuple[int, int]:
    import av

    with av.open(str(path)) as film:
        return film.streams.video[0].width, film.streams.video[0].height


def test_a_film_that_cannot_be_made_is_told_and_the_page_is_safe(room, tmp_path):
    film, told = room.sheet.film, room.page.word.words.text
    film.remember.click()
    room.sheet.looking.turn(2)
    film.remember.click()
    film.save_to(tmp_path / "nowhere" / "way.webm")
    room.wait(lambda: not film.is_saving and "nowhere" in told(), timeout=60000)
    # no disk knows such a name, and no rule for disks says so
    film.save_to(tmp_path / "way\0.webm")
    room.wait(lambda: "The film could not be saved" in told())
    assert "Your page is as it was, in your library" in told()
    assert not film.is_saving
    assert not list(tmp_path.glob("*.webm"))


def test_brushes_that_flash_are_shown_only_to_who_asked_after_a_warning(room):
    row = next(row for row in room.sheet.rack.rows.values() if row.brush.is_flashing)
    assert not row.isVisibleTo(room.sheet.rack)
    room.sheet.rack.flashing.click()
    question = room.sheet.findChild(FlashingQuestion)
    question.leave.click()
    assert not row.isVisibleTo(room.sheet.rack)
    room.sheet.rack.flashing.click()
    room.sheet.findChildren(FlashingQuestion)[-1].show_them.click()
    assert row.isVisibleTo(room.sheet.rack)
    assert room.context.settings.current.may_flash
    row.click()
    room.sheet.rack.flashing.click()
    assert not room.kit.brush.is_flashing


def test_the_same_is_seen_through_vispys_own_window(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("INNERSCAPE_PRESENTER", "vispy")
    with open_room(tmp_path, qtbot, renderer="a driver") as room:
        room.stand_in("plain_studio")
        assert room.sheet.viewing.glass.name == "VisPy"
        before = room.seen()
        room.draw(LEFT, RIGHT)
        room.wait(lambda: not room.page.is_drawing)
        assert len(room.strokes) == 1
        assert np.abs(room.seen() - before).max() > 60
        shown = room.sheet.viewing.glass.widget.grabFramebuffer()
        assert not shown.isNull()
