"""What only some runtimes offer: refresh rates, the real room behind the scene, sharper middles."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any

import xr
from headset.faults import told
from headset.instance import destroyed


class RefreshRates:
    """How many pictures a second the display can show; ``offered`` in hertz, rising."""

    def __init__(self, session: Any) -> None:
        self._session = session
        with told(is_inside=True):
            found = xr.enumerate_display_refresh_rates_fb(session)
        self.offered = tuple(sorted(float(rate) for rate in found))

    @property
    def current(self) -> float:
        """Return the rate in use."""
        with told(is_inside=True):
            rate = xr.get_display_refresh_rate_fb(self._session)
        # a bare c_float comes back
        return float(getattr(rate, "value", rate))

    def request(self, hertz: float) -> None:
        """Ask for another one of ``offered``; an event says when it is in use."""
        if hertz not in self.offered:
            raise ValueError(hertz)
        with told(is_inside=True):
            xr.request_display_refresh_rate_fb(self._session, hertz)


class Passthrough:
    """The real room, as the headset's cameras see it, behind what is drawn.

    ``is_shown`` is whether `layer` is to be submitted under the eyes.
    """

    def __init__(self, session: Any) -> None:
        flags = xr.PassthroughFlagsFB
        self.is_shown = False
        with told(is_inside=True):
            self._feature = xr.create_passthrough_fb(
                session, xr.PassthroughCreateInfoFB(flags=flags.IS_RUNNING_AT_CREATION_BIT)
            )
            self._handle = xr.create_passthrough_layer_fb(
                session,
                xr.PassthroughLayerCreateInfoFB(
                    passthrough=self._feature,
                    flags=flags.IS_RUNNING_AT_CREATION_BIT,
                    purpose=xr.PassthroughLayerPurposeFB.RECONSTRUCTION,
                ),
            )
        self.layer = xr.CompositionLayerPassthroughFB(layer_handle=self._handle)

    def close(self) -> None:
        """Give it back."""
        destroyed(xr.destroy_passthrough_layer_fb, self._handle)
        destroyed(xr.destroy_passthrough_fb, self._feature)


def blur_edges(session: Any, swapchains: Iterable[Any]) -> bool:
    """Draw the edges of the picture with fewer pixels (foveation); return whether it is done."""
    level = xr.FoveationLevelProfileCreateInfoFB(
        level=xr.FoveationLevelFB.MEDIUM, vertical_offset=0.0,
        dynamic=xr.FoveationDynamicFB.DISABLED,
    )  # fmt: skip
    created = xr.FoveationProfileCreateInfoFB(
        next=ctypes.cast(ctypes.pointer(level), ctypes.c_void_p)
    )
    try:
        profile = xr.create_foveation_profile_fb(session, created)
    except xr.XrException:
        return False
    try:
        for swapchain in swapchains:
            state = xr.SwapchainStateFoveationFB(profile=profile)
            head = ctypes.cast(ctypes.pointer(state), ctypes.POINTER(xr.SwapchainStateBaseHeaderFB))
            xr.update_swapchain_fb(swapchain, head.contents)
    except xr.XrException:
        # it is a kindness of the runtime, and the picture is whole without it
        return False
    finally:
        destroyed(xr.destroy_foveation_profile_fb, profile)
    return True
