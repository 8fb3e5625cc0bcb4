"""The quiet line at the foot: what is saved and where, and how the helpers are."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.model.words import Sentence, tr, trn
from widgets import dates
from widgets.parts.buttons import without_state
from widgets.parts.labels import Icon, Words
from widgets.reading_only import READING_SHORT
from widgets.theme import Theme


class StatusLine(QWidget):
    """Says little: nothing here asks for anything, but a failed write, which is loud."""

    palette_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 2, 16, 2)
        self._row.setSpacing(6)
        self._saved_icon, self.saved = self._item("mdi6.check-circle-outline", "status.saved")
        self._place_icon, self.place = self._item("mdi6.laptop", "status.place")
        self.show_place(tr("On this computer only"))
        self._mind_icon, self.inference = self._item("mdi6.head-heart-outline", "status.inference")
        self._tool_icon, self.tool = self._item("mdi6.gesture", "status.tool")
        self._row.addStretch()
        self._row.addWidget(self._palette_button())
        self.show_inference(None)
        self.show_tool("")
        self.show_new()

    def show_new(self) -> None:
        """Say that nothing had to be saved yet."""
        self._say_saved("mdi6.check-circle-outline", tr("Everything is saved"))

    def show_reading(self) -> None:
        """Say that nothing is saved here, since nothing can be changed."""
        self._say_saved("mdi6.eye-outline", str(READING_SHORT))

    def show_saved(self, at: datetime) -> None:
        """Say when the last change reached the disk."""
        self._say_saved(
            "mdi6.check-circle-outline", tr("Saved {time}", time=dates.clock(at.astimezone()))
        )

    def show_pending(self, count: int) -> None:
        """Say that changes are on their way; none says nothing new."""
        if count > 0:
            saving = trn("Saving {count} change", "Saving {count} changes", count)
            self._say_saved("mdi6.progress-clock", saving)

    def show_problem(self, problem: Sentence) -> None:
        """Say loudly that something is wrong: what, that nothing is lost, and what to do."""
        self._say_saved("mdi6.alert-circle-outline", str(problem), role="problem")

    def show_inference(self, state: Sentence | None) -> None:
        """Say how the model is, or nothing."""
        self._show(self._mind_icon, self.inference, str(state) if state else "")

    def show_place(self, words: str, *, icon: str = "mdi6.laptop") -> None:
        """Say where everything lies."""
        self._place_icon.show_icon(icon)
        self._show(self._place_icon, self.place, words)

    def show_tool(self, words: str) -> None:
        """Say what is in the hand ("Wet wash, 46 px") and which presenter shows it, or nothing."""
        self._show(self._tool_icon, self.tool, words)

    def _say_saved(self, icon: str, words: str, *, role: str = "status") -> None:
        self._saved_icon.show_icon(icon)
        if self.saved.property("role") != role:
            self.saved.setProperty("role", role)
            self.saved.setWordWrap(role == "problem")
            self.saved.style().polish(self.saved)
        self._show(self._saved_icon, self.saved, words)

    def _show(self, icon: Icon, label: Words, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))
        icon.setVisible(bool(words))

    def _item(self, icon: str, name: str) -> tuple[Icon, Words]:
        picture, label = Icon(self._theme, icon, size=15), Words("", role="status", wraps=False)
        label.setObjectName(name)
        self._row.addWidget(picture)
        self._row.addWidget(label)
        self._row.addSpacing(12)
        return picture, label

    def _palette_button(self) -> QPushButton:
        button = QPushButton(tr("Ctrl K all commands"))
        button.setProperty("role", "status")
        button.setObjectName("status.palette")
        button.setAccessibleName(tr("All commands"))
        button.setToolTip(tr("Find any command by its name"))
        button.clicked.connect(without_state(self.palette_wanted.emit))
        return button
