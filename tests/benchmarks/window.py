"""What the window costs the main thread: building it, its pages, and what must be there at once.

Milliseconds of the main thread's own time, so that other work on the machine does not count; the
bar for one slice is 50.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "house")]


def _cost(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    QApplication.processEvents()
    return round((time.thread_time() - begun) * 1000, 2)


def run() -> dict[str, float]:
    """Return the figures, in milliseconds of the main thread."""
    application = QApplication.instance() or QApplication([])
    from window_room import window_room

    from widgets import fonts

    figures = {"fonts": _cost(fonts.load_fonts)}
    with TemporaryDirectory() as folder, window_room(Path(folder)) as room:
        window, frame, theme = room.window, room.frame, room.context.theme
        figures["first paint of the window"] = _cost(window.show)
        figures["settings, built"] = _cost(lambda: frame.page("settings"))
        figures["settings, shown"] = _cost(lambda: frame.go("settings"))
        figures["today, shown again"] = _cost(lambda: frame.go("today"))
        figures["today, built"] = _cost(lambda: frame._specs["today"].factory(room.context))
        figures["help, built and shown"] = _cost(window.show_help)
        figures["calm scene, built and shown"] = _cost(window.show_calm)
        figures["palette, built and shown"] = _cost(frame.show_palette)
        figures["theme changed"] = _cost(lambda: theme.use("dusk"))
    del application
    return figures


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
