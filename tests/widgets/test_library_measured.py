from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from journal_parts import NOON, Clock, journal_context
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.catalogue.translations import use_language
from app.commands.paint import new_painting
from app.model.entities import Stroke, Work, WorkKind, new_uid
from app.model.space import SpaceStroke
from app.model.tiles import ONE, Rect
from app.services.facts import Measurer
from widgets.context import Context
from widgets.library.page import LibraryPage
from widgets.parts import GhostButton

pytestmark = pytest.mark.qt
MOODS = ("happy", "sad", "calm", "angry", "mood", "feel", "anxious", "depress", "healthy", "better")


def stroke(work: Work, at_s: float) -> Stroke:
    points = np.zeros((2, 6), np.float32)
    points[1, 5] = 4
    at = NOON + timedelta(seconds=at_s)
    return Stroke(new_uid(), work.uid, work.layers[0], "b", (0, 0, 0), 4, 1, False, 0, at, points)


def painted(context: Context, title: str, rgb: tuple[int, int, int]) -> Work:
    work = new_painting(context.document, width=64, height=64, created_at=NOON, title=title)
    colour = np.array([*(round(c / 255 * ONE) for c in rgb), ONE], np.uint16)
    with context.document.edit("Paint", scope=work.uid) as edit:
        edit.grid(work.layers[0], Rect(0, 0, 64, 64)).tiles[0, 0, :32] = colour
        for at_s in (0, 60, 66):
            edit.put(stroke(work, at_s))
    context.document.unload(work.uid)
    return work


def in_space(context: Context) -> Work:
    work = Work(new_uid(), WorkKind.SPACE, "Ribbon", 0, 0, (), NOON - timedelta(days=1))
    points = np.zeros((2, 9), np.float32)
    points[1, 0], points[:, 7], points[:, 6] = 2, 1, 1
    drawn = SpaceStroke(new_uid(), work.uid, "", "b", (0, 128, 0), 0.1, 0, work.created_at, points)
    with context.document.edit("Draw", scope=work.uid) as edit:
        edit.put(work)
        edit.put(drawn)
    context.document.unload(work.uid)
    return work


@dataclass
class Open:
    context: Context
    page: LibraryPage
    works: dict[str, Work]

    def click(self, title: str, *, also: bool = False) -> None:
        view = self.page.wall.view
        row = self.page.wall.model.row_of(self.works[title].uid)
        place = view.visualRect(self.page.wall.model.index(row)).center()
        held = Qt.KeyboardModifier.ControlModifier if also else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, place)

    def button(self, name: str) -> GhostButton:
        found = self.page.findChild(GhostButton, name)
        assert found is not None
        return found


@contextmanager
def opened_library_page(qtbot, tmp_path: Path) -> Iterator[Open]:
    with journal_context(tmp_path, Clock()) as context:
        works = {
            "Shore": painted(context, "Shore", (20, 40, 160)),
            "Garden": painted(context, "Garden", (240, 220, 60)),
            "Ribbon": in_space(context),
        }
        page = LibraryPage(context)
        qtbot.addWidget(page)
        page.resize(1100, 800)
        page.show()
        page.refresh()
        qtbot.waitUntil(lambda: page.wall.model.rowCount() == 3, timeout=20000)
        yield Open(context, page, works)
        page.close()


@pytest.fixture
def opened(qtbot, tmp_path: Path) -> Iterator[Open]:
    with opened_library_page(qtbot, tmp_path) as found:
        yield found


def done(opened: Open, count: int) -> bool:
    return len(opened.page.measured._facts) == count


