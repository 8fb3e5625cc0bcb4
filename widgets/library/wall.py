"""The wall: every picture, and what can be done with the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from app.model.entities import Work
from app.model.words import PersonError, tr, trn
from app.storage.summaries import WorkSummary
from widgets.context import Context
from widgets.journal.shelf import Shelf
from widgets.later import when_done
from widgets.library.deeds import Deeds
from widgets.library.measured import MOST_WORKS
from widgets.library.wall_model import SUMMARY, WallDelegate, WallModel
from widgets.parts import GhostButton, Soft, TextLine, spread


class Wall(QWidget):
    """Works as thumbnails; Enter or a double click opens one."""

    open_work = Signal(str)
    said = Signal(str)
    measure = Signal(object)

    def __init__(self, context: Context, shelf: Shelf, deeds: Deeds) -> None:
        super().__init__()
        self._context, self._deeds = context, deeds
        self.model = WallModel(self)
        self.view = self._view(shelf)
        self._count = Soft("")
        self._nothing = Soft(tr("Your pictures will hang here."))
        self._rename = TextLine(tr("Title of this picture"))
        self._rename.setObjectName("library.title")
        self._rename.returnPressed.connect(self._keep_title)
        self._rename.setMaximumWidth(context.theme.px(320))
        self._buttons = self._make_buttons()
        self._lay_out()
        self._show_choice()

    def refresh(self) -> None:
        """Ask the library for its works."""
        future = self._context.library.submit(lambda library: library.work_summaries())
        when_done(self, future, self._take)

    def follow(self, work: Work) -> None:
        """Bring a work that changed up to date."""
        if not self.model.follow(work):
            self.refresh()

    @property
    def chosen(self) -> WorkSummary | None:
        """The chosen work, or None; none where there are several."""
        works = self.several
        return works[0] if len(works) == 1 else None

    @property
    def several(self) -> list[WorkSummary]:
        """Every chosen work, as they hang."""
        indexes = self.view.selectionModel().selectedIndexes()
        return [index.data(SUMMARY) for index in sorted(indexes, key=lambda index: index.row())]

    def choose(self, uid: str) -> None:
        """Choose a work."""
        row = self.model.row_of(uid)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))

    def open_chosen(self) -> None:
        """Open the chosen work in the studio."""
        if self.chosen is not None:
            self.open_work.emit(self.chosen.uid)

    def measure_chosen(self) -> None:
        """Ask for what can be measured of the chosen works."""
        if self.can_measure:
            self.measure.emit(self.several)

    @property
    def can_measure(self) -> bool:
        """Whether as many are chosen as go side by side."""
        return 1 <= len(self.several) <= MOST_WORKS

    def rename_chosen(self) -> None:
        """Write another title for the chosen work."""
        if self._context.document.is_read_only:
            self._context.document.refused.emit()
        elif self.chosen is not None:
            self._rename.setText(self.chosen.title)
            self._rename.show()
            self._rename.setFocus()
            self._rename.selectAll()

    def save_chosen(self) -> None:
        """Ask where to save the chosen work as PNG."""
        work = self.chosen
        if work is None:
            return
        # the proposed name says the day only: titles stay in the library
        name = f"{work.created_at:%Y-%m-%d}.png"
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Save this picture"), name, tr("PNG picture (*.png)")
        )
        if path:
            self.save_to(work.uid, Path(path))

    def save_to(self, uid: str, path: Path) -> None:
        """Save a work as PNG, and say how it went."""
        target = path if path.suffix else path.with_suffix(".png")
        self._deeds.save_png(uid, target, self._say_saved, self._say_failed)

    def print_chosen(self) -> None:
        """Print the chosen work."""
        work = self.chosen
        if work is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self._deeds.print_on(work.uid, printer)

    def bin_chosen(self) -> None:
        """Move the chosen work to the bin."""
        work = self.chosen
        if self._context.document.is_read_only:
            self._context.document.refused.emit()
        elif work is not None:
            self._deeds.bin(work.uid, self._context.now())
            self.said.emit(tr("The picture lies in the bin for 30 days."))

    def _view(self, shelf: Shelf) -> QListView:
        view = QListView()
        view.setObjectName("library.wall")
        view.setAccessibleName(tr("Your pictures"))
        view.setModel(self.model)
        view.setItemDelegate(WallDelegate(self._context.theme, shelf, view))
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setMovement(QListView.Movement.Static)
        view.setUniformItemSizes(True)
        view.setSpacing(4)
        view.setIconSize(QSize(1, 1))
        view.setMouseTracking(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.doubleClicked.connect(lambda _index: self.open_chosen())
        view.activated.connect(self._activated)
        view.selectionModel().selectionChanged.connect(lambda *_: self._show_choice())
        self.model.modelReset.connect(self._show_choice)
        shelf.arrived.connect(lambda _uid: view.viewport().update())
        self._context.theme.changed.connect(view.viewport().update)
        return view

    def _make_buttons(self) -> list[GhostButton]:
        verbs = (
            ("open", tr("Open"), tr("Open this picture in the studio"), self.open_chosen),
            ("rename", tr("Rename"), tr("Give this picture another title"), self.rename_chosen),
            ("save", tr("Save as PNG"), tr("Save a copy that anybody can open"), self.save_chosen),
            ("print", tr("Print"), tr("Print this picture"), self.print_chosen),
            (
                "measure",
                tr("What can be measured"),
                tr("Choose a few with Ctrl or Shift to see them side by side"),
                self.measure_chosen,
            ),
            ("bin", tr("Move to bin"), tr("It stays there for 30 days"), self.bin_chosen),
        )
        buttons = []
        for name, title, hint, run in verbs:
            button = GhostButton(title, run)
            button.setObjectName(f"library.{name}")
            button.setToolTip(hint)
            buttons.append(button)
        return buttons

    def _lay_out(self) -> None:
        self._tools = QWidget()
        column = QVBoxLayout(self._tools)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(spread(*self._buttons))
        row = QHBoxLayout()
        row.addWidget(self._rename)
        row.addStretch()
        column.addLayout(row)
        self._rename.hide()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addWidget(self._count)
        page.addWidget(self._nothing)
        page.addWidget(self.view, 1)
        page.addWidget(self._tools)

    def _take(self, works: list[WorkSummary]) -> None:
        before = self.several
        self.model.take(works)
        # where only titles changed the choice still stands
        if not self.several:
            self._choose_again([work.uid for work in before])
        self._nothing.setVisible(not works)
        self._count.setVisible(bool(works))
        self._count.setText(trn("{count} picture", "{count} pictures", len(works)))

    def _choose_again(self, uids: Sequence[str]) -> None:
        for row in (self.model.row_of(uid) for uid in reversed(uids)):
            if row >= 0:
                flag = QItemSelectionModel.SelectionFlag.Select
                self.view.selectionModel().setCurrentIndex(self.model.index(row), flag)

    def _show_choice(self) -> None:
        self._rename.hide()
        for button in self._buttons:
            button.setEnabled(self.chosen is not None)
            if button.objectName() == "library.measure":
                button.setEnabled(self.can_measure)
                is_one = len(self.several) < 2
                button.say(tr("What can be measured") if is_one else tr("Side by side"))
        self._tools.setVisible(self.model.rowCount() > 0)

    def _activated(self, index: QModelIndex) -> None:
        # a mouse opens by double click, which says so itself
        is_pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if self.view.hasFocus() and index.isValid() and not is_pressed:
            self.open_chosen()

    def _keep_title(self) -> None:
        work = self.chosen
        self._rename.hide()
        if work is not None:
            self._deeds.rename(work.uid, self._rename.text().strip())
        self.view.setFocus()

    def _say_saved(self, path: Path) -> None:
        self.said.emit(
            tr("Saved at {path}. This copy is not encrypted; anybody can open it.", path=path)
        )

    def _say_failed(self, error: BaseException) -> None:
        if not isinstance(error, PersonError):
            raise error
        self.said.emit(str(error))
