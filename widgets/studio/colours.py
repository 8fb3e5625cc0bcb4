"""The palette and the colours used last, the same beside every kind of page."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.model.words import tr
from widgets.studio.kit import PALETTE, HasColours
from widgets.studio.tools import Swatch
from widgets.theme import Theme

_COLUMNS = 5


class ColourGrid(QWidget):
    """Named colours, and below them those that were mixed and used lately.

    Parameters
    ----------
    name : str
        What the swatches' object names begin with.
    """

    def __init__(self, theme: Theme, kit: HasColours, *, name: str = "studio") -> None:
        super().__init__()
        self._theme, self._kit = theme, kit
        self._swatches: list[Swatch] = []
        self._recent = QWidget()
        self._recent_grid = QGridLayout(self._recent)
        self._recent_grid.setContentsMargins(0, 4, 0, 0)
        self._recent_grid.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._palette(name))
        column.addWidget(self._recent)
        kit.changed.connect(self._follow)
        self._follow()

    def _palette(self, prefix: str) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        for number, (name, colour) in enumerate(PALETTE):
            swatch = Swatch(self._theme, str(name), colour)
            swatch.setObjectName(f"{prefix}.colour.{number}")
            swatch.setCheckable(True)
            swatch.clicked.connect(lambda _=False, each=colour: self._kit.choose_colour(each))
            self._swatches.append(swatch)
            grid.addWidget(swatch, number // _COLUMNS, number % _COLUMNS)
        grid.setColumnStretch(_COLUMNS, 1)
        return box

    def _follow(self) -> None:
        for swatch in self._swatches:
            swatch.setChecked(swatch.colour == self._kit.colour)
        named = {colour for _, colour in PALETTE}
        recent = [colour for colour in self._kit.recent if colour not in named][:_COLUMNS]
        for number, colour in enumerate(recent):
            name = tr("Used lately: {colour}", colour="#{:02x}{:02x}{:02x}".format(*colour))
            item = self._recent_grid.itemAtPosition(0, number)
            found = item.widget() if item is not None else None
            if isinstance(found, Swatch):
                found.show_colour(colour, name)
                continue
            swatch = Swatch(self._theme, name, colour)
            swatch.clicked.connect(
                lambda _=False, each=swatch: self._kit.choose_colour(each.colour)
            )
            self._recent_grid.addWidget(swatch, 0, number)
        self._recent_grid.setColumnStretch(_COLUMNS, 1)
        self._recent.setVisible(bool(recent))
