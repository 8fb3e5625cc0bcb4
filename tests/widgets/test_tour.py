"""The tour acts as a person would, and says honestly how long the window stood still."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.tour.hands import click, drag, paint, press, wave, write
from widgets.tour.meter import FirstPaint, Heartbeat, process_age_s
from widgets.tour.walk import Step, StepFailed, Walk

pytestmark = pytest.mark.qt


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Room(QWidget):
    """A small window to act on."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("room")
        self.button = QPushButton("Keep", objectName="room.keep")
        self.line = QLineEdit(objectName="room.line")
        self.paper = Paper(objectName="room.paper")
        layout = QVBoxLayout(self)
        for widget in (self.button, self.line, self.paper):
            layout.addWidget(widget)
        self.resize(400, 400)


class Paper(QWidget):
    """Notes what a pen and a mouse do on it."""

    def __init__(self, **properties: object) -> None:
        super().__init__(**properties)
        self.setMinimumHeight(250)
        self.pen: list[tuple[QEvent.Type, float, object]] = []
        self.mouse: list[QEvent.Type] = []

    def tabletEvent(self, event) -> None:
        self.pen.append((event.type(), event.pressure(), event.pointerType()))
        event.accept()

    def mousePressEvent(self, event) -> None:
        self.mouse.append(event.type())

    def mouseMoveEvent(self, event) -> None:
        self.mouse.append(event.type())

    def mouseReleaseEvent(self, event) -> None:
        self.mouse.append(event.type())


@pytest.fixture
def room(qtbot) -> Room:
    widget = Room()
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def test_the_longest_time_without_a_beat_is_the_stall(qapp) -> None:
    clock = Clock()
    heartbeat = Heartbeat(clock)
    heartbeat.start()
    for clock.now in (0.002, 0.004, 0.054, 0.056):
        heartbeat.beat()
    assert heartbeat.take_longest_ms() == pytest.approx(50)
    assert heartbeat.take_longest_ms() == 0
    heartbeat.stop()


def test_taking_a_picture_is_not_the_programs_stall(qapp) -> None:
    clock = Clock()
    heartbeat = Heartbeat(clock)
    heartbeat.start()
    clock.now = 0.003
    with heartbeat.left_out():
        clock.now = 0.500
    clock.now = 0.502
    assert heartbeat.take_longest_ms() == pytest.approx(3)
    heartbeat.stop()


def test_a_process_knows_its_age() -> None:
    assert process_age_s() > 0


def test_the_first_paint_is_noted_once(qtbot) -> None:
    ages = iter((0.4, 0.9))
    first = FirstPaint(lambda: next(ages))
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.installEventFilter(first)
    widget.show()
    qtbot.waitUntil(lambda: first.ms is not None)
    widget.repaint()
    assert first.ms == pytest.approx(400)


def test_clicking_typing_and_keys_arrive_as_from_a_person(room: Room, tmp_path: Path) -> None:
    pressed = []
    room.button.clicked.connect(lambda: pressed.append(True))

    def act():
        yield from click(room, "room.keep")
        yield from click(room, "room.line")
        yield from write(room, "slept, 睡了")
        yield from press(room, Qt.Key.Key_Backspace)

    Walk(tmp_path, lambda: room).take([Step("write", act)])
    assert pressed == [True]
    assert room.line.text() == "slept, 睡"


def test_what_lies_under_something_else_cannot_be_clicked(room: Room, tmp_path: Path) -> None:
    cover = QWidget(room, objectName="room.cover")
    cover.setGeometry(room.rect())
    cover.show()
    with pytest.raises(StepFailed, match=r"room\.cover lies there"):
        Walk(tmp_path, lambda: room).take([Step("keep", lambda: click(room, "room.keep"))])


def test_a_pen_presses_and_can_be_turned_round(room: Room, tmp_path: Path) -> None:
    points = wave(room.paper, height=0.5, turns=2, count=12)

    def act():
        yield from paint(room.paper, points)
        yield from paint(room.paper, points[:3], is_eraser=True)

    Walk(tmp_path, lambda: room).take([Step("paint", act)])
    kinds = [kind for kind, _, _ in room.paper.pen]
    assert kinds[0] == QEvent.Type.TabletPress
    assert kinds[12] == QEvent.Type.TabletRelease
    pressures = [pressure for _, pressure, _ in room.paper.pen[:12]]
    assert pressures == pytest.approx([point[2] for point in points], abs=1e-3)
    assert len({pointer for _, _, pointer in room.paper.pen}) == 2


def test_a_mouse_draws_too(room: Room, tmp_path: Path) -> None:
    points = wave(room.paper, height=0.5, turns=1, count=6)
    Walk(tmp_path, lambda: room).take([Step("drag", lambda: drag(room.paper, points))])
    assert room.paper.mouse[0] == QEvent.Type.MouseButtonPress
    assert room.paper.mouse[-1] == QEvent.Type.MouseButtonRelease
    assert room.paper.mouse.count(QEvent.Type.MouseMove) >= 4


def test_the_journey_is_written_with_its_pictures(room: Room, tmp_path: Path) -> None:
    walk = Walk(tmp_path / "tour", lambda: room)
    walk.take([Step("one", lambda: iter([5.0])), Step("two", lambda: iter([1.0]), False)])
    walk.write(tmp_path / "journey.json", first_paint_ms=400.0)
    content = json.loads((tmp_path / "journey.json").read_text("utf-8"))
    assert [row["name"] for row in content["steps"]] == ["one", "two"]
    assert content["steps"][0]["picture"] == "01-one.png"
    assert (tmp_path / "tour" / "01-one.png").stat().st_size > 0
    assert content["first_paint_ms"] == 400.0
    assert content["longest_gap_ms"] == max(row["longest_gap_ms"] for row in content["steps"])


def test_a_step_that_does_not_come_about_says_which(room, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("widgets.tour.walk.LIMIT_S", 0.05)
    with pytest.raises(StepFailed, match="waiting"):
        Walk(tmp_path, lambda: room).take([Step("waiting", lambda: iter([lambda: False]))])
