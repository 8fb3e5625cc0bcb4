"""The camera's way: views are kept, played one after the other, and saved as a film."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from fractions import Fraction
from functools import partial
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QProgressBar

from app.commands import space_surroundings as verbs
from app.commands.space import parts_of
from app.model.space import CameraPath
from app.model.words import PersonError, Sentence, tr, trn
from app.scene.camera import orbit_of
from app.services.films import save_film
from app.services.runs import Stopped
from widgets.later import when_done
from widgets.parts import GhostButton, Soft
from widgets.reading_only import READING
from widgets.space.fold import Fold
from widgets.space.looking import Looking
from widgets.space.stand import SpaceStand
from widgets.space.travelling import Keys, camera_at, length_s, with_view
from widgets.space.viewing import Viewing
from widgets.theme import Theme

RATE_HZ: Final = 24
SIZES_PX: Final = ((1280, 720), (1920, 1080))
_TURN_MS: Final = 33
_AHEAD: Final = 4
_PATIENCE_S: Final = 60.0
_NONE: Final = np.empty((0, 9), np.float32)

SAVED: Final = Sentence("The film is saved as {name}. It is not encrypted; anybody can see it.")
UNSAVED: Final = Sentence(
    "The film could not be saved. Your page is as it was, in your library. Please try another "
    "place."
)

Frame = npt.NDArray[np.uint8]


class _Run:
    """One film on its way from the scene to the disk; each has frames and an end of its own."""

    def __init__(self, keys: Keys, size_px: tuple[int, int]) -> None:
        self.keys, self.size_px = keys, size_px
        self.total = max(2, round(length_s(keys) * RATE_HZ))
        self.made = 0
        self.is_stopped = False
        self._frames: Queue[Frame | None] = Queue()

    @property
    def is_full(self) -> bool:
        """Whether the writer is behind."""
        return self._frames.qsize() >= _AHEAD

    def put(self, frame: Frame) -> None:
        """Hand a frame on."""
        self._frames.put(frame)
        self.made += 1

    def end(self, *, is_stopped: bool = False) -> None:
        """There are no more."""
        self.is_stopped = is_stopped
        self._frames.put(None)

    def frames(self) -> Iterator[Frame]:
        """Give frames as they come, on the writer's thread."""
        while (frame := self._frames.get(timeout=_PATIENCE_S)) is not None:
            if self.is_stopped:
                raise Stopped
            yield frame
        if self.is_stopped:
            raise Stopped


