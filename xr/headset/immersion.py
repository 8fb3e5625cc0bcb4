"""Inside: builds a stay with the headset, drives it frame by frame, and ends it in good order."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from psygnal import Signal

import xr
from app.model.controllers import ControllerProfile
from app.model.words import Sentence
from headset.events import (
    Event,
    InstanceLost,
    MaskChanged,
    ProfilesChanged,
    Recentred,
    RefreshRateChanged,
    StateChanged,
    events,
)
from headset.faults import HeadsetError, in_front, not_begun, sentence_of, service_gone
from headset.frames import Frame
from headset.hands import Hand, Side
from headset.mirror import Mirror
from headset.protocols import GlContext, Post, Sight
from headset.spaces import NOWHERE, ahead_of
from headset.stay import Stay
from headset.waiting import Turn, Waiter

BEGIN_LIMIT_S: Final = 20.0


class Phase(StrEnum):
    """How far inside one is."""

    OUTSIDE = "outside"
    ENTERING = "entering"
    HIDDEN = "hidden"
    VISIBLE = "visible"
    FOCUSED = "focused"
    LEAVING = "leaving"


_PHASES: Final = {
    xr.SessionState.SYNCHRONIZED: Phase.HIDDEN,
    xr.SessionState.VISIBLE: Phase.VISIBLE,
    xr.SessionState.FOCUSED: Phase.FOCUSED,
}


class Immersion:
    """Stepping inside and out again, as often as one likes. Everything on the main thread.

    Parameters
    ----------
    gl : GlContext
        What is drawn with.
    sight : Sight
        What is to be seen: a stage, or whatever has visuals.
    profiles : iterable of ControllerProfile
        What the controllers' parts do.
    post : Callable
        Runs a function on the main thread, soon; called from the waiting thread.
    on_frame : Callable[[Frame], None]
        Acts on each frame, before it is drawn. When the stay ends it is called once more, with
        both hands let go and no views.
    samples : int, optional
        Samples a pixel; by default what the device can do well.
    without : frozenset of str
        Optional extensions not to be used.
    begin_limit_s : float
        How long the headset may take to let one in.

    Attributes
    ----------
    phase_changed : Signal(Phase)
    ended : Signal(object)
        The stay is over; with a `Sentence` if it was not wished for, else None.
    noticed : Signal(object)
        A `Sentence` while something else has the hands, None when they are ours again.
    recentred : Signal()
        The play area has a new middle.
    refresh_rate_changed : Signal(float)
    tracking_changed : Signal(bool)
        Whether the head is seen.
    profiles_changed : Signal()
        Another controller is in a hand, see `profiles`.
    stand : Pose
        Where the play area stands in the room; ``scale`` is metres of the room a metre.
    """

    phase_changed = Signal(Phase)
    ended = Signal(object)
    noticed = Signal(object)
    recentred = Signal()
    refresh_rate_changed = Signal(float)
    tracking_changed = Signal(bool)
    profiles_changed = Signal()

    def __init__(
        self, gl: GlContext, sight: Sight, profiles: Iterable[ControllerProfile], *,
        post: Post, on_frame: Callable[[Frame], None], samples: int | None = None,
        without: frozenset[str] = frozenset(), begin_limit_s: float = BEGIN_LIMIT_S,
    ) -> None:  # fmt: skip
        self._gl, self._sight, self._profiles = gl, sight, tuple(profiles)
        self._post, self._on_frame = post, on_frame
        self._samples, self._without, self._limit_s = samples, without, begin_limit_s
        self._stay: Stay | None = None
        self._mirror: Mirror | None = None
        self._waiter: Waiter | None = None
        self._phase = Phase.OUTSIDE
        self._begun_s = 0.0
        self._is_tracked = False
        self._last: Frame | None = None
        self.stand = NOWHERE

    @property
    def phase(self) -> Phase:
        """Return how far inside one is."""
        return self._phase

    @property
    def is_inside(self) -> bool:
        """Whether there is a stay, from its beginning until it has ended."""
        return self._stay is not None

    @property
    def stay(self) -> Stay | None:
        """Return the stay: what the headset is called and can do; None outside."""
        return self._stay

    @property
    def sight(self) -> Sight:
        """Return what is to be seen."""
        return self._sight

    @sight.setter
    def sight(self, sight: Sight) -> None:
        self._sight = sight
        if self._stay is not None:
            self._stay.eyes.sight = sight

    @property
    def mirror(self) -> Mirror | None:
        """Return who is shown what the eyes see."""
        return self._mirror

    @mirror.setter
    def mirror(self, mirror: Mirror | None) -> None:
        if self._stay is not None:
            self._gl.make_current()
            if self._mirror is not None:
                self._mirror.release()
            self._stay.eyes.mirror = mirror
        self._mirror = mirror

    def begin(self) -> None:
        """Step inside; what becomes of it the signals tell.

        Raises
        ------
        HeadsetError
            If there is no way in: everything is as it was before.
        """
        if self._stay is not None:
            return
        self._gl.make_current()
        try:
            self._stay = Stay(
                self._gl, self._sight, self._profiles, samples=self._samples,
                without=self._without,
            )  # fmt: skip
        finally:
            self._gl.done()
        self._stay.eyes.mirror = self._mirror
        self._begun_s = time.monotonic()
        self._last, self._is_tracked = None, False
        # a full collection of all that is on the page would take several frames
        gc.freeze()
        self._waiter = Waiter(self._post, self._take)
        self._be(Phase.ENTERING)
        self._waiter.go_on(None)

    def end(self) -> None:
        """Step out: the runtime is asked, and `ended` says when it is done."""
        if self._stay is None or self._phase is Phase.LEAVING:
            return
        self._be(Phase.LEAVING)
        if not self._stay.session.is_running:
            self._close(None)
            return
        try:
            self._stay.session.ask_to_leave()
        except xr.XrException:
            self._close(None)

    def close(self) -> None:
        """Step out at once, without waiting for the runtime: the studio is closing."""
        if self._stay is not None:
            self._close(None)

    def recentre(self) -> None:
        """Let what is ahead now be ahead in the room, with the head above the room's middle."""
        if self._stay is not None and self._last is not None:
            self.stand = ahead_of(self._stay.head_in_stage)
            self.recentred.emit()

    def pulse(self, side: Side, strength: float = 0.4, seconds: float = 0.02) -> None:
        """Let a hand feel something."""
        if self._stay is not None and self._phase is Phase.FOCUSED:
            self._stay.actions.pulse(side, strength, seconds)

    def _take(self, turn: Turn) -> None:
        """Do one turn on the main thread: what happened, then a frame, then wait again."""
        stay, waiter = self._stay, self._waiter
        if stay is None or waiter is None:
            return
        try:
            self._follow(stay)
            if self._stay is stay and turn.fault is not None and stay.session.is_running:
                raise turn.fault
            if self._stay is stay and turn.state is not None and stay.session.is_running:
                self._draw(stay, turn.state)
        except xr.XrException as error:
            self._close(sentence_of(error, is_inside=True))
        except HeadsetError as error:
            self._close(error.sentence)
        finally:
            if self._stay is stay:
                waiter.go_on(stay.session.handle if stay.session.is_running else None)

    def _follow(self, stay: Stay) -> None:
        for event in events(stay.instance.handle):
            self._happened(stay, event)
            if self._stay is not stay:
                return
        is_late = time.monotonic() - self._begun_s > self._limit_s
        if self._phase is Phase.ENTERING and is_late:
            self._close(not_begun())

    def _happened(self, stay: Stay, event: Event) -> None:
        if isinstance(event, StateChanged):
            self._in_state(stay, event.state)
        elif isinstance(event, InstanceLost):
            self._close(service_gone())
        elif isinstance(event, ProfilesChanged):
            stay.actions.profiles_changed()
            self.profiles_changed.emit()
        elif isinstance(event, Recentred):
            stay.spaces.take_bounds()
            self.recentred.emit()
        elif isinstance(event, RefreshRateChanged):
            self.refresh_rate_changed.emit(event.hertz)
        elif isinstance(event, MaskChanged):
            stay.take_masks()

    def _in_state(self, stay: Stay, state: xr.SessionState) -> None:
        states = xr.SessionState
        if state is states.READY:
            self._gl.make_current()
            stay.session.begin()
        elif state is states.STOPPING:
            self._let_go()
            stay.session.stop()
        elif state is states.LOSS_PENDING:
            self._close(service_gone())
        elif state is states.EXITING:
            # the runtime's own menu may have ended it: that was wished for, too
            self._close(None)
        if state in _PHASES and self._phase is not Phase.LEAVING:
            self._be(_PHASES[state])

    def _draw(self, stay: Stay, state: xr.FrameState) -> None:
        self._gl.make_current()
        is_focused = self._phase is Phase.FOCUSED
        with stay.session.frame(int(state.predicted_display_time)) as layers:
            frame, found = stay.look(state, self.stand, is_focused=is_focused)
            self._last = frame
            if frame.head.is_tracked != self._is_tracked:
                self._is_tracked = frame.head.is_tracked
                self.tracking_changed.emit(self._is_tracked)
            self._on_frame(frame)
            if frame.views:
                if stay.passthrough is not None and stay.passthrough.is_shown:
                    layers.append(stay.passthrough.layer)
                views = stay.seen_from(found, self.stand)
                layers.append(stay.eyes.draw(found, views, frame.time_s))

    def _let_go(self) -> None:
        """Tell whoever draws that the hands have let go, once."""
        last, self._last = self._last, None
        if last is None:
            return
        left, right = (
            Hand(hand.side, grip=hand.grip, aim=hand.aim) for hand in (last.left, last.right)
        )
        self._on_frame(
            replace(
                last, number=last.number + 1, views=(), left=left, right=right, is_focused=False
            )
        )

    def _close(self, sentence: Sentence | None) -> None:
        stay, waiter = self._stay, self._waiter
        if stay is None or waiter is None:
            return
        try:
            self._let_go()
        finally:
            self._stay = self._waiter = None
            gc.unfreeze()
            if waiter.close():
                self._gl.make_current()
                try:
                    stay.close()
                finally:
                    self._gl.done()
            self._be(Phase.OUTSIDE)
            self.ended.emit(sentence)

    def _be(self, phase: Phase) -> None:
        if phase is self._phase:
            return
        was, self._phase = self._phase, phase
        self.phase_changed.emit(phase)
        if was is Phase.FOCUSED and phase in {Phase.VISIBLE, Phase.HIDDEN}:
            self.noticed.emit(in_front())
        elif phase is Phase.FOCUSED:
            self.noticed.emit(None)
