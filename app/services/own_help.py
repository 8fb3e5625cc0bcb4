"""The one help page of a person, in their own words: read, changed, kept like all else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from psygnal import Signal

from app.model.care import HelpPage
from app.model.changes import Changes
from app.model.document import Document

# one uid for all: there is one page, and one that comes in from an archive is the same
UID: Final = "help-page"


class OwnHelp:
    """The help page of an open library.

    Attributes
    ----------
    changed : Signal
        The page was read or changed.
    """

    changed = Signal()

    def __init__(self, document: Document, now: Callable[[], datetime]) -> None:
        self._document, self._now = document, now
        document.committed.connect(self._follow)

    @property
    def page(self) -> HelpPage | None:
        """Return the page; None where nothing was written yet."""
        found = self._document.find(UID)
        return found if isinstance(found, HelpPage) else None

    @property
    def is_read_only(self) -> bool:
        """Whether it can only be read."""
        return self._document.is_read_only

    def load(self, page: HelpPage | None) -> None:
        """Take in what the library holds."""
        if page is not None:
            self._document.load({page.uid: page}, {}, scope="")
        self.changed.emit()

    def write(self, what_helps: str, who_to_call: str, where_to_go: str) -> None:
        """Keep these words, if they are others than before."""
        before = self.page
        had = (before.what_helps, before.who_to_call, before.where_to_go) if before else ("",) * 3
        if had == (what_helps, who_to_call, where_to_go):
            return
        with self._document.edit("Write the help page") as edit:
            edit.put(HelpPage(UID, self._now(), what_helps, who_to_call, where_to_go))

    def _follow(self, changes: Changes) -> None:
        if any(change.uid == UID for change in changes.entities):
            self.changed.emit()
