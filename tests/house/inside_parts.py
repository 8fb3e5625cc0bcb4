"""Inside, for tests: a context for the eyes beside the desktop's, a main thread, a way in."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from headset.frames import Frame
from headset.immersion import Immersion, Phase
from space_parts import brushes

from app.catalogue.controllers import controller_profiles
from app.scene.borrowed import BorrowedContext
from app.scene.offscreen import OffscreenRenderer
from app.scene.stage import Stage

LIMIT_S = 30.0


class QtGl:
    """A context without a window that shares with another one."""

    def __init__(self, shared, share_with=None) -> None:
        from PySide6.QtGui import QOffscreenSurface, QOpenGLContext

        self.shared = shared
        self._surface, self._context = QOffscreenSurface(), QOpenGLContext()
        self._surface.create()
        if share_with is not None:
            self._context.setShareContext(share_with)
        assert self._context.create()

    @property
    def context(self):
        return self._context

    def make_current(self) -> None:
        assert self._context.makeCurrent(self._surface)

    def done(self) -> None:
        self._context.doneCurrent()

    def close(self) -> None:
        self._context.doneCurrent()
        self._surface.destroy()


class MainThread:
    """What is posted to it is done when the test lets it."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Callable[[], None]] = queue.Queue()

    def post(self, work: Callable[[], None]) -> None:
        self._waiting.put(work)

    def until(self, is_so: Callable[[], bool], limit_s: float = LIMIT_S) -> None:
        end = time.monotonic() + limit_s
        while not is_so():
            left = end - time.monotonic()
            assert left > 0, "it did not come to it in time"
            try:
                self._waiting.get(timeout=min(left, 0.2))()
            except queue.Empty:
                continue

    def idle(self) -> None:
        while not self._waiting.empty():
            self._waiting.get_nowait()()


@dataclass
class Room:
    """A page on the desktop, and a way inside."""

    stage: Stage
    renderer: OffscreenRenderer
    gl: QtGl
    main: MainThread
    immersion: Immersion
    frames: list[Frame] = field(default_factory=list)
    ends: list[object] = field(default_factory=list)
    acting: list[Callable[[Frame], None]] = field(default_factory=list)

    def on_frame(self, frame: Frame) -> None:
        self.frames.append(frame)
        for act in self.acting:
            act(frame)

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    def enter(self, *, is_focused: bool = True) -> None:
        self.immersion.begin()
        if is_focused:
            self.until(lambda: self.immersion.phase is Phase.FOCUSED)
            self.next(2)

    def leave(self) -> None:
        self.immersion.end()
        self.until(lambda: not self.immersion.is_inside)

    def until(self, is_so: Callable[[], bool], limit_s: float = LIMIT_S) -> None:
        self.main.until(is_so, limit_s)

    def next(self, count: int = 1) -> None:
        """Let so many more frames be drawn."""
        wanted = len(self.frames) + count
        self.until(lambda: len(self.frames) >= wanted)


@contextmanager
def room_to_enter(document=None, work=None, **options) -> Iterator[Room]:
    """Yield a page with a way inside; options are the immersion's."""
    desktop_gl = QtGl(None)
    desktop = BorrowedContext(desktop_gl.make_current)
    desktop.set_current()
    stage = Stage(brushes())
    if document is not None:
        stage.show_work(document, work)
        document.committed.connect(lambda changes: stage.apply(changes, document))
    stage.settle()
    renderer = OffscreenRenderer(stage, desktop)
    gl = QtGl(desktop.context.shared, desktop_gl.context)
    main = MainThread()
    room = Room(stage, renderer, gl, main, None)
    room.immersion = Immersion(
        gl, stage, controller_profiles(), post=main.post, on_frame=room.on_frame, **options
    )
    room.immersion.ended.connect(room.ends.append)
    try:
        yield room
    finally:
        room.immersion.close()
        main.idle()
        renderer.close()
        desktop.close()
        gl.close()
        desktop_gl.close()


def grabbed(eyes, number: int) -> np.ndarray:
    """Return what an eye's framebuffer holds, shape (h, w, 4), top row first."""
    from OpenGL import GL

    target = eyes.targets[number]
    width, height = target.size_px
    picture = GL.glReadPixels(0, 0, width, height, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE)
    return np.frombuffer(picture, np.uint8).reshape(height, width, 4)[::-1].copy()
