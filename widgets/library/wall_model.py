"""The works of the wall, as a model; their pictures arrive one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.model.entities import Attachment, Work, WorkKind
from app.model.words import tr
from app.storage.summaries import WorkSummary
from widgets.journal.shelf import Shelf, middle
from widgets.studio.kinds import ICONS, TAGS
from widgets.theme import Theme

SUMMARY = Qt.ItemDataRole.UserRole + 1
PICTURE = QSize(216, 150)
_BELOW_PX, _EDGE_PX = 34, 8

Index = QModelIndex | QPersistentModelIndex


def titled(work: WorkSummary) -> str:
    """Return a work's title, or that it has none."""
    return work.title or tr("Untitled")


def described(work: WorkSummary) -> str:
    """Return a work's title, and what kind of page it is where it is no painting."""
    if work.kind.is_flat:
        return titled(work)
    return tr("{title} ({kind})", title=titled(work), kind=str(TAGS[work.kind]))


class WallModel(QAbstractListModel):
    """Works, the one changed last first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._works: list[WorkSummary] = []

    def take(self, works: Sequence[WorkSummary]) -> None:
        """Show these works."""
        if list(works) == self._works:
            return
        self.beginResetModel()
        self._works = list(works)
        self.endResetModel()

    def follow(self, work: Work) -> bool:
        """Bring one work's title up to date; False when the list has to be asked for again."""
        row = self.row_of(work.uid)
        if row < 0 or work.binned_at is not None:
            return False
        shown = self._works[row]
        if shown.title != work.title:
            self._works[row] = WorkSummary(
                shown.uid,
                work.title,
                shown.kind,
                shown.width,
                shown.height,
                shown.created_at,
                shown.changed_at,
                work.is_finished,
                shown.binned_at,
                shown.prompt_uid,
            )
            self.dataChanged.emit(self.index(row), self.index(row))
        return True

    def row_of(self, uid: str) -> int:
        """Return the row of a work; -1 when it is not here."""
        return next((row for row, work in enumerate(self._works) if work.uid == uid), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many works there are."""
        return 0 if parent is not None and parent.isValid() else len(self._works)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a work, or its title."""
        work = self._works[index.row()]
        if role == SUMMARY:
            return work
        if role == Qt.ItemDataRole.DisplayRole:
            return titled(work)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return described(work)
        return None


class WallDelegate(QStyledItemDelegate):
    """Paints one work: its picture, its title."""

    def __init__(self, theme: Theme, shelf: Shelf, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._shelf, self._view = theme, shelf, parent

    def _picture_size(self) -> QSize:
        return QSize(self._theme.px(PICTURE.width()), self._theme.px(PICTURE.height()))

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same size for all, so that a wall of thousands scrolls."""
        below = self._theme.px(_BELOW_PX)
        return self._picture_size() + QSize(2 * _EDGE_PX, 2 * _EDGE_PX + below)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a work."""
        work: WorkSummary = index.data(SUMMARY)
        corner = option.rect.topLeft()
        size = self._picture_size()
        place = QRect(corner.x() + _EDGE_PX, corner.y() + _EDGE_PX, size.width(), size.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), 8, 8)
        painter.fillPath(path, Qt.GlobalColor.white)
        ratio = self._view.devicePixelRatioF()
        image = self._shelf.small(Attachment(0, work_uid=work.uid), size * (1.5 * ratio))
        if image is not None and not image.isNull():
            painter.save()
            painter.setClipPath(path)
            painter.drawImage(place, image, middle(image, size))
            painter.restore()
        if not work.kind.is_flat:
            self._paint_kind(painter, place, work.kind)
        self._paint_frame(painter, path, option.state)
        self._paint_title(painter, place, titled(work))
        painter.restore()

    def _paint_frame(self, painter: QPainter, path: QPainterPath, state: QStyle.StateFlag) -> None:
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_under = bool(state & QStyle.StateFlag.State_MouseOver)
        token = "accent" if is_chosen else "outline" if is_under else "line"
        painter.setPen(QPen(self._theme.colour(token), 3 if is_chosen else 1))
        painter.drawPath(path)

    def _paint_kind(self, painter: QPainter, place: QRect, kind: WorkKind) -> None:
        side = self._theme.px(28)
        sign = QRect(place.right() - side - 6, place.top() + 7, side, side)
        around = QPainterPath()
        around.addRoundedRect(QRectF(sign), 8, 8)
        painter.fillPath(around, self._theme.colour("surface"))
        self._theme.icon(ICONS[kind], "ink").paint(painter, sign.adjusted(5, 5, -5, -5))

    def _paint_title(self, painter: QPainter, place: QRect, title: str) -> None:
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("ink"))
        below = QRect(place.left() + 2, place.bottom() + 6, place.width() - 4, self._theme.px(24))
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, shown)
