"""The list of days at the left: search, the pages, and the button to write."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.model.words import tr
from app.storage.summaries import EntrySummary
from widgets.context import Context
from widgets.journal.day_model import DAY, SUMMARY, DayModel, titled
from widgets.journal.shelf import Shelf, middle
from widgets.parts import PrimaryButton, Soft, TextLine
from widgets.parts.buttons import with_keys
from widgets.theme import Theme

WIDTH_PX, WIDEST_PX = 302, 420
SEARCH_MS = 180
_THUMB = QSize(54, 42)


class DayDelegate(QStyledItemDelegate):
    """Paints one page: its day, its title, how it begins, its picture."""

    def __init__(self, theme: Theme, shelf: Shelf, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._shelf, self._view = theme, shelf, parent

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the same height for all, so that ten thousand rows scroll."""
        return QSize(0, self._theme.px(88))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row."""
        row: EntrySummary = index.data(SUMMARY)
        frame = QRectF(option.rect).adjusted(1, 2, -1, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, frame, option.state)
        inner = option.rect.adjusted(14, 0, -14, 0)
        if row.attachment is not None:
            size = QSize(self._theme.px(_THUMB.width()), self._theme.px(_THUMB.height()))
            place = QRect(inner.right() - size.width(), 0, size.width(), size.height())
            place.moveTop(inner.center().y() - size.height() // 2)
            self._paint_picture(painter, place, row)
            inner.setRight(place.left() - 12)
        self._paint_words(painter, inner, row, str(index.data(DAY)))
        painter.restore()

    def _paint_card(self, painter: QPainter, frame: QRectF, state: QStyle.StateFlag) -> None:
        theme = self._theme
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        if is_chosen or bool(state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(frame, 12, 12)
        if has_focus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 12, 12)

    def _paint_picture(self, painter: QPainter, place: QRect, row: EntrySummary) -> None:
        if row.attachment is None:
            return
        ratio = self._view.devicePixelRatioF()
        image = self._shelf.small(row.attachment, place.size() * (2 * ratio))
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), 6, 6)
        painter.fillPath(path, self._theme.colour("line"))
        if image is None or image.isNull():
            return
        painter.save()
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image, middle(image, place.size()))
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRect, row: EntrySummary, day: str) -> None:
        theme = self._theme
        strong = QFont(theme.font())
        strong.setWeight(QFont.Weight.DemiBold)
        lines = [(day, theme.font("soft"), "soft")]
        if row.snippet:
            lines.append((titled(row), strong, "ink"))
            lines.append((" ".join(row.snippet.split()), theme.font("soft"), "soft"))
        else:
            lines.append((titled(row), theme.font(), "ink" if row.title else "soft"))
        step = theme.px(22)
        top = inner.center().y() - step * len(lines) // 2 + 1
        for number, (words, font, token) in enumerate(lines):
            painter.setFont(font)
            painter.setPen(theme.colour(token))
            place = QRect(inner.left(), top + number * step, inner.width(), step)
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, place.width()
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


class DayList(QFrame):
    """Search, pages, *Write*."""

    chosen = Signal(str)
    write_asked = Signal()

    def __init__(self, context: Context, shelf: Shelf) -> None:
        super().__init__()
        theme = context.theme
        self.setProperty("role", "left")
        self.setFixedWidth(min(theme.px(WIDTH_PX), WIDEST_PX))
        self.model = DayModel(context.library, context.now, self)
        self.search = TextLine(tr("Search"))
        self.search.setObjectName("journal.search")
        self.search.setToolTip(with_keys(tr("Search your pages"), "Ctrl+F"))
        self.search.setClearButtonEnabled(True)
        icon = QAction(theme.icon("mdi6.magnify", "soft"), "", self.search)
        self.search.addAction(icon, TextLine.ActionPosition.LeadingPosition)
        self._wait = QTimer(self, interval=SEARCH_MS, singleShot=True)
        self._wait.timeout.connect(lambda: self.model.search(self.search.text().strip()))
        self.search.textEdited.connect(lambda _text: self._wait.start())
        self.search.textChanged.connect(self._cleared)
        self.nothing = Soft("")
        self.view = self._view(theme, shelf)
        self.write = PrimaryButton(tr("Write"), self.write_asked.emit)
        self.write.setObjectName("journal.write")
        self.write.setIcon(theme.icon("mdi6.pencil-outline", "on_accent"))
        self.write.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.write.setToolTip(with_keys(tr("Write a new page"), "Ctrl+J"))
        self.model.modelReset.connect(self._say_nothing)
        self.model.rowsInserted.connect(self._say_nothing)
        self._lay_out(theme)

    def choose(self, uid: str) -> None:
        """Mark a page as the one that is open."""
        row = self.model.row_of(uid)
        selection = self.view.selectionModel()
        if row < 0:
            selection.clearSelection()
        elif not selection.isRowSelected(row, QModelIndex()):
            self.view.setCurrentIndex(self.model.index(row))

    def _view(self, theme: Theme, shelf: Shelf) -> QListView:
        view = QListView()
        view.setObjectName("journal.days")
        view.setAccessibleName(tr("Your pages, newest first"))
        view.setModel(self.model)
        view.setItemDelegate(DayDelegate(theme, shelf, view))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.clicked.connect(self._chose)
        view.activated.connect(self._chose)
        shelf.arrived.connect(lambda _uid: view.viewport().update())
        theme.changed.connect(view.viewport().update)
        return view

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        edge = theme.px(14)
        column.setContentsMargins(edge, 18, edge, 18)
        column.setSpacing(14)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)
        column.addWidget(self.write)

    def _chose(self, index: QModelIndex) -> None:
        row: EntrySummary = index.data(SUMMARY)
        self.chosen.emit(row.uid)

    def _cleared(self, text: str) -> None:
        if not text and self.model.query:
            self.model.search("")

    def _say_nothing(self) -> None:
        words = ""
        if not self.model.rowCount():
            words = (
                tr("No page has these words.")
                if self.model.query
                else tr("Your pages will stand here, by day.")
            )
        self.nothing.setText(words)
        self.nothing.setVisible(bool(words))
