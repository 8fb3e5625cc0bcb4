"""Moving, turning, scaling, mirroring, doubling and grouping what is chosen on a page in space."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from app.commands.space import Part, check_room, part
from app.geometry.mirrors import check_copies, plane_mirror
from app.geometry.similarity import Similarity, matrix_of
from app.model.document import Document
from app.model.edit import Edit
from app.model.entities import new_uid
from app.model.meshes import Mesh
from app.model.space import Clay, SpaceStroke, Vector
from app.model.words import Sentence

MOVE: Final = Sentence("Move")
FLIP: Final = Sentence("Flip")
MIRROR: Final = Sentence("Mirror")
DUPLICATE: Final = Sentence("Duplicate")
GROUP: Final = Sentence("Group")
UNGROUP: Final = Sentence("Ungroup")


def transform(
    document: Document,
    work_uid: str,
    uids: Iterable[str],
    matrix: npt.ArrayLike,
    *,
    merge: str = "",
) -> None:
    """Move, turn and scale strokes, clay, references and guides.

    A stroke's points are moved themselves, and its brush grows with it.

    Parameters
    ----------
    matrix : ndarray, shape (4, 4)
        For column vectors, ``matrix @ (x, y, z, 1)``, metres in the room.
    merge : str
        The key of the gesture: its steps become one.

    Raises
    ------
    ValueError
        If it does more than move, turn, scale evenly and mirror.
    """
    way = Similarity.of(matrix)
    parts = [part(document, uid) for uid in uids]
    label = FLIP if way.is_mirror else MOVE
    with document.edit(label.message, scope=work_uid, merge=merge) as edit:
        _put_moved(document, edit, parts, way)


def flip(
    document: Document, work_uid: str, uids: Iterable[str], *, point_m: Vector, normal: Vector
) -> None:
    """Turn what is chosen into its own mirror image at a plane."""
    transform(document, work_uid, uids, plane_mirror(point_m, normal)[0])


class LiveMove:
    """A drag: every step is made from how things were at its beginning, so that nothing drifts.

    Parameters
    ----------
    uids : iterable of str
        Strokes, clay, references and guides.
    """

    def __init__(self, document: Document, work_uid: str, uids: Iterable[str]) -> None:
        self._document = document
        self._work_uid = work_uid
        self._parts = [part(document, uid) for uid in uids]
        self._merge = new_uid()

    def to(self, matrix: npt.ArrayLike) -> None:
        """Move everything from where it began; ``matrix`` as for `transform`, no mirror.

        Raises
        ------
        ValueError
            As for `transform`, or if it mirrors.
        """
        way = Similarity.of(matrix)
        if way.is_mirror:
            raise ValueError("a drag does not mirror")
        with self._document.edit(MOVE.message, scope=self._work_uid, merge=self._merge) as edit:
            _put_moved(self._document, edit, self._parts, way)


def duplicate(
    document: Document,
    work_uid: str,
    uids: Iterable[str],
    *,
    matrices: Sequence[npt.ArrayLike] | None = None,
    shift_m: Vector = (0.05, 0.05, 0.0),
) -> tuple[str, ...]:
    """Double what is chosen, or make an image of it in each mirror; return the new uids.

    Groups are doubled as groups.

    Parameters
    ----------
    matrices : sequence of ndarray, shape (4, 4), optional
        The copies, as `app.geometry.mirrors` gives them; without it there is one, shifted.
    shift_m : three floats
        How far a double stands from what it was made of, metres.

    Raises
    ------
    PersonError
        If there would be more copies, or more strokes on the page, than can be.
    """
    parts = [part(document, uid) for uid in uids]
    ways = [_shift(shift_m)] if matrices is None else [Similarity.of(one) for one in matrices]
    check_copies(len(ways))
    strokes = sum(isinstance(one, SpaceStroke) for one in parts)
    check_room(document, work_uid, strokes * len(ways))
    label = DUPLICATE if matrices is None else MIRROR
    made: list[str] = []
    with document.edit(label.message, scope=work_uid) as edit:
        for way in ways:
            groups: dict[str, str] = {"": ""}
            copies = [_copy(document, edit, one, groups) for one in parts]
            _put_moved(document, edit, copies, way)
            made += [copy.uid for copy in copies]
    return tuple(made)


def group(document: Document, work_uid: str, strokes: Iterable[str]) -> str:
    """Let strokes be chosen together from now on; return their group."""
    group_uid = new_uid()
    _regroup(document, work_uid, strokes, GROUP, group_uid)
    return group_uid


def ungroup(document: Document, work_uid: str, strokes: Iterable[str]) -> None:
    """Let strokes be chosen one by one again."""
    _regroup(document, work_uid, strokes, UNGROUP, "")


def _regroup(
    document: Document, work_uid: str, strokes: Iterable[str], label: Sentence, group_uid: str
) -> None:
    with document.edit(label.message, scope=work_uid) as edit:
        for uid in strokes:
            edit.put(replace(document.get(uid, SpaceStroke), group_uid=group_uid))


def _shift(shift_m: Vector) -> Similarity:
    return Similarity.of(matrix_of(shift_m=shift_m))


def _put_moved(document: Document, edit: Edit, parts: Sequence[Part], way: Similarity) -> None:
    strokes = [one for one in parts if isinstance(one, SpaceStroke)]
    if strokes:
        # a thousand strokes at once take a tenth of the time of one after the other
        ends = np.cumsum([len(one.points) for one in strokes])
        points = np.split(way.points(np.concatenate([one.points for one in strokes])), ends[:-1])
        for stroke, mine in zip(strokes, points, strict=True):
            edit.put(
                replace(
                    stroke,
                    points=mine.copy(),
                    size_m=stroke.size_m * way.scale,
                    begun_m=stroke.begun_m * way.scale,
                    left_m=stroke.left_m * way.scale,
                )
            )
    for one in parts:
        if isinstance(one, Clay) and way.is_mirror:
            mesh_uid = _mirrored_mesh(document, edit, one.mesh_uid)
            edit.put(replace(one, mesh_uid=mesh_uid, pose=way.pose(one.pose)))
        elif not isinstance(one, SpaceStroke):
            edit.put(replace(one, pose=way.pose(one.pose)))


def _mirrored_mesh(document: Document, edit: Edit, mesh_uid: str) -> str:
    mesh = document.mesh(mesh_uid)
    values = mesh.values.copy()
    values[:, 0] *= -1
    # what is mirrored would show its inside
    uid = new_uid()
    edit.add_mesh(uid, Mesh(values, mesh.faces[:, ::-1].copy()))
    return uid


def _copy(document: Document, edit: Edit, one: Part, groups: dict[str, str]) -> Part:
    if isinstance(one, SpaceStroke):
        group_uid = groups.setdefault(one.group_uid, new_uid())
        return replace(one, uid=new_uid(), group_uid=group_uid)
    if isinstance(one, Clay):
        mesh, mesh_uid = document.mesh(one.mesh_uid), new_uid()
        edit.add_mesh(mesh_uid, Mesh(mesh.values.copy(), mesh.faces))
        return replace(one, uid=new_uid(), mesh_uid=mesh_uid)
    return replace(one, uid=new_uid())
