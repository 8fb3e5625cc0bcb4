"""A layout that puts things side by side and goes on in the next row."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items at their wished size, from the left, in as many rows as the width needs."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(QMargins(0, 0, 0, 0))
        if parent is not None:
            # last: Qt asks for the items at once
            parent.setLayout(self)

    def addItem(self, item: QLayoutItem) -> None:
        """Take in one more item."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return that a narrower flow is a taller one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width, in pixels."""
        return self._places(QRect(0, 0, width, 0))[1]

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        for item, place in zip(self._items, self._places(rect)[0], strict=True):
            item.setGeometry(place)

    def _places(self, rect: QRect) -> tuple[list[QRect], int]:
        inside = rect.marginsRemoved(self.contentsMargins())
        x, y, row_height = inside.x(), inside.y(), 0
        places = []
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(inside.width(), 1), 1 << 20))
            if x > inside.x() and x + size.width() > inside.right() + 1:
                x, y, row_height = inside.x(), y + row_height + self._gap, 0
            places.append(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            row_height = max(row_height, size.height())
        bottom = self.contentsMargins().bottom()
        return places, y + row_height - rect.y() + bottom
