"""The edit that one gesture holds open, so that nothing else changes what is under the hand."""

from __future__ import annotations

from contextlib import ExitStack

from app.model.document import Document
from app.model.edit import Edit
from app.model.words import Sentence


class HeldEdit:
    """An edit that stays open between the calls of a gesture; its commits are one undo step.

    Parameters
    ----------
    document : Document
        Where the work is.
    label : Sentence
        What the person does.
    scope : str
        The uid of the work, and thereby the undo stack.
    merge : str
        The gesture's own key.
    """

    def __init__(self, document: Document, label: Sentence, *, scope: str, merge: str) -> None:
        self._document, self._label = document, label
        self._scope, self._merge = scope, merge
        self._stack = ExitStack()
        self._edit: Edit | None = None

    @property
    def edit(self) -> Edit | None:
        """Return the open edit; None while there is none."""
        return self._edit

    def open(self) -> None:
        """Open the edit; raises RuntimeError if the work is being edited already."""
        self._edit = self._stack.enter_context(
            self._document.edit(self._label.message, scope=self._scope, merge=self._merge)
        )

    def commit(self) -> None:
        """Commit what was done since `open`."""
        self._edit = None
        self._stack.close()

    def cancel(self) -> None:
        """Take back what was done since `open`."""
        self._edit = None
        try:
            with self._stack.pop_all():
                raise _Cancelled
        except _Cancelled:
            pass


class _Cancelled(Exception):  # noqa: N818  # it is no error: a gesture was taken back
    pass
