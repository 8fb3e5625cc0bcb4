"""Something that lies over the whole window until one steps back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from widgets.shortcuts import PASSES
from widgets.theme import Theme


class Overlay(QWidget):
    """Covers its parent; Esc leaves and the focus goes back to where it was."""

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.below = theme, parent
        self._before: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        parent.installEventFilter(self)
        self.hide()

    def open_over(self, first: QWidget) -> None:
        """Show it at once, the focus on ``first``."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.setGeometry(self.below.rect())
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Go back to what lay below."""
        if not self.isVisible():
            return
        self.hide()
        # the widget may be gone with a page that was rebuilt meanwhile
        before, self._before = self._before, None
        if before in QApplication.allWidgets() and before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of what lies below from being heard, but those that work everywhere."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            passing = [it.key() for it in self._shortcuts() if it.property(PASSES)]
            if pressed not in passing:
                event.accept()
                return True
        return super().event(event)

    def _shortcuts(self) -> list[QShortcut]:
        return self.window().findChildren(QShortcut)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc; no other key reaches what lies below."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of the window."""
        if event.type() == QEvent.Type.Resize and watched is self.below:
            self.setGeometry(self.below.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what lies below, so that it is plain what is in front."""
        painter = QPainter(self)
        veil = QColor(self.theme.colour("ground").darker(140 if self.theme.is_dark else 180))
        veil.setAlpha(190 if self.theme.is_dark else 120)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Keep the Tab key inside: what lies below cannot be reached by accident."""
        widgets = [
            widget
            for widget in self.findChildren(QWidget)
            if widget.isVisibleTo(self)
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if widgets:
            now = QApplication.focusWidget()
            at = widgets.index(now) if now in widgets else -1
            widgets[(at + (1 if is_next else -1)) % len(widgets)].setFocus(
                Qt.FocusReason.TabFocusReason
            )
        return True
