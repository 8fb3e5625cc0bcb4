"""How the page came to be: its strokes one after the other, with a scrubber."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QHBoxLayout

from app.commands.space_choice import replay_order
from app.model.words import tr
from app.scene.stage import Stage
from widgets.parts import ToolButton
from widgets.space.fold import Fold
from widgets.space.stand import SpaceStand
from widgets.studio.shelf import NamedSlider
from widgets.theme import Theme

_TURN_MS = 40
# a long drawing is shown quicker: nobody waits longer than this
LONGEST_S = 30.0


class Replay(Fold):
    """Hides what came later; nothing of the page is changed."""

    def __init__(self, theme: Theme, stand: SpaceStand, stage: Stage) -> None:
        super().__init__(theme, tr("How it came to be"), "space.replay")
        self._stand, self._stage = stand, stage
        self._share = 1.0
        self._hidden: frozenset[str] = frozenset()
        self.scrubber = NamedSlider(tr("Time"), "space.replay.time", self._say)
        self.scrubber.moved.connect(self._scrub)
        self.play = ToolButton(theme, "mdi6.play", tr("Play"), self._play_or_pause, size=18)
        self.play.setObjectName("space.replay.play")
        row = QHBoxLayout()
        row.addWidget(self.play)
        row.addWidget(self.scrubber, 1)
        self.body.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._go_on)
        self._clock = QElapsedTimer()
        stand.opened.connect(self.show_all)
        stand.changed.connect(self._return)
        self.head.clicked.connect(self.show_all)
        self.scrubber.show_value(1.0)

    @property
    def length_s(self) -> float:
        """Return how long the drawing was."""
        work = self._stand.work
        order = replay_order(self._stand.document, work.uid) if work is not None else []
        return order[-1][0] if order else 0.0

    @property
    def is_playing(self) -> bool:
        """Whether it runs."""
        return self._timer.isActive()

    def show_all(self) -> None:
        """Show the page as it is."""
        self._stop()
        self._show_until(1.0)

    def _play_or_pause(self) -> None:
        if self.is_playing:
            self._stop()
            return
        if self._share >= 1.0:
            self._show_until(0.0)
        self._clock.start()
        self._timer.start()
        self._show_button()

    def _scrub(self, share: float) -> None:
        self._stop()
        self._show_until(share)

    def _go_on(self) -> None:
        lasts_s = min(max(self.length_s, 1.0), LONGEST_S)
        self._show_until(min(self._share + self._clock.restart() / 1000.0 / lasts_s, 1.0))
        if self._share >= 1.0:
            self._stop()

    def _stop(self) -> None:
        self._timer.stop()
        self._show_button()

    def _return(self) -> None:
        # whoever draws on wants to see all of it
        if self._share < 1.0:
            self.show_all()

    def _show_until(self, share: float) -> None:
        self._share = share
        self.scrubber.show_value(share)
        work = self._stand.work
        if work is None:
            return
        order = replay_order(self._stand.document, work.uid) if share < 1.0 else []
        until_s = share * (order[-1][0] if order else 0.0)
        later = frozenset(stroke.uid for end_s, stroke in order if end_s > until_s)
        for pool in self._stage.strokes.pools.values():
            pool.hide(later - self._hidden, is_hidden=True)
            shown = [uid for uid in self._hidden - later if self._stage.strokes.is_shown(uid)]
            pool.hide(shown, is_hidden=False)
        if later != self._hidden:
            self._hidden = later
            self._stand.drawn.emit(None)

    def _show_button(self) -> None:
        name = tr("Pause") if self.is_playing else tr("Play")
        self.play.show_icon("mdi6.pause" if self.is_playing else "mdi6.play")
        self.play.setAccessibleName(name)
        self.play.setToolTip(name)

    def _say(self, share: float) -> str:
        seconds = round(share * self.length_s)
        return f"{seconds // 60}:{seconds % 60:02d}"
