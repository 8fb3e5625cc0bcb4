"""The brush shelf, from firm to flowing, with size, flow and colours below it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.model.brush import Brush
from app.model.words import tr
from widgets.parts import Line, Soft
from widgets.studio.kit import MAX_RADIUS_PX, MIN_RADIUS_PX, PALETTE, Kit
from widgets.studio.tools import Swatch
from widgets.studio.warming import SAMPLE_HEIGHT_PX, SAMPLE_WIDTH_PX, Coverage
from widgets.theme import Theme

WIDTH_PX = 214
_STEPS = 200


class BrushRow(QAbstractButton):
    """One brush: a stroke it really drew, and its name."""

    def __init__(self, theme: Theme, brush: Brush) -> None:
        super().__init__()
        self.brush = brush
        self._theme = theme
        self._coverage: Coverage | None = None
        self._tinted: tuple[int, QImage] | None = None
        self.setObjectName(f"studio.brush.{brush.name}")
        self.setAccessibleName(brush.label)
        self.setToolTip(brush.label)
        self.setText(brush.label)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sample(self, coverage: Coverage) -> None:
        """Show the stroke that was drawn for it."""
        self._coverage, self._tinted = coverage, None
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the stroke and the name."""
        words = self.fontMetrics().horizontalAdvance(self.brush.label)
        return QSize(SAMPLE_WIDTH_PX // 2 + words + 28, self._theme.px(46))

    def minimumSizeHint(self) -> QSize:
        """Return the same: no name is cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row: wash when chosen, stroke, name."""
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            if self.isChecked() or self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("accent_wash" if self.isChecked() else "line"))
                painter.drawRoundedRect(frame, 8, 8)
            if self.hasFocus():
                painter.setPen(QPen(theme.colour("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(frame, 8, 8)
            width, height = SAMPLE_WIDTH_PX // 2, SAMPLE_HEIGHT_PX // 2
            place = QRectF(6, (self.height() - height) / 2, width, height)
            if self._coverage is not None:
                painter.drawImage(place, self._tint(theme.colour("ink")))
            painter.setPen(theme.colour("ink" if self.isChecked() else "soft"))
            words = QRect(width + 16, 0, self.width() - width - 20, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.brush.label)

    def _tint(self, colour: QColor) -> QImage:
        if self._tinted is None or self._tinted[0] != colour.rgb():
            assert self._coverage is not None  # noqa: S101 - asked only when there is one
            height, width = self._coverage.shape
            alpha = self._coverage.astype(np.uint32)
            pixels = np.empty((height, width, 4), np.uint8)
            for channel, value in enumerate((colour.blue(), colour.green(), colour.red(), 255)):
                pixels[..., channel] = alpha * value // 255
            form = QImage.Format.Format_ARGB32_Premultiplied
            self._tinted = (
                colour.rgb(),
                QImage(pixels.data, width, height, pixels.strides[0], form).copy(),
            )
        return self._tinted[1]


class NamedSlider(QWidget):
    """A slider with its name and its value above it; tells only what the person did."""

    moved = Signal(float)

    def __init__(self, name: str, object_name: str, say: Callable[[float], str]) -> None:
        super().__init__()
        self._say = say
        self._name = Soft(name, wraps=False)
        self._value = Soft("", wraps=False)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(object_name)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 10)
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(name)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.actionTriggered.connect(self._tell)
        row = QHBoxLayout()
        row.addWidget(self._name)
        row.addStretch(1)
        row.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.slider)

    def show_value(self, share: float) -> None:
        """Show a value, 0 to 1."""
        if not self.slider.isSliderDown():
            self.slider.setValue(round(share * _STEPS))
        self._speak(share)

    def _tell(self) -> None:
        share = self.slider.sliderPosition() / _STEPS
        self._speak(share)
        self.moved.emit(share)

    def _speak(self, share: float) -> None:
        self._value.setText(self._say(share))
        self.slider.setAccessibleDescription(self._say(share))


def radius_of(share: float) -> float:
    """Return the radius at a place of the size slider: each step grows by as much."""
    return MIN_RADIUS_PX * math.exp(share * math.log(MAX_RADIUS_PX / MIN_RADIUS_PX))


def share_of(radius_px: float) -> float:
    """Return the inverse of `radius_of`."""
    return math.log(radius_px / MIN_RADIUS_PX) / math.log(MAX_RADIUS_PX / MIN_RADIUS_PX)


def _say_size(share: float) -> str:
    return tr("{size} px", size=round(2 * radius_of(share)))


def _say_flow(share: float) -> str:
    return tr("{share} %", share=round(100 * share))


class Shelf(QScrollArea):
    """Brushes from firm to flowing, size, flow, the palette and the colours used last."""

    def __init__(self, theme: Theme, kit: Kit) -> None:
        super().__init__()
        self._theme, self._kit = theme, kit
        self.rows = {brush.uid: BrushRow(theme, brush) for brush in kit.brushes}
        self.size_slider = NamedSlider(tr("Size"), "studio.size", _say_size)
        self.flow_slider = NamedSlider(tr("Flow"), "studio.flow", _say_flow)
        self._swatches: list[Swatch] = []
        self._inside, self._recent = QWidget(), QWidget()
        self._recent_grid = QGridLayout(self._recent)
        self._group = QButtonGroup(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("role", "left")
        self._lay_out()
        # the longest name in any language and text size decides
        self.setFixedWidth(max(theme.px(WIDTH_PX), self._inside.minimumSizeHint().width() + 2))
        self.size_slider.moved.connect(lambda share: kit.set_radius(radius_of(share)))
        self.flow_slider.moved.connect(kit.set_flow)
        kit.changed.connect(self._follow)
        self._follow()

    def show_sample(self, brush: Brush, coverage: Coverage) -> None:
        """Show the stroke that was drawn for a brush."""
        self.rows[brush.uid].show_sample(coverage)

    def _lay_out(self) -> None:
        inside = self._inside
        inside.setProperty("role", "raised")
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 12, 12, 12)
        column.setSpacing(4)
        column.addWidget(Soft(tr("firm"), wraps=False))
        for row in self.rows.values():
            row.clicked.connect(lambda _=False, brush=row.brush: self._kit.choose_brush(brush))
            self._group.addButton(row)
            column.addWidget(row)
        column.addWidget(Soft(tr("flowing"), wraps=False))
        column.addSpacing(4)
        column.addWidget(Line())
        column.addSpacing(8)
        column.addWidget(self.size_slider)
        column.addWidget(self.flow_slider)
        column.addSpacing(6)
        column.addWidget(self._palette())
        self._recent_grid.setContentsMargins(0, 4, 0, 0)
        self._recent_grid.setSpacing(2)
        column.addWidget(self._recent)
        column.addStretch(1)
        self.setWidget(inside)

    def _palette(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        for number, (name, colour) in enumerate(PALETTE):
            swatch = Swatch(self._theme, str(name), colour)
            swatch.setObjectName(f"studio.colour.{number}")
            swatch.setCheckable(True)
            swatch.clicked.connect(lambda _=False, each=colour: self._kit.choose_colour(each))
            self._swatches.append(swatch)
            grid.addWidget(swatch, number // 5, number % 5)
        grid.setColumnStretch(5, 1)
        return box

    def _follow(self) -> None:
        kit = self._kit
        self.rows[kit.brush.uid].setChecked(True)
        self.size_slider.show_value(share_of(kit.radius_px))
        self.flow_slider.show_value(kit.flow)
        for swatch in self._swatches:
            swatch.setChecked(swatch.colour == kit.colour)
        self._show_recent()

    def _show_recent(self) -> None:
        named = {colour for _, colour in PALETTE}
        recent = [colour for colour in self._kit.recent if colour not in named][:5]
        for number, colour in enumerate(recent):
            name = tr("Used lately: {colour}", colour="#{:02x}{:02x}{:02x}".format(*colour))
            item = self._recent_grid.itemAtPosition(0, number)
            found = item.widget() if item is not None else None
            if isinstance(found, Swatch):
                found.show_colour(colour, name)
                continue
            swatch = Swatch(self._theme, name, colour)
            swatch.clicked.connect(
                lambda _=False, each=swatch: self._kit.choose_colour(each.colour)
            )
            self._recent_grid.addWidget(swatch, 0, number)
        self._recent_grid.setColumnStretch(5, 1)
        self._recent.setVisible(bool(recent))
