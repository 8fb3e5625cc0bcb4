"""A place a person keeps as their own is there again the next time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from whole_program import new_person, program

from app.commands.space_surroundings import own_places
from app.model.space import Place

pytestmark = pytest.mark.qt


def test_a_place_of_ones_own_outlives_the_day(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    new_person(tmp_path, "the orchard")
    own = Place("own", "", "shore", 3, (("hour", 6.5),), "My morning")
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        with begun.session.document.edit("Keep a place as your own") as edit:
            edit.put(own)
        begun.wait(lambda: begun.session.library.pending == 0)
    with program(qapp, tmp_path, qtbot) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        assert list(own_places(begun.session.document)) == [own]
