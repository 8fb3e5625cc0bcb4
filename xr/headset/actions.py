"""What is done with the controllers: one set of actions, bound as the data says."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any, Final

import xr
from app.model.controllers import ControllerProfile
from app.model.space import Pose
from headset.faults import told
from headset.hands import Button, Hand, Side
from headset.instance import Instance, destroyed
from headset.spaces import pose_of

FLOATS: Final = ("trigger", "squeeze")
POSES: Final = ("grip", "aim")
BUTTONS: Final = {
    "primary": Button.PRIMARY,
    "secondary": Button.SECONDARY,
    "menu": Button.MENU,
    "stick_press": Button.STICK,
    "select": Button.SELECT,
}
SEEN: Final = int(
    xr.SpaceLocationFlags.POSITION_TRACKED_BIT | xr.SpaceLocationFlags.ORIENTATION_TRACKED_BIT
)
KNOWN: Final = int(
    xr.SpaceLocationFlags.POSITION_VALID_BIT | xr.SpaceLocationFlags.ORIENTATION_VALID_BIT
)


class Actions:
    """The actions of both hands.

    Parameters
    ----------
    instance : Instance
        The connection.
    session : xr.Session
        What they are attached to.
    profiles : iterable of ControllerProfile
        What is suggested; those that need an extension which is not in use are passed over.
    """

    def __init__(
        self, instance: Instance, session: Any, profiles: Iterable[ControllerProfile]
    ) -> None:
        self._instance, self._session = instance.handle, session
        self._paths = {
            side: xr.string_to_path(instance.handle, f"/user/hand/{side}") for side in Side
        }
        self._profile_names: dict[int, str] = {0: ""}
        self._last = {side: Hand(side) for side in Side}
        self._set: Any = None
        with told(is_inside=True):
            self._set = xr.create_action_set(
                instance.handle,
                xr.ActionSetCreateInfo(
                    action_set_name="studio", localized_action_set_name="Studio", priority=0
                ),
            )
            self._actions = self._made()
            for profile in profiles:
                if not profile.extension or instance.has(profile.extension):
                    self._suggest(profile)
            xr.attach_session_action_sets(
                session, xr.SessionActionSetsAttachInfo(action_sets=[self._set])
            )
            self._spaces = self._made_spaces()
            self._take_profiles()
        self._asking = {
            (side, name): xr.ActionStateGetInfo(action=action, subaction_path=self._paths[side])
            for side in Side
            for name, action in self._actions.items()
        }
        self._active = xr.ActiveActionSet(action_set=self._set, subaction_path=xr.NULL_PATH)
        self._syncing = xr.ActionsSyncInfo(active_action_sets=[self._active])

    def sync(self) -> bool:
        """Take in what the hands do now; return whether they are ours."""
        try:
            xr.sync_actions(self._session, self._syncing)
        except xr.SessionNotFocused:
            return False
        return True

    def hands(self, stage: Any, time_ns: int) -> tuple[Hand, Hand]:
        """Return both hands at a time, the left first, in the stage's space."""
        left, right = (self._hand(side, stage, time_ns) for side in Side)
        return left, right

    def let_go(self) -> tuple[Hand, Hand]:
        """Return both hands where they were last, doing nothing."""
        left, right = (
            Hand(side, grip=self._last[side].grip, aim=self._last[side].aim) for side in Side
        )
        return left, right

    def pulse(self, side: Side, strength: float, seconds: float) -> None:
        """Let the hand feel something; a controller that cannot is passed over."""
        felt = xr.HapticVibration(
            duration=int(seconds * 1e9), frequency=0.0, amplitude=min(1.0, max(0.0, strength))
        )
        head = ctypes.cast(ctypes.pointer(felt), ctypes.POINTER(xr.HapticBaseHeader)).contents
        action = xr.HapticActionInfo(action=self._actions["buzz"], subaction_path=self._paths[side])
        try:
            xr.apply_haptic_feedback(self._session, action, head)
        except xr.QualifiedSuccessResult:
            return

    def profiles_changed(self) -> None:
        """Follow the event of that name."""
        self._take_profiles()

    @property
    def profiles(self) -> dict[Side, str]:
        """Return the path of each hand's interaction profile, "" for none."""
        return dict(self._bound)

    def close(self) -> None:
        """Give everything back."""
        for space in self._spaces.values():
            destroyed(xr.destroy_space, space)
        destroyed(xr.destroy_action_set, self._set)

    def _made(self) -> dict[str, Any]:
        kinds = xr.ActionType
        wanted = {"stick": kinds.VECTOR2F_INPUT, "buzz": kinds.VIBRATION_OUTPUT}
        wanted |= dict.fromkeys(POSES, kinds.POSE_INPUT)
        wanted |= dict.fromkeys(FLOATS, kinds.FLOAT_INPUT)
        wanted |= dict.fromkeys(BUTTONS, kinds.BOOLEAN_INPUT)
        sides = (xr.Path * 2)(*self._paths.values())
        return {
            name: xr.create_action(
                self._set,
                xr.ActionCreateInfo(
                    action_type=kind,
                    action_name=name,
                    localized_action_name=name.replace("_", " ").capitalize(),
                    count_subaction_paths=2,
                    subaction_paths=sides,
                ),
            )
            for name, kind in wanted.items()
        }

    def _made_spaces(self) -> dict[tuple[Side, str], Any]:
        return {
            (side, name): xr.create_action_space(
                self._session,
                xr.ActionSpaceCreateInfo(
                    action=self._actions[name], subaction_path=self._paths[side]
                ),
            )
            for side in Side
            for name in POSES
        }

    def _suggest(self, profile: ControllerProfile) -> None:
        parts = ((Side.LEFT, profile.left), (Side.RIGHT, profile.right))
        suggested = [
            xr.ActionSuggestedBinding(
                action=self._actions[name],
                binding=xr.string_to_path(self._instance, f"/user/hand/{side}/{part}"),
            )
            for side, bound in parts
            for name, part in bound.items()
        ]
        try:
            xr.suggest_interaction_profile_bindings(
                self._instance,
                xr.InteractionProfileSuggestedBinding(
                    interaction_profile=xr.string_to_path(self._instance, profile.path),
                    suggested_bindings=suggested,
                ),
            )
        except xr.PathUnsupportedError:
            # a runtime need not know every controller; it says so here
            return

    def _take_profiles(self) -> None:
        self._bound = {
            side: self._name_of(
                int(xr.get_current_interaction_profile(self._session, path).interaction_profile)
            )
            for side, path in self._paths.items()
        }

    def _name_of(self, path: int) -> str:
        if path not in self._profile_names:
            self._profile_names[path] = str(xr.path_to_string(self._instance, path))
        return self._profile_names[path]

    def _hand(self, side: Side, stage: Any, time_ns: int) -> Hand:
        last = self._last[side]
        asking = self._asking
        if not xr.get_action_state_pose(self._session, asking[side, "grip"]).is_active:
            return Hand(side, grip=last.grip, aim=last.aim)
        grip, is_tracked = self._placed(self._spaces[side, "grip"], stage, time_ns, last.grip)
        aim, _ = self._placed(self._spaces[side, "aim"], stage, time_ns, last.aim)
        stick = xr.get_action_state_vector2f(self._session, asking[side, "stick"]).current_state
        trigger, squeeze = (
            float(xr.get_action_state_float(self._session, asking[side, name]).current_state)
            for name in FLOATS
        )
        pressed = frozenset(
            button
            for name, button in BUTTONS.items()
            if xr.get_action_state_boolean(self._session, asking[side, name]).current_state
        )
        hand = Hand(
            side, True, is_tracked, grip, aim, trigger, squeeze,
            (float(stick.x), float(stick.y)), pressed, None, self._bound[side],
        )  # fmt: skip
        self._last[side] = hand
        return hand

    def _placed(self, space: Any, stage: Any, time_ns: int, last: Pose) -> tuple[Pose, bool]:
        found = xr.locate_space(space, stage, time_ns)
        flags = int(found.location_flags)
        if flags & KNOWN != KNOWN:
            return last, False
        return pose_of(found.pose), flags & SEEN == SEEN
