"""Help: there at once, calm, with its source; nothing has to be detected for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from window_room import Room

from app.services.settings import SettingsFile
from widgets.help.panel import HelpPanel

pytestmark = pytest.mark.qt


def shown(room: Room) -> HelpPanel:
    panel = room.find("help", HelpPanel)
    assert isinstance(panel, HelpPanel)
    return panel


def words(panel: HelpPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_help_is_there_before_the_press_returns(room: Room, qtbot: QtBot) -> None:
    qtbot.mouseClick(room.find("rail.help"), Qt.MouseButton.LeftButton)
    panel = shown(room)
    assert panel.isVisible()
    assert panel.geometry() == room.window.rect()
    assert panel.back.hasFocus() or not room.window.isActiveWindow()


def test_every_number_stands_with_its_source_and_the_month_it_was_checked(room: Room) -> None:
    room.window.show_help()
    said = words(shown(room))
    assert "12356" in said
    assert "Source:" in said
    assert "Checked 2026-" in said
    assert "Please check this number" not in said


def test_a_number_that_is_over_a_year_old_asks_to_be_checked(room: Room) -> None:
    room.window.forget_words()
    room.window._now = lambda: datetime(2028, 6, 1, tzinfo=UTC)
    room.window.show_help()
    assert "Please check this number" in words(shown(room))


def test_escape_leads_back_and_nothing_was_lost(room: Room, qtbot: QtBot) -> None:
    room.today.check_in.line.setText("half a sen")
    room.window.show_help()
    qtbot.keyClick(shown(room).back, Qt.Key.Key_Escape)
    assert not shown(room).isVisible()
    assert room.frame.current == "today"
    assert room.today.check_in.line.text() == "half a sen"


def test_one_s_own_line_is_there_the_next_time(room: Room, qtbot: QtBot) -> None:
    room.window.show_help()
    panel = shown(room)
    qtbot.keyClicks(panel.own, "Mira, 555 0100")
    qtbot.keyClick(panel.own, Qt.Key.Key_Return)
    again = SettingsFile(room.settings._path)
    assert again.current.own_help_line == "Mira, 555 0100"


def test_grounding_goes_one_step_at_a_time_and_ends_when_one_wants(
    room: Room, qtbot: QtBot
) -> None:
    room.window.show_help()
    way = room.context.grounding[0]
    (start,) = [b for b in shown(room).findChildren(QPushButton) if b.text() == str(way.title)]
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    seen = []
    step, next_button = room.find("help.step"), room.find("help.next")
    assert isinstance(step, QLabel)
    while step.isVisible():
        seen.append(step.text())
        qtbot.mouseClick(next_button, Qt.MouseButton.LeftButton)
    assert seen == [str(one) for one in way.steps]
    assert start.isVisible()


def test_help_leads_to_the_calm_scene_and_back(room: Room, qtbot: QtBot) -> None:
    room.window.show_help()
    qtbot.mouseClick(room.find("help.calm"), Qt.MouseButton.LeftButton)
    assert not shown(room).isVisible()
    assert room.find("calm").isVisible()
    qtbot.mouseClick(room.find("calm.help"), Qt.MouseButton.LeftButton)
    assert shown(room).isVisible()
    assert not room.find("calm").isVisible()


def test_the_companion_s_help_is_never_folded_away_and_claims_nothing(room: Room) -> None:
    room.frame.companion.fold(is_folded=True)
    room.frame.go("journal")
    room.context.companion.help_requested()
    card = room.frame.companion._card
    assert card.isVisible()
    said = " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())
    assert not {"crisis", "risk", "danger", "suicid", "detected"} & set(said.lower().split())
    assert "clinician" not in said
    room.context.companion.close_help()
    assert not card.isVisible()
