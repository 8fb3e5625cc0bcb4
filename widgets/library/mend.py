"""What can be done when a check finds the open library broken."""

from __future__ import annotations

from collections.abc import Callable

from app.model.words import tr
from widgets.parts import Body, Card, GhostButton, TextLine, spread


class Mend(Card):
    """A card that comes only when something can’t be read: the ways on, none of them overwrites.

    Parameters
    ----------
    rebuild : callable
        Gets the passphrase, and makes a fresh library of what can be read.
    """

    def __init__(self, rebuild: Callable[[str], object]) -> None:
        super().__init__(margin=20, spacing=12)
        self._rebuild = rebuild
        self.passphrase = TextLine(tr("Your passphrase"), is_secret=True)
        self.passphrase.setObjectName("library.mend.passphrase")
        self.yes = GhostButton(tr("Make a new library of what can be read"), self._begin)
        self.yes.setObjectName("library.mend.yes")
        self.leave = GhostButton(tr("Leave it as it is"), self.hide)
        self.leave.setObjectName("library.mend.leave")
        words = tr(
            "Put back the newest backup that is whole, and take along what you made later. Only "
            "where there is none: make a new library of what can still be read in this one. The "
            "file of now is kept aside either way."
        )
        self.body.addWidget(Body(words))
        self.body.addWidget(self.passphrase)
        self.body.addLayout(spread(self.yes, self.leave))
        self.hide()

    def ask(self, *, needs_passphrase: bool) -> None:
        """Show itself."""
        self.passphrase.setVisible(needs_passphrase)
        self.show()

    def _begin(self) -> None:
        passphrase = self.passphrase.text()
        self.passphrase.clear()
        self._rebuild(passphrase)
