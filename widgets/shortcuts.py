"""Shortcuts from the command table."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.commands.row import Command

# these work over help, the palette and the guide too
EVERYWHERE = frozenset({"calm.show", "help.show", "lock.now", "window.hide"})
PASSES = "passes_overlays"


def bind(owner: QWidget, rows: Iterable[Command]) -> list[QShortcut]:
    """Give rows their keys in the owner's window; they go with the owner.

    A key whose row is not enabled does nothing.
    """
    return [_shortcut(owner, keys, row) for row in rows for keys in row.keys]


def _shortcut(owner: QWidget, keys: str, row: Command) -> QShortcut:
    def run() -> None:
        if row.is_enabled():
            row.run()

    shortcut = QShortcut(QKeySequence(keys), owner)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.setAutoRepeat(keys in ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "[", "]"))
    shortcut.setProperty(PASSES, row.id in EVERYWHERE)
    shortcut.activated.connect(run)
    return shortcut
