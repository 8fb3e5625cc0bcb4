"""A page in space in the Studio, with real parts: OpenGL, a library on disk, real events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from studio_parts import Pen, studio_context

from app.commands.space import parts_of
from app.model.entities import WorkKind
from app.model.space import SpaceStroke
from app.scene.quality import LEVELS
from widgets.context import Context
from widgets.space.sheet import SpaceSheet
from widgets.studio.page import StudioPage
from widgets.studio.renderer import _circumstances


class OpenRoom:
    """A Studio page with a page in space on it."""

    def __init__(self, context: Context, page: StudioPage, qtbot) -> None:
        self.context, self.page, self.qtbot = context, page, qtbot

    @property
    def sheet(self) -> SpaceSheet:
        assert self.page.space is not None
        return self.page.space

    @property
    def canvas(self):
        return self.sheet.glade

    @property
    def kit(self):
        return self.sheet.hand_kit

    @property
    def document(self):
        return self.context.document

    @property
    def strokes(self) -> list[SpaceStroke]:
        return list(parts_of(self.document, self.page.work.uid, SpaceStroke))

    def parts(self, kind: type) -> list:
        return list(parts_of(self.document, self.page.work.uid, kind))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return a place of the canvas by its shares."""
        return self.canvas.width() * x, self.canvas.height() * y

    def draw(self, *shares: tuple[float, float], pressure: float = 0.8, is_eraser=False) -> None:
        """Draw with a pen through places given by their shares of the canvas."""
        places = [self.at(*each) for each in shares]
        Pen(is_eraser=is_eraser).draw(self.canvas, *places, pressure=pressure)

    def drag(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Drag the mouse, from and to pixels of the canvas."""
        places = np.linspace(start, end, 12)
        first = QPoint(*places[0].astype(int).tolist())
        last = QPoint(*places[-1].astype(int).tolist())
        QTest.mousePress(self.canvas, button, keys, first)
        for x, y in places[1:].astype(int).tolist():
            QTest.mouseMove(self.canvas, QPoint(x, y))
            QApplication.processEvents()
        QTest.mouseRelease(self.canvas, button, keys, last)

    def click(self, x: float, y: float, *, keys=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, keys, QPoint(int(x), int(y)))

    def wheel(self, notch: int) -> None:
        place = QPointF(self.canvas.width() / 2, self.canvas.height() / 2)
        event = QWheelEvent(
            place, self.canvas.mapToGlobal(place), QPoint(), QPoint(0, notch),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.canvas, event)

    def seen(self) -> np.ndarray:
        """Return what the glass shows of the room now, RGB."""
        stage, glass = self.sheet.stage, self.sheet.viewing.glass
        # as well as can be, whatever the governor chose for this machine
        stage.use_level(LEVELS[-1])
        stage.settle()
        rgba = glass.picture(*self.sheet.looking.size_px, self.sheet.looking.camera)
        return rgba[..., :3].astype(int)

    def row(self, name: str):
        return next(row for row in self.page.rows() if row.id == name)

    def run(self, name: str) -> None:
        row = self.row(name)
        assert row.is_enabled(), name
        row.run()

    def wait(self, condition, timeout: int = 30000) -> None:
        self.qtbot.waitUntil(condition, timeout=timeout)

    def stand_in(self, name: str) -> None:
        """Go to a place and wait until it is seen."""
        environs = self.sheet.environs
        panel = self.sheet.place
        uid = next(each.uid for each in panel._known.values() if each.name == name)
        panel.choice.activated.emit(panel.choice.findData(uid))
        self.wait(lambda: not environs.is_busy)


@contextmanager
def open_room(
    folder: Path,
    qtbot,
    kind: WorkKind = WorkKind.SPACE,
    *,
    theme: str = "paper",
    renderer: str = "",
) -> Iterator[OpenRoom]:
    """Open a Studio page with an empty page in space."""
    with studio_context(folder, theme=theme) as context:
        seen = f"{_circumstances()}|{renderer}" if renderer else ""
        context.settings.change(is_studio_full=True, renderer_seen=seen)
        page = StudioPage(context)
        qtbot.addWidget(page)
        page.resize(1200, 820)
        page.show()
        page.begin_page(kind=kind)
        room = OpenRoom(context, page, qtbot)
        room.wait(lambda: page.space is not None and page.space.room.is_ready, timeout=120000)
        room.wait(lambda: not room.sheet.environs.is_busy)
        # what drifts in the air would differ from picture to picture
        room.sheet.stage.use_motion(is_still=True)
        try:
            yield room
        finally:
            page.flush()
            room.sheet.viewing.close()
            page.close()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
