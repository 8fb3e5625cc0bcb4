"""Walk through steps: each acts, waits for what it expects, and leaves a picture and a row."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from widgets.tour.meter import Heartbeat

LIMIT_S = 120.0
LOOK_MS = 10
# hardly compressed: the window waits for it
_FAST_PNG = 100

Wait = float | Callable[[], bool]
Act = Callable[[], Iterator[Wait]]


class StepFailed(Exception):  # noqa: N818
    """A step did not come to what it expects."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    ``act`` yields milliseconds to let pass, or a condition to wait for; between two of its events
    the window lives its own life. ``has_picture``: a picture is taken when it is done.
    ``is_watched``: standing still counts; not while there is no window yet, or none any more.
    """

    name: str
    act: Act
    has_picture: bool = True
    is_watched: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a step; ``longest_gap_ms`` is how long the window stood still at most."""

    name: str
    ms: float
    longest_gap_ms: float
    picture: str = ""


class Walk:
    """Takes the steps, in order.

    Parameters
    ----------
    folder : Path
        Where the pictures go; made if needed.
    window : Callable[[], QWidget]
        The window now: it may be closed and opened again on the way.
    """

    def __init__(self, folder: Path, window: Callable[[], QWidget]) -> None:
        self.rows: list[Row] = []
        self._folder = folder
        self._window = window
        self._pictures = 0
        self._heartbeat = Heartbeat()
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def longest_gap_ms(self) -> float:
        """The longest gap of all steps."""
        return max((row.longest_gap_ms for row in self.rows), default=0.0)

    def take(self, steps: Sequence[Step]) -> None:
        """Take all steps.

        Raises
        ------
        StepFailed
            Where one does not come to what it expects; the rows up to there are kept.
        """
        self._heartbeat.start()
        try:
            for step in steps:
                self._take(step)
        finally:
            self._heartbeat.stop()

    def write(self, path: Path, **more: object) -> None:
        """Write the rows, the longest gap and more, as JSON; make the pictures small."""
        for picture in self._folder.glob("*.png"):
            QImage(str(picture)).save(str(picture))
        longest = max(self.rows, key=lambda row: row.longest_gap_ms, default=None)
        content = {
            **more,
            "longest_gap_ms": round(self.longest_gap_ms, 1),
            "longest_gap_in": longest.name if longest else "",
            "steps": [asdict(row) for row in self.rows],
        }
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")

    def _take(self, step: Step) -> None:
        self._heartbeat.take_longest_ms()
        started = time.perf_counter()
        try:
            with nullcontext() if step.is_watched else self._heartbeat.left_out():
                _act(step)
        except StepFailed:
            self._picture(f"{step.name}-failed")
            raise
        ms = (time.perf_counter() - started) * 1000
        gap_ms = self._heartbeat.take_longest_ms()
        picture = self._picture(step.name) if step.has_picture else ""
        self.rows.append(Row(step.name, round(ms, 1), round(gap_ms, 1), picture))

    def _picture(self, name: str) -> str:
        with self._heartbeat.left_out():
            self._pictures += 1
            file = f"{self._pictures:02}-{name}.png"
            _seen(self._window()).save(str(self._folder / file), "PNG", _FAST_PNG)
        return file


def _act(step: Step) -> None:
    for wait in step.act():
        if callable(wait):
            _until(wait, step.name)
        else:
            let_pass(wait)


def let_pass(ms: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(max(0, round(ms)), loop.quit)
    loop.exec()


def _until(is_so: Callable[[], bool], name: str) -> None:
    end = time.perf_counter() + LIMIT_S
    while not is_so():
        if time.perf_counter() > end:
            raise StepFailed(f"{name}: what was waited for did not come in {LIMIT_S:.0f} s")
        let_pass(LOOK_MS)


def _seen(window: QWidget) -> QPixmap:
    """Return what a person sees: with open menus where the screen can be read."""
    screen = window.screen()
    if QGuiApplication.platformName() == "xcb":
        place = window.frameGeometry()
        seen = screen.grabWindow(0, place.x(), place.y(), place.width(), place.height())
        if not seen.isNull():
            return seen
    return window.grab()
