"""Consent, purpose by purpose: off until granted, each change dated, the last one stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from psygnal import Signal

from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Consent, new_uid

INFERENCE = "inference"


def local_now() -> datetime:
    """Return the time now, with the local zone."""
    return datetime.now().astimezone()


class Consents:
    """What a person has agreed to.

    ``changed(purpose, is_granted)`` is emitted after every change, whoever made it.

    Parameters
    ----------
    document : Document
        Where each change is kept.
    now : callable
        The clock; the time carries a zone.
    """

    changed = Signal(str, bool)

    def __init__(self, document: Document, *, now: Callable[[], datetime] = local_now) -> None:
        self._document = document
        self._now = now
        self._latest: dict[str, Consent] = {}
        document.committed.connect(self._follow)

    def load(self, consents: Iterable[Consent]) -> None:
        """Take in what the library holds, in place of all that was known."""
        found = {consent.uid: consent for consent in consents}
        self._document.load(found, {}, scope="")
        known, self._latest = self._latest, {}
        for consent in sorted(found.values(), key=lambda consent: consent.at):
            self._latest[consent.purpose] = consent
        for purpose in known.keys() | self._latest.keys():
            self.changed.emit(purpose, self.is_granted(purpose))

    def is_granted(self, purpose: str) -> bool:
        """Whether a purpose is agreed to; False until somebody says so."""
        consent = self._latest.get(purpose)
        return consent is not None and consent.is_granted

    def latest(self, purpose: str) -> Consent | None:
        """Return the change that stands, with its date and wording; None if never asked."""
        return self._latest.get(purpose)

    def was_asked(self, purpose: str) -> bool:
        """Whether the person was asked before, whatever they said."""
        return purpose in self._latest

    def set(self, purpose: str, granted: bool, wording: str) -> None:
        """Grant or withdraw; ``wording`` is what the person read when they decided."""
        consent = Consent(new_uid(), purpose, granted, self._now(), wording)
        with self._document.edit("Change consent") as edit:
            edit.put(consent)

    def _follow(self, changes: Changes) -> None:
        for change in changes.entities:
            if isinstance(change.after, Consent):
                self._latest[change.after.purpose] = change.after
                self.changed.emit(change.after.purpose, change.after.is_granted)
