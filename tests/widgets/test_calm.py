"""The calm scene: from anywhere, in the next frame, never brighter than what it replaces."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from window_room import Room

from widgets.calm import BREATH_IN_S, BREATH_OUT_S, CalmScene, breath

pytestmark = pytest.mark.qt


def pixels(image: QImage) -> npt.NDArray[np.int16]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(np.int16)


def scene(room: Room) -> CalmScene:
    found = room.find("calm", CalmScene)
    assert isinstance(found, CalmScene)
    return found


@pytest.mark.parametrize("theme", ["paper", "dusk", "high_contrast"])
def test_the_first_frame_is_nowhere_brighter_than_what_it_replaces(
    room: Room, qtbot: QtBot, theme: str
) -> None:
    room.context.theme.use(theme)
    room.window.warm()
    before = pixels(room.window.grab().toImage())
    room.window.show_calm()
    calm = scene(room)
    # the moment of the first frame, whatever the machine made of the clock
    calm._clock.invalidate()
    for button in (calm.back, calm.help):
        button.hide()
    after = pixels(room.window.grab().toImage())
    assert int((after - before).max()) <= 2
    assert after.mean() <= before.mean()


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
        (
            Qt.Key.Key_Space,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        ),
    ],
)
@pytest.mark.parametrize("page", ["today", "studio", "settings"])
def test_the_keys_lead_there_from_every_page_and_escape_leads_back(
    room: Room, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, page: str
) -> None:
    room.frame.go(page)
    qtbot.keyClick(room.window, key, modifiers)
    assert scene(room).isVisible()
    qtbot.keyClick(scene(room).back, Qt.Key.Key_Escape)
    assert not scene(room).isVisible()
    assert room.frame.current == page


def test_a_press_anywhere_leads_back_and_the_clock_stops(room: Room, qtbot: QtBot) -> None:
    room.window.show_calm()
    calm = scene(room)
    qtbot.mouseClick(calm, Qt.MouseButton.LeftButton, pos=calm.rect().topLeft())
    assert not calm.isVisible()
    assert not calm._timer.isActive()
    assert calm._replaced.isNull()


def test_the_shape_breathes_slowly_and_without_a_jump() -> None:
    seconds = np.arange(0, 3 * (BREATH_IN_S + BREATH_OUT_S), 1 / 30)
    wide = np.array([breath(float(at)) for at in seconds])
    assert wide.min() >= 0
    assert wide.max() <= 1
    assert np.abs(np.diff(wide)).max() < 0.03
    rising = np.diff(wide) > 0
    changes = int(np.count_nonzero(rising[1:] != rising[:-1]))
    assert changes / seconds[-1] < 0.3


def test_with_reduced_motion_the_shape_stands_still(room: Room) -> None:
    room.context.theme.use(is_motion_reduced=True)
    room.window.show_calm()
    calm = scene(room)
    assert calm._circle(1.0) == calm._circle(4.0)
    room.context.theme.use(is_motion_reduced=False)
    assert calm._circle(0.0) != calm._circle(4.0)
