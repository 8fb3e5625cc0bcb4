"""What opens under the pointer in the room: brushes, size and colours."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.model.space_brush import SpaceBrush
from app.model.words import tr
from widgets.parts import Chip, FlowLayout, Soft
from widgets.space.kit import SpaceKit
from widgets.space.shelf import say_size, share_of, size_of
from widgets.studio.popups import Popup
from widgets.studio.shelf import NamedSlider
from widgets.theme import Theme


class SpacePalette(Popup):
    """Opened with the right button, or the pen's."""

    def __init__(self, parent: QWidget, theme: Theme, kit: SpaceKit) -> None:
        super().__init__(parent, tr("Palette"))
        self.setObjectName("space.palette")
        self._kit = kit
        self._group = QButtonGroup(self)
        chips = QWidget()
        chips.setFixedWidth(theme.px(430))
        flow = FlowLayout(chips, spacing=6)
        for brush in kit.offered:
            chip = Chip(brush.label, partial(self._take, brush))
            chip.setCheckable(True)
            chip.setChecked(brush is kit.brush and kit.draws)
            self._group.addButton(chip)
            flow.addWidget(chip)
        chips.setFixedHeight(flow.heightForWidth(theme.px(430)))
        self.body.addWidget(chips)
        size = NamedSlider(tr("Size"), "space.palette.size", lambda share: say_size(size_of(share)))
        size.show_value(share_of(kit.size_m))
        size.moved.connect(lambda share: kit.set_size(size_of(share)))
        self.body.addWidget(size)
        self.body.addWidget(self.swatches(theme, kit, columns=10, closes=True))
        self.body.addWidget(Soft(tr("Esc closes this"), wraps=False))

    def _take(self, brush: SpaceBrush) -> None:
        self._kit.choose_brush(brush)
        self.close()
