"""A person is led through a session, alone, by real clicks and keys, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from studio_parts import Pen
from whole_program import Program, new_person, program

from app.model.care import EventKind, StepKind
from app.model.entities import CheckIn, Work, WorkKind
from app.services.sessions import Sessions
from widgets.studio.page import StudioPage

pytestmark = pytest.mark.qt
LEFT = Qt.MouseButton.LeftButton


class Led:
    """What a person does in a session."""

    def __init__(self, begun: Program, qtbot: QtBot) -> None:
        self.begun, self.qtbot = begun, qtbot

    @property
    def sessions(self) -> Sessions:
        return self.begun.session.sessions

    def click(self, name: str) -> None:
        self.begun.wait(lambda: self.begun.has(name))
        button = self.begun.part(name, QAbstractButton)
        self.begun.wait(button.isEnabled)
        self.qtbot.mouseClick(button, LEFT)

    def text(self, name: str) -> str:
        button = self.begun.part(name, QAbstractButton)
        assert isinstance(button, QAbstractButton)
        return button.text()

    def escape(self) -> None:
        self.qtbot.keyClick(self.begun.studio.window, Qt.Key.Key_Escape)

    def page(self) -> str:
        assert self.begun.session.frame is not None
        return self.begun.session.frame.current

    def to(self, step: StepKind) -> None:
        while self.sessions.step is not step:
            self.click("session.on")

    def begin(self, name: str = "session.free") -> None:
        self.begun.wait(self.begun.is_open)
        self.click("today.session")
        self.click(name)

    def draw(self) -> Work:
        studio = self.begun.session.studio_page
        self.begun.wait(lambda: studio.work is not None and self.page() == "studio")
        self.begun.wait(lambda: studio.sheet.stand.is_ready)
        self.begun.wait(lambda: self.begun.has("studio.canvas"))
        canvas = self.begun.part("studio.canvas", QWidget)
        x, y = canvas.width() / 2, canvas.height() / 2
        Pen().draw(canvas, (x - 60, y), (x + 60, y))
        self.begun.wait(lambda: self.sessions.has_made)
        assert studio.work is not None
        return studio.work


@pytest.fixture(params=["en", "zh_CN"])
def led(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> Iterator[Led]:
    new_person(tmp_path, "the orchard")
    with program(qapp, tmp_path, qtbot, language=request.param) as begun:
        begun.unlock()
        begun.wait(begun.is_open)
        yield Led(begun, qtbot)


def test_a_whole_session_from_today_to_its_end(led: Led) -> None:
    led.begin()
    assert led.sessions.step is StepKind.CHECK_IN
    led.qtbot.keyClick(led.begun.part("session.before.valence", QWidget), Qt.Key.Key_Right)
    led.click("session.before.keep")
    assert led.sessions.step is StepKind.WARM_UP
    led.click("session.not_now")
    assert led.sessions.step is StepKind.MAKING
    led.click(f"session.{WorkKind.PAINTING}")
    work = led.draw()
    assert led.sessions.pages == (work.uid,)
    led.click("session.on")
    assert led.sessions.step is StepKind.REFLECTION
    led.begun.wait(lambda: led.begun.has("session.title"))
    led.begun.type("session.title", "low tide")
    words = led.begun.part("session.words", QPlainTextEdit)
    led.qtbot.keyClicks(words, "it was quiet")
    led.click("session.keep")
    kept = led.begun.session.document.find(work.uid)
    assert isinstance(kept, Work)
    assert (kept.title, kept.words) == ("low tide", "it was quiet")
    assert led.sessions.step is StepKind.CLOSING
    led.qtbot.keyClick(led.begun.part("session.after.valence", QWidget), Qt.Key.Key_Right)
    led.click("session.after.keep")
    led.click("session.on")
    assert led.sessions.current is None
    led.click("session.home")
    assert led.page() == "today"
    kinds = [event.kind for event in led.sessions.log]
    assert kinds.count(EventKind.CHECKED_IN) == 2
    assert kinds.count(EventKind.STEP_BEGUN) == 5
    said = [e for e in led.begun.session.document.entities.values() if isinstance(e, CheckIn)]
    assert len(said) == 2


def test_every_step_can_be_skipped_and_gone_back_to(led: Led) -> None:
    led.begin()
    led.to(StepKind.CLOSING)
    for _ in range(4):
        led.click("session.back")
    assert led.sessions.step is StepKind.CHECK_IN
    assert not led.begun.part("session.back", QAbstractButton).isEnabled()


def test_back_on_and_leave_are_of_one_size_and_look(led: Led) -> None:
    led.begin()
    led.to(StepKind.MAKING)
    buttons = [led.begun.part(f"session.{n}", QAbstractButton) for n in ("back", "on", "leave")]
    assert len({button.property("role") for button in buttons}) == 1
    assert len({button.height() for button in buttons}) == 1


def test_escape_goes_a_step_back_and_then_leaves_the_session_waiting(led: Led) -> None:
    led.begin()
    led.to(StepKind.WARM_UP)
    led.escape()
    assert led.sessions.step is StepKind.CHECK_IN
    led.escape()
    led.begun.wait(lambda: led.page() == "today")
    assert not led.begun.has("session.bar")
    led.click("today.session")
    led.click("session.go_on_there")
    assert led.sessions.is_running
    assert led.begun.has("session.bar")


def test_escape_while_looking_back_keeps_the_words_that_were_typed(led: Led) -> None:
    led.begin()
    led.to(StepKind.MAKING)
    led.click(f"session.{WorkKind.PAINTING}")
    work = led.draw()
    led.click("session.on")
    led.begun.wait(lambda: led.begun.has("session.title"))
    led.begun.type("session.title", "unsent")
    led.escape()
    assert led.sessions.step is StepKind.MAKING
    kept = led.begun.session.document.find(work.uid)
    assert isinstance(kept, Work)
    assert kept.title == "unsent"


def test_locking_in_the_midst_comes_back_to_the_same_step(led: Led) -> None:
    led.begin()
    led.to(StepKind.MAKING)
    uid = led.sessions.current.uid if led.sessions.current else ""
    led.begun.studio.lock()
    led.begun.unlock()
    led.begun.wait(led.begun.is_open)
    assert led.page() == "session"
    assert led.sessions.step is StepKind.MAKING
    assert led.sessions.current is not None
    assert led.sessions.current.uid == uid
    assert led.begun.has("session.bar")


def test_a_plan_is_looked_at_before_it_is_begun_and_offers_what_it_says(led: Led) -> None:
    plan = led.sessions.plans[0]
    led.begin(f"session.{plan.name}")
    assert led.sessions.current is None
    assert str(plan.not_when) in led.begun.said()
    led.click("session.begin")
    led.to(StepKind.MAKING)
    assert str(plan.sessions[0].making.opening) in led.begun.said()
    led.click("session.not_like")
    assert str(plan.gentle.opening) in led.begun.said()
    led.click("session.try")
    led.begun.wait(lambda: led.page() == "studio")
    studio = led.begun.session.studio_page
    assert isinstance(studio, StudioPage)
    led.begun.wait(lambda: studio.sheet.stand.is_ready)
    assert studio.work is not None
    assert studio.work.prompt_uid == plan.gentle.prompt_uid


@pytest.mark.parametrize("kind", ["words", WorkKind.SPACE.value, WorkKind.CLAY.value])
def test_making_opens_any_kind_of_page(led: Led, kind: str) -> None:
    led.begin()
    led.to(StepKind.MAKING)
    led.click(f"session.{kind}")
    if kind == "words":
        led.begun.wait(lambda: led.page() == "journal")
    else:
        studio = led.begun.session.studio_page
        led.begun.wait(lambda: studio.work is not None and studio.work.kind == kind)
        assert led.page() == "studio"
    assert led.begun.has("session.bar")


def test_words_that_ask_for_care_bring_help_before_the_next_step(led: Led) -> None:
    led.begin()
    led.begun.type("session.before.line", "I want to kill myself")
    led.click("session.before.keep")
    assert led.sessions.step is StepKind.CHECK_IN
    assert led.begun.has("companion.help")
    assert not led.begun.has("session.before.again")
    led.click("companion.go_on")
    assert led.text("session.on") in ("Go on", "继续")
    led.click("session.on")
    assert led.sessions.step is StepKind.WARM_UP
