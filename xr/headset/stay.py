"""All that one stay inside holds, made together and given back together."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import xr
from app.model.controllers import ControllerProfile
from app.model.space import Pose
from headset.actions import Actions
from headset.extras import Passthrough, RefreshRates, blur_edges
from headset.eyes import Eyes
from headset.faults import told
from headset.finger_tracking import Fingers, with_joints
from headset.frames import EyeView, Frame
from headset.graphics import current_binding
from headset.hands import Hand, Head, Side
from headset.instance import (
    DEPTH,
    FOVEATION,
    HAND_TRACKING,
    PASSTHROUGH,
    REFRESH_RATE,
    VISIBILITY_MASK,
    Instance,
)
from headset.mask import read_mask
from headset.protocols import GlContext, Sight
from headset.session import Eyesight, Session
from headset.spaces import NOWHERE, Spaces, pose_of, stood, stood_joints
from headset.targets import device_samples


class Stay:
    """The session with its spaces, actions, hands and eyes. The OpenGL context is current.

    Attributes
    ----------
    instance, session, spaces, actions, eyes
        Its parts.
    fingers : Fingers or None
        Hand tracking, where the runtime has it.
    refresh_rates : RefreshRates or None
    passthrough : Passthrough or None
    is_foveated : bool
        Whether the runtime draws the edges with fewer pixels.
    head_in_stage : Pose
        The head in the play area, as it was known last.

    Raises
    ------
    HeadsetError
        If there is no way in; nothing is left of it.
    """

    def __init__(
        self, gl: GlContext, sight: Sight, profiles: tuple[ControllerProfile, ...], *,
        samples: int | None, without: frozenset[str],
    ) -> None:  # fmt: skip
        self._number = 0
        self.head_in_stage = Pose((0.0, 1.6, 0.0))
        binding = current_binding()
        with ExitStack() as made:
            self.instance = Instance(binding.extensions, without=without)
            made.callback(self.instance.close)
            self.session = Session(self.instance, binding)
            made.callback(self.session.close)
            self.spaces = Spaces(self.session.handle)
            made.callback(self.spaces.close)
            self.actions = Actions(self.instance, self.session.handle, profiles)
            made.callback(self.actions.close)
            self.fingers = self._fingers()
            if self.fingers is not None:
                made.callback(self.fingers.close)
            self.eyes = Eyes(
                gl, self.session.handle, self.spaces.stage, self.session.sizes_px, sight=sight,
                samples=device_samples() if samples is None else samples,
                has_depth=self.instance.has(DEPTH),
            )  # fmt: skip
            made.callback(self.eyes.close)
            self.take_masks()
            self.is_foveated = self.instance.has(*FOVEATION) and blur_edges(
                self.session.handle, [each.colours.handle for each in self.eyes.targets]
            )
            self.refresh_rates = (
                RefreshRates(self.session.handle) if self.instance.has(REFRESH_RATE) else None
            )
            self.passthrough = self._passthrough()
            if self.passthrough is not None:
                made.callback(self.passthrough.close)
            self._made = made.pop_all()

    def take_masks(self) -> None:
        """Take in what the lenses hide."""
        if not self.instance.has(VISIBILITY_MASK):
            return
        with told(is_inside=True):
            count = len(self.eyes.sizes_px)
            self.eyes.use_masks([read_mask(self.session.handle, eye) for eye in range(count)])

    def look(self, state: xr.FrameState, stand: Pose, *, is_focused: bool) -> tuple[Frame, Any]:
        """Return what a frame holds, and the runtime's own views of it."""
        time_ns = int(state.predicted_display_time)
        sight = self.session.eyesight(self.spaces.stage, time_ns)
        head = self._head(time_ns, sight)
        left, right = self._hands(time_ns, is_focused=is_focused)
        is_shown = bool(state.should_render) and sight.is_known
        frame = Frame(
            number=self._number,
            time_s=time_ns / 1e9,
            period_s=int(state.predicted_display_period) / 1e9,
            views=self.seen_from(sight.views, stand) if is_shown else (),
            left=_stood(stand, left),
            right=_stood(stand, right),
            head=Head(stood(stand, head.pose), head.is_tracked),
            is_focused=is_focused,
        )
        self._number += 1
        return frame, sight.views

    def seen_from(self, found: Any, stand: Pose) -> tuple[EyeView, ...]:
        """Return the runtime's views in the room."""
        return tuple(
            EyeView(
                stood(stand, pose_of(view.pose)),
                (view.fov.angle_left, view.fov.angle_right, view.fov.angle_up, view.fov.angle_down),
                size,
            )
            for view, size in zip(found, self.eyes.sizes_px, strict=True)
        )

    def close(self) -> None:
        """Give everything back; the OpenGL context is current."""
        self._made.close()

    def _head(self, time_ns: int, sight: Eyesight) -> Head:
        if sight.is_known:
            found = xr.locate_space(self.spaces.head, self.spaces.stage, time_ns)
            if int(found.location_flags) & 3 == 3:
                self.head_in_stage = pose_of(found.pose)
        return Head(self.head_in_stage, sight.is_tracked)

    def _hands(self, time_ns: int, *, is_focused: bool) -> tuple[Hand, Hand]:
        if not self.actions.sync() or not is_focused:
            return self.actions.let_go()
        left, right = self.actions.hands(self.spaces.stage, time_ns)
        if self.fingers is None:
            return left, right
        stage = self.spaces.stage
        return (
            with_joints(left, self.fingers.joints(Side.LEFT, stage, time_ns)),
            with_joints(right, self.fingers.joints(Side.RIGHT, stage, time_ns)),
        )

    def _fingers(self) -> Fingers | None:
        if not self.instance.has(HAND_TRACKING) or not self.instance.can_track_hands():
            return None
        return Fingers(self.instance.handle, self.session.handle)

    def _passthrough(self) -> Passthrough | None:
        if not self.instance.has(PASSTHROUGH):
            return None
        return Passthrough(self.session.handle)


def _stood(stand: Pose, hand: Hand) -> Hand:
    if stand is NOWHERE:
        return hand
    joints = hand.joints if hand.joints is None else stood_joints(stand, hand.joints)
    return replace(hand, grip=stood(stand, hand.grip), aim=stood(stand, hand.aim), joints=joints)
