"""The layers, the top one first: look, choose, hide, move, add, take away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.commands import layers as verbs
from app.model.entities import BlendMode, Layer, new_uid
from app.model.words import PersonError, Sentence, tr
from widgets.parts import Strong, ToolButton
from widgets.parts.thumbnail import Thumbnail
from widgets.studio.shelf import NamedSlider
from widgets.studio.stand import Stand
from widgets.theme import Theme

MODES = {
    BlendMode.NORMAL: Sentence("Normal"),
    BlendMode.MULTIPLY: Sentence("Darken together (multiply)"),
    BlendMode.SCREEN: Sentence("Lighten together (screen)"),
    BlendMode.OVERLAY: Sentence("More contrast (overlay)"),
}
_THUMB_MS = 350


class _Name(QLineEdit):
    """A layer's name: double-click or F2 to write another."""

    def __init__(self, chosen: Callable[[], None], renamed: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("role", "bare")
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._chosen, self._renamed = chosen, renamed
        self.editingFinished.connect(self._finish)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the layer; while a name is written, place the cursor."""
        if self.isReadOnly():
            self._chosen()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Write another name."""
        self.rename()

    def rename(self) -> None:
        """Let the person write."""
        self.setReadOnly(False)
        self.setFocus()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames, Enter and Space choose."""
        if self.isReadOnly() and event.key() == Qt.Key.Key_F2:
            self.rename()
        elif self.isReadOnly() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._chosen()
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        if not self.isReadOnly():
            self.setReadOnly(True)
            self._renamed(self.text())


class LayerRow(QWidget):
    """One layer."""

    def __init__(self, theme: Theme, stand: Stand, layer: Layer) -> None:
        super().__init__()
        self._theme, self._stand, self.layer_uid = theme, stand, layer.uid
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.thumb = Thumbnail(
            theme, layer.name, self._choose, width=48, height=36, shows_caption=False
        )
        self.thumb.setCheckable(True)
        self.name = _Name(self._choose, self._rename)
        self.eye = ToolButton(theme, "mdi6.eye-outline", "", self._toggle, role="soft", size=18)
        self.eye.setObjectName("studio.layer.eye")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 0, 2)
        row.setSpacing(10)
        row.addWidget(self.thumb)
        row.addWidget(self.name, 1)
        row.addWidget(self.eye)
        self.is_stale = True

    def show_layer(self, layer: Layer, *, is_chosen: bool) -> None:
        """Show the layer as it is."""
        if self.name.isReadOnly():
            self.name.setText(layer.name)
            self.name.setCursorPosition(0)
        self.name.setAccessibleName(tr("Layer: {name}", name=layer.name))
        self.name.setToolTip(tr("Double-click or F2 to write another name"))
        self.thumb.setAccessibleName(tr("Paint on {name}", name=layer.name))
        self.thumb.setToolTip(tr("Paint on {name}", name=layer.name))
        self.thumb.setChecked(is_chosen)
        name = layer.name
        words = tr("Hide {name}", name=name) if layer.is_visible else tr("Show {name}", name=name)
        self.eye.show_icon(
            "mdi6.eye-outline" if layer.is_visible else "mdi6.eye-off-outline", "soft"
        )
        self.eye.setAccessibleName(words)
        self.eye.setToolTip(words)
        role = "chosen" if is_chosen else ""
        if self.property("role") != role:
            self.setProperty("role", role)
            ink = "font-weight: 600;" if is_chosen else ""
            self.name.setStyleSheet(f"QLineEdit {{ {ink} }}")

    def sizeHint(self) -> QSize:
        """Return a comfortable row."""
        return QSize(200, self._theme.px(46))

    def _choose(self) -> None:
        self._stand.choose_layer(self.layer_uid)

    def _rename(self, name: str) -> None:
        self._stand.finish()
        layer = self._stand.document.find(self.layer_uid)
        if isinstance(layer, Layer) and name.strip() != layer.name:
            verbs.rename_layer(self._stand.document, self.layer_uid, name=name)

    def _toggle(self) -> None:
        self._stand.finish()
        layer = self._stand.document.find(self.layer_uid)
        if isinstance(layer, Layer):
            verbs.set_layer(self._stand.document, self.layer_uid, is_visible=not layer.is_visible)


class LayersPanel(QWidget):
    """All layers of the work that is open, and what can be done with the chosen one.

    Parameters
    ----------
    notify : callable
        Says why something could not be done.
    picture : callable
        Returns a small picture of a layer, None where there is none.
    is_flat : bool
        Layers of pixels fade and mix; those in space only hide.
    """

    def __init__(
        self,
        theme: Theme,
        stand: Stand,
        notify: Callable[[Sentence], None],
        *,
        picture: Callable[[str], QImage | None],
        is_flat: bool = True,
    ) -> None:
        super().__init__()
        self._picture = picture
        self.setObjectName("studio.layers")
        self.setAccessibleName(tr("Layers"))
        self._theme, self._stand, self._notify = theme, stand, notify
        self.rows: list[LayerRow] = []
        self._merge = ""
        self.add = ToolButton(theme, "mdi6.plus", tr("Add a layer"), self.add_layer, size=18)
        self.up = ToolButton(theme, "mdi6.arrow-up", tr("Move up"), lambda: self._move(1), size=18)
        self.down = ToolButton(
            theme, "mdi6.arrow-down", tr("Move down"), lambda: self._move(-1), size=18
        )
        self.remove = ToolButton(
            theme, "mdi6.trash-can-outline", tr("Remove this layer"), self._remove, size=18
        )
        for name in ("add", "up", "down", "remove"):
            getattr(self, name).setObjectName(f"studio.layer.{name}")
        self.opacity = NamedSlider(tr("Opacity"), "studio.layer.opacity", _say_share)
        self.opacity.moved.connect(self._fade)
        self.opacity.slider.sliderPressed.connect(self._begin_drag)
        self.mode = QComboBox()
        self.mode.setObjectName("studio.layer.mode")
        self.mode.setAccessibleName(tr("How it mixes with what lies below"))
        self.mode.setToolTip(tr("How it mixes with what lies below"))
        self.mode.setMinimumContentsLength(8)
        self.mode.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for mode, title in MODES.items():
            self.mode.addItem(str(title), mode)
        self.mode.activated.connect(self._mix)
        if not is_flat:
            self.opacity.hide()
            self.mode.hide()
        self._list = QVBoxLayout()
        self._lay_out()
        self._thumb_timer = QTimer(self)
        self._thumb_timer.setSingleShot(True)
        self._thumb_timer.timeout.connect(self._draw_thumb)
        stand.changed.connect(self.follow)
        stand.drawn.connect(self._mark_stale)
        self.follow()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(Strong(tr("Layers"), wraps=False))
        head.addStretch(1)
        for button in (self.up, self.down, self.remove, self.add):
            button.setFixedSize(self._theme.px(32), self._theme.px(32))
            head.addWidget(button)
        self._list.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addSpacing(4)
        column.addWidget(self.opacity)
        column.addWidget(self.mode)

    def follow(self) -> None:
        """Show the layers as they are."""
        layers = tuple(reversed(self._stand.layers))
        if [row.layer_uid for row in self.rows] != [layer.uid for layer in layers]:
            self._rebuild(layers)
        for row, layer in zip(self.rows, layers, strict=True):
            row.show_layer(layer, is_chosen=layer.uid == self._stand.layer_uid)
        chosen = self._chosen()
        for button in (self.opacity, self.mode, self.up, self.down, self.remove, self.add):
            button.setEnabled(chosen is not None)
        if chosen is None:
            return
        self.opacity.show_value(chosen.opacity)
        self.mode.setCurrentIndex(list(MODES).index(chosen.mode))
        place = [layer.uid for layer in layers].index(chosen.uid)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < len(layers) - 1)
        self.remove.setEnabled(len(layers) > 1)

    def add_layer(self) -> None:
        """Add a layer above the chosen one and paint on it."""
        self._stand.finish()
        work = self._stand.work
        if work is not None:
            layer = verbs.add_layer(self._stand.document, work.uid, above=self._stand.layer_uid)
            self._stand.choose_layer(layer.uid)

    def _rebuild(self, layers: tuple[Layer, ...]) -> None:
        kept = {row.layer_uid: row for row in self.rows}
        while self._list.count():
            self._list.takeAt(0)
        self.rows = [
            kept.pop(layer.uid) if layer.uid in kept else LayerRow(self._theme, self._stand, layer)
            for layer in layers
        ]
        for row in kept.values():
            row.hide()
            row.deleteLater()
        for row in self.rows:
            self._list.addWidget(row)
        self._mark_stale()

    def _chosen(self) -> Layer | None:
        layer = self._stand.document.find(self._stand.layer_uid)
        return layer if isinstance(layer, Layer) else None

    def _begin_drag(self) -> None:
        self._merge = new_uid()

    def _fade(self, share: float) -> None:
        self._stand.finish()
        merge = self._merge if self.opacity.slider.isSliderDown() else ""
        if self._chosen() is not None:
            verbs.set_layer(self._stand.document, self._stand.layer_uid, opacity=share, merge=merge)

    def _mix(self, index: int) -> None:
        self._stand.finish()
        if self._chosen() is not None:
            verbs.set_layer(self._stand.document, self._stand.layer_uid, mode=list(MODES)[index])

    def _move(self, by: int) -> None:
        self._stand.finish()
        work = self._stand.work
        if work is not None:
            place = work.layers.index(self._stand.layer_uid) + by
            verbs.move_layer(self._stand.document, self._stand.layer_uid, place=place)

    def _remove(self) -> None:
        self._stand.finish()
        try:
            verbs.remove_layer(self._stand.document, self._stand.layer_uid)
        except PersonError as error:
            self._notify(error.sentence)

    def _mark_stale(self) -> None:
        for row in self.rows:
            if row.layer_uid == self._stand.layer_uid or self.sender() is None:
                row.is_stale = True
        self._thumb_timer.start(_THUMB_MS)

    def _draw_thumb(self) -> None:
        # one a turn of the event loop, and none while somebody draws
        if self._stand.is_drawing:
            self._thumb_timer.start(_THUMB_MS)
            return
        stale = next((row for row in self.rows if row.is_stale), None)
        picture = self._picture(stale.layer_uid) if stale is not None else None
        if stale is None or picture is None:
            return
        stale.is_stale = False
        stale.thumb.show_picture(picture)
        self._thumb_timer.start(0)


def _say_share(share: float) -> str:
    return tr("{share} %", share=round(100 * share))
