"""A scale and the help page in the whole program: kept, there the next time, gone at a lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from whole_program import new_person, program

from app.model.care import Role
from widgets.measures.questionnaire import Questionnaire
from widgets.window import Window

pytestmark = pytest.mark.qt


def test_a_scale_answered_from_the_palette_is_in_the_library_the_next_time(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    new_person(tmp_path, "the orchard")
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        assert begun.session.frame is not None
        begun.session.frame.commands["scales.answer"].run()
        begun.press("measure.choose.suds")
        begun.press("measure.begin")
        (asked,) = begun.studio.window.findChildren(Questionnaire)
        QTest.keyClick(asked, Qt.Key.Key_4)
        QTest.keyClick(asked, Qt.Key.Key_Return)
        begun.press("measure.keep")
        begun.wait(lambda: begun.session.library.pending == 0)
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        found = begun.session.library.submit(lambda library: library.administrations())
        (one,) = found.result(20)
        assert (one.answers, one.shown_to, one.session_uid) == ((4.0,), Role.ALONE, "")


def test_the_help_page_is_inside_help_after_unlocking_and_nowhere_after_a_lock(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    new_person(tmp_path, "the orchard")
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        begun.session.own_help.write("the sea", "Mira 555 0100", "")
        begun.wait(lambda: begun.session.library.pending == 0)
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        begun.wait(lambda: begun.session.own_help.page is not None)
        window = begun.studio.window
        window.show_help()
        assert "Mira 555 0100" in shown(window)
        begun.press("help.back")
        begun.studio.lock()
        assert "Mira" not in everything(window)
        window.show_help()
        assert "12356" in shown(window)
        assert not begun.has("help.own_page")
        begun.press("help.back")


def test_a_lock_in_the_middle_of_a_scale_shows_nothing_of_it_and_keeps_nothing(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    new_person(tmp_path, "the orchard")
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        asked = begun.session.scales.open(only="suds")
        assert asked.geometry() == begun.studio.window.rect()
        begun.press("measure.begin")
        begun.press("measure.answer.9")
        begun.studio.lock()
        assert not asked.isVisible()
        begun.wait(lambda: not begun.studio.window.findChildren(Questionnaire))
        begun.unlock()
        begun.wait(begun.is_open)
        found = begun.session.library.submit(lambda library: library.administrations())
        assert found.result(20) == []


def test_a_questionnaire_from_a_file_says_how_it_went(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    new_person(tmp_path, "the orchard")
    words = tmp_path / "words.toml"
    items, choices = '["a", "b", "c", "d", "e"]', '["0", "1", "2", "3", "4", "5"]'
    words.write_text(
        f'wording_of = "who_5"\nlanguage = "en"\nlead = "lead"\nitems = {items}\n'
        f'choices = {choices}\nsource = "a licence of our own"\n',
        "utf-8",
    )
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        session = begun.session
        session.scales.bring_in(tmp_path / "nothing.toml")
        begun.wait(lambda: "nothing.toml" in shown(begun.studio.window))
        session.scales.bring_in(words)
        begun.wait(lambda: "WHO-5 was brought in" in shown(begun.studio.window))
        assert (tmp_path / "measures" / "words-who_5-en.toml").exists()
        # clinical: never asked of a person alone
        asked = session.scales.open()
        assert not begun.has("measure.choose.who_5")
        asked.leave()


def shown(window: Window) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())


def everything(window: Window) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel))
