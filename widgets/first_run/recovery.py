"""The recovery key: shown once, to print, to save, or to copy by hand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.model.words import tr
from widgets.parts import Body, GhostButton, Soft, Title, Words, spread
from widgets.theme import Theme


def sheet(key: str) -> str:
    """Return the text of the sheet that is printed or saved; it names nobody."""
    explained = tr(
        "This key opens your library when the passphrase is forgotten. Keep it on paper, away "
        "from this computer. Whoever has it and this computer can open everything."
    )
    return f"Innerscape\n\n{tr('Recovery key')}\n\n{key}\n\n{explained}\n"


class RecoveryKey(QWidget):
    """Shows the key and keeps it nowhere."""

    def __init__(self, theme: Theme, *, has_passphrase: bool) -> None:
        super().__init__()
        self._key = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(Title(tr("Your recovery key")))
        column.addWidget(Body(self._said(has_passphrase=has_passphrase)))
        self.key = Words("", role="key")
        self.key.setObjectName("first_run.recovery_key")
        self.key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.key.setMinimumHeight(theme.px(64))
        column.addWidget(self.key)
        save = GhostButton(tr("Save…"), self._save)
        save.setObjectName("first_run.save_key")
        print_button = GhostButton(tr("Print…"), self._print)
        print_button.setObjectName("first_run.print_key")
        column.addLayout(spread(save, print_button))
        self._answer = Soft()
        column.addWidget(self._answer)
        column.addStretch(1)

    def show_key(self, key: str) -> None:
        """Show the key; this is the only time."""
        self._key = key
        self.key.setText(key)
        self.key.setAccessibleName(tr("Recovery key: {key}", key=" ".join(key)))

    def write_to(self, path: Path) -> None:
        """Save the sheet; say so, or say why not."""
        try:
            path.write_text(sheet(self._key), "utf-8")
        except OSError:
            said = tr(
                "The key could not be saved there. Nothing is lost: it still stands above. "
                "Please choose another place, or copy it by hand."
            )
        else:
            said = tr("Saved. Please move it away from this computer, to paper or a stick.")
        self._answer.setText(said)

    def _save(self) -> None:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        suggested = str(Path(home) / "recovery-key.txt")
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save the recovery key"), suggested)
        if chosen:
            self.write_to(Path(chosen))

    def _print(self) -> None:
        # the print system takes long to load and is seldom wanted
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            text = QTextDocument(sheet(self._key))
            text.print_(printer)

    def _said(self, *, has_passphrase: bool) -> str:
        if has_passphrase:
            return tr(
                "If you ever forget the passphrase, only this key opens your library. It is shown "
                "this once. Please write it down or print it, and keep it away from this computer."
            )
        return tr(
            "If this computer’s account is ever lost, only this key opens a copy of your library. "
            "It is shown this once. Please write it down or print it."
        )
