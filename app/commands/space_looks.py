"""What strokes in space look like: asked with the dropper, changed with the repainter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from app.model.document import Document
from app.model.space import SpaceStroke
from app.model.words import Sentence

REPAINT: Final = Sentence("Repaint")

SMALLEST_M: Final = 0.0002
LARGEST_M: Final = 4.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a stroke is made of; ``size_m`` is its full width, metres."""

    brush_uid: str
    colour: tuple[int, int, int]
    size_m: float
    opacity: float


def look_of(document: Document, stroke_uid: str) -> Look:
    """Return what a stroke is made of.

    Raises
    ------
    KeyError
        If there is none.
    """
    stroke = document.get(stroke_uid, SpaceStroke)
    return Look(stroke.brush_uid, stroke.colour, stroke.size_m, stroke.opacity)


def repaint(
    document: Document,
    work_uid: str,
    strokes: Iterable[str],
    *,
    colour: tuple[int, int, int] | None = None,
    brush_uid: str | None = None,
    size_factor: float = 1.0,
    opacity: float | None = None,
    merge: str = "",
) -> None:
    """Give strokes another colour, brush, width or opacity; what is not given stays.

    Parameters
    ----------
    size_factor : float
        Times the width each stroke has, which stays within `SMALLEST_M` and `LARGEST_M`.
    merge : str
        The key of the gesture: its steps become one.
    """
    with document.edit(REPAINT.message, scope=work_uid, merge=merge) as edit:
        for uid in strokes:
            stroke = document.get(uid, SpaceStroke)
            size_m = stroke.size_m
            if size_factor != 1.0:
                size_m = min(max(size_m * size_factor, SMALLEST_M), LARGEST_M)
            edit.put(
                replace(
                    stroke,
                    colour=stroke.colour if colour is None else colour,
                    brush_uid=stroke.brush_uid if brush_uid is None else brush_uid,
                    size_m=size_m,
                    opacity=stroke.opacity if opacity is None else min(max(opacity, 0.0), 1.0),
                )
            )
