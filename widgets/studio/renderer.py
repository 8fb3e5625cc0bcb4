"""Remembering what draws OpenGL here, so that the window need not wait for the driver."""

from __future__ import annotations

import platform
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread

from PySide6.QtCore import QObject, qVersion
from PySide6.QtGui import QGuiApplication

from app.services.settings import SettingsFile
from widgets.canvas.choose_presenter import has_gl_platform, renderer_from_child
from widgets.later import when_done


class RendererMemory:
    """What an earlier start found; asked anew after an update of the system or of Qt."""

    def __init__(self, settings: SettingsFile) -> None:
        self._settings = settings
        self._is_asked = False

    @property
    def known(self) -> str:
        """Return the renderer as last seen, "" where nobody looked yet."""
        circumstances, _, renderer = self._settings.current.renderer_seen.partition("|")
        return renderer if circumstances == _circumstances() and has_gl_platform() else ""

    def look(self, owner: QObject, tell: Callable[[str], None]) -> None:
        """Ask once, in a process of its own, where it is not known; tell on the main thread."""
        seen = self._settings.current.renderer_seen.partition("|")[0]
        if self._is_asked or not has_gl_platform() or seen == _circumstances():
            return
        self._is_asked = True
        found: Future[str] = Future()

        def keep(renderer: str) -> None:
            self._settings.change(renderer_seen=f"{_circumstances()}|{renderer}")
            tell(renderer)

        when_done(owner, found, keep)
        work = Thread(
            target=lambda: found.set_result(renderer_from_child()), name="OpenGL", daemon=True
        )
        work.start()


def _circumstances() -> str:
    return f"{platform.release()} {qVersion()} {QGuiApplication.platformName()}"
