"""Asking before brushes are shown that flash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.model.words import tr
from widgets.parts import Body, GhostButton, Strong, spread
from widgets.studio.popups import Popup
from widgets.theme import Theme


class FlashingQuestion(Popup):
    """Warns, and takes yes or no; both weigh the same."""

    def __init__(self, parent: QWidget, theme: Theme, allowed: Callable[[], object]) -> None:
        super().__init__(parent, tr("Brushes that flash"))
        self.setObjectName("space.flashing.question")
        self._allowed = allowed
        self.setFixedWidth(theme.px(380))
        self.body.addWidget(Strong(tr("Brushes that flash")))
        words = Body()
        words.setText(
            tr(
                "Some brushes go on and off, never more than three times a second. Flashing can "
                "be unpleasant, and for some people it can bring on a seizure. Shall they be shown?"
            )
        )
        self.body.addWidget(words)
        self.show_them = GhostButton(tr("Show them"), self._allow)
        self.show_them.setObjectName("space.flashing.allow")
        self.leave = GhostButton(tr("Leave them out"), self.close)
        self.leave.setObjectName("space.flashing.leave")
        self.body.addLayout(spread(self.leave, self.show_them))

    def _allow(self) -> None:
        self._allowed()
        self.close()
