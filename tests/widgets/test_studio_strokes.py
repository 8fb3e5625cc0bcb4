"""Drawing on the canvas with real events: what is seen is where the pointer was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from studio_parts import Pen, array_of, opened, pixel, studio_context

from app.model.entities import Stroke
from app.model.words import Sentence
from widgets.canvas.choose_presenter import Choice, build
from widgets.studio.kit import Implement
from widgets.studio.page import StudioPage

pytestmark = pytest.mark.qt

RED = (200, 20, 30)
WHITE = (255, 255, 255)


@pytest.fixture
def studio(qtbot, tmp_path: Path):
    with studio_context(tmp_path) as context:
        page = opened(context, qtbot)
        page.kit.choose_brush(next(each for each in page.kit.brushes if each.name == "ink"))
        page.kit.choose_colour(RED)
        page.kit.set_radius(30)
        yield page
        page.flush()
        page.close()


def strokes(page: StudioPage) -> list[Stroke]:
    found = page.easel.document.entities.values()
    return [each for each in found if isinstance(each, Stroke)]


def is_near(colour, other, by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(colour, other, strict=True))


def reddened(page: StudioPage) -> np.ndarray:
    """Return where the window shows the red ink."""
    shown = array_of(page.canvas.presenter.widget.grab().toImage()).astype(int)
    return (shown[..., 0] - shown[..., 1]) > 90


def middle(page: StudioPage) -> tuple[float, float]:
    return page.canvas.width() / 2, page.canvas.height() / 2


def test_a_pen_stroke_appears_under_the_pen(studio):
    x, y = middle(studio)
    assert is_near(pixel(studio, x, y), WHITE)
    Pen().draw(studio.canvas, (x - 100, y), (x + 100, y))
    for along in (-80, 0, 80):
        assert is_near(pixel(studio, x + along, y), RED)
    assert is_near(pixel(studio, x, y + 60), WHITE)


def test_the_stroke_is_shown_before_the_pen_is_lifted(studio):
    x, y = middle(studio)
    pen = Pen()
    pen.send(studio.canvas, "press", x, y)
    for step in range(1, 30):
        pen.send(studio.canvas, "move", x + step * 4, y)
    assert is_near(pixel(studio, x + 60, y), RED)
    pen.send(studio.canvas, "release", x + 120, y)


def test_a_mouse_draws_under_the_pointer_too(studio):
    x, y = (int(each) for each in middle(studio))
    QTest.mousePress(studio.canvas, Qt.MouseButton.LeftButton, pos=QPoint(x - 60, y))
    for step in range(-55, 61, 5):
        QTest.mouseMove(studio.canvas, QPoint(x + step, y))
        QApplication.processEvents()
    QTest.mouseRelease(studio.canvas, Qt.MouseButton.LeftButton, pos=QPoint(x + 60, y))
    assert is_near(pixel(studio, x, y), RED)
    assert len(strokes(studio)) == 1


def test_one_finger_draws_until_a_pen_was_seen(studio, finger):
    x, y = (int(each) for each in middle(studio))
    draw_with_finger(studio, finger, x, y)
    assert is_near(pixel(studio, x, y), RED)
    studio.easel.undo()
    Pen().send(studio.canvas, "move", x, y)
    draw_with_finger(studio, finger, x, y)
    assert not strokes(studio)


@pytest.fixture
def finger(qapp):
    return QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)


def draw_with_finger(page, finger, x: int, y: int) -> None:
    QTest.touchEvent(page.canvas, finger).press(0, QPoint(x - 60, y), page.canvas).commit()
    for step in range(-50, 61, 10):
        QTest.touchEvent(page.canvas, finger).move(0, QPoint(x + step, y), page.canvas).commit()
    QTest.touchEvent(page.canvas, finger).release(0, QPoint(x + 60, y), page.canvas).commit()


def test_two_fingers_pan_and_zoom_and_leave_no_mark(studio, finger):
    canvas = studio.canvas
    x, y = (int(each) for each in middle(studio))
    before = canvas.view.canvas_from_view(x, y)
    zoom = canvas.view.zoom

    def both(kind: str, spread: int) -> None:
        event = QTest.touchEvent(canvas, finger)
        getattr(event, kind)(0, QPoint(x - spread, y), canvas)
        getattr(event, kind)(1, QPoint(x + spread, y), canvas)
        event.commit()

    both("press", 50)
    for spread in range(55, 101, 5):
        both("move", spread)
    both("release", 100)
    assert canvas.view.zoom == pytest.approx(zoom * 2, rel=0.02)
    assert canvas.view.canvas_from_view(x, y) == pytest.approx(before, abs=2)
    assert not strokes(studio)


def test_more_pressure_makes_a_wider_line(studio):
    x, y = middle(studio)
    Pen().draw(studio.canvas, (x - 100, y - 80), (x + 100, y - 80), pressure=0.15)
    Pen().draw(studio.canvas, (x - 100, y + 80), (x + 100, y + 80), pressure=1.0)
    red = reddened(studio)
    light, firm = (int(red[int(y + dy) - 40 : int(y + dy) + 40, int(x)].sum()) for dy in (-80, 80))
    assert 0 < light < firm


def test_tilt_and_pressure_are_kept_with_the_stroke(studio):
    x, y = middle(studio)
    pen = Pen()
    pen.send(studio.canvas, "press", x, y, pressure=0.3, tilt=(20, -35))
    pen.send(studio.canvas, "move", x + 20, y, pressure=0.6, tilt=(22, -30))
    pen.send(studio.canvas, "release", x + 20, y)
    points = strokes(studio)[0].points
    assert points[0, 2] == pytest.approx(0.3, abs=1e-3)
    assert tuple(points[0, 3:5]) == pytest.approx((20, -35), abs=0.5)
    assert points[1, 5] == pytest.approx(0.008, abs=1e-4)


def test_every_point_of_the_pen_is_kept_even_when_they_come_faster_than_frames(studio):
    x, y = middle(studio)
    pen = Pen()
    pen.send(studio.canvas, "press", x, y)
    for step in range(200):
        pen.send(studio.canvas, "move", x + step / 2, y + 10 * np.sin(step / 9))
    pen.send(studio.canvas, "release", x + 100, y)
    assert len(strokes(studio)[0].points) == 201


def test_the_pen_s_other_end_erases(studio):
    x, y = middle(studio)
    Pen().draw(studio.canvas, (x - 100, y), (x + 100, y))
    eraser = Pen(is_eraser=True)
    for _ in range(4):
        eraser.draw(studio.canvas, (x - 20, y), (x + 20, y), pressure=1.0)
    assert is_near(pixel(studio, x, y), WHITE, by=25)
    assert is_near(pixel(studio, x - 85, y), RED)
    assert [each.is_eraser for each in strokes(studio)].count(True) == 4


def test_the_eraser_from_the_column_erases_with_a_mouse_or_pen(studio):
    x, y = middle(studio)
    Pen().draw(studio.canvas, (x - 100, y), (x + 100, y))
    studio.kit.take(Implement.ERASER)
    studio.kit.set_radius(60)
    for _ in range(3):
        Pen().draw(studio.canvas, (x - 20, y), (x + 20, y), pressure=1.0)
    assert is_near(pixel(studio, x, y), WHITE, by=25)


def test_undo_takes_the_stroke_back_and_redo_brings_it_again(studio):
    x, y = middle(studio)
    bare = array_of(studio.canvas.presenter.widget.grab().toImage())
    Pen().draw(studio.canvas, (x - 100, y), (x + 100, y))
    drawn = array_of(studio.canvas.presenter.widget.grab().toImage())
    studio.top_bar.undo.click()
    assert np.array_equal(array_of(studio.canvas.presenter.widget.grab().toImage()), bare)
    studio.top_bar.redo.click()
    assert np.array_equal(array_of(studio.canvas.presenter.widget.grab().toImage()), drawn)


def test_the_empty_page_itself_is_never_undone(studio):
    assert not studio.top_bar.undo.isEnabled()
    studio.easel.undo()
    assert studio.easel.work is not None


def test_the_wheel_zooms_about_the_pointer(studio):
    canvas, place = studio.canvas, QPointF(300, 200)
    before = canvas.view.canvas_from_view(300, 200)
    for notch in (120, 120, 120, -120, 120):
        event = QWheelEvent(
            place, canvas.mapToGlobal(place), QPoint(), QPoint(0, notch),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
    assert canvas.view.canvas_from_view(300, 200) == pytest.approx(before, abs=0.6)
    assert canvas.view.zoom > 0.5


def test_after_turning_the_page_strokes_are_still_under_the_pen(studio):
    studio.canvas.rotate_to(33.0)
    x, y = middle(studio)
    Pen().draw(studio.canvas, (x - 90, y - 40), (x + 90, y + 40))
    for along in (-0.7, 0.0, 0.7):
        assert is_near(pixel(studio, x + 90 * along, y + 40 * along), RED)
    studio.canvas.rotate_to(0.0)
    red = reddened(studio)
    assert red[int(y), int(x)]


@pytest.mark.parametrize("zoom", [1.0, 2.6, 5.0])
def test_zoomed_in_strokes_are_under_the_pen(studio, zoom):
    studio.canvas.zoom_to(zoom)
    studio.kit.set_radius(12)
    x, y = middle(studio)
    Pen().draw(studio.canvas, (x - 90, y - 10), (x + 90, y - 10))
    assert is_near(pixel(studio, x, y - 10), RED)


def test_a_shift_drag_turns_and_a_middle_drag_moves_the_page(studio):
    canvas = studio.canvas
    place = QPoint(int(middle(studio)[0]) + 200, int(middle(studio)[1]))
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, shift, place)
    QTest.mouseMove(canvas, place + QPoint(0, 120))
    QApplication.processEvents()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, shift, place + QPoint(0, 120))
    assert canvas.view.angle_deg > 15
    left = canvas.view.left_px
    QTest.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=place)
    QTest.mouseMove(canvas, place + QPoint(37, 0))
    QApplication.processEvents()
    QTest.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=place + QPoint(37, 0))
    assert canvas.view.left_px == pytest.approx(left + 37, abs=1)
    assert not strokes(studio)


def test_arrows_nudge_the_page_and_space_drags_it(studio):
    canvas = studio.canvas
    canvas.setFocus()
    left = canvas.view.left_px
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.view.left_px > left
    left = canvas.view.left_px
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    QTest.mouseMove(canvas, QPoint(240, 200))
    QApplication.processEvents()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(240, 200))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.view.left_px == pytest.approx(left + 40, abs=1)
    assert not strokes(studio)


def test_the_picker_takes_the_colour_under_the_pointer(studio):
    x, y = middle(studio)
    Pen().draw(studio.canvas, (x - 100, y), (x + 100, y))
    studio.kit.choose_colour((0, 0, 0))
    studio.kit.take(Implement.PICKER)
    QTest.mouseClick(studio.canvas, Qt.MouseButton.LeftButton, pos=QPoint(int(x), int(y)))
    assert is_near(studio.kit.colour, RED)
    assert studio.kit.implement is Implement.BRUSH


def test_pen_events_are_taken_so_that_no_mouse_is_made_of_them(studio):
    pen = Pen()
    assert pen.send(studio.canvas, "press", 300, 300)
    assert pen.send(studio.canvas, "move", 310, 300)
    assert pen.send(studio.canvas, "release", 310, 300)
    assert len(strokes(studio)) == 1


def test_a_stroke_under_way_is_finished_when_the_page_is_left(studio):
    x, y = middle(studio)
    pen = Pen()
    pen.send(studio.canvas, "press", x, y)
    pen.send(studio.canvas, "move", x + 40, y)
    assert studio.easel.is_drawing
    studio.hide()
    assert not studio.easel.is_drawing
    assert len(strokes(studio)[0].points) == 2


def test_undo_while_drawing_finishes_the_stroke_and_takes_it_back(studio):
    pen = Pen()
    pen.send(studio.canvas, "press", 300, 300)
    pen.send(studio.canvas, "move", 340, 300)
    next(row for row in studio.rows() if row.id == "studio.undo").run()
    assert not studio.easel.is_drawing
    assert not strokes(studio)


def test_on_a_hidden_layer_nothing_is_drawn_and_it_is_said_why(studio):
    studio.layers.rows[0].eye.click()
    Pen().draw(studio.canvas, (300, 300), (400, 300))
    assert not strokes(studio)
    assert "hidden" in studio.word.words.text()
    assert studio.word.isVisible()


def test_what_was_drawn_is_there_when_the_work_is_opened_again(studio, qtbot):
    x, y = middle(studio)
    Pen().draw(studio.canvas, (x - 100, y), (x + 100, y))
    drawn = studio.easel.buffer.pixels.copy()
    uid = studio.easel.work.uid
    studio.begin_page()
    qtbot.waitUntil(lambda: studio.easel.work.uid != uid and studio.easel.is_ready)
    assert studio.easel.document.find(uid) is None
    assert is_near(pixel(studio, x, y), WHITE)
    studio.open_work(uid)
    qtbot.waitUntil(lambda: studio.easel.work.uid == uid and studio.easel.is_ready, timeout=10000)
    assert np.array_equal(studio.easel.buffer.pixels, drawn)
    assert is_near(pixel(studio, x, y), RED)


def test_a_page_that_is_still_blank_is_used_again_and_one_with_a_stroke_is_not(studio, qtbot):
    uid = studio.easel.work.uid
    studio.begin_page("a-prompt")
    assert studio.easel.work.uid == uid
    assert studio.easel.work.prompt_uid == "a-prompt"
    x, y = middle(studio)
    Pen().draw(studio.canvas, (x - 100, y), (x + 100, y))
    studio.begin_page()
    qtbot.waitUntil(lambda: studio.easel.work.uid != uid and studio.easel.is_ready)
    assert studio.easel.work.prompt_uid == ""


class Paints(QObject):
    """Counts how often a widget is painted on screen."""

    count = 0

    def eventFilter(self, watched, event) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def change_presenter(page: StudioPage, name: str) -> Paints:
    page.canvas.use_presenter(build(Choice(name, Sentence("a test"))))
    page._dress()
    paints = Paints()
    page.canvas.presenter.widget.installEventFilter(paints)
    QApplication.processEvents()
    paints.count = 0
    return paints


def test_after_the_presenter_was_changed_strokes_are_still_shown_as_they_are_drawn(studio, qtbot):
    paints = change_presenter(studio, "QPainter")
    x, y = middle(studio)
    Pen().draw(studio.canvas, (x - 100, y), (x + 100, y))
    qtbot.waitUntil(lambda: paints.count > 0)
    assert is_near(pixel(studio, x, y), RED)


@pytest.mark.gl
def test_the_same_stroke_looks_the_same_through_vispy(studio, qtbot):
    x, y = middle(studio)
    size = (studio.canvas.width(), studio.canvas.height())
    Pen().draw(studio.canvas, (x - 100, y), (x + 100, y + 30))
    by_qpainter = studio.canvas.presenter.picture(*size).astype(int)
    change_presenter(studio, "VisPy")
    Pen().draw(studio.canvas, (x - 100, y - 90), (x + 100, y - 90))
    by_vispy = studio.canvas.presenter.picture(*size).astype(int)
    change_presenter(studio, "QPainter")
    both = studio.canvas.presenter.picture(*size).astype(int)
    assert np.abs(both - by_vispy).max() <= 4
    assert np.abs(by_qpainter - by_vispy).max() > 50
