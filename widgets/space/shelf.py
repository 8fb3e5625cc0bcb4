"""What stands beside the tools: brushes for space, or how clay is worked; size and colours."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QVBoxLayout, QWidget

from app.model.space_brush import SpaceBrush
from app.model.words import language, tr
from widgets.parts import Line, LinkButton, Soft, scrolled
from widgets.space.kit import MAX_SIZE_M, MIN_SIZE_M, SpaceKit
from widgets.studio.colours import ColourGrid
from widgets.studio.shelf import WIDTH_PX, NamedSlider, ShelfRow
from widgets.theme import Theme


def size_of(share: float) -> float:
    """Return the size, metres, at a place of the slider: each step grows by as much."""
    return MIN_SIZE_M * math.exp(share * math.log(MAX_SIZE_M / MIN_SIZE_M))


def share_of(size_m: float) -> float:
    """Return the inverse of `size_of`, 0 to 1."""
    size_m = min(max(size_m, MIN_SIZE_M), MAX_SIZE_M)
    return math.log(size_m / MIN_SIZE_M) / math.log(MAX_SIZE_M / MIN_SIZE_M)


def say_size(size_m: float) -> str:
    """Return a size as one reads it: "2.4 cm"."""
    centimetres = size_m * 100
    digits = 1 if centimetres < 10 else 0
    return tr("{size} cm", size=f"{centimetres:.{digits}f}")


class SpaceBrushRow(ShelfRow):
    """One brush for space: a stroke of it as the scene draws it."""

    def __init__(self, theme: Theme, brush: SpaceBrush) -> None:
        super().__init__(theme, brush)
        self.brush = brush
        self.setObjectName(f"space.brush.{brush.name}")
        self.setToolTip(brush.help.get(language(), brush.help["en"]))
        self._sample = QImage()

    @property
    def has_sample(self) -> bool:
        """Whether it shows a stroke."""
        return not self._sample.isNull()

    def show_sample(self, sample: QImage) -> None:
        """Show the stroke that was drawn for it."""
        self._sample = sample
        self.update()

    def _draw_sample(self, painter: QPainter, place: QRectF) -> None:
        if self._sample.isNull():
            return
        frame = place.adjusted(0, 2, 0, -2)
        path = QPainterPath()
        path.addRoundedRect(frame, 6, 6)
        painter.save()
        painter.setClipPath(path)
        painter.drawImage(place, self._sample)
        painter.restore()


class SpaceShelf(QWidget):
    """Brushes, size, how much it covers, and colours.

    Parameters
    ----------
    clay : QWidget
        What is shown in the brushes' place while clay is worked.

    Attributes
    ----------
    flashing_asked : Signal()
        Brushes that flash are wanted, or not any more.
    """

    flashing_asked = Signal()

    def __init__(self, theme: Theme, kit: SpaceKit, clay: QWidget) -> None:
        super().__init__()
        self._theme, self._kit = theme, kit
        self.setProperty("role", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = {brush.uid: SpaceBrushRow(theme, brush) for brush in kit.brushes}
        self._group = QButtonGroup(self)
        self._clay, self._brushes = clay, self._list()
        self._below = QWidget()
        self.size_slider = NamedSlider(
            tr("Size"), "space.size", lambda share: say_size(size_of(share))
        )
        self.size_slider.moved.connect(lambda share: kit.set_size(size_of(share)))
        self.opacity = NamedSlider(tr("Opacity"), "space.opacity", _say_share)
        self.opacity.moved.connect(kit.set_opacity)
        self._lay_out()
        kit.changed.connect(self._follow)
        self._follow()

    @property
    def unsampled(self) -> SpaceBrushRow | None:
        """Return the first brush that shows no stroke yet, None when all do."""
        offered = {brush.uid for brush in self._kit.offered}
        rows = (row for uid, row in self.rows.items() if uid in offered)
        return next((row for row in rows if not row.has_sample), None)

    def show_clay(self, *, is_clay: bool) -> None:
        """Show how clay is worked, or the brushes."""
        self._clay.setVisible(is_clay)
        self._brushes.setVisible(not is_clay)
        self.opacity.setVisible(not is_clay)
        self.size_slider.setVisible(not is_clay)

    def _lay_out(self) -> None:
        below = QVBoxLayout(self._below)
        below.setContentsMargins(10, 8, 12, 12)
        below.setSpacing(4)
        below.addWidget(Line())
        below.addSpacing(6)
        below.addWidget(self.size_slider)
        below.addWidget(self.opacity)
        below.addSpacing(6)
        below.addWidget(ColourGrid(self._theme, self._kit, name="space"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._brushes, 1)
        column.addWidget(self._clay, 1)
        column.addWidget(self._below)
        inside = self._brushes.widget()
        wide = inside.minimumSizeHint().width() + 16 if inside is not None else 0
        self.setFixedWidth(max(self._theme.px(WIDTH_PX), wide))
        self.show_clay(is_clay=False)

    def _list(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("role", "raised")
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 12, 4, 4)
        column.setSpacing(2)
        column.addWidget(Soft(tr("firm"), wraps=False))
        for row in self.rows.values():
            row.clicked.connect(lambda _=False, brush=row.brush: self._kit.choose_brush(brush))
            self._group.addButton(row)
            column.addWidget(row)
        column.addWidget(Soft(tr("flowing"), wraps=False))
        self.flashing = LinkButton("", self.flashing_asked.emit)
        self.flashing.setObjectName("space.flashing")
        column.addWidget(self.flashing, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return scrolled(inside)

    def _follow(self) -> None:
        kit = self._kit
        for each in self.rows.values():
            each.setVisible(each.brush in kit.offered)
        words = tr("Hide brushes that flash") if kit.may_flash else tr("Brushes that flash …")
        self.flashing.say(words)
        self.flashing.setToolTip(words)
        row = self.rows.get(kit.brush.uid)
        if row is not None:
            row.setChecked(True)
        self.size_slider.show_value(share_of(kit.size_m))
        self.opacity.show_value(kit.opacity)


def _say_share(share: float) -> str:
    return tr("{share} %", share=round(100 * share))