class Film(Fold):
    """Keeps views of a page, plays them, and makes a film of them with a way to stop."""

    def __init__(self, theme: Theme, stand: SpaceStand, looking: Looking, viewing: Viewing) -> None:
        super().__init__(theme, tr("Camera and film"), "space.film")
        self._stand, self._looking, self._viewing = stand, looking, viewing
        self._count = Soft("")
        self.remember = self._button(tr("Keep this view"), "remember", self._remember)
        self.forget = self._button(tr("Forget the views"), "forget", self._forget)
        self.play = self._button(tr("Play"), "play", self._play)
        self.save = self._button(tr("Save as a film …"), "save", self._ask)
        self.stop = self._button(tr("Stop"), "stop", self.stop_all)
        self.extent = QComboBox()
        self.extent.setObjectName("space.film.size")
        self.extent.setAccessibleName(tr("How large the film is"))
        self.extent.setToolTip(tr("How large the film is"))
        for width, height in SIZES_PX:
            self.extent.addItem(f"{width} × {height}")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(tr("Making the film"))
        self._lay_out()
        self._playing = QTimer(self)
        self._playing.setInterval(_TURN_MS)
        self._playing.timeout.connect(self._show_moment)
        self._rendering = QTimer(self)
        self._rendering.setInterval(0)
        self._rendering.timeout.connect(self._render_one)
        self._clock = QElapsedTimer()
        self._run: _Run | None = None
        self._keys_now: Keys = _NONE
        stand.opened.connect(self.stop_all)
        stand.changed.connect(self.follow)
        self.follow()

    @property
    def path(self) -> CameraPath | None:
        """Return the page's way of the camera."""
        work = self._stand.work
        if work is None:
            return None
        return next(parts_of(self._stand.document, work.uid, CameraPath), None)

    @property
    def is_saving(self) -> bool:
        """Whether a film is being made."""
        return self._rendering.isActive()

    @property
    def is_playing(self) -> bool:
        """Whether the camera is on its way."""
        return self._playing.isActive()

    def follow(self) -> None:
        """Show how many views are kept, and what can be done."""
        keys = self.path.keys if self.path is not None else _NONE
        many = trn("{count} view is kept", "{count} views are kept", len(keys))
        self._count.setText(many if len(keys) else tr("Keep two views or more, then play them."))
        is_busy = self._playing.isActive() or self.is_saving
        self.forget.setVisible(bool(len(keys)) and not is_busy)
        self.remember.setVisible(not is_busy)
        for button in (self.play, self.save):
            button.setVisible(len(keys) > 1 and not is_busy)
        self.extent.setVisible(len(keys) > 1 and not is_busy)
        self.stop.setVisible(is_busy)
        self.progress.setVisible(self.is_saving)

    def stop_all(self) -> None:
        """Stop playing, or making the film: nothing half-made stays."""
        self._playing.stop()
        if self.is_saving and self._run is not None:
            self._rendering.stop()
            self._run.end(is_stopped=True)
        self.follow()

    def save_to(self, path: Path) -> None:
        """Make the film: frames on this thread, one a turn, written on another."""
        keys = self.path.keys if self.path is not None else _NONE
        if len(keys) < 2:
            return
        run = self._run = _Run(keys, SIZES_PX[self.extent.currentIndex()])
        self.progress.setRange(0, run.total)
        future: Future[int] = Future()

        def work() -> None:
            try:
                rate_hz = Fraction(RATE_HZ)
                future.set_result(
                    save_film(path, run.frames(), rate_hz=rate_hz, step=lambda _: None)
                )
            except BaseException as error:
                # whoever waits for it gets it
                future.set_exception(error)

        when_done(self, future, lambda _: self._done(path), partial(self._failed, run))
        Thread(target=work, name="film", daemon=True).start()
        self._rendering.start()
        self.follow()

    def _lay_out(self) -> None:
        self.body.addWidget(self._count)
        for buttons in ((self.remember, self.forget), (self.play, self.save, self.stop)):
            row = QHBoxLayout()
            row.setSpacing(6)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.addWidget(self.extent, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.progress)

    def _button(self, title: str, name: str, pressed: Callable[[], object]) -> GhostButton:
        button = GhostButton(title, pressed)
        button.setObjectName(f"space.film.{name}")
        button.setProperty("dense", True)
        button.setToolTip(title)
        return button

    def _remember(self) -> None:
        work, path = self._stand.work, self.path
        if work is None or not self._may_change():
            return
        keys = with_view(path.keys if path is not None else _NONE, self._looking.camera)
        uid = path.uid if path is not None else ""
        verbs.put_path(self._stand.document, work.uid, keys, path_uid=uid)

    def _forget(self) -> None:
        path = self.path
        if path is not None and self._may_change():
            verbs.remove_path(self._stand.document, path.uid)

    def _may_change(self) -> bool:
        self._stand.finish()
        if self._stand.document.is_read_only:
            self._stand.refused.emit(READING)
            return False
        return True

    def _play(self) -> None:
        if self.path is not None:
            self._keys_now = self.path.keys
            self._clock.start()
            self._playing.start()
            self.follow()

    def _show_moment(self) -> None:
        now_s = self._clock.elapsed() / 1000.0
        camera = camera_at(self._keys_now, now_s)
        self._looking.show(orbit_of(camera, self._looking.orbit.distance_m))
        if now_s >= length_s(self._keys_now):
            self._playing.stop()
            self.follow()

    def _ask(self) -> None:
        dialog = QFileDialog(self.window(), tr("Save as a film"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("Film") + " (*.webm)")
        dialog.setDefaultSuffix("webm")
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _render_one(self) -> None:
        run = self._run
        if run is None or run.is_full:
            return
        time_s = run.made / RATE_HZ
        frame = self._viewing.frame(run.size_px, camera_at(run.keys, time_s), time_s=time_s)
        if frame is not None:
            run.put(frame)
        self.progress.setValue(run.made)
        if frame is None or run.made >= run.total:
            self._rendering.stop()
            run.end()

    def _done(self, path: Path) -> None:
        self.follow()
        self._stand.refused.emit(Sentence(SAVED.message, {"name": path.name}))

    def _failed(self, run: _Run, error: BaseException) -> None:
        if run is self._run:
            self._rendering.stop()
            self.follow()
        if not isinstance(error, Stopped):
            told = error.sentence if isinstance(error, PersonError) else UNSAVED
            self._stand.refused.emit(told)
