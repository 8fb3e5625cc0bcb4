"""The command palette: every command with its keys, found by any part of its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.commands.row import Command
from app.model.words import tr
from widgets.overlay import Overlay
from widgets.parts import Card, Soft, TextLine
from widgets.theme import Theme

_ROW = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


def rank(wanted: str, row: Command) -> int | None:
    """Return how well a command fits what was typed: lower is better, None is not at all.

    Letters may be left out ("gtj" finds "Go to Journal"); the English name, the translated one
    and the id are all read, so Chinese works as well as a name one knows from elsewhere.
    """
    typed = wanted.casefold().strip()
    # a name one reads counts before an id
    names = ((str(row.title), 0), (str(row.title.message), 0), (row.id, 500))
    ranked = ((_rank(typed, name.casefold()), later) for name, later in names)
    return min((place + later for place, later in ranked if place >= 0), default=None)


def _rank(typed: str, name: str) -> int:
    at = name.find(typed)
    if at == 0:
        return 0
    if at > 0:
        return 10 + at if name[at - 1] in " .·" else 100 + at
    letters = iter(name)
    rest = typed.replace(" ", "")
    # one iterator for all letters: each must come after the one before
    return 1000 + len(name) if all(letter in letters for letter in rest) else -1


def matching(wanted: str, rows: Iterable[Command]) -> list[Command]:
    """Return the commands that fit, best first; all of them where nothing was typed."""
    ranked = [(rank(wanted, row), row) for row in rows]
    found = [(place, row) for place, row in ranked if place is not None]
    return [row for _, row in sorted(found, key=lambda item: item[0])]


class _Model(QAbstractListModel):
    """The commands that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Command] = ()

    def show(self, rows: Sequence[Command]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(row.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((str(row.title), *row.keys))
        return row if role == _ROW else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        row = self.rows[index.row()]
        usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usable if row.is_enabled() else Qt.ItemFlag.NoItemFlags


class _Delegate(QStyledItemDelegate):
    """Draws a command: its name at the left, its keys at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        del option
        return QSize(100, self._theme.px(38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Command = index.data(_ROW)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_wash"))
            painter.drawRoundedRect(rect, 8, 8)
        inside = rect.adjusted(14, 0, -14, 0)
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("ink" if row.is_enabled() else "soft"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, str(row.title))
        painter.setFont(self._theme.font("soft"))
        painter.setPen(self._theme.colour("soft"))
        keys = " · ".join(
            QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in row.keys
        )
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, right, keys)
        painter.restore()


class Palette(Overlay):
    """Type, choose with the arrows, Enter runs; Esc leaves."""

    def __init__(self, theme: Theme, rows: Iterable[Command], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._all = rows
        self.setObjectName("palette")
        self.search = TextLine(tr("What would you like to do?"))
        self.search.setObjectName("palette.search")
        self.search.textEdited.connect(self._look)
        self.search.returnPressed.connect(self._run)
        self.search.installEventFilter(self)
        self._model = _Model()
        self.found = QListView()
        self.found.setObjectName("palette.found")
        self.found.setAccessibleName(tr("Commands"))
        self.found.setModel(self._model)
        self.found.setItemDelegate(_Delegate(theme, self.found))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setUniformItemSizes(True)
        self.found.clicked.connect(self._run)
        self._nothing = Soft(tr("No command has a name like that."))
        self._lay_out()

    def open(self) -> None:
        """Show every command, ready to type."""
        self.search.clear()
        self._look()
        self.open_over(self.search)

    def _lay_out(self) -> None:
        card = Card(margin=16)
        card.setMaximumWidth(self.theme.px(640))
        card.body.addWidget(self.search)
        card.body.addWidget(self._nothing)
        card.body.addWidget(self.found, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 72, 24, 72)
        column.addWidget(card, 1)
        column.setAlignment(card, Qt.AlignmentFlag.AlignHCenter)
        card.setMinimumWidth(min(self.theme.px(640), 900))

    def _look(self) -> None:
        rows = matching(self.search.text(), self._all)
        self._model.show(rows)
        self._nothing.setVisible(not rows)
        first = next((at for at, row in enumerate(rows) if row.is_enabled()), None)
        if first is not None:
            self.found.setCurrentIndex(self._model.index(first))

    def _run(self) -> None:
        index = self.found.currentIndex()
        if not index.isValid():
            return
        row = self._model.rows[index.row()]
        self.leave()
        if row.is_enabled():
            row.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move through the list while one types."""
        if watched is self.search and isinstance(event, QKeyEvent):
            moves = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            if event.type() == QEvent.Type.KeyPress and event.key() in moves:
                self.found.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)
