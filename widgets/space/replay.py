"""How the page came to be: its strokes grow as the hand drew them, with a scrubber."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QGridLayout

from app.commands.space import parts_of
from app.commands.space_replay import Course
from app.model.entities import CheckIn
from app.model.space import Clay
from app.model.words import tr
from widgets.later import when_done
from widgets.parts import Soft, ToolButton
from widgets.space.fold import Fold
from widgets.space.moments import CheckInMarks
from widgets.space.stand import SpaceStand
from widgets.studio.shelf import NamedSlider
from widgets.theme import Theme

if TYPE_CHECKING:
    from app.services.library_worker import LibraryService

_TURN_MS: Final = 40
# a long drawing is shown quicker: nobody waits longer than this
LONGEST_S: Final = 60.0
# one checks in before one begins, and when one is done
AROUND: Final = timedelta(minutes=30)
_KEY_STEPS: Final = 10


class Replay(Fold):
    """Shows a moment of the drawing; nothing of the page is changed.

    Parameters
    ----------
    library : LibraryService
        Knows the check-ins.
    """

    def __init__(self, theme: Theme, stand: SpaceStand, library: LibraryService) -> None:
        super().__init__(theme, tr("How it came to be"), "space.replay")
        self._stand, self._library = stand, library
        self._share = 1.0
        self._course: Course | None = None
        self.scrubber = NamedSlider(tr("Time"), "space.replay.time", self._say)
        self.scrubber.slider.setSingleStep(_KEY_STEPS)
        self.scrubber.moved.connect(self.scrub)
        self.play = ToolButton(theme, "mdi6.play", tr("Play"), self._play_or_pause, size=18)
        self.play.setObjectName("space.replay.play")
        self.marks = CheckInMarks(theme, self.scrubber.slider)
        self.marks.asked.connect(self.scrub)
        self.about_clay = Soft(tr("Clay is shown as it is now."))
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._go_on)
        self._clock = QElapsedTimer()
        stand.opened.connect(self._begin)
        stand.changed.connect(self._follow_page)
        self.head.clicked.connect(self._begin)
        self._begin()

    @property
    def course(self) -> Course:
        """Return when what was drawn."""
        work = self._stand.work
        if self._course is None:
            self._course = Course(self._stand.document, work.uid if work is not None else "")
        return self._course

    @property
    def is_playing(self) -> bool:
        """Whether it runs."""
        return self._timer.isActive()

    def scrub(self, share: float) -> None:
        """Show the page as it was at a share of the time, 0 to 1, and stay there."""
        self._stop()
        self._show_until(share)

    def show_all(self) -> None:
        """Show the page as it is."""
        self.scrub(1.0)

    @contextmanager
    def all_shown(self) -> Iterator[None]:
        """Show the whole page for a while, then again what was shown."""
        if self._share >= 1.0:
            yield
            return
        self._stand.stage.show_moment(None)
        yield
        self._show_until(self._share)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.play, 0, 0)
        grid.addWidget(self.scrubber, 0, 1)
        grid.addWidget(self.marks, 1, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.about_clay)

    def _begin(self) -> None:
        self._course = None
        self.show_all()
        self._show_clay()
        self._ask_check_ins()

    def _follow_page(self) -> None:
        self._course = None
        self._show_clay()
        # whoever draws on wants to see all of it
        if self._share < 1.0:
            self.show_all()

    def _play_or_pause(self) -> None:
        if self.is_playing:
            self._stop()
            return
        if self._share >= 1.0:
            self._show_until(0.0)
        self._clock.start()
        self._timer.start()
        self._show_button()

    def _go_on(self) -> None:
        lasts_s = min(max(self.course.length_s, 1.0), LONGEST_S)
        self._show_until(min(self._share + self._clock.restart() / 1000.0 / lasts_s, 1.0))
        if self._share >= 1.0:
            self._stop()

    def _stop(self) -> None:
        self._timer.stop()
        self._show_button()

    def _show_until(self, share: float) -> None:
        was_whole, self._share = self._share >= 1.0, share
        self.scrubber.show_value(share)
        if was_whole and share >= 1.0:
            return
        course = self.course
        seconds = course.seconds_at(share * course.length_s) if share < 1.0 else None
        self._stand.stage.show_moment(seconds)
        self._stand.drawn.emit(None)

    def _show_clay(self) -> None:
        work = self._stand.work
        clay = parts_of(self._stand.document, work.uid, Clay) if work is not None else iter(())
        self.about_clay.setVisible(next(clay, None) is not None)

    def _ask_check_ins(self) -> None:
        self.marks.show_moments(())
        if not self.is_open:
            return
        begun_at = self.course.begun_at
        if begun_at is None:
            return
        since, course = begun_at - AROUND, self.course
        future = self._library.submit(lambda library: library.check_ins(since))
        # without the check-ins there is a replay still
        when_done(self, future, partial(self._mark, course), lambda _: None)

    def _mark(self, course: Course, check_ins: Sequence[CheckIn]) -> None:
        if course is not self._course or course.ended_at is None:
            return
        until, length_s = course.ended_at + AROUND, max(course.length_s, 1e-3)
        moments = [(course.moment_of(one.at) / length_s, one) for one in check_ins]
        self.marks.show_moments([each for each in moments if each[1].at <= until])

    def _show_button(self) -> None:
        name = tr("Pause") if self.is_playing else tr("Play")
        self.play.show_icon("mdi6.pause" if self.is_playing else "mdi6.play")
        self.play.setAccessibleName(name)
        self.play.setToolTip(name)

    def _say(self, share: float) -> str:
        # the length is not asked for here: it would be counted anew after every stroke
        if share >= 1.0:
            return tr("now")
        seconds = round(share * self.course.length_s)
        return f"{seconds // 60}:{seconds % 60:02d}"
