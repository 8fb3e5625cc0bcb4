"""What can go wrong with a headset, in a person's words: what happened, and one thing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import xr
from app.model.words import PersonError, Sentence


class HeadsetError(PersonError):
    """The headset cannot be used, or not any longer; the studio on the desktop goes on."""


def no_binding() -> Sentence:
    """Return what is said where pyopenxr is not installed."""
    return Sentence(
        "The headset part of Innerscape is not installed. Your work is safe, and everything else "
        "works. Install Innerscape again to get it."
    )


def no_runtime() -> Sentence:
    """Return what is said where there is no OpenXR runtime."""
    return Sentence(
        "This computer has no software for headsets. Your work is safe, and everything else "
        "works. Install your headset's own software, and make it the OpenXR runtime."
    )


def no_service() -> Sentence:
    """Return what is said where the runtime's service does not answer."""
    return Sentence(
        "The headset's software is installed, but it does not answer. Your work is safe. Start "
        "the headset's software, then step inside again."
    )


def no_headset() -> Sentence:
    """Return what is said where no headset is connected."""
    return Sentence(
        "No headset was found. Your work is safe, and everything else works. Connect the headset, "
        "switch it on, then step inside again."
    )


def held_by_another() -> Sentence:
    """Return what is said where another program has the headset."""
    return Sentence(
        "Another program is using the headset. Your work is safe. Close the other program, then "
        "step inside again."
    )


def not_begun() -> Sentence:
    """Return what is said where the headset lets nobody in, for whatever reason."""
    return Sentence(
        "The headset did not begin. It may be asleep, or another program may be using it. Your "
        "work is safe. Put it on, close other programs for it, then step inside again."
    )


def in_front() -> Sentence:
    """Return what is said while the runtime's menu or another program has the hands."""
    return Sentence(
        "Something else is in front in the headset. What you drew is here and safe. Close the "
        "headset's menu, or the other program, to go on."
    )


def no_graphics() -> Sentence:
    """Return what is said where the headset and OpenGL do not come together."""
    return Sentence(
        "The headset cannot be drawn to with the graphics of this computer. Your work is safe, "
        "and everything else works. Bring the graphics driver up to date."
    )


def service_gone() -> Sentence:
    """Return what is said when the service ends while one is inside."""
    return Sentence(
        "The headset's software stopped. What you drew is here and safe. Start it again, then "
        "step inside again."
    )


def stalled() -> Sentence:
    """Return what is said when the runtime does not give back a picture to draw into."""
    return Sentence(
        "The headset stopped taking pictures. What you drew is here and safe. Step inside again."
    )


def too_old(runtime: object) -> Sentence:
    """Return what is said where the runtime cannot do what is needed."""
    return Sentence(
        "The headset's software ({runtime}) cannot show OpenGL pictures. Your work is safe, and "
        "everything else works. Bring the headset's software up to date.",
        {"runtime": runtime},
    )


def not_understood(error: object) -> Sentence:
    """Return what is said about what nobody thought of."""
    return Sentence(
        "The headset stopped with a fault ({reason}). Your work is safe. Step inside again, and "
        "if it comes back, restart the headset's software.",
        {"reason": error},
    )


_GONE = (
    xr.InstanceLostError,
    xr.SessionLostError,
    xr.SessionLossPending,
    xr.RuntimeFailureError,
)
_SAID: tuple[tuple[tuple[type[xr.XrException], ...], Callable[[], Sentence]], ...] = (
    ((xr.RuntimeUnavailableError,), no_runtime),
    ((xr.FormFactorUnavailableError, xr.FormFactorUnsupportedError), no_headset),
    ((xr.LimitReachedError,), held_by_another),
    ((xr.GraphicsDeviceInvalidError, xr.SwapchainFormatUnsupportedError), no_graphics),
    ((xr.TimeoutExpired,), stalled),
)


def sentence_of(error: xr.XrException, *, is_inside: bool = False) -> Sentence:
    """Return what to say about a fault; ``is_inside`` is whether a session had been made."""
    if isinstance(error, _GONE):
        return service_gone() if is_inside else no_service()
    for kinds, said in _SAID:
        if isinstance(error, kinds):
            return said()
    return not_understood(type(error).__name__)


@contextmanager
def told(*, is_inside: bool = False) -> Iterator[None]:
    """Tell a person of any fault of OpenXR in here.

    Raises
    ------
    HeadsetError
        With the sentence for it.
    """
    try:
        yield
    except xr.XrException as error:
        raise HeadsetError(sentence_of(error, is_inside=is_inside)) from error
