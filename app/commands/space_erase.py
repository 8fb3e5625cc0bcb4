"""Taking away from a page in space: whole strokes, a piece of one, whatever is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from app.commands.space import part, parts_of, visible_layers
from app.commands.space_choice import index_of
from app.geometry.cutting import cut
from app.geometry.picking import Place, StrokePoints
from app.model.document import Document
from app.model.entities import new_uid
from app.model.space import SpaceStroke
from app.model.words import Sentence

ERASE: Final = Sentence("Erase")
CUT: Final = Sentence("Cut out a piece")
REMOVE: Final = Sentence("Remove")

LEAST_SPACING_M: Final = 0.002
_REACH: Final = 0.75


def remove_parts(document: Document, work_uid: str, uids: Iterable[str]) -> None:
    """Remove strokes, clay, references and guides; undo brings all of it back."""
    found = [part(document, uid).uid for uid in uids]
    with document.edit(REMOVE.message, scope=work_uid) as edit:
        for uid in found:
            edit.remove(uid)


def erase_strokes(
    document: Document,
    work_uid: str,
    *,
    centre_m: Place,
    radius_m: float,
    merge: str = "",
    index: StrokePoints | None = None,
) -> tuple[str, ...]:
    """Erase every visible stroke that a ball touches; return their uids.

    Parameters
    ----------
    merge : str
        The key of the gesture: its steps become one.
    index : StrokePoints, optional
        All strokes of the page, where the caller keeps one: quicker with thousands of them.
    """
    near = _near(document, work_uid, centre_m, radius_m, index)
    touched = [
        one
        for one in near
        if cut(one.points, centre_m, centre_m, _reach(one, radius_m)) is not None
    ]
    with document.edit(ERASE.message, scope=work_uid, merge=merge) as edit:
        for stroke in touched:
            edit.remove(stroke.uid)
    return tuple(stroke.uid for stroke in touched)


def cut_strokes(
    document: Document,
    work_uid: str,
    *,
    start_m: Place,
    end_m: Place,
    radius_m: float,
    merge: str = "",
    index: StrokePoints | None = None,
) -> tuple[str, ...]:
    """Cut what a ball meets on its way out of the visible strokes; return the strokes it met.

    What is left of a stroke keeps its times, pressures, turns and seed. Its first piece keeps
    its uid, too, and the others are strokes of their own in the same group.

    Parameters
    ----------
    start_m, end_m : three floats
        The ball's way since it was last told of.
    merge, index
        As for `erase_strokes`.
    """
    met = []
    middle = [(float(a) + float(b)) / 2 for a, b in zip(start_m, end_m, strict=True)]
    around = (
        radius_m + sum((float(a) - b) ** 2 for a, b in zip(start_m, middle, strict=True)) ** 0.5
    )
    with document.edit(CUT.message, scope=work_uid, merge=merge) as edit:
        for stroke in _near(document, work_uid, middle, around, index):
            pieces = cut(stroke.points, start_m, end_m, radius_m)
            if pieces is None:
                continue
            met.append(stroke.uid)
            if not pieces:
                edit.remove(stroke.uid)
            for number, piece in enumerate(pieces):
                uid = new_uid() if number else stroke.uid
                edit.put(
                    replace(
                        stroke,
                        uid=uid,
                        points=piece.points,
                        begun_m=stroke.begun_m + piece.begun_m,
                        left_m=stroke.left_m + piece.left_m,
                    )
                )
    return tuple(met)


def _near(
    document: Document,
    work_uid: str,
    centre_m: Place,
    radius_m: float,
    index: StrokePoints | None,
) -> list[SpaceStroke]:
    layers = set(visible_layers(document, work_uid))
    widest_m = max((one.size_m for one in parts_of(document, work_uid, SpaceStroke)), default=0.0)
    points = index_of(document, work_uid) if index is None else index
    # half its width, and half the way to the next point of the index
    reach_m = radius_m + max(_REACH * widest_m, LEAST_SPACING_M)
    found = (document.find(uid) for uid in points.touched(centre_m, reach_m))
    return [one for one in found if isinstance(one, SpaceStroke) and one.layer_uid in layers]


def _reach(stroke: SpaceStroke, radius_m: float) -> float:
    # what is seen of a stroke is as wide as its brush
    return radius_m + stroke.size_m / 2
