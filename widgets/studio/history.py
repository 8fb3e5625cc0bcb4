"""The steps of this page, folded away until they are wanted."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.model.words import tr
from widgets.parts import PlainButton
from widgets.studio.stand import Stand
from widgets.theme import Theme


class HistoryFold(QWidget):
    """A list of what was done, the newest first; choose one to go back to it."""

    def __init__(self, theme: Theme, stand: Stand) -> None:
        super().__init__()
        self._theme, self._stand = theme, stand
        self._target = -1
        self._labels: list[str] = []
        self.fold = PlainButton(tr("Steps"), self._toggle)
        self.fold.setObjectName("studio.history")
        self.fold.setCheckable(True)
        self.fold.setIcon(theme.icon("mdi6.chevron-right", "soft"))
        self.list = QListWidget()
        self.list.setObjectName("studio.history.list")
        self.list.setAccessibleName(tr("Steps"))
        self.list.setToolTip(tr("Choose a step to go back to it"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(theme.px(150))
        self.list.setVisible(False)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        stand.changed.connect(self.follow)

    def follow(self) -> None:
        """Show the steps as they are."""
        if not self.list.isVisibleTo(self):
            return
        labels = [tr("The page as it was opened"), *map(tr, self._stand.steps)]
        if labels != self._labels:
            self._labels = labels
            self.list.clear()
            for number, label in reversed(list(enumerate(labels))):
                item = QListWidgetItem(f"{number}   {label}" if number else label)
                item.setSizeHint(QSize(0, self._theme.px(30)))
                item.setData(Qt.ItemDataRole.UserRole, number)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _toggle(self) -> None:
        is_open = self.fold.isChecked()
        self.list.setVisible(is_open)
        icon = "mdi6.chevron-down" if is_open else "mdi6.chevron-right"
        self.fold.setIcon(self._theme.icon(icon, "soft"))
        self.follow()

    def _go(self, item: QListWidgetItem) -> None:
        self._stand.finish()
        self._target = int(item.data(Qt.ItemDataRole.UserRole))
        self._step()

    def _step(self) -> None:
        # one step a turn of the event loop: fifty at once would stop the window
        if len(self._stand.steps) > self._target >= 0:
            self._stand.undo()
            self._timer.start(0)
