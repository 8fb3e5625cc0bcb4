"""The connection with the runtime, and the headset it has."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import xr
from headset.faults import HeadsetError, no_binding, no_graphics, told, too_old

DEPTH = "XR_KHR_composition_layer_depth"
HAND_TRACKING = "XR_EXT_hand_tracking"
HAND_INTERACTION = "XR_EXT_hand_interaction"
PASSTHROUGH = "XR_FB_passthrough"
REFRESH_RATE = "XR_FB_display_refresh_rate"
VISIBILITY_MASK = "XR_KHR_visibility_mask"
FOVEATION = ("XR_FB_foveation", "XR_FB_foveation_configuration", "XR_FB_swapchain_update_state")

# used where the runtime has them
OPTIONAL = (
    DEPTH, HAND_TRACKING, HAND_INTERACTION, PASSTHROUGH, REFRESH_RATE, VISIBILITY_MASK,
    "XR_BD_controller_interaction", *FOVEATION,
)  # fmt: skip


class Instance:
    """One connection; there is never more than one in a process. Close it.

    Parameters
    ----------
    needed : tuple of str
        Extensions it must have: the graphics binding's.
    without : frozenset of str
        Optional extensions that are not to be used although the runtime has them.

    Attributes
    ----------
    handle, system_id
        OpenXR's own.
    extensions : frozenset of str
        What is in use.
    runtime, headset : str
        Their names.

    Raises
    ------
    HeadsetError
        Without a runtime, its service, a headset, or what is needed.
    """

    def __init__(self, needed: tuple[str, ...], *, without: frozenset[str] = frozenset()) -> None:
        _check_binding()
        os.environ.setdefault("XR_LOADER_DEBUG", "none")
        with told():
            offered = {
                row.extension_name.decode() for row in xr.enumerate_instance_extension_properties()
            }
        if not offered.issuperset(needed):
            raise HeadsetError(no_graphics() if needed[0] in offered else too_old("OpenXR"))
        wanted = offered.intersection(OPTIONAL) - without
        self.extensions = frozenset({*needed, *wanted})
        with told():
            self.handle = xr.create_instance(
                xr.InstanceCreateInfo(
                    application_info=xr.ApplicationInfo(
                        application_name="Innerscape", api_version=xr.Version(1, 0, 0)
                    ),
                    enabled_extension_names=sorted(self.extensions),
                )
            )
        try:
            self._find_headset()
        except BaseException:
            # one that is left would keep every later one from being made
            self.close()
            raise

    def _find_headset(self) -> None:
        with told():
            self.runtime = _text(xr.get_instance_properties(self.handle).runtime_name)
            self.system_id = xr.get_system(
                self.handle,
                xr.SystemGetInfo(form_factor=xr.FormFactor.HEAD_MOUNTED_DISPLAY),
            )
            self.headset = _text(xr.get_system_properties(self.handle, self.system_id).system_name)
            # to ask is required before a session may be made
            xr.get_opengl_graphics_requirements_khr(self.handle, self.system_id)

    def has(self, *extensions: str) -> bool:
        """Whether all of these are in use."""
        return self.extensions.issuperset(extensions)

    def can_track_hands(self) -> bool:
        """Whether this headset follows hands without controllers."""
        hands = xr.SystemHandTrackingPropertiesEXT()
        asked = xr.SystemProperties(next=ctypes.cast(ctypes.pointer(hands), ctypes.c_void_p))
        result = xr.raw_functions.xrGetSystemProperties(
            self.handle, self.system_id, ctypes.byref(asked)
        )
        return bool(xr.Result(result) is xr.Result.SUCCESS and hands.supports_hand_tracking)

    def close(self) -> None:
        """End the connection; what it made is gone with it."""
        handle, self.handle = self.handle, None
        if handle is not None:
            destroyed(xr.destroy_instance, handle)


def destroyed(destroy: Callable[[Any], None], handle: Any) -> None:
    """Give a handle back; where its runtime is gone, it is gone, too."""
    try:
        destroy(handle)
    except xr.XrException:
        return


def _check_binding() -> None:
    try:
        version("pyopenxr")
    except PackageNotFoundError as error:
        raise HeadsetError(no_binding()) from error


def _text(name: bytes | str) -> str:
    return name.decode(errors="replace") if isinstance(name, bytes) else name
