"""What opens over the canvas: the colour dialog and the palette under the pointer."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.model.brush import Brush
from app.model.words import tr
from widgets.parts import Chip, Soft, TextLine
from widgets.studio.kit import PALETTE, HasColours, Kit
from widgets.studio.shelf import NamedSlider, radius_of, share_of
from widgets.studio.tools import Swatch
from widgets.studio.wheel import ColourWheel
from widgets.theme import Theme

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")


class Popup(QFrame):
    """A card that closes when one presses beside it or Esc."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 16, 16, 16)
        self.body.setSpacing(10)

    def open_at(self, place: QPoint) -> None:
        """Open at a place of the screen, all of it on the screen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        x = min(max(place.x(), room.left()), room.right() - self.width())
        y = min(max(place.y(), room.top()), room.bottom() - self.height())
        self.move(x, y)
        self.show()

    def swatches(self, theme: Theme, kit: HasColours, *, columns: int, closes: bool) -> QWidget:
        """Return the palette and the colours used last."""
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        named = [(str(name), colour) for name, colour in PALETTE]
        known = {colour for _, colour in PALETTE}
        named += [
            (tr("Used lately: {colour}", colour="#{:02x}{:02x}{:02x}".format(*each)), each)
            for each in kit.recent
            if each not in known
        ]
        for number, (name, colour) in enumerate(named[: columns * 3]):
            swatch = Swatch(theme, name, colour)
            swatch.clicked.connect(lambda _=False, each=colour: kit.choose_colour(each))
            if closes:
                swatch.clicked.connect(self.close)
            grid.addWidget(swatch, number // columns, number % columns)
        return box


class ColourDialog(Popup):
    """The wheel, the palette, and the colour as six letters for those who know it."""

    def __init__(self, parent: QWidget, theme: Theme, kit: HasColours) -> None:
        super().__init__(parent, tr("Choose a colour"))
        self.setObjectName("studio.colour_dialog")
        self._kit = kit
        self.wheel = ColourWheel(theme)
        self.wheel.setObjectName("studio.wheel")
        self.code = TextLine(tr("Colour code"))
        self.code.setObjectName("studio.colour_code")
        self.body.addWidget(self.wheel, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.swatches(theme, kit, columns=6, closes=False))
        self.body.addWidget(self.code)
        self.wheel.chosen.connect(kit.choose_colour)
        self.code.textEdited.connect(self._read)
        kit.changed.connect(self._follow)
        self.wheel.show_colour(kit.colour)
        self._follow()
        self.wheel.setFocus()

    def _read(self, text: str) -> None:
        found = _HEX.fullmatch(text.strip())
        if found:
            number = int(found[1], 16)
            self._kit.choose_colour((number >> 16, number >> 8 & 255, number & 255))

    def _follow(self) -> None:
        if not self.wheel.hasFocus():
            self.wheel.show_colour(self._kit.colour)
        if not self.code.hasFocus():
            self.code.setText("#{:02x}{:02x}{:02x}".format(*self._kit.colour))


class PopupPalette(Popup):
    """Brushes, size and colours under the pointer: the right button, or the pen's."""

    def __init__(self, parent: QWidget, theme: Theme, kit: Kit) -> None:
        super().__init__(parent, tr("Palette"))
        self.setObjectName("studio.palette")
        self._kit = kit
        self._group = QButtonGroup(self)
        rows = [QHBoxLayout(), QHBoxLayout()]
        for number, brush in enumerate(kit.brushes):
            chip = Chip(brush.label, partial(self._take, brush))
            chip.setCheckable(True)
            chip.setChecked(brush is kit.brush and not kit.is_erasing)
            self._group.addButton(chip)
            rows[number * 2 // max(len(kit.brushes), 1)].addWidget(chip)
        for row in rows:
            self.body.addLayout(row)
        size = NamedSlider(tr("Size"), "studio.palette.size", _say_size)
        size.show_value(share_of(kit.radius_px))
        size.moved.connect(lambda share: kit.set_radius(radius_of(share)))
        self.body.addWidget(size)
        self.body.addWidget(self.swatches(theme, kit, columns=10, closes=True))
        self.body.addWidget(Soft(tr("Esc closes this"), wraps=False))

    def _take(self, brush: Brush) -> None:
        self._kit.choose_brush(brush)
        self.close()


def _say_size(share: float) -> str:
    return tr("{size} px", size=round(2 * radius_of(share)))
