"""A switch with its words beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from widgets.theme import Theme


class Switch(QCheckBox):
    """On or off; to a screen reader a check box with a name.

    ``toggled_by_person`` is called for what a person did, not for `setChecked`.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        toggled_by_person: Callable[[bool], object] | None = None,
        *,
        is_on: bool = False,
    ) -> None:
        super().__init__(text)
        self._theme = theme
        self.setChecked(is_on)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if toggled_by_person is not None:
            self.clicked.connect(lambda: toggled_by_person(self.isChecked()))

    def sizeHint(self) -> QSize:
        """Return the switch, a gap and the words."""
        track = self._track()
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(
            round(track.width()) + 14 + width, max(self._theme.px(32), round(track.height()) + 8)
        )

    def minimumSizeHint(self) -> QSize:
        """Return the same: its words are never cut."""
        return self.sizeHint()

    def hitButton(self, _position: QPoint) -> bool:
        """Take a press anywhere, words included."""
        return True

    def _track(self) -> QRectF:
        height = self._theme.px(22)
        return QRectF(0, (self.height() - height) / 2, height * 1.8, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track, knob, words and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track, theme = self._track(), self._theme
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
            track.translate(6, 0)
        painter.setPen(QPen(theme.colour("accent" if self.isChecked() else "outline"), 2))
        painter.setBrush(theme.colour("accent" if self.isChecked() else "surface"))
        inner = track.adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        knob = inner.height() - 8
        left = inner.right() - knob - 4 if self.isChecked() else inner.left() + 4
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("on_accent" if self.isChecked() else "outline"))
        painter.drawEllipse(QRectF(left, inner.top() + 4, knob, knob))
        painter.setPen(theme.colour("ink" if self.isEnabled() else "soft"))
        words = QRectF(self.rect())
        words.setLeft(track.right() + 12)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