def test_the_facts_of_one_picture_are_shown_when_they_are_asked_for(opened: Open, qtbot):
    assert not opened.button("library.measure").isEnabled()
    opened.click("Shore")
    QTest.mouseClick(opened.button("library.measure"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: done(opened, 1), timeout=20000)
    words = opened.page.measured.words
    assert words.splitlines()[0] == "Shore"
    assert "Colours: dark blue 100 %" in words
    assert "Painted: 50 % of the page" in words
    assert "Strokes: 3 strokes" in words
    assert "From first to last stroke: 1 min in 1 sitting" in words
    assert "Drawing itself: 12 s" in words
    assert "Pauses: 1 of half a minute or more, the longest 56 s" in words
    assert not [word for word in MOODS if word in words.lower()]


def test_a_painting_and_a_page_in_space_stand_side_by_side(opened: Open, qtbot):
    opened.click("Garden")
    opened.click("Ribbon", also=True)
    button = opened.button("library.measure")
    assert button.accessibleName() == "Side by side"
    assert opened.page.wall.chosen is None
    assert not opened.button("library.bin").isEnabled()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: done(opened, 2), timeout=20000)
    words = opened.page.measured.words
    assert "Colours: yellow 100 %" in words
    assert "Colours: dark green 100 %" in words or "Colours: green 100 %" in words
    assert "How far it reaches: 2.00 m wide, 0.00 m high, 0.00 m deep" in words
    assert "Strokes: 1 stroke, 2.00 m" in words
    assert opened.page.measured._scroll.accessibleDescription() == words


def test_the_way_back_leads_to_the_wall_with_the_choice_as_it_was(opened: Open, qtbot):
    opened.click("Garden")
    opened.click("Shore", also=True)
    opened.page.wall.measure_chosen()
    qtbot.waitUntil(lambda: done(opened, 2), timeout=20000)
    QTest.keyClick(opened.button("library.measured.back"), Qt.Key.Key_Space)
    assert opened.page.wall.isVisible()
    qtbot.waitUntil(lambda: len(opened.page.wall.several) == 2, timeout=20000)
    opened.page.wall.measure_chosen()
    assert opened.page.step_back()
    assert not opened.page.step_back()


def test_a_picture_that_is_gone_says_so_and_the_other_is_measured(opened: Open, qtbot):
    opened.click("Garden")
    opened.click("Shore", also=True)
    chosen = opened.page.wall.several
    gone = opened.works["Shore"]
    taken = opened.context.library.submit(lambda found: found.take_out([(Work, gone.uid)]))
    taken.result(20)
    opened.page.show_measured(chosen)
    qtbot.waitUntil(lambda: done(opened, 2), timeout=20000)
    assert opened.page.measured._facts[gone.uid] is None
    labels = [w.text() for w in opened.page.measured.findChildren(QWidget) if hasattr(w, "text")]
    assert "This one is not here any more." in labels


def test_more_pictures_than_fit_side_by_side_are_not_begun(opened: Open, qtbot):
    for number in range(5):
        painted(opened.context, f"Page {number}", (0, 0, 0))
    opened.page.refresh()
    qtbot.waitUntil(lambda: opened.page.wall.model.rowCount() == 8, timeout=20000)
    opened.page.wall.view.setFocus()
    QTest.keyClick(opened.page.wall.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(opened.page.wall.several) == 8
    assert not opened.button("library.measure").isEnabled()


def test_the_same_way_leads_there_in_chinese(qtbot, tmp_path: Path):
    use_language("zh_CN")
    with opened_library_page(qtbot, tmp_path) as opened:
        opened.click("Shore")
        opened.click("Ribbon", also=True)
        QTest.mouseClick(opened.button("library.measure"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: done(opened, 2), timeout=20000)
        lines = opened.page.measured.words.splitlines()
        assert "Shore" in lines
        assert any(line.endswith(("50%", "50 % of the page")) for line in lines)
        assert any("2.00" in line for line in lines)
        assert opened.page.step_back()


def test_measuring_that_nobody_waits_for_is_dropped(opened: Open):
    measurer = Measurer(opened.context.library)
    held, go = threading.Event(), threading.Event()
    measurer.on_worker(lambda: (held.set(), go.wait(20)))
    assert held.wait(20)
    future = measurer.measure(opened.works["Shore"].uid)
    measurer.stop()
    go.set()
    measurer.on_worker(lambda: None).result(20)
    assert future.cancelled()
    assert measurer.measure(opened.works["Shore"].uid).result(20).making.strokes == 3
    measurer.close()
