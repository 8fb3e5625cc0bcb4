"""Whatever goes wrong with a headset is said plainly, with one thing to do."""

from __future__ import annotations

import pytest
from headset.faults import HeadsetError, no_binding, sentence_of, told, too_old
from headset.graphics import current_binding

import xr


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (xr.RuntimeUnavailableError(), "no software for headsets"),
        (xr.RuntimeFailureError(), "does not answer"),
        (xr.FormFactorUnavailableError(), "No headset was found"),
        (xr.FormFactorUnsupportedError(), "No headset was found"),
        (xr.LimitReachedError(), "Another program is using the headset"),
        (xr.GraphicsDeviceInvalidError(), "Bring the graphics driver up to date"),
        (xr.TimeoutExpired(), "stopped taking pictures"),
        (xr.CallOrderInvalidError(), "stopped with a fault (CallOrderInvalidError)"),
    ],
)
def test_on_the_way_in(error, words):
    said = str(sentence_of(error))
    assert words in said
    assert "safe" in said


@pytest.mark.parametrize(
    "error",
    [
        xr.InstanceLostError(), xr.SessionLostError(), xr.SessionLossPending(),
        xr.RuntimeFailureError(),
    ],
)  # fmt: skip
def test_inside(error):
    said = str(sentence_of(error, is_inside=True))
    assert "What you drew is here and safe" in said
    assert "step inside again" in said


def test_what_is_missing_is_said_by_name():
    assert "not installed" in str(no_binding())
    assert "(Runtime 1)" in str(too_old("Runtime 1"))


def test_a_fault_of_openxr_becomes_a_sentence():
    with pytest.raises(HeadsetError, match="Connect the headset"), told():
        raise xr.FormFactorUnavailableError


def test_without_opengl_nothing_is_begun():
    with pytest.raises(HeadsetError, match="graphics driver"):
        current_binding()
