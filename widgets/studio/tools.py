"""The column of tools, and the colour that is in use."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from app.model.words import Sentence, tr
from widgets.parts import Line, ToolButton
from widgets.parts.buttons import with_keys
from widgets.studio.kit import Colour, Implement, Kit
from widgets.theme import Theme

TOOLS = (
    (Implement.BRUSH, Sentence("Brush"), "mdi6.brush", "B"),
    (Implement.ERASER, Sentence("Eraser"), "mdi6.eraser", "E"),
    (Implement.PICKER, Sentence("Pick a colour"), "mdi6.eyedropper", "I"),
    (Implement.HAND, Sentence("Move the view"), "mdi6.hand-back-right-outline", "H"),
)
_SIMPLE = (Implement.BRUSH, Implement.ERASER)


class Swatch(QAbstractButton):
    """A round colour to press; a ring around the one in use.

    Parameters
    ----------
    name : str
        What a screen reader calls it.
    side_px : int
        At 100 % text size.
    """

    def __init__(self, theme: Theme, name: str, colour: Colour, *, side_px: int = 32) -> None:
        super().__init__()
        self._theme, self._colour = theme, QColor(*colour)
        self.setFixedSize(theme.px(side_px), theme.px(side_px))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def colour(self) -> Colour:
        """Return its colour."""
        return self._colour.red(), self._colour.green(), self._colour.blue()

    def show_colour(self, colour: Colour, name: str) -> None:
        """Be another colour."""
        self._colour = QColor(*colour)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return its fixed size."""
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot, its outline, and a ring when it is chosen or focused."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            room = QRectF(self.rect()).adjusted(4, 4, -4, -4)
            painter.setPen(QPen(self._theme.colour("outline"), 1))
            painter.setBrush(self._colour)
            painter.drawEllipse(room)
            if self.isChecked() or self.hasFocus() or self.underMouse():
                token = "accent" if self.isChecked() or self.hasFocus() else "outline"
                painter.setPen(QPen(self._theme.colour(token), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))

    def enterEvent(self, event: object) -> None:
        """Show the ring."""
        del event
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Hide the ring."""
        del event
        self.update()


class ToolColumn(QWidget):
    """Brush, eraser, picker, hand, and the colour in use."""

    colour_asked = Signal()

    def __init__(self, theme: Theme, kit: Kit) -> None:
        super().__init__()
        self._theme, self._kit = theme, kit
        self.setProperty("role", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons: dict[Implement, ToolButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(6)
        for implement, title, icon, keys in TOOLS:
            column.addWidget(self._tool(implement, str(title), icon, keys))
        column.addWidget(Line())
        self.colour = Swatch(theme, tr("Colour"), kit.colour, side_px=40)
        self.colour.setObjectName("studio.colour")
        self.colour.clicked.connect(self.colour_asked.emit)
        column.addWidget(self.colour)
        column.addStretch(1)
        kit.changed.connect(self._follow)
        self._follow()

    def _tool(self, implement: Implement, title: str, icon: str, keys: str) -> ToolButton:
        button = ToolButton(self._theme, icon, title)
        button.setToolTip(with_keys(title, keys))
        button.setObjectName(f"studio.tool.{implement}")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._kit.take(implement))
        self._group.addButton(button)
        self._buttons[implement] = button
        return button

    def show_mode(self, *, is_full: bool) -> None:
        """Show all tools, or brush and eraser only."""
        for implement, button in self._buttons.items():
            button.setVisible(is_full or implement in _SIMPLE)

    def _follow(self) -> None:
        self._buttons[self._kit.implement].setChecked(True)
        self.colour.show_colour(self._kit.colour, tr("Colour"))
