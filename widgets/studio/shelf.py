"""The brush shelf, from firm to flowing, with size, flow and colours below it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
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
from widgets.studio.colours import ColourGrid
from widgets.studio.kit import MAX_RADIUS_PX, MIN_RADIUS_PX, Kit
from widgets.studio.warming import SAMPLE_HEIGHT_PX, SAMPLE_WIDTH_PX, Coverage
from widgets.theme import Theme

WIDTH_PX = 214
_STEPS = 200


class OnShelf(Protocol):
    """What lies on a shelf."""

    @property
    def name(self) -> str:
        """Return its stable name."""
        ...

    @property
    def label(self) -> str:
        """Return its title in the person's language."""
        ...


class ShelfRow(QAbstractButton):
    """One thing on a shelf: a stroke it really drew, and its name."""

    def __init__(self, theme: Theme, thing: OnShelf) -> None:
        super().__init__()
        self._thing = thing
        self._theme = theme
        self.setObjectName(f"studio.brush.{thing.name}")
        self.setAccessibleName(thing.label)
        self.setToolTip(thing.label)
        self.setText(thing.label)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the stroke and the name."""
        words = self.fontMetrics().horizontalAdvance(self._thing.label)
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
            self._draw_sample(painter, place)
            painter.setPen(theme.colour("ink" if self.isChecked() else "soft"))
            words = QRect(width + 16, 0, self.width() - width - 20, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._thing.label)

    def _draw_sample(self, painter: QPainter, place: QRectF) -> None:
        raise NotImplementedError


class BrushRow(ShelfRow):
    """One brush for paper."""

    def __init__(self, theme: Theme, brush: Brush) -> None:
        super().__init__(theme, brush)
        self.brush = brush
        self._coverage: Coverage | None = None
        self._tinted: tuple[int, QImage] | None = None

    def show_sample(self, coverage: Coverage) -> None:
        """Show the stroke that was drawn for it."""
        self._coverage, self._tinted = coverage, None
        self.update()

    def _draw_sample(self, painter: QPainter, place: QRectF) -> None:
        if self._coverage is not None:
            painter.drawImage(place, self._tint(self._theme.colour("ink")))

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
        self._inside = QWidget()
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
        column.addWidget(ColourGrid(self._theme, self._kit))
        column.addStretch(1)
        self.setWidget(inside)

    def _follow(self) -> None:
        kit = self._kit
        self.rows[kit.brush.uid].setChecked(True)
        self.size_slider.show_value(share_of(kit.radius_px))
        self.flow_slider.show_value(kit.flow)
