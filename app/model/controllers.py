"""What the parts of a controller do in the hand, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ControllerProfile:
    """One interaction profile of OpenXR.

    ``left`` and ``right`` map what is done ("trigger", "menu", ...) to the part that does it, a
    path below the hand's own. ``extension`` is what a runtime must offer for it, "" for none.
    """

    path: str
    title: str
    extension: str
    left: Mapping[str, str]
    right: Mapping[str, str]
