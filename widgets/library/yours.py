"""What is the person's alone to do: take everything along, bring in, erase."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.context import Context
from widgets.library.bring import BringIn
from widgets.library.erasing import Erase
from widgets.library.take import TakeAlong
from widgets.parts import PageScroll


class Yours(QWidget):
    """Three cards, one below the other."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.take = TakeAlong(context)
        self.bring = BringIn(context)
        self.erase = Erase(context)
        scroll = PageScroll(width=760, margin=0, spacing=16)
        page = scroll.widget()
        inside = page.layout() if page is not None else None
        if inside is not None:
            inside.setContentsMargins(0, 4, 16, 16)
        for card in (self.take, self.bring, self.erase):
            scroll.body.addWidget(card)
        scroll.body.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.bring.added.connect(self.erase.refresh)

    def refresh(self) -> None:
        """Bring what can be erased up to date."""
        self.erase.refresh()
