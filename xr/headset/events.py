"""What the runtime has to say, as values."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import xr


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The session is in another state."""

    state: Any


@dataclass(frozen=True, slots=True)
class InstanceLost:
    """The runtime is about to go."""


@dataclass(frozen=True, slots=True)
class ProfilesChanged:
    """Another kind of controller is in a hand, or none."""


@dataclass(frozen=True, slots=True)
class Recentred:
    """The play area has a new middle, or other bounds."""


@dataclass(frozen=True, slots=True)
class RefreshRateChanged:
    """The display shows another number of pictures a second."""

    hertz: float


@dataclass(frozen=True, slots=True)
class MaskChanged:
    """Another part of the picture is hidden by the lenses."""


Event = StateChanged | InstanceLost | ProfilesChanged | Recentred | RefreshRateChanged | MaskChanged


def events(instance: Any) -> Iterator[Event]:
    """Yield what has happened since the last call."""
    while True:
        try:
            buffer = xr.poll_event(instance)
        except xr.EventUnavailable:
            return
        event = _event(buffer)
        if event is not None:
            yield event


def _event(buffer: Any) -> Event | None:
    kinds = xr.StructureType
    # the number and not the name: a runtime may send what pyopenxr has never heard of
    number = int(buffer._type)
    if number == kinds.EVENT_DATA_SESSION_STATE_CHANGED:
        changed = _as(buffer, xr.EventDataSessionStateChanged)
        return StateChanged(xr.SessionState(changed.state))
    if number == kinds.EVENT_DATA_DISPLAY_REFRESH_RATE_CHANGED_FB:
        rates = _as(buffer, xr.EventDataDisplayRefreshRateChangedFB)
        return RefreshRateChanged(float(rates.to_display_refresh_rate))
    plain: dict[int, Event] = {
        int(kinds.EVENT_DATA_INSTANCE_LOSS_PENDING): InstanceLost(),
        int(kinds.EVENT_DATA_INTERACTION_PROFILE_CHANGED): ProfilesChanged(),
        int(kinds.EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING): Recentred(),
        int(kinds.EVENT_DATA_VISIBILITY_MASK_CHANGED_KHR): MaskChanged(),
    }
    return plain.get(number)


def _as(buffer: Any, kind: Any) -> Any:
    return ctypes.cast(ctypes.byref(buffer), ctypes.POINTER(kind)).contents
