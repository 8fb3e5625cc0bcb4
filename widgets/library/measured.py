"""Works beside each other with what can be measured of each: pictures, colours, facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.model.entities import Attachment
from app.model.oklab import ColourShare
from app.model.words import tr
from app.services.facts import Measurer, WorkFacts
from app.storage.summaries import WorkSummary
from widgets.dates import moment
from widgets.journal.shelf import Shelf
from widgets.later import when_done
from widgets.library.fact_words import colours_of, fact_rows
from widgets.library.wall_model import described, titled
from widgets.parts import Body, GhostButton, Heading, Soft, Strong
from widgets.progress.told import told
from widgets.theme import Theme

MOST_WORKS = 6
_PICTURE, _WIDEST_PX = QSize(260, 190), 340


class Measured(QWidget):
    """One work, or a few side by side, each with its facts.

    Signals
    -------
    left
        The person wants to go back to where they came from.
    """

    left = Signal()

    def __init__(
        self, theme: Theme, shelf: Shelf, measurer: Measurer, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._theme, self._shelf, self._measurer, self._now = theme, shelf, measurer, now
        self._works: tuple[WorkSummary, ...] = ()
        self._facts: dict[str, WorkFacts | None] = {}
        self.back = GhostButton(tr("Back to the pictures"), self.left.emit)
        self.back.setObjectName("library.measured.back")
        self._heading = Heading("")
        self._scroll = QScrollArea()
        self._scroll.setObjectName("library.measured")
        self._scroll.setWidgetResizable(True)
        # with the arrow keys one reads on where it does not fit
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()

    def show_works(self, works: Sequence[WorkSummary]) -> None:
        """Show these works, `MOST_WORKS` at most, in this order, and measure them."""
        self._works = tuple(works[:MOST_WORKS])
        self._facts = {}
        alone = len(self._works) == 1
        self._heading.setText(tr("What can be measured") if alone else tr("Side by side"))
        self.refresh()

    def refresh(self) -> None:
        """Measure what is shown anew."""
        self._measurer.stop()
        for work in self._works:
            future = self._measurer.measure(work.uid)
            when_done(self, future, self._take, self._missing(work.uid))
        self._show()

    @property
    def words(self) -> str:
        """Return all of it as text, a line for each fact of each work."""
        lines = []
        rows = fact_rows([self._facts.get(work.uid) for work in self._works])
        for number, work in enumerate(self._works):
            lines.append(described(work))
            lines += [tr("{name}: {count}", name=name, count=row[number]) for name, row in rows]
        return "\n".join(lines)

    def hideEvent(self, event: QHideEvent) -> None:
        """Measure nothing that nobody looks at."""
        super().hideEvent(event)
        self._measurer.stop()

    def _take(self, facts: WorkFacts) -> None:
        self._facts[facts.uid] = facts
        self._show()

    def _missing(self, uid: str) -> Callable[[BaseException], None]:
        def tell(error: BaseException) -> None:
            if not isinstance(error, KeyError):
                raise error
            self._facts[uid] = None
            self._show()

        return tell

    def _show(self) -> None:
        page = QWidget()
        page.setProperty("role", "ground")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 16)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(12)
        for number, work in enumerate(self._works, start=1):
            grid.addWidget(_Picture(self._theme, self._shelf, work), 0, number)
            grid.addWidget(self._named(work), 1, number)
            grid.setColumnMinimumWidth(number, _size(self._theme).width())
        found = [self._facts.get(work.uid) for work in self._works]
        for number, facts in enumerate(found, start=1):
            if facts is not None and colours_of(facts):
                grid.addWidget(_Band(self._theme, colours_of(facts)), 2, number)
        for line, (name, row) in enumerate(fact_rows(found), start=3):
            grid.addWidget(Soft(name), line, 0, Qt.AlignmentFlag.AlignTop)
            for number, said in enumerate(row, start=1):
                grid.addWidget(Body(said), line, number, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(len(self._works) + 1, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(page)
        self._scroll.setAccessibleName(self._heading.text())
        self._scroll.setAccessibleDescription(self.words)

    def _named(self, work: WorkSummary) -> QWidget:
        names = QWidget()
        column = QVBoxLayout(names)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Strong(titled(work)))
        column.addWidget(Soft(moment(work.created_at, self._now())))
        if work.uid not in self._facts:
            column.addWidget(Soft(tr("Measuring …")))
        elif self._facts[work.uid] is None:
            column.addWidget(Soft(tr("This one is not here any more.")))
        return names

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addLayout(row)
        page.addWidget(self._heading)
        page.addWidget(
            Soft(
                tr(
                    "These are measurements. They say how a picture is made, and nothing of what "
                    "it means; that is yours to say."
                )
            )
        )
        page.addWidget(self._scroll, 1)


def _size(theme: Theme) -> QSize:
    # with large text a picture does not push the next one off the screen
    width = min(theme.px(_PICTURE.width()), _WIDEST_PX)
    return QSize(width, width * _PICTURE.height() // _PICTURE.width())


class _Picture(QWidget):
    """A work as it was seen last, whole."""

    def __init__(self, theme: Theme, shelf: Shelf, work: WorkSummary) -> None:
        super().__init__()
        self._theme, self._shelf, self._uid = theme, shelf, work.uid
        self.setAccessibleName(described(work))
        self.setFixedSize(_size(theme))
        shelf.arrived.connect(self._follow)

    def _follow(self, uid: str) -> None:
        if uid == self._uid:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, and a thin line around it."""
        box = self.size() * self.devicePixelRatioF()
        image = self._shelf.large(Attachment(0, work_uid=self._uid), box)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if image is not None and not image.isNull():
            size = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(0, 0, size.width() - 1, size.height() - 1)
            painter.drawImage(place, image)
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawRect(place)
        painter.end()


class _Band(QWidget):
    """Colours beside each other, each as broad as its share."""

    def __init__(self, theme: Theme, colours: Sequence[ColourShare]) -> None:
        super().__init__()
        self._theme, self._colours = theme, tuple(colours)
        self.setAccessibleName(told(colours))
        self.setFixedSize(_size(theme).width(), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the colours."""
        painter = QPainter(self)
        left = 0.0
        for colour in self._colours:
            broad = colour.share * (self.width() - 1)
            painter.fillRect(QRectF(left, 0, broad, self.height() - 1), QColor(*colour.colour))
            left += broad
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawRect(0, 0, self.width() - 1, self.height() - 1)
        painter.end()
