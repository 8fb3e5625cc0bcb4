"""Passphrase and PIN in the settings."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from app.model.words import PersonError, tr, trn
from widgets.later import when_done
from widgets.parts import Body, Card, GhostButton, Heading, Soft, Switch, TextLine, Words, spread
from widgets.theme import Theme

SHORTEST = 8
T = TypeVar("T")


class Keys(Protocol):
    """Who keeps the keys of the open library; slow work comes as futures."""

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase opens the library."""

    @property
    def has_pin(self) -> bool:
        """Whether a PIN stands before it."""

    @property
    def backups(self) -> int:
        """Return how many backups there are."""

    def change_passphrase(self, old: str, new: str, *, with_backups: bool) -> Future[int]:
        """Choose another passphrase, for the backups too or not; ``old`` is "" for none.

        The future has how many backups open with it now.
        """

    def new_recovery_key(self, passphrase: str) -> Future[str]:
        """Make another recovery key, to show once."""

    def set_pin(self, pin: str) -> Future[None]:
        """Choose a PIN, or none with ""."""


class LockCard(Card):
    """Choose another passphrase; without one, a PIN that hides."""

    def __init__(self, theme: Theme, keys: Keys) -> None:
        super().__init__(spacing=12)
        self._keys = keys
        self.body.addWidget(Heading(tr("Passphrase and PIN")))
        self._said = Body()
        self.old = TextLine(tr("Passphrase until now"), is_secret=True)
        self.old.setObjectName("settings.old_passphrase")
        self.new = TextLine(tr("New passphrase"), is_secret=True)
        self.new.setObjectName("settings.new_passphrase")
        self.with_backups = Switch(theme, "", self._say_backups)
        self.with_backups.setObjectName("settings.with_backups")
        self._backups_said = Soft()
        self._backups_said.setObjectName("settings.backups_said")
        self.pin = TextLine(tr("PIN"), is_secret=True)
        self.pin.setObjectName("settings.pin")
        self.keep = GhostButton(tr("Use this passphrase"), self._keep_passphrase)
        self.keep_pin = GhostButton(tr("Use this PIN"), self._keep_pin)
        self.drop_pin = GhostButton(tr("No PIN"), self._drop_pin)
        self._answer = Words("")
        self._answer.setObjectName("settings.keys_answer")
        for part in (self._said, self.old, self.new, self.with_backups, self._backups_said):
            self.body.addWidget(part)
        self.body.addLayout(spread(self.keep))
        self.body.addWidget(self.pin)
        self.body.addLayout(spread(self.keep_pin, self.drop_pin))
        self.body.addWidget(self._answer)
        self.show_state()

    def show_state(self) -> None:
        """Show what there is: passphrase, PIN, backups."""
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
        count = self._keys.backups
        words = trn("Also for my {count} backup", "Also for my {count} backups", count)
        self.with_backups.setText(words)
        self.with_backups.setAccessibleName(words)
        self.with_backups.updateGeometry()
        for widget in (self.with_backups, self._backups_said):
            widget.setVisible(count > 0)
        self._say_backups(self.with_backups.isChecked())

    def _say_backups(self, is_on: bool) -> None:
        if is_on:
            said = tr(
                "Your backups open with the new passphrase, and with the old one no more. "
                "Copies you put elsewhere are not reached: they keep the old one."
            )
        elif self._keys.has_passphrase:
            said = tr(
                "Otherwise backups made until now keep opening with the old passphrase, and with "
                "no other. Please keep it in mind as long as you keep them."
            )
        else:
            said = tr("Otherwise backups made until now keep opening without a passphrase.")
        self._backups_said.setText(said)

    def _keep_passphrase(self) -> None:
        if len(self.new.text()) < SHORTEST:
            few = tr(
                "Please choose a new passphrase of at least {count} characters.", count=SHORTEST
            )
            self._answer.setText(few)
            self.new.setFocus()
            return
        is_shared = self.with_backups.isChecked() and self._keys.backups > 0
        old, new = self.old.text(), self.new.text()
        self._wait(self._keys.change_passphrase(old, new, with_backups=is_shared), _changed)

    def _keep_pin(self) -> None:
        if not self.pin.text():
            self.pin.setFocus()
            return
        said = tr("Done. Lock asks for this PIN now.")
        self._wait(self._keys.set_pin(self.pin.text()), lambda _: said)

    def _drop_pin(self) -> None:
        self._wait(self._keys.set_pin(""), lambda _: tr("Done. Lock asks for nothing now."))

    def _wait(self, work: Future[T], done: Callable[[T], str]) -> None:
        self._answer.setText(tr("One moment."))

        def finished(result: T) -> None:
            for field in (self.old, self.new, self.pin):
                field.clear()
            self._answer.setText(done(result))
            self.show_state()

        when_done(self, work, finished, self._failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, PersonError):
            self._answer.setText(str(error))
            return
        self._answer.setText(
            tr("That could not be changed. Everything is as it was. Please try once more.")
        )
        raise error


def _changed(backups: int) -> str:
    if not backups:
        return tr("Done. From now on this passphrase opens your library.")
    return trn(
        "Done. From now on this passphrase opens your library and {count} backup.",
        "Done. From now on this passphrase opens your library and {count} backups.",
        backups,
    )
