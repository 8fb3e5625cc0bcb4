"""A small picture with its name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from widgets.parts.buttons import without_state
from widgets.theme import Theme


class Thumbnail(QAbstractButton):
    """A picture to press, with a caption below it, or none.

    Parameters
    ----------
    caption : str
        Its name; also what a screen reader says.
    width, height : int
        Pixels of the picture at 100 %.
    """

    def __init__(
        self,
        theme: Theme,
        caption: str,
        pressed: Callable[[], object] | None = None,
        *,
        width: int = 190,
        height: int = 126,
        shows_caption: bool = True,
    ) -> None:
        super().__init__()
        self._theme, self._picture = theme, QImage()
        self._size = QSize(width, height)
        self._shows_caption = shows_caption
        self.setText(caption)
        self.setAccessibleName(caption)
        self.setToolTip(caption)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if pressed is not None:
            self.clicked.connect(without_state(pressed))

    def show_picture(self, picture: QImage | bytes | None) -> None:
        """Show a picture: an image, a PNG's bytes, or bare paper for None."""
        image = picture if isinstance(picture, QImage) else QImage.fromData(picture or b"")
        # scaled once here: a smooth scale in every paint would cost the frame
        if not image.isNull():
            ratio = self.devicePixelRatioF()
            image = image.scaled(
                self._size * ratio,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
        self._picture = image
        self.update()

    def sizeHint(self) -> QSize:
        """Return picture and caption."""
        below = self._theme.px(30) if self._shows_caption else 0
        return QSize(self._size.width() + 4, self._size.height() + 4 + below)

    def minimumSizeHint(self) -> QSize:
        """Return the same: it does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw picture, frame and caption."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(2, 2, self._size.width(), self._size.height())
        path = QPainterPath()
        path.addRoundedRect(frame, 8, 8)
        self._paint_picture(painter, frame, path)
        is_marked = self.hasFocus() or self.isChecked()
        token = "accent" if is_marked else "outline" if self.underMouse() else "line"
        painter.setPen(QPen(self._theme.colour(token), 2 if is_marked else 1))
        painter.drawPath(path)
        if self._shows_caption:
            self._paint_caption(painter, frame)
        painter.end()

    def _paint_picture(self, painter: QPainter, frame: QRectF, path: QPainterPath) -> None:
        painter.fillPath(path, Qt.GlobalColor.white)
        if self._picture.isNull():
            return
        painter.save()
        painter.setClipPath(path)
        ratio = self.devicePixelRatioF()
        source = QRectF(0, 0, frame.width() * ratio, frame.height() * ratio)
        source.moveCenter(QRectF(self._picture.rect()).center())
        painter.drawImage(frame, self._picture, source)
        painter.restore()

    def _paint_caption(self, painter: QPainter, frame: QRectF) -> None:
        painter.setFont(self._theme.font("soft"))
        painter.setPen(self._theme.colour("soft"))
        below = QRect(2, round(frame.bottom()) + 4, self.width() - 4, self._theme.px(24))
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
