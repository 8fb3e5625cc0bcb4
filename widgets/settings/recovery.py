"""A new recovery key: made here, shown once, to print or to save."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent

from app.model.words import PersonError, tr
from widgets.first_run.recovery import RecoveryKey
from widgets.later import when_done
from widgets.parts import Body, Card, GhostButton, Heading, TextLine, Words, spread
from widgets.settings.lock import Keys
from widgets.theme import Theme


class RecoveryCard(Card):
    """Makes another key when the old sheet is lost, or was seen by somebody."""

    def __init__(self, theme: Theme, keys: Keys) -> None:
        super().__init__(spacing=12)
        self._theme, self._keys = theme, keys
        self.body.addWidget(Heading(tr("Recovery key")))
        self.body.addWidget(
            Body(
                tr(
                    "It opens your library when the passphrase is forgotten. It was shown when "
                    "you began and is kept nowhere. If that sheet is lost, or somebody saw it, "
                    "make a new one: the old one then opens your library no more."
                )
            )
        )
        self.passphrase = TextLine(tr("Your passphrase"), is_secret=True)
        self.passphrase.setObjectName("settings.recovery_passphrase")
        self.passphrase.returnPressed.connect(self._make)
        self.make = GhostButton(tr("Make a new recovery key"), self._make)
        self.make.setObjectName("settings.recovery")
        self.kept = GhostButton(tr("I have kept it, hide it"), self._hide_key)
        self.kept.setObjectName("settings.recovery_kept")
        self._answer = Words("")
        self._answer.setObjectName("settings.recovery_answer")
        self._sheet: RecoveryKey | None = None
        self.body.addWidget(self.passphrase)
        self.body.addLayout(spread(self.make, self.kept))
        self.body.addWidget(self._answer)
        self._hide_key()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the key off the screen when the page is left."""
        self._hide_key()
        super().hideEvent(event)

    def _make(self) -> None:
        self.make.setEnabled(False)
        self._say(tr("One moment."))
        making = self._keys.new_recovery_key(self.passphrase.text())
        when_done(self, making, self._show_key, self._failed)

    def _show_key(self, key: str) -> None:
        self.passphrase.clear()
        self._say("")
        self._sheet = RecoveryKey(self._theme, has_passphrase=self._keys.has_passphrase)
        self._sheet.show_key(key)
        self.body.insertWidget(2, self._sheet)
        for part in (self.passphrase, self.make):
            part.hide()
        self.kept.show()

    def _hide_key(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None
        self.kept.hide()
        self._say("")
        self.make.setEnabled(True)
        self.make.show()
        self.passphrase.setVisible(self._keys.has_passphrase)

    def _failed(self, error: BaseException) -> None:
        self.make.setEnabled(True)
        if isinstance(error, PersonError):
            self._say(str(error))
            return
        self._say(tr("That could not be changed. Everything is as it was. Please try once more."))
        raise error

    def _say(self, words: str) -> None:
        self._answer.setText(words)
        self._answer.setVisible(bool(words))
