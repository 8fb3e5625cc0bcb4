"""The slim rail at the left: five places, and help, lock and settings at its foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QConicalGradient, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.model.words import tr
from widgets.context import PageSpec
from widgets.parts.buttons import with_keys, without_state
from widgets.theme import Theme


class _Mark(QWidget):
    """The program's sign: a ring of four colours."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(36, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = QConicalGradient(18, 18, 200)
        for place, token in ((0, "accent"), (0.3, "calm"), (0.65, "warm"), (1, "accent")):
            colours.setColorAt(place, self._theme.colour(token))
        painter.setPen(QPen(colours, 10))
        painter.drawEllipse(QRectF(6, 6, 24, 24))
        painter.end()


class Rail(QWidget):
    """Emits ``chosen`` with a page's name, or "help", "lock", "settings"."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, places: Sequence[PageSpec]) -> None:
        super().__init__()
        self._theme = theme
        self._buttons: dict[str, QToolButton] = {}
        self.setProperty("role", "railbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon_px = round(24 * (1 + (theme.text_scale - 1) / 4))
        self.setFixedWidth(max(84, theme.px(70) + 14))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 9, 12)
        column.setSpacing(4)
        column.addWidget(_Mark(theme), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        for number, place in enumerate(places, 1):
            column.addWidget(
                self._button(place.name, str(place.title), place.icon, f"Alt+{number}")
            )
        column.addStretch()
        column.addWidget(self._button("help", tr("Help"), "mdi6.lifebuoy", "", tr("I need help")))
        column.addWidget(self._button("lock", tr("Lock"), "mdi6.lock-outline", "Ctrl+L"))
        column.addWidget(self._button("settings", tr("Settings"), "mdi6.cog-outline", "Ctrl+,"))
        for name in ("help", "lock"):
            self._buttons[name].setCheckable(False)

    def show_place(self, name: str) -> None:
        """Mark where the person is."""
        for key, button in self._buttons.items():
            button.setChecked(key == name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words out where the window is too low for them."""
        super().resizeEvent(event)
        line = self._theme.px(12) * 1.4
        needed = 90 + len(self._buttons) * (self._icon_px + line + 20)
        style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        if needed > self.height():
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._buttons.values():
            button.setToolButtonStyle(style)

    def _button(self, name: str, title: str, icon: str, keys: str, full: str = "") -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"rail.{name}")
        button.setProperty("role", "rail")
        button.setText(title)
        button.setIcon(self._theme.icon(icon, "soft"))
        button.setIconSize(QSize(self._icon_px, self._icon_px))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setAccessibleName(full or title)
        button.setToolTip(with_keys(full or title, keys))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(self._icon_px + 16)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(without_state(self._choosing(name)))
        self._buttons[name] = button
        return button

    def _choosing(self, name: str) -> Callable[[], None]:
        def choose() -> None:
            # the frame says where one is: a press alone does not move the mark
            self._buttons[name].setChecked(False)
            self.chosen.emit(name)

        return choose
