"""The slim bar over every page while a session is under way: where one is, and three ways on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.guidance.session import has_in_step
from app.model.care import EventKind, StepKind
from app.model.words import tr
from app.services.sessions import Sessions
from widgets.later import listen
from widgets.parts import Chip, GhostButton, Soft
from widgets.session.names import NAMES
from widgets.theme import Theme

_DONE = (EventKind.PAGE_MADE, EventKind.CHECKED_IN)
_ROOMY = 1.3


class SessionBar(QFrame):
    """Back, on, and out, each as easy as the others; no clock.

    Parameters
    ----------
    go : callable
        Shows a page by its name.
    """

    def __init__(self, theme: Theme, sessions: Sessions, go: Callable[[str], object]) -> None:
        super().__init__()
        self._sessions, self._go = sessions, go
        self.setObjectName("session.bar")
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 16, 6)
        row.setSpacing(12)
        self._steps = {kind: Soft(str(NAMES[kind]), wraps=False) for kind in StepKind}
        self._here = Chip("", lambda: go("session"))
        self._here.setObjectName("session.here")
        self._row, self._is_roomy = row, theme.text_scale < _ROOMY
        self.back = self._button(tr("Back"), "session.back", self._go_back)
        self.on = self._button("", "session.on", self._go_on)
        self.leave = self._button(tr("Leave"), "session.leave", self._leave)
        self.leave.setToolTip(tr("The session waits for you on Today"))
        for step in self._steps.values():
            row.addWidget(step)
            step.hide()
        row.addWidget(self._here)
        row.addStretch(1)
        for button in (self.back, self.on, self.leave):
            row.addWidget(button)
        listen(self, sessions.changed, self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Show where the session is; nothing at all where there is none."""
        session, step = self._sessions.current, self._sessions.step
        self.setVisible(self._sessions.is_running and step is not None)
        if session is None or step is None:
            return
        self._show_steps(session.steps, step)
        self.back.setEnabled(session.at_step > 0)
        is_last = session.at_step == len(session.steps) - 1
        is_done = any(has_in_step(self._sessions.log, kind) for kind in _DONE)
        self.on.say(tr("End the session") if is_last else tr("Go on") if is_done else tr("Skip"))

    def _show_steps(self, steps: tuple[StepKind, ...], here: StepKind) -> None:
        for shown in (self._here, *self._steps.values()):
            self._row.removeWidget(shown)
        for kind, label in self._steps.items():
            label.setVisible(self._is_roomy and kind in steps and kind is not here)
        for place, kind in enumerate(steps):
            self._row.insertWidget(place, self._here if kind is here else self._steps[kind])
        where = tr(
            "{step}, {number} of {count}",
            step=NAMES[here],
            number=steps.index(here) + 1,
            count=len(steps),
        )
        self._here.say(str(NAMES[here]) if self._is_roomy else where)
        self._here.setAccessibleName(where)
        self._here.setToolTip(where)

    def _button(self, words: str, name: str, pressed: Callable[[], object]) -> GhostButton:
        button = GhostButton(words, pressed)
        button.setObjectName(name)
        button.setProperty("dense", True)
        return button

    def _go_back(self) -> None:
        self._sessions.go_back()
        self._go("session")

    def _go_on(self) -> None:
        self._go("session")
        move_on(self._sessions)

    def _leave(self) -> None:
        self._sessions.leave()
        self._go("today")


def move_on(sessions: Sessions) -> None:
    """Go on where something was done in this step, else past it."""
    if any(has_in_step(sessions.log, kind) for kind in _DONE):
        sessions.go_on()
    else:
        sessions.skip()
