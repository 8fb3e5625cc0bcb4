"""Clay: put it, work it, give it a new mesh, hold and free parts of it."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np
import numpy.typing as npt

from app.commands.held import HeldEdit
from app.geometry.clay.dab import Dab, Reached, Symmetry
from app.geometry.clay.decimate import decimate
from app.geometry.clay.path import COLUMNS, DIRECTION, HAND, PRESSURE, TURNED, Walk
from app.geometry.clay.remesh import remesh
from app.geometry.clay.shape import ClayShape
from app.geometry.clay.standing import Standing
from app.geometry.clay.wheel import unturned
from app.geometry.look import linear
from app.model.changes import Changes
from app.model.clay import ClayAction, ClayTool
from app.model.document import Document
from app.model.entities import Work, new_uid
from app.model.meshes import Mesh
from app.model.space import Clay, Pose, Vector
from app.model.words import PersonError, Sentence

COMMIT_S = 1.0
MOST_PIECES = 32

PUT = Sentence("Add clay")
WORK = Sentence("Work the clay")
PAINT = Sentence("Paint the clay")
HOLD = Sentence("Hold part of the clay")
REMESH = Sentence("Give the clay an even mesh")
SIMPLIFY = Sentence("Make the clay simpler")
INVERT_MASK = Sentence("Swap what is held")
CLEAR_MASK = Sentence("Let go of what is held")

TOO_MANY_PIECES = Sentence(
    "There are {count} pieces of clay on this page, and more would make it slow. Nothing was "
    "changed. Take one away first, or begin another page."
)
WORKED_MEANWHILE = Sentence(
    "The clay was worked while its new mesh was being made, so the new mesh was let go of. "
    "Your clay is as you left it. Please try again."
)

_LABELS = {ClayAction.PAINT: PAINT, ClayAction.MASK: HOLD}
_FROM_BEHIND = {ClayAction.TWIST, ClayAction.DRAG}

Row = npt.NDArray[np.float64]


def put_clay(
    document: Document,
    *,
    work: Work,
    layer_uid: str,
    mesh: Mesh,
    name: str = "",
    pose: Pose = Pose(),  # noqa: B008  # it is frozen
) -> Clay:
    """Put a piece of clay on a page in space and return it; the mesh is the document's then.

    Raises
    ------
    PersonError
        If there are as many as a page holds.
    """
    count = sum(
        isinstance(entity, Clay) and entity.work_uid == work.uid
        for entity in document.entities.values()
    )
    if count >= MOST_PIECES:
        raise PersonError(Sentence(TOO_MANY_PIECES.message, {"count": count}))
    clay = Clay(new_uid(), work.uid, layer_uid, new_uid(), name, pose)
    with document.edit(PUT.message, scope=work.uid) as edit:
        edit.add_mesh(clay.mesh_uid, mesh)
        edit.put(clay)
    return clay


def use_mesh(
    document: Document, clay_uid: str, mesh: Mesh, *, label: Sentence, made_of: Mesh | None = None
) -> Clay:
    """Give a piece of clay another mesh, made elsewhere of the one it has; return the clay.

    Parameters
    ----------
    made_of : Mesh, optional
        The copy that the new one was made of on another thread.

    Raises
    ------
    PersonError
        If the clay is not as that copy any more.
    """
    clay = document.get(clay_uid, Clay)
    if made_of is not None:
        now = document.mesh(clay.mesh_uid)
        if now.faces is not made_of.faces or not np.array_equal(now.values, made_of.values):
            raise PersonError(WORKED_MEANWHILE)
    clay = replace(clay, mesh_uid=new_uid())
    with document.edit(label.message, scope=clay.work_uid) as edit:
        edit.add_mesh(clay.mesh_uid, mesh)
        edit.put(clay)
    return clay


def remesh_clay(document: Document, clay_uid: str, *, voxel_m: float) -> Clay:
    """Give a piece of clay an even mesh; see `app.geometry.clay.remesh` for what can be said."""
    mesh = document.mesh(document.get(clay_uid, Clay).mesh_uid)
    return use_mesh(document, clay_uid, remesh(mesh, voxel_m=voxel_m), label=REMESH)


def simplify_clay(document: Document, clay_uid: str, *, vertices: int) -> Clay:
    """Make a piece of clay simpler; see `app.geometry.clay.decimate` for what can be said."""
    mesh = document.mesh(document.get(clay_uid, Clay).mesh_uid)
    return use_mesh(document, clay_uid, decimate(mesh, vertices=vertices), label=SIMPLIFY)


def invert_mask(document: Document, clay_uid: str) -> None:
    """Hold what was free, and free what was held."""
    _set_mask(document, clay_uid, INVERT_MASK, factor=-1.0, plus=1.0)


def clear_mask(document: Document, clay_uid: str) -> None:
    """Hold nothing any more."""
    _set_mask(document, clay_uid, CLEAR_MASK, factor=0.0, plus=0.0)


def _set_mask(
    document: Document, clay_uid: str, label: Sentence, *, factor: float, plus: float
) -> None:
    clay = document.get(clay_uid, Clay)
    rows = np.arange(len(document.mesh(clay.mesh_uid).values), dtype=np.uint32)
    with document.edit(label.message, scope=clay.work_uid) as edit:
        mask = edit.vertices(clay.mesh_uid, rows)[:, 6]
        mask[:] = mask * np.float32(factor) + np.float32(plus)


class LiveClay:
    """The tool on the clay: one undo step, on its way to disk while it works.

    It commits at its first touch, then at every second of the touches' own time, and when the
    tool is lifted. Between its calls it holds the page's edit open, so that nothing else changes
    the clay under it. What changed is told by the shape (`ClayShape.take_ranges`).

    Parameters
    ----------
    document : Document
        Where the clay is.
    work : Work
        The page, and thereby the undo stack.
    clay : Clay
        The piece.
    shape : ClayShape
        Of its mesh, the one that is shown.
    tool : ClayTool
        What the touches do.
    radius_m : float
        How far a touch reaches, metres in the room.
    strength : float
        0 to 1; pressure scales it.
    symmetry : Symmetry
        The planes of the clay's own space that touches are mirrored over.
    colour : tuple of int
        sRGB, 0 to 255, for paint.
    is_inverted : bool
        Do the opposite.

    Raises
    ------
    ValueError
        If the shape is another mesh's.
    """

    def __init__(
        self,
        document: Document,
        *,
        work: Work,
        clay: Clay,
        shape: ClayShape,
        tool: ClayTool,
        radius_m: float,
        strength: float,
        symmetry: Symmetry = Symmetry(),  # noqa: B008  # it is frozen
        colour: tuple[int, int, int] = (255, 255, 255),
        is_inverted: bool = False,
    ) -> None:
        if shape.mesh is not document.mesh(clay.mesh_uid):
            raise ValueError("the shape is another mesh's")
        self._document = document
        self._work_uid = work.uid
        self._clay = clay
        self._shape = shape
        self._standing = Standing(clay.pose)
        self._dab = Dab(
            tool.action, (0.0, 0.0, 0.0), radius_m / clay.pose.scale, strength, tool["gain"],
            edge=tool["edge"], is_inverted=is_inverted, symmetry=symmetry,
            colour=_vector(linear(colour)),
        )  # fmt: skip
        self._walk = Walk(max(tool["spacing"] * self._dab.radius_m, 1e-6))
        self._merge = new_uid()
        self._is_worked = np.zeros(len(shape), np.bool_)
        label = _LABELS.get(tool.action, WORK)
        self._held = HeldEdit(document, label, scope=work.uid, merge=self._merge)
        self._anchor: Row | None = None
        self._hand = np.zeros(3)
        self._committed_s = 0.0
        self._is_begun = self._is_committed = False

    @property
    def is_open(self) -> bool:
        """Whether the tool is on the clay."""
        return self._held.edit is not None

    def touch(
        self,
        place_m: Vector,
        *,
        time_s: float,
        direction: Vector | None = None,
        pressure: float = 1.0,
        turned_rad: float = 0.0,
    ) -> None:
        """Bring the tool to a place, working the clay on the way from where it was.

        Parameters
        ----------
        place_m : three floats
            In the room. A place that is no number is passed over.
        time_s : float
            Since the tool came down.
        direction : three floats, optional
            Away from the clay, towards the eye, say, in the room; by default the surface's own.
        pressure : float
            0 to 1.
        turned_rad : float
            How far the clay is shown turned on its wheel.

        Raises
        ------
        RuntimeError
            If the page is being edited already.
        """
        self.hold(
            place_m, time_s=time_s, from_rad=turned_rad, to_rad=turned_rad, direction=direction,
            pressure=pressure,
        )  # fmt: skip

    def hold(
        self,
        place_m: Vector,
        *,
        time_s: float,
        from_rad: float,
        to_rad: float,
        direction: Vector | None = None,
        pressure: float = 1.0,
    ) -> None:
        """Bring the tool to a place while the clay turns under it (see `Wheel.advance`).

        The touches lie along the arc that the tool draws on the clay between the two angles;
        parameters and raises are those of `touch`.
        """
        row = self._row(place_m, direction, pressure, to_rad)
        if not all(map(isfinite, (*row, time_s, from_rad))):
            return
        if not self._is_begun:
            self._held.open()
            self._committed_s, self._is_begun = time_s, True
            self._apply(self._walk.begin(row))
            self._commit()
            self._held.open()
            return
        self._apply(self._walk.on(row, from_rad=from_rad))
        if time_s - self._committed_s >= COMMIT_S:
            self._committed_s = time_s
            self._commit()
            self._held.open()

    def leave(self) -> None:
        """Pass beside the clay: nothing is touched on the way to the next place."""
        self._walk.lift()
        self._anchor = None

    def finish(self) -> None:
        """Lift the tool: commit."""
        if self._held.edit is not None:
            self._commit()
            self._shape.tighten(np.flatnonzero(self._is_worked).astype(np.uint32))

    def cancel(self) -> None:
        """Take all of it back, as when a second finger makes it a pinch."""
        if self._held.edit is None:
            return
        self._held.cancel()
        if self._is_committed:
            self._document.undo(self._work_uid)
        self._look_again()

    def _row(
        self, place_m: Vector, direction: Vector | None, pressure: float, turned_rad: float
    ) -> Row:
        row = np.zeros(COLUMNS)
        row[HAND] = self._standing.into_clay(place_m)
        if direction is not None:
            row[DIRECTION] = self._standing.direction_into_clay(direction)
        row[PRESSURE] = min(max(pressure, 0.0), 1.0) if isfinite(pressure) else 0.0
        row[TURNED] = turned_rad
        return row

    def _apply(self, rows: Row) -> None:
        try:
            for row in rows:
                self._touch(row)
        except BaseException:
            self.cancel()
            raise

    def _touch(self, row: Row) -> None:
        if self._held.edit is None:
            raise RuntimeError("the tool is not on the clay")
        place = unturned(row[HAND], row[TURNED])
        if self._anchor is None:
            self._anchor, self._hand = place, row[HAND]
        drag = unturned(row[HAND] - self._hand, row[TURNED])
        self._hand = row[HAND]
        # a twist stays where it was begun, a drag takes along what it left
        centre = self._anchor if self._dab.action is ClayAction.TWIST else place - drag
        dab = replace(
            self._dab,
            centre_m=_vector(centre if self._dab.action in _FROM_BEHIND else place),
            direction=_unit(unturned(row[DIRECTION], row[TURNED])),
            strength=self._dab.strength * float(row[PRESSURE]),
            drag_m=_vector(drag),
        )
        reached = Reached(self._shape, dab)
        self._is_worked[reached.rows] = True
        reached.apply(self._held.edit.vertices(self._clay.mesh_uid, reached.rows))

    def _commit(self) -> None:
        self._document.committed.connect(self._note)
        try:
            self._held.commit()
        finally:
            self._document.committed.disconnect(self._note)
        if self._document.is_read_only:
            self._look_again()

    def _note(self, changes: Changes) -> None:
        # touches beside the clay leave no step that `cancel` could take back
        self._is_committed |= changes.merge == self._merge

    def _look_again(self) -> None:
        self._shape.refresh(np.flatnonzero(self._is_worked).astype(np.uint32))


def _vector(three: Row) -> Vector:
    x, y, z = (float(value) for value in three)
    return x, y, z


def _unit(direction: Row) -> Vector | None:
    length = float(np.linalg.norm(direction))
    return _vector(direction / length) if length > 0 else None
