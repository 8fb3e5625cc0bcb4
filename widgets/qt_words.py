"""Qt's own words (file dialogs, context menus of text fields) in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator


class QtWords:
    """Keeps Qt's translator for one language at a time."""

    def __init__(self) -> None:
        self._translator: QTranslator | None = None

    def use(self, language: str) -> bool:
        """Let Qt speak a language; return whether it can. English is what Qt speaks itself."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
        if language == "en":
            return True
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator = QTranslator()
        if not translator.load(f"qtbase_{language}", folder):
            return False
        self._translator = translator
        return QCoreApplication.installTranslator(translator)
