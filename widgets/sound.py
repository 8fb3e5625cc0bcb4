"""The sound of a place on this computer's loudspeakers: off until asked, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.environment import Environment, Settings
from app.model.words import Sentence
from app.sound import RATE_HZ, Ambience, mix_of
from widgets.later import when_done

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSink, QMediaDevices

_BUFFER_S = 0.5
_TURN_MS = 60
_BYTES_A_FRAME = 4
_FIRST_VOLUME = 0.5
# their class has another name in each version of Qt
_BROKEN = ("OpenError", "IOError", "FatalError")


class Outlet(Protocol):
    """Where samples go: a sound card."""

    @property
    def free_frames(self) -> int:
        """How many frames it can take now; negative when it is broken."""

    def write(self, samples: bytes) -> None:
        """Take stereo frames, signed 16 bit."""

    def set_volume(self, share: float) -> None:
        """Play louder or softer, 0 to 1."""

    def close(self) -> None:
        """Stop at once."""


class SpeakerOutlet:
    """The computer's own sound card, through Qt."""

    def __init__(self, sink: QAudioSink) -> None:
        self._sink = sink
        sink.setBufferSize(round(_BUFFER_S * RATE_HZ) * _BYTES_A_FRAME)
        self._device = sink.start()

    @property
    def free_frames(self) -> int:
        """How many frames it can take now; negative when it is broken."""
        if self._device is None or self._sink.error().name in _BROKEN:
            return -1
        return self._sink.bytesFree() // _BYTES_A_FRAME

    def write(self, samples: bytes) -> None:
        """Take stereo frames, signed 16 bit."""
        if self._device is not None:
            self._device.write(samples)

    def set_volume(self, share: float) -> None:
        """Play louder or softer, 0 to 1."""
        self._sink.setVolume(share)

    def close(self) -> None:
        """Stop at once."""
        self._sink.stop()


def open_speaker() -> Outlet | None:
    """Return the sound card, or None where there is none or it does not open."""
    devices = _devices()
    if devices is None or devices.defaultAudioOutput().isNull():
        return None
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink

    wanted = QAudioFormat()
    wanted.setSampleRate(RATE_HZ)
    wanted.setChannelCount(2)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    outlet = SpeakerOutlet(QAudioSink(devices.defaultAudioOutput(), wanted))
    if outlet.free_frames < 0:
        outlet.close()
        return None
    return outlet


def _devices() -> type[QMediaDevices] | None:
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:  # a system without a sound library: as good as no sound card
        return None
    return QMediaDevices


class PlaceSound(QObject):
    """Plays what one hears at a place, when asked.

    Parameters
    ----------
    open_outlet : callable
        Returns the sound card, or None where there is none.
    parent : QObject, optional
    """

    said = Signal(object)
    """A `Sentence` for the status line; once, when there is nothing to hear through."""
    changed = Signal()
    """Sound went on or off."""

    def __init__(
        self,
        open_outlet: Callable[[], Outlet | None] = open_speaker,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open = open_outlet
        self._outlet: Outlet | None = None
        self._ambience: Ambience | None = None
        self._volume = _FIRST_VOLUME
        self._is_on = False
        self._has_said = False
        self._asked = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._pour)

    @property
    def is_on(self) -> bool:
        """Whether it plays or is about to; off until asked."""
        return self._is_on

    @property
    def volume(self) -> float:
        """How loud, 0 to 1."""
        return self._volume

    def play(self, environment: Environment, settings: Settings, seed: int) -> None:
        """Play a place's sound, fading in; or go over to another place's, if one plays."""
        if self._outlet is None:
            self._outlet = self._open()
        if self._outlet is None:
            self._say_muted()
            return
        self._outlet.set_volume(self._volume)
        self._set_on(is_on=True)
        self._asked += 1
        asked = self._asked
        mix = mix_of(environment, settings)
        if self._ambience is not None and (self._ambience.mix, self._ambience.seed) == (mix, seed):
            self._ambience.fade_to(mix)
            return
        when_done(self, _made(lambda: Ambience(mix, seed)), lambda made: self._begin(made, asked))

    def stop(self) -> None:
        """Fade out and let go of the sound card; for a lock and for the calm scene, too."""
        self._asked += 1
        self._set_on(is_on=False)
        if self._ambience is not None:
            self._ambience.fade_out()
        else:
            self._close()

    def set_volume(self, share: float) -> None:
        """Play louder or softer, 0 to 1."""
        self._volume = min(1.0, max(0.0, share))
        if self._outlet is not None:
            self._outlet.set_volume(self._volume)

    def _begin(self, ambience: Ambience, asked: int) -> None:
        if asked != self._asked or self._outlet is None:
            return
        if self._ambience is None:
            self._ambience = ambience
        else:
            self._ambience.go_over_to(ambience)
        self._timer.start()
        self._pour()

    def _pour(self) -> None:
        """Fill what the sound card has played."""
        outlet, ambience = self._outlet, self._ambience
        if outlet is None or ambience is None:
            self._timer.stop()
            return
        frames = outlet.free_frames
        if frames < 0:
            self._close()
            self._set_on(is_on=False)
            self._say_muted()
        elif ambience.is_silent and not self._is_on:
            self._close()
        elif frames:
            samples = ambience.render(frames)
            outlet.write((samples * 32767).astype("<i2").tobytes())

    def _close(self) -> None:
        self._timer.stop()
        self._ambience = None
        if self._outlet is not None:
            self._outlet.close()
            self._outlet = None

    def _set_on(self, *, is_on: bool) -> None:
        if is_on != self._is_on:
            self._is_on = is_on
            self.changed.emit()

    def _say_muted(self) -> None:
        if not self._has_said:
            self._has_said = True
            self.said.emit(
                Sentence(
                    "There is no loudspeaker to play through, so the place stays silent. "
                    "Everything else works as before."
                )
            )


def _made(make: Callable[[], Ambience]) -> Future[Ambience]:
    """Return what is made on a thread of its own: its first loops take a second or two."""
    future: Future[Ambience] = Future()

    def run() -> None:
        try:
            future.set_result(make())
        except BaseException as error:
            # whoever waits for it gets it
            future.set_exception(error)

    Thread(target=run, name="place-sound", daemon=True).start()
    return future
