"""How clay is worked: reach, strength, what is alike, what is held; beginnings and meshes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.geometry.clay.wheel import MOST_RPM
from app.model.clay import ClayStart
from app.model.words import Sentence, tr
from widgets.parts import Chip, FlowLayout, GhostButton, Soft, Strong
from widgets.space.kit import MAX_REACH_M, MIN_REACH_M, SpaceKit
from widgets.studio.shelf import NamedSlider
from widgets.theme import Theme

FEWEST, MOST = 2_000, 200_000
_AXES = (
    ("x", Sentence("left and right")),
    ("y", Sentence("up and down")),
    ("z", Sentence("front and back")),
)


def radius_of(share: float) -> float:
    """Return the reach, metres, at a place of its slider."""
    return MIN_REACH_M * math.exp(share * math.log(MAX_REACH_M / MIN_REACH_M))


def vertices_of(share: float) -> int:
    """Return how fine a mesh is at a place of its slider."""
    return round(FEWEST / 100 * math.exp(share * math.log(MOST / FEWEST))) * 100


class ClayPanel(QScrollArea):
    """Asks upward for what takes time or changes the page.

    Attributes
    ----------
    begun : Signal(object)
        A `ClayStart` is wanted.
    remesh_asked, simplify_asked : Signal(int)
        How many vertices.
    mask_cleared, mask_inverted, stopped : Signal()
    """

    begun = Signal(object)
    remesh_asked = Signal(int)
    simplify_asked = Signal(int)
    mask_cleared = Signal()
    mask_inverted = Signal()
    stopped = Signal()

    def __init__(self, theme: Theme, kit: SpaceKit, starts: Sequence[ClayStart]) -> None:
        super().__init__()
        self._theme, self._kit = theme, kit
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.radius = NamedSlider(tr("Reach"), "space.clay.radius", _say_radius)
        self.radius.moved.connect(
            lambda share: kit.work_clay(replace(kit.clay, radius_m=radius_of(share)))
        )
        self.strength = NamedSlider(tr("Strength"), "space.clay.strength", _say_share)
        self.strength.moved.connect(
            lambda share: kit.work_clay(replace(kit.clay, strength=max(share, 0.02)))
        )
        self.wheel = NamedSlider(tr("Potter's wheel"), "space.clay.wheel", _say_rpm)
        self.wheel.moved.connect(
            lambda share: kit.work_clay(replace(kit.clay, wheel_rpm=share * MOST_RPM))
        )
        self.fineness = NamedSlider(tr("How fine"), "space.clay.fineness", _say_fineness)
        self.fineness.show_value(0.5)
        self._fine = 0.5
        self.fineness.moved.connect(self._take_fineness)
        self.opposite = self._chip(tr("The opposite"), "space.clay.opposite", self._turn_over)
        self.opposite.setToolTip(tr("Do the opposite; Shift does it for one touch"))
        self.axes = [
            self._chip(str(title), f"space.clay.symmetry.{name}", partial(self._reflect, number))
            for number, (name, title) in enumerate(_AXES)
        ]
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(tr("Working on the clay"))
        self.stop = GhostButton(tr("Stop"), self.stopped.emit)
        self.stop.setObjectName("space.clay.stop")
        self._lay_out(starts)
        self.show_busy(is_busy=False)
        kit.changed.connect(self._follow)
        self._follow()

    def show_busy(self, *, is_busy: bool) -> None:
        """Show that something long is under way, and the way to stop it."""
        self.progress.setVisible(is_busy)
        self.stop.setVisible(is_busy)
        self.remesh.setEnabled(not is_busy)
        self.simplify.setEnabled(not is_busy)

    def _lay_out(self, starts: Sequence[ClayStart]) -> None:
        inside = QWidget()
        inside.setProperty("role", "raised")
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 12, 8, 4)
        column.setSpacing(8)
        column.addWidget(self.radius)
        column.addWidget(self.strength)
        column.addWidget(self.opposite, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Strong(tr("Alike on both sides"), wraps=False))
        column.addWidget(_flow(self.axes))
        column.addWidget(self.wheel)
        column.addWidget(Strong(tr("What is held"), wraps=False))
        held = [
            self._button(tr("Let go"), "space.clay.mask.clear", self.mask_cleared.emit),
            self._button(tr("Swap"), "space.clay.mask.invert", self.mask_inverted.emit),
        ]
        column.addLayout(_row(held))
        column.addWidget(Strong(tr("The mesh"), wraps=False))
        column.addWidget(self.fineness)
        self.remesh = self._button(tr("Even"), "space.clay.remesh", self._remesh)
        self.remesh.setToolTip(tr("Give the clay even triangles, as fine as chosen"))
        self.simplify = self._button(tr("Simpler"), "space.clay.simplify", self._simplify)
        self.simplify.setToolTip(tr("Use fewer triangles for the same shape"))
        column.addLayout(_row([self.remesh, self.simplify]))
        column.addWidget(self.progress)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Strong(tr("Add a piece"), wraps=False))
        column.addWidget(Soft(tr("It comes in where you look.")))
        chips = [
            self._chip(start.label, f"space.clay.start.{start.name}", partial(self._begin, start))
            for start in starts
        ]
        for chip in chips:
            chip.setCheckable(False)
        column.addWidget(_flow(chips))
        column.addStretch(1)
        self.setWidget(inside)

    def _chip(self, title: str, name: str, pressed: Callable[[], object]) -> Chip:
        chip = Chip(title, pressed)
        chip.setObjectName(name)
        chip.setToolTip(title)
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return chip

    def _button(self, title: str, name: str, pressed: Callable[[], object]) -> GhostButton:
        button = GhostButton(title, pressed)
        button.setObjectName(name)
        button.setProperty("dense", True)
        button.setToolTip(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _begin(self, start: ClayStart) -> None:
        self.begun.emit(start)

    def _take_fineness(self, share: float) -> None:
        self._fine = share

    def _remesh(self) -> None:
        self.remesh_asked.emit(vertices_of(self._fine))

    def _simplify(self) -> None:
        self.simplify_asked.emit(vertices_of(self._fine))

    def _turn_over(self) -> None:
        clay = self._kit.clay
        self._kit.work_clay(replace(clay, is_inverted=not clay.is_inverted))

    def _reflect(self, axis: int) -> None:
        clay = self._kit.clay
        x, y, z = (each != (number == axis) for number, each in enumerate(clay.symmetry))
        self._kit.work_clay(replace(clay, symmetry=(x, y, z)))

    def _follow(self) -> None:
        clay = self._kit.clay
        span = math.log(MAX_REACH_M / MIN_REACH_M)
        self.radius.show_value(math.log(clay.radius_m / MIN_REACH_M) / span)
        self.strength.show_value(clay.strength)
        self.wheel.show_value(clay.wheel_rpm / MOST_RPM)
        self.opposite.setChecked(clay.is_inverted)
        for chip, is_alike in zip(self.axes, clay.symmetry, strict=True):
            chip.setChecked(is_alike)


def _flow(widgets: Sequence[QWidget]) -> QWidget:
    box = QWidget()
    flow = FlowLayout(box, spacing=6)
    for widget in widgets:
        flow.addWidget(widget)
    return box


def _row(widgets: Sequence[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _say_radius(share: float) -> str:
    return tr("{size} cm", size=f"{radius_of(share) * 100:.1f}")


def _say_share(share: float) -> str:
    return tr("{share} %", share=round(100 * share))


def _say_rpm(share: float) -> str:
    rpm = round(share * MOST_RPM)
    return tr("{count} turns a minute", count=rpm) if rpm else tr("still")


def _say_fineness(share: float) -> str:
    return tr("{count} points", count=f"{vertices_of(share):,}")
