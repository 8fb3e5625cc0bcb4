"""The one QApplication, and Qt's own words in the person's language."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from app.catalogue.translations import nearest_language, use_language


def make_application() -> QApplication:
    """Return the one QApplication; GL canvases share their objects."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    # a stroke is every point of it, not the last one of a frame
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Innerscape")
    application.setApplicationDisplayName("Innerscape")
    application.setStyle("Fusion")
    # the queue is written after the window is gone
    application.setQuitOnLastWindowClosed(False)
    return application


class Speech(QObject):
    """Speaks a language: ours from gettext, Qt's own from the files that come with it."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._qt_words = QTranslator(self)

    def speak(self, chosen: str) -> None:
        """Speak a language from now on; ``""`` is the computer's."""
        language = chosen or nearest_language(QLocale.system().name())
        use_language(language)
        QLocale.setDefault(QLocale(language))
        self._application.removeTranslator(self._qt_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language != "en" and self._qt_words.load(f"qtbase_{language}", folder):
            self._application.installTranslator(self._qt_words)
