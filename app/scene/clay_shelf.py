"""The clay of a page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.geometry.clay.shape import ClayShape
from app.model.document import Document
from app.model.meshes import Indices, Mesh
from app.model.space import Clay, Pose
from app.scene.clay_visual import ClayPiece, ClayVisual
from app.scene.turning import multiplied, pose_matrix, turn_about


class ClayShelf:
    """Pieces of clay by uid, each with its working shape and its visual.

    Parameters
    ----------
    detail : int
        As in `RoomVisual`.
    """

    def __init__(self, *, detail: int) -> None:
        self._detail = detail
        self._selected: frozenset[str] = frozenset()
        self._pieces: dict[str, Clay] = {}
        self._visuals: dict[str, ClayVisual] = {}
        self._shapes: dict[str, ClayShape] = {}
        self._turned_rad = 0.0
        self._hidden_layers: frozenset[str] = frozenset()

    def __contains__(self, uid: str) -> bool:
        return uid in self._pieces

    def __iter__(self) -> Iterator[str]:
        return iter(self._pieces)

    @property
    def visuals(self) -> list[ClayVisual]:
        """Return what is drawn."""
        return list(self._visuals.values())

    def shape_of(self, uid: str) -> ClayShape:
        """Return the working shape of a piece: tools work on this very one, and `touched` follows.

        Raises
        ------
        KeyError
            If the piece is not on this page.
        """
        return self._shapes[uid]

    @property
    def turned_rad(self) -> float:
        """Return how far all clay is shown turned about its own upright axis."""
        return self._turned_rad

    def turn(self, turned_rad: float) -> None:
        """Show all clay turned, as on a potter's wheel; its pose in the document stays."""
        self._turned_rad = turned_rad
        for uid, visual in self._visuals.items():
            visual.place(self.pose_of(uid))

    def pose_of(self, uid: str) -> Pose:
        """Return how a piece is shown: as it stands, and turned on the wheel."""
        pose = self._pieces[uid].pose
        if not self._turned_rad:
            return pose
        turn = turn_about((0.0, 1.0, 0.0), math.degrees(self._turned_rad))
        return replace(pose, rotation=multiplied(pose.rotation, turn))

    def clear(self) -> None:
        """Take all clay away."""
        self._turned_rad = 0.0
        self._pieces.clear()
        self._visuals.clear()
        self._shapes.clear()

    def put(self, clay: Clay, document: Document) -> None:
        """Show a piece, or follow where it stands and which mesh it has now."""
        before = self._pieces.get(clay.uid)
        if not document.has_mesh(clay.mesh_uid):
            self.take(clay.uid)
            return
        self._pieces[clay.uid] = clay
        mesh = document.mesh(clay.mesh_uid)
        if before is None or self._shapes[clay.uid].mesh is not mesh:
            self._use(clay, mesh)
        else:
            self._visuals[clay.uid].place(self.pose_of(clay.uid))
        self._visuals[clay.uid].visible = clay.layer_uid not in self._hidden_layers

    def take(self, uid: str) -> None:
        """Take a piece away."""
        self._pieces.pop(uid, None)
        self._visuals.pop(uid, None)
        self._shapes.pop(uid, None)

    def hide_layers(self, layer_uids: frozenset[str]) -> None:
        """Hide the clay of these layers, and show all other."""
        self._hidden_layers = layer_uids
        for uid, visual in self._visuals.items():
            visual.visible = self._pieces[uid].layer_uid not in layer_uids

    def rewritten(self, mesh_uid: str, rows: Indices) -> None:
        """Follow vertices of a mesh that the document wrote (a step committed, undone, redone)."""
        for uid, piece in self._pieces.items():
            if piece.mesh_uid == mesh_uid:
                self._shapes[uid].refresh(rows)
                self.touched(uid)

    def touched(self, uid: str) -> None:
        """Follow what a tool did to the piece's shape since the last call."""
        self._visuals[uid].follow(self._shapes[uid].take_ranges())

    def highlight(self, uids: frozenset[str]) -> None:
        """Mark these pieces as selected and no others."""
        self._selected = uids
        for uid, visual in self._visuals.items():
            visual.tell({"u_selected": float(uid in uids)})

    def geometry_of(self, uid: str) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32]]:
        """Return a piece's places in the room, shape (n, 3), a copy, and its triangles."""
        shape = self._shapes[uid]
        matrix = pose_matrix(self.pose_of(uid))
        places = shape.values[:, :3] @ matrix[:3, :3].T.astype(np.float32)
        places += matrix[:3, 3].astype(np.float32)
        return places, shape.faces

    def is_shown(self, uid: str) -> bool:
        """Whether a piece is here and its layer is shown."""
        return uid in self._pieces and self._pieces[uid].layer_uid not in self._hidden_layers

    def use_detail(self, detail: int) -> None:
        """Be drawn with more or less."""
        self._detail = detail
        self.new_visuals()

    def new_visuals(self) -> None:
        """Make every visual anew, for another GL context."""
        for uid, clay in self._pieces.items():
            self._visuals[uid] = self._drawn(clay)

    def _use(self, clay: Clay, mesh: Mesh) -> None:
        self._shapes[clay.uid] = ClayShape(mesh)
        self._visuals[clay.uid] = self._drawn(clay)

    def _drawn(self, clay: Clay) -> ClayVisual:
        shape = self._shapes[clay.uid]
        # the buffers below hold all of it: what was touched before is in them
        shape.take_touched()
        visual: ClayVisual = ClayPiece(shape, self.pose_of(clay.uid), self._detail)
        visual.tell({"u_selected": float(clay.uid in self._selected)})
        visual.visible = clay.layer_uid not in self._hidden_layers
        return visual
