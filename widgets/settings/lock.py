"""Passphrase and PIN in the settings."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol

from app.model.words import PersonError, tr
from widgets.later import when_done
from widgets.parts import Body, Card, GhostButton, Heading, TextLine, Words, spread

SHORTEST = 8


class Keys(Protocol):
    """Who keeps the keys of the open library; slow work comes as futures."""

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase opens the library."""

    @property
    def has_pin(self) -> bool:
        """Whether a PIN stands before it."""

    def change_passphrase(self, old: str, new: str) -> Future[None]:
        """Choose another passphrase; ``old`` is "" where there was none."""

    def set_pin(self, pin: str) -> Future[None]:
        """Choose a PIN, or none with ""."""


class LockCard(Card):
    """Choose another passphrase; without one, a PIN that hides."""

    def __init__(self, keys: Keys) -> None:
        super().__init__(spacing=12)
        self._keys = keys
        self.body.addWidget(Heading(tr("Passphrase and PIN")))
        self._said = Body()
        self.old = TextLine(tr("Passphrase until now"), is_secret=True)
        self.old.setObjectName("settings.old_passphrase")
        self.new = TextLine(tr("New passphrase"), is_secret=True)
        self.new.setObjectName("settings.new_passphrase")
        self.pin = TextLine(tr("PIN"), is_secret=True)
        self.pin.setObjectName("settings.pin")
        self.keep = GhostButton(tr("Use this passphrase"), self._keep_passphrase)
        self.keep_pin = GhostButton(tr("Use this PIN"), self._keep_pin)
        self.drop_pin = GhostButton(tr("No PIN"), self._drop_pin)
        self._answer = Words("")
        self._answer.setObjectName("settings.keys_answer")
        for part in (self._said, self.old, self.new):
            self.body.addWidget(part)
        self.body.addLayout(spread(self.keep))
        self.body.addWidget(self.pin)
        self.body.addLayout(spread(self.keep_pin, self.drop_pin))
        self.body.addWidget(self._answer)
        self._show()

    def _show(self) -> None:
        has = self._keys.has_passphrase
        self._said.setText(
            tr("Your passphrase opens the library.")
            if has
            else tr(
                "There is no passphrase: whoever uses this computer as you can open everything, "
                "and Lock only hides it. A PIN keeps eyes away; it does not encrypt."
            )
        )
        self.old.setVisible(has)
        for part in (self.pin, self.keep_pin):
            part.setVisible(not has)
        self.drop_pin.setVisible(not has and self._keys.has_pin)

    def _keep_passphrase(self) -> None:
        if len(self.new.text()) < SHORTEST:
            few = tr(
                "Please choose a new passphrase of at least {count} characters.", count=SHORTEST
            )
            self._answer.setText(few)
            self.new.setFocus()
            return
        self._wait(
            self._keys.change_passphrase(self.old.text(), self.new.text()),
            tr("Done. From now on this passphrase opens your library."),
        )

    def _keep_pin(self) -> None:
        if not self.pin.text():
            self.pin.setFocus()
            return
        self._wait(self._keys.set_pin(self.pin.text()), tr("Done. Lock asks for this PIN now."))

    def _drop_pin(self) -> None:
        self._wait(self._keys.set_pin(""), tr("Done. Lock asks for nothing now."))

    def _wait(self, work: Future[None], done: str) -> None:
        self._answer.setText(tr("One moment."))

        def finished(_: None) -> None:
            for field in (self.old, self.new, self.pin):
                field.clear()
            self._answer.setText(done)
            self._show()

        when_done(self, work, finished, self._failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, PersonError):
            self._answer.setText(str(error))
            return
        self._answer.setText(
            tr("That could not be changed. Everything is as it was. Please try once more.")
        )
        raise error
