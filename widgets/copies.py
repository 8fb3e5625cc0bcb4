"""What was copied here does not stay on the clipboard once the library is locked."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard

WORDS_TYPE: Final = "application/x-innerscape-words"
CLEARED_AFTER_S: Final = 60.0
_MODES: Final = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class Copies(QObject):
    """Takes back what the program gave to the clipboard, if it is still there.

    What another program has put there since is never touched. Where selecting is copying (X11),
    that second clipboard is looked after too. Only fingerprints are remembered, never words.

    Parameters
    ----------
    clipboard : QClipboard
        The computer's.
    """

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._salt = secrets.token_bytes(16)
        self._ours: dict[QClipboard.Mode, bytes] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(CLEARED_AFTER_S * 1000))
        self._timer.timeout.connect(self.take_back)
        clipboard.changed.connect(self._look)

    def leave(self) -> None:
        """Take everything back in a minute: the library was locked."""
        self._timer.start()

    def come_back(self) -> None:
        """Leave it after all: the library is open again."""
        self._timer.stop()

    def take_back(self) -> None:
        """Clear what is still ours, now."""
        self._timer.stop()
        for mode in tuple(self._ours):
            is_still_there = self._ours.get(mode) == self._fingerprint(mode)
            self._ours.pop(mode, None)
            if is_still_there or self._owns(mode):
                self._clipboard.clear(mode)

    def _look(self, mode: QClipboard.Mode) -> None:
        if mode not in _MODES:
            return
        found = self._fingerprint(mode)
        if self._owns(mode) or self._has_our_words(mode):
            self._ours[mode] = found
        elif self._ours.get(mode) != found:
            # not so where a clipboard keeper only took over what was ours
            self._ours.pop(mode, None)

    def _owns(self, mode: QClipboard.Mode) -> bool:
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()

    def _has_our_words(self, mode: QClipboard.Mode) -> bool:
        # Qt says "not yours" of everything on platforms that cannot tell
        found = self._clipboard.mimeData(mode)
        return found is not None and found.hasFormat(WORDS_TYPE)

    def _fingerprint(self, mode: QClipboard.Mode) -> bytes:
        words = self._clipboard.text(mode).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(words, key=self._salt).digest() if words else b""
