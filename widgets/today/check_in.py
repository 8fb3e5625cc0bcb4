"""The check-in: two sliders that may stay unsaid, one line of words, and a way past it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.document import Document
from app.model.entities import CheckIn, new_uid
from app.model.words import tr
from widgets import dates
from widgets.parts import Body, Card, GhostButton, Heading, LabelledSlider, TextLine, spread
from widgets.reading_only import READING


class CheckInCard(Card):
    """Keeps a check-in in the document; ``kept`` follows it, ``passed`` where there was none.

    Parameters
    ----------
    name : str
        What the object names begin with.
    """

    kept = Signal(object)
    passed = Signal()

    def __init__(
        self, document: Document, now: Callable[[], datetime], *, name: str = "today"
    ) -> None:
        super().__init__(spacing=8)
        self._document, self._now = document, now
        self.body.addWidget(Heading(tr("How is it right now?")))
        self._form = QWidget()
        self._fill_form(name)
        self._after = QWidget()
        self._fill_after(name)
        self.body.addWidget(self._form)
        self.body.addWidget(self._after)
        self.body.addStretch(1)
        self._ask_again()
        if document.is_read_only:
            self._rest(str(READING))
            self.again.hide()

    def keep(self) -> None:
        """Keep what was said; the sliders that were not touched stay "not said"."""
        check_in = CheckIn(
            new_uid(),
            self._now(),
            self.valence.value,
            self.arousal.value,
            self.line.text().strip(),
        )
        with self._document.edit("Check in") as edit:
            edit.put(check_in)
        time = dates.clock(check_in.at)
        self._rest(tr("Kept, {time}. You can say more whenever you like.", time=time))
        self.kept.emit(check_in)

    def skip(self) -> None:
        """Keep nothing; that is fine too."""
        self._rest(tr("Not today, then. That is fine."))
        self.passed.emit()

    def _fill_form(self, name: str) -> None:
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.valence = LabelledSlider(tr("How pleasant it is"), tr("unpleasant"), tr("pleasant"))
        self.valence.track.setObjectName(f"{name}.valence")
        self.arousal = LabelledSlider(tr("How activated you are"), tr("calm"), tr("activated"))
        self.arousal.track.setObjectName(f"{name}.arousal")
        self.line = TextLine(tr("A few words, if you want"))
        self.line.setObjectName(f"{name}.line")
        self.keep_button = GhostButton(tr("Keep this"), self.keep)
        self.keep_button.setObjectName(f"{name}.keep")
        self.keep_button.setToolTip(tr("Keep this check-in in your library"))
        skip = GhostButton(tr("Not today"), self.skip)
        skip.setObjectName(f"{name}.skip")
        skip.setToolTip(tr("Go on without a check-in"))
        for widget in (self.valence, self.arousal, self.line):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addLayout(spread(self.keep_button, skip))
        self.valence.changed.connect(self._show_ready)
        self.arousal.changed.connect(self._show_ready)
        self.line.textChanged.connect(self._show_ready)

    def _fill_after(self, name: str) -> None:
        column = QVBoxLayout(self._after)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._said = Body()
        self._said.setObjectName(f"{name}.said")
        self.again = GhostButton(tr("Check in again"), self._ask_again)
        self.again.setObjectName(f"{name}.again")
        column.addWidget(self._said)
        column.addLayout(spread(self.again))

    def _ask_again(self) -> None:
        self.valence.set_value(None)
        self.arousal.set_value(None)
        self.line.clear()
        self._form.show()
        self._after.hide()
        self._show_ready()

    def _rest(self, words: str) -> None:
        self._said.setText(words)
        self._form.hide()
        self._after.show()
        self.again.setFocus()

    def _show_ready(self) -> None:
        values = (self.valence.value, self.arousal.value)
        is_said = bool(self.line.text().strip()) or any(value is not None for value in values)
        self.keep_button.setEnabled(is_said)
