"""Which presenter shows the canvas here, and why."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext
from PySide6.QtWidgets import QWidget

from app.model.words import Sentence
from widgets.canvas.painter_presenter import PainterPresenter
from widgets.canvas.presenter import Presenter

OVERRIDE = "INNERSCAPE_PRESENTER"
_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software", "swiftshader", "basic render", "warp")
_WITHOUT_GL = frozenset({"offscreen", "minimal", "vnc", "linuxfb"})
_GL_RENDERER = 0x1F01


@dataclass(frozen=True, slots=True)
class Choice:
    """A presenter's name ("QPainter" or "VisPy") and the reason it was taken."""

    name: str
    reason: Sentence


def is_software(renderer: str) -> bool:
    """Whether an OpenGL renderer draws on the processor."""
    return any(word in renderer.casefold() for word in _SOFTWARE)


def has_gl_platform() -> bool:
    """Whether the window system in use can show OpenGL at all."""
    return QGuiApplication.platformName() not in _WITHOUT_GL


@cache
def renderer_here() -> str:
    """Return the name of the OpenGL renderer, "" where there is none; asked once a process.

    The first question loads the driver (20 to 70 ms): a window asks `renderer_from_child`.
    """
    if not has_gl_platform():
        return ""
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    if not context.create() or not context.makeCurrent(surface):
        return ""
    try:
        return str(context.functions().glGetString(_GL_RENDERER) or "")
    finally:
        context.doneCurrent()


def renderer_from_child(limit_s: float = 10.0) -> str:
    """Return the renderer as a process of its own saw it; a driver that dies dies there."""
    command = [sys.executable, "-m", "widgets.canvas.choose_presenter"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, capture_output=True, text=True, timeout=limit_s, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return ""
    return done.stdout.strip()


def choose(renderer: str, *, wish: str = "") -> Choice:
    """Return which presenter to use.

    Parameters
    ----------
    renderer : str
        What OpenGL calls its renderer, "" where there is none.
    wish : str
        "qpainter" or "vispy" where somebody set it; the environment's word goes before it.
    """
    wish = (os.environ.get(OVERRIDE) or wish).casefold()
    if wish == "qpainter":
        return Choice("QPainter", Sentence("QPainter shows the canvas, because it was chosen."))
    if not renderer:
        none = Sentence("QPainter shows the canvas, because there is no OpenGL here.")
        return Choice("QPainter", none)
    if wish == "vispy":
        return Choice("VisPy", Sentence("VisPy shows the canvas, because it was chosen."))
    if is_software(renderer):
        software = Sentence(
            "QPainter shows the canvas, because OpenGL works in software here ({renderer}).",
            {"renderer": renderer},
        )
        return Choice("QPainter", software)
    card = Sentence(
        "VisPy shows the canvas on the graphics card ({renderer}).", {"renderer": renderer}
    )
    return Choice("VisPy", card)


def build(choice: Choice, parent: QWidget | None = None) -> Presenter:
    """Return the chosen presenter."""
    makers: dict[str, Callable[[], Presenter]] = {
        "QPainter": lambda: PainterPresenter(choice.reason, parent),
        "VisPy": lambda: _vispy(choice, parent),
    }
    return makers[choice.name]()


def _vispy(choice: Choice, parent: QWidget | None) -> Presenter:
    # VisPy takes a quarter of a second to import: only where it is used
    from widgets.canvas.vispy_presenter import VispyPresenter

    return VispyPresenter(choice.reason, parent)


if __name__ == "__main__":
    application = QGuiApplication(sys.argv)
    sys.stdout.write(renderer_here())
