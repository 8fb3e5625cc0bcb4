"""What a stay inside costs, beside a real runtime: called by the benchmarks and the soak.

    measures.py frames|cycles|rates COUNT

Prints one line of JSON last.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), *(str(ROOT / each) for each in ("xr", "tests/house", "tests/openxr"))]

DESKTOP = (1000, 640)
WARM = 60
# Python, VisPy and the runtime's library fill their own stores for the first few times
SETTLED = 10


def application() -> Any:
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtWidgets import QApplication

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    return QApplication([])


@contextmanager
def furnished(strokes: int, *, has_place: bool = True) -> Iterator[Any]:
    """Yield a room with so many strokes, and the default place or the plain floor."""
    from inside_parts import room_to_enter
    from space_parts import page

    from app.catalogue.environments import environments
    from app.catalogue.space_brushes import space_brushes
    from app.scene.place.node import PlaceNode
    from app.scene.quality import LEVELS
    from tests.benchmarks.scene import _stroke

    kinds: dict[Any, Any] = {}
    for brush in space_brushes():
        kinds.setdefault(brush.material, brush)
    brushes = list(kinds.values())
    drawn = [_stroke(n, brushes[n % len(brushes)], 8) for n in range(strokes)]
    with room_to_enter(*page(*drawn)) as room:
        if has_place:
            place = PlaceNode()
            place.show(environments()[0], {}, 1)
            room.stage.use_place(place)
            room.stage.show_grid(is_shown=False)
        # what the governor picks where OpenGL is software
        room.stage.use_level(LEVELS[0])
        room.stage.settle()
        # a stay of ten thousand frames need not remember them
        room.acting.append(lambda frame: (room.frames.clear(), room.stage.update(frame.time_s)))
        yield room


def step_in(room: Any) -> None:
    room.immersion.begin()
    room.until(lambda: room.immersion.phase == "focused")


class Clock:
    """What of the main thread's time passes in a function."""

    def __init__(self) -> None:
        self.spent_s = 0.0

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            begun = time.perf_counter()
            try:
                return work(*arguments)
            finally:
                self.spent_s += time.perf_counter() - begun

        return timed


def turns(room: Any, count: int) -> Iterator[Any]:
    """Yield so many frames, each drawn."""
    seen = [0]
    room.acting.append(lambda _frame: seen.__setitem__(0, seen[0] + 1))
    for number in range(count):
        room.until(lambda wanted=number: seen[0] > wanted)
        yield number


def watched(room: Any) -> list[float]:
    """Return a list that fills with Python's own milliseconds of each frame."""
    from OpenGL import GL

    import xr

    elsewhere = Clock()
    for name in ("begin_frame", "end_frame", "acquire_swapchain_image",
                 "wait_swapchain_image", "release_swapchain_image"):  # fmt: skip
        setattr(xr, name, elsewhere.around(getattr(xr, name)))
    for name in ("glFlush", "glBlitFramebuffer", "glBindFramebuffer", "glGetError"):
        setattr(GL, name, elsewhere.around(getattr(GL, name)))
    ours, take = [], room.immersion._draw

    def timed(*arguments: Any) -> None:
        before, started = elsewhere.spent_s, time.perf_counter()
        take(*arguments)
        whole = time.perf_counter() - started
        ours.append((whole - (elsewhere.spent_s - before)) * 1000)

    room.immersion._draw = timed
    return ours


def frames(count: int) -> dict[str, Any]:
    """Return Python's own time a stereo frame, outside OpenGL and the runtime."""
    with furnished(5000) as room:
        # one steps inside from a desktop that shows the page
        room.renderer.render(DESKTOP, _camera())
        begun = time.perf_counter()
        room.immersion.begin()
        room.until(lambda: bool(room.immersion.stay.eyes.draw_calls))
        first_s = time.perf_counter() - begun
        room.until(lambda: room.immersion.phase == "focused")
        for _ in turns(room, 3):
            pass
        # half a second a frame in software: VisPy's commands are made, and then dropped
        room.gl.shared.parser.parse = lambda _commands: None
        calls = room.immersion.stay.eyes.draw_calls
        for _ in turns(room, WARM // 3):
            pass
        ours = watched(room)
        gc.collect()
        for _ in turns(room, count):
            pass
        room.immersion.close()
        room.renderer.render(DESKTOP, _camera())
        return {
            "from stepping in to the first frame submitted, s": round(first_s, 3),
            "Python a stereo frame, median, ms": round(statistics.median(ours), 2),
            "Python a stereo frame, 99 %, ms": round(sorted(ours)[int(len(ours) * 0.99)], 2),
            "frames": len(ours),
            "draw calls, both eyes": calls,
            "draw calls, a desktop frame": room.renderer.draw_calls,
            "and to hide the lenses' corners": 2,
        }


def rates(count: int) -> dict[str, Any]:
    """Return frames a second inside, and of the same scene on the desktop."""
    with furnished(100) as room:
        step_in(room)
        size = room.immersion.stay.eyes.sizes_px[0]
        for _ in turns(room, WARM // 3):
            pass
        begun = time.perf_counter()
        for _ in turns(room, count):
            pass
        inside = count / (time.perf_counter() - begun)
        room.leave()
        begun = time.perf_counter()
        for number in range(count):
            room.stage.update(number / 60)
            room.renderer.render(DESKTOP, _camera())
        desktop = count / (time.perf_counter() - begun)
    return {
        "pixels an eye": f"{size[0]}x{size[1]}",
        "frames a second, both eyes": round(inside, 1),
        f"frames a second, a desktop of {DESKTOP[0]}x{DESKTOP[1]}": round(desktop, 1),
    }


def growth(count: int) -> dict[str, Any]:
    """Return what so many frames leave in memory."""
    import psutil

    with furnished(200, has_place=False) as room:
        step_in(room)
        for _ in turns(room, 200):
            pass
        gc.collect()
        blocks, memory = sys.getallocatedblocks(), psutil.Process().memory_info().rss
        for _ in turns(room, count):
            pass
        gc.collect()
        found = {
            "frames": count,
            "blocks more": sys.getallocatedblocks() - blocks,
            "MB more": round((psutil.Process().memory_info().rss - memory) / 1e6, 2),
        }
        room.leave()
    return found


def cycles(count: int) -> dict[str, Any]:
    """Return what going in and out so often leaves behind."""
    import numpy as np
    import psutil

    with furnished(100, has_place=False) as room:
        kept: list[tuple[int, int]] = []
        room.stage.update(0.0)
        first, changed = room.renderer.render(DESKTOP, _camera()), 0
        for number in range(count + SETTLED):
            step_in(room)
            room.leave()
            room.stage.update(0.0)
            changed += not np.array_equal(first, room.renderer.render(DESKTOP, _camera()))
            gc.collect()
            if number in {SETTLED - 1, count + SETTLED - 1}:
                kept.append((psutil.Process().memory_info().rss, psutil.Process().num_fds()))
    return {
        "cycles": count,
        "MB more": round((kept[-1][0] - kept[0][0]) / 1e6, 2),
        "open files more": kept[-1][1] - kept[0][1],
        "times the desktop was another": changed,
    }


def _camera() -> Any:
    from app.scene.camera import Orbit

    return Orbit(distance_m=4.0).camera


if __name__ == "__main__":
    kept_alive = application()
    what, how_many = sys.argv[1], int(sys.argv[2])
    found = {"frames": frames, "rates": rates, "growth": growth, "cycles": cycles}[what](how_many)
    sys.stdout.write(json.dumps(found) + "\n")
