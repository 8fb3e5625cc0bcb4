"""A stay with the headset: from its beginning to its end, frame by frame."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import xr
from headset.faults import told
from headset.graphics import GraphicsBinding
from headset.instance import Instance, destroyed

STEREO: Final = xr.ViewConfigurationType.PRIMARY_STEREO
_KNOWN: Final = int(xr.ViewStateFlags.ORIENTATION_VALID_BIT | xr.ViewStateFlags.POSITION_VALID_BIT)
_SEEN: Final = int(
    xr.ViewStateFlags.ORIENTATION_TRACKED_BIT | xr.ViewStateFlags.POSITION_TRACKED_BIT
)


@dataclass(frozen=True, slots=True)
class Eyesight:
    """Where the eyes are: OpenXR's own views, and whether they are seen there or guessed."""

    views: Any
    is_known: bool
    is_tracked: bool


class Session:
    """One session. The OpenGL context of the binding is current while it is made.

    ``is_running`` is whether it takes frames.
    """

    def __init__(self, instance: Instance, binding: GraphicsBinding) -> None:
        # it must outlive the call
        self._binding = binding.structure()
        chained = ctypes.cast(ctypes.pointer(self._binding), ctypes.c_void_p)
        self.is_running = False
        with told():
            self.handle = xr.create_session(
                instance.handle,
                xr.SessionCreateInfo(system_id=instance.system_id, next=chained),
            )
            found = xr.enumerate_view_configuration_views(
                instance.handle, instance.system_id, STEREO
            )
        self.sizes_px = tuple(
            (int(view.recommended_image_rect_width), int(view.recommended_image_rect_height))
            for view in found
        )
        self._state = xr.ViewState()
        self._count = ctypes.c_uint32(0)
        self._views = (xr.View * len(self.sizes_px))(*(xr.View() for _ in self.sizes_px))
        self._kept = (xr.View * len(self.sizes_px))(*(xr.View() for _ in self.sizes_px))
        self._has_kept = False
        self._begin_info = xr.FrameBeginInfo()

    def begin(self) -> None:
        """Take frames from now on: it is ready."""
        xr.begin_session(self.handle, xr.SessionBeginInfo(primary_view_configuration_type=STEREO))
        self.is_running = True

    def stop(self) -> None:
        """Take no frames any more: it is stopping."""
        self.is_running = False
        xr.end_session(self.handle)

    def ask_to_leave(self) -> None:
        """Ask the runtime to end it, state by state."""
        xr.request_exit_session(self.handle)

    def eyesight(self, space: Any, time_ns: int) -> Eyesight:
        """Return where the eyes will be, or were last; valid until the next call."""
        asked = xr.ViewLocateInfo(view_configuration_type=STEREO, display_time=time_ns, space=space)
        result = xr.raw_functions.xrLocateViews(
            self.handle, asked, ctypes.byref(self._state), len(self._views),
            ctypes.byref(self._count), self._views,
        )  # fmt: skip
        failed = xr.check_result(xr.Result(result))
        if failed.is_exception():
            raise failed
        flags = int(self._state.view_state_flags)
        if flags & _KNOWN == _KNOWN:
            ctypes.memmove(self._kept, self._views, ctypes.sizeof(self._views))
            self._has_kept = True
        return Eyesight(self._kept, self._has_kept, flags & _SEEN == _SEEN)

    @contextmanager
    def frame(self, time_ns: int) -> Iterator[list[Any]]:
        """Begin a frame, yield the list its layers go to, and end it whatever happens."""
        layers: list[Any] = []
        # where the one before was never ended this one counts all the same
        with suppress(xr.FrameDiscarded):
            xr.begin_frame(self.handle, self._begin_info)
        try:
            yield layers
        except BaseException:
            layers.clear()
            raise
        finally:
            self._end(time_ns, layers)

    def close(self) -> None:
        """Give it back."""
        self.is_running = False
        destroyed(xr.destroy_session, self.handle)

    def _end(self, time_ns: int, layers: Sequence[Any]) -> None:
        xr.end_frame(
            self.handle,
            xr.FrameEndInfo(
                display_time=time_ns,
                environment_blend_mode=xr.EnvironmentBlendMode.OPAQUE,
                layers=[ctypes.byref(each) for each in layers],
            ),
        )
