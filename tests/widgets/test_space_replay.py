"""How a page in space came to be, seen again: with mouse, keys, and the check-ins of that time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from room_parts import OpenRoom, open_room

from app.commands.space_replay import Course
from app.model.entities import CheckIn, WorkKind, new_uid

pytestmark = [pytest.mark.qt, pytest.mark.gl]


@pytest.fixture
def room(qtbot, tmp_path: Path):
    with open_room(tmp_path, qtbot) as made:
        made.stand_in("plain_studio")
        yield made


def drawn_slowly(room: OpenRoom) -> None:
    """Draw two lines, each in four seconds, a day apart."""
    for number, y in enumerate((0.35, 0.65)):
        room.draw((0.2, y), (0.4, y), (0.6, y), (0.8, y))
        stroke = room.strokes[-1]
        points = stroke.points.copy()
        points[:, 8] = np.linspace(0, 4, len(points))
        begun = room.context.now() + timedelta(days=number)
        with room.document.edit("Timed", scope=room.page.work.uid) as edit:
            edit.put(replace(stroke, points=points, started_at=begun))


def coloured(room: OpenRoom, bare: np.ndarray) -> int:
    return int((np.abs(room.seen() - bare).max(axis=2) > 40).sum())


def test_strokes_grow_as_the_hand_drew_them_and_all_comes_back(room):
    bare = room.seen()
    drawn_slowly(room)
    replay = room.sheet.replay
    replay.head.click()
    whole, picture = coloured(room, bare), room.seen()
    assert replay.course.length_s == pytest.approx(4 + 2 + 4)
    seen = []
    for share in (0.0, 0.1, 0.2, 0.3, 0.5, 0.8):
        replay.scrub(share)
        seen.append(coloured(room, bare))
    assert seen[0] == 0
    assert seen == sorted(seen)
    # half of the first line, then all of it, then half of the second
    assert seen[2] == pytest.approx(whole / 4, rel=0.25)
    assert seen[4] == pytest.approx(whole / 2, rel=0.15)
    assert seen[5] == pytest.approx(whole * 3 / 4, rel=0.15)
    replay.show_all()
    assert np.abs(room.seen() - picture).max() <= 4


def test_it_plays_to_the_end_and_can_be_held(room):
    drawn_slowly(room)
    replay = room.sheet.replay
    replay.head.click()
    replay.scrub(0.97)
    replay.play.click()
    assert replay.is_playing
    replay.play.click()
    assert not replay.is_playing
    replay.play.click()
    room.wait(lambda: not replay.is_playing)
    assert replay.scrubber.slider.value() == replay.scrubber.slider.maximum()
    assert len(room.strokes) == 2


def test_keys_and_mouse_move_the_scrubber(room):
    drawn_slowly(room)
    replay = room.sheet.replay
    replay.head.click()
    slider = replay.scrubber.slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert replay._share == 0
    assert slider.accessibleDescription() == "0:00"
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert replay._share == pytest.approx(0.3)
    assert slider.accessibleDescription() == "0:03"
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert 0.2 < replay._share < 0.3
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    assert replay._share > 0.29


def test_whoever_draws_on_sees_all_of_it_and_a_thumbnail_is_of_the_whole_page(room):
    drawn_slowly(room)
    replay = room.sheet.replay
    replay.head.click()
    room.seen()
    whole = room.sheet.viewing.picture(256)
    replay.scrub(0.01)
    half = room.seen()
    page = room.sheet._whole_picture(256)
    assert np.abs(page.astype(int) - whole).max() <= 4
    assert np.abs(room.seen() - half).max() <= 4
    room.draw((0.3, 0.8), (0.5, 0.8))
    assert replay._share == 1


def test_check_ins_of_that_time_stand_on_the_time_line_and_lead_to_their_moment(room):
    drawn_slowly(room)
    now = room.context.now()
    said = (
        CheckIn(new_uid(), now - timedelta(days=3), 0.5, 0.5),
        CheckIn(new_uid(), now - timedelta(minutes=5)),
        CheckIn(new_uid(), now + timedelta(hours=3), 0.3, -0.9, "my own words"),
        CheckIn(new_uid(), now + timedelta(days=4), -0.5, 0.5),
    )
    with room.document.edit("Check-in", scope="") as edit:
        for each in said:
            edit.put(each)
    replay = room.sheet.replay
    replay.head.click()
    room.wait(lambda: bool(replay.marks.marks))
    names = [mark.accessibleName() for mark in replay.marks.marks]
    assert len(names) == 2
    assert names[0].startswith("Check-in at ")
    assert ":" not in names[0].removeprefix("Check-in at ")[5:]
    assert names[1].endswith(": rather pleasant, calm")
    # what one wrote for oneself is not read out here
    assert not any("own words" in name for name in names)
    first, second = replay.marks.marks
    assert first.x() < second.x()
    assert second.focusPolicy() & Qt.FocusPolicy.TabFocus
    second.click()
    # in the middle of the pause, between the two lines
    assert replay._share == pytest.approx(0.4, abs=0.05)
    assert set(Course(room.document, room.page.work.uid).seconds_at(4.2)) == {room.strokes[0].uid}


def test_it_is_said_that_clay_is_shown_as_it_is_now(qtbot, tmp_path):
    with open_room(tmp_path, qtbot, WorkKind.CLAY) as clay:
        clay.sheet.replay.head.click()
        assert clay.sheet.replay.about_clay.isVisibleTo(clay.sheet.replay)
        assert "as it is now" in clay.sheet.replay.about_clay.text()
