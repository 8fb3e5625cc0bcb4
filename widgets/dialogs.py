"""Menus and dialogs that are open over the window."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialog


def put_away() -> bool:
    """Close every open menu, and turn every open dialog down.

    Returns
    -------
    bool
        Whether there was any. Whoever opened one goes on only when the event loop is back with
        them: what they stand on must not be taken away before.
    """
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    dialogs = [
        top
        for top in QApplication.topLevelWidgets()
        if isinstance(top, QDialog) and top.isVisible()
    ]
    for dialog in dialogs:
        dialog.reject()
    return popup is not None or bool(dialogs)
