"""Choosing things in the room, and moving, turning and scaling what is chosen."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QRectF, Signal

from app.commands import space_choice as choice
from app.commands.space_move import LiveMove
from app.geometry.picking import planes_of_screen_box
from app.geometry.similarity import matrix_of
from app.model.changes import Changes
from app.model.space import Clay, Guide, Reference, SpaceStroke, Vector
from app.scene.gizmo import Gizmo, Handle
from app.scene.turning import turn_about
from widgets.reading_only import READING
from widgets.space.aim import Aim, Mark
from widgets.space.kit import SpaceKit, Way
from widgets.space.looking import Looking
from widgets.space.stand import SpaceStand

_DRAG_PX = 4.0
GIZMO_PX = 92.0


class Choice(QObject):
    """What is chosen: of the workspace, never undone.

    Attributes
    ----------
    changed : Signal()
        Something else is chosen, or it moved.
    box : QRectF or None
        The box that is being drawn around things, logical pixels.
    """

    changed = Signal()

    def __init__(self, stand: SpaceStand, looking: Looking) -> None:
        super().__init__()
        self._stand, self._looking = stand, looking
        self.uids: tuple[str, ...] = ()
        self.box: QRectF | None = None
        stand.changed.connect(self._tidy)
        stand.opened.connect(self.clear)

    @property
    def work_uid(self) -> str:
        """Return the page."""
        work = self._stand.work
        return work.uid if work is not None else ""

    @property
    def strokes(self) -> tuple[str, ...]:
        """Return the strokes among what is chosen."""
        find = self._stand.document.find
        return tuple(uid for uid in self.uids if isinstance(find(uid), SpaceStroke))

    @property
    def bounds_m(self) -> tuple[Vector, Vector] | None:
        """Return the corners of what is chosen; None where nothing is."""
        return self._bounds(self.uids)

    @property
    def gizmo(self) -> Gizmo | None:
        """Return the handles, None where nothing is chosen."""
        bounds = self.bounds_m
        if bounds is None:
            return None
        x, y, z = ((low + high) / 2 for low, high in zip(*bounds, strict=True))
        camera, size = self._looking.camera, self._looking.size_px
        ahead = float(camera.project([(x, y, z)], size)[0][2])
        return Gizmo((x, y, z), GIZMO_PX * camera.metres_a_pixel(max(ahead, 0.05), size))

    def choose(self, uids: Iterable[str], *, adds: bool = False) -> None:
        """Choose these, or these too; what was chosen already is let go of when it is added."""
        found = choice.grouped(self._stand.document, self.work_uid, uids)
        guides = tuple(uid for uid in uids if isinstance(self._stand.document.find(uid), Guide))
        found = (*found, *guides)
        if adds:
            same = set(found) & set(self.uids)
            kept = tuple(uid for uid in self.uids if uid not in same)
            found = (*kept, *(uid for uid in found if uid not in same))
        self.uids = found
        self.changed.emit()

    def all(self) -> None:
        """Choose everything."""
        self.choose(choice.everything(self._stand.document, self.work_uid))

    def invert(self) -> None:
        """Choose what was not chosen."""
        found = choice.inverted(self._stand.document, self.work_uid, self.uids)
        self.uids = found
        self.changed.emit()

    def clear(self) -> None:
        """Choose nothing."""
        if self.uids:
            self.uids = ()
            self.changed.emit()

    def page_bounds_m(self) -> tuple[Vector, Vector] | None:
        """Return the corners of all that is on the page; None where nothing is."""
        return self._bounds(choice.everything(self._stand.document, self.work_uid))

    def at(self, mark: Mark, aim: Aim) -> str:
        """Return what lies under the pointer, "" for nothing."""
        origin, direction = aim.ray(mark)
        found: list[tuple[float, str]] = []
        stroke = self._stand.room.stroke_at(origin, direction)
        if stroke is not None:
            found.append((math.dist(origin, stroke[1]), stroke[0]))
        clay = self._stand.room.clay_at(origin, direction)
        if clay is not None:
            found.append((clay[2], clay[0].uid))
        for solid in self._with_a_middle():
            middle = solid.pose.position_m
            x, y, ahead = aim.camera.project([middle], aim.size_px)[0]
            if ahead > 0 and math.hypot(x - mark.x, y - mark.y) < 16.0:
                found.append((math.dist(origin, middle), solid.uid))
        return min(found)[1] if found else ""

    def in_box(self, box: QRectF, *, adds: bool) -> None:
        """Choose what is seen in a box on the screen."""
        width, height = self._looking.size_px
        low = (2 * box.left() / width - 1, 1 - 2 * box.bottom() / height)
        high = (2 * box.right() / width - 1, 1 - 2 * box.top() / height)
        matrix = self._looking.camera.view_projection((width, height)).T
        planes = planes_of_screen_box(matrix, low, high)
        index = self._stand.room.index
        self.choose(
            choice.boxed(self._stand.document, self.work_uid, planes, index=index), adds=adds
        )

    def follow(self, changes: Changes) -> None:
        """Follow what was chosen when it moved."""
        if any(change.uid in self.uids for change in changes.entities):
            self.changed.emit()

    def _bounds(self, uids: Iterable[str]) -> tuple[Vector, Vector] | None:
        find = self._stand.document.find
        uids = list(uids)
        corners = choice.bounds_m(self._stand.document, uids)
        places: list[Vector] = []
        if corners is not None:
            places = [(float(x), float(y), float(z)) for x, y, z in corners]
        guides = (find(uid) for uid in uids)
        places += [each.pose.position_m for each in guides if isinstance(each, Guide)]
        if not places:
            return None
        columns = list(zip(*places, strict=True))
        low, high = [min(each) for each in columns], [max(each) for each in columns]
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def _with_a_middle(self) -> list[Reference | Guide]:
        entities = self._stand.document.entities.values()
        return [
            each
            for each in entities
            if isinstance(each, Reference | Guide)
            and each.work_uid == self.work_uid
            and each.is_visible
        ]

    def _tidy(self) -> None:
        kinds = (SpaceStroke, Clay, Reference, Guide)
        find = self._stand.document.find
        here = tuple(uid for uid in self.uids if isinstance(find(uid), kinds))
        if here != self.uids:
            self.uids = here
        self.changed.emit()


class Selecting:
    """A press chooses, a drag draws a box, and a drag on a handle moves what is chosen."""

    def __init__(self, kit: SpaceKit, stand: SpaceStand, picked: Choice) -> None:
        self._kit, self._stand, self._choice = kit, stand, picked
        self._start: Mark | None = None
        self._move: LiveMove | None = None
        self._held: Handle | None = None
        self._gizmo: Gizmo | None = None
        self._under = ""
        self._is_box = False

    def begin(self, mark: Mark, aim: Aim) -> None:
        """Take hold of a handle, or of what is there."""
        self._start = mark
        gizmo = self._choice.gizmo
        held = gizmo.handle_at(aim.ray(mark)) if gizmo is not None else None
        self._under = "" if held else self._choice.at(mark, aim)
        if held is None and self._under and self._under in self._choice.uids:
            held = None if mark.has_shift else Handle.MOVE
        if held is not None and gizmo is not None:
            self._gizmo, self._held = gizmo, held
        elif self._under:
            self._choice.choose([self._under], adds=mark.has_shift)
            self._gizmo = self._choice.gizmo
            self._held = None if mark.has_shift else Handle.MOVE

    def move(self, mark: Mark, aim: Aim) -> None:
        """Drag."""
        start = self._start
        if start is None:
            return
        has_left = math.hypot(mark.x - start.x, mark.y - start.y) > _DRAG_PX
        if self._held is not None and self._gizmo is not None:
            if self._move is None and has_left:
                self._move = self._begin_move()
            if self._move is not None:
                dragged = self._gizmo.dragged(self._held, aim.ray(start), aim.ray(mark))
                self._move.to(_stepped(dragged, self._gizmo.centre_m, self._held, self._kit.way))
        elif has_left and not self._under:
            self._is_box = True
            self._choice.box = QRectF(start.x, start.y, mark.x - start.x, mark.y - start.y)
            self._choice.box = self._choice.box.normalized()
            self._choice.changed.emit()

    def finish(self) -> None:
        """Let go."""
        box, self._choice.box = self._choice.box, None
        start, self._start = self._start, None
        if start is None:
            return
        if self._is_box and box is not None:
            self._choice.in_box(box, adds=start.has_shift)
        elif not self._under and self._held is None and not start.has_shift:
            self._choice.clear()

    def reach(self, _notches: float) -> bool:
        """Leave the wheel to the view."""
        return False

    def _begin_move(self) -> LiveMove | None:
        if self._stand.document.is_read_only:
            self._stand.refused.emit(READING)
            self._held = None
            return None
        return LiveMove(self._stand.document, self._choice.work_uid, self._choice.uids)


def _stepped(
    matrix: npt.NDArray[np.float64], centre_m: Vector, handle: Handle, way: Way
) -> npt.NDArray[np.float64]:
    """Return a drag in whole steps of the grid or the angle, where those are on."""
    if handle.value.startswith("move") and way.grid_m:
        snapped = matrix.copy()
        snapped[:3, 3] = np.round(matrix[:3, 3] / way.grid_m) * way.grid_m
        return snapped
    if handle.value.startswith("turn") and way.angle_deg:
        cosine = float(np.clip((np.trace(matrix[:3, :3]) - 1) / 2, -1, 1))
        turned = math.degrees(math.acos(cosine))
        x, y, z = handle.axis
        skew = matrix[:3, :3] - matrix[:3, :3].T
        towards = np.dot((skew[2, 1], skew[0, 2], skew[1, 0]), handle.axis)
        angle = round(math.copysign(turned, towards) / way.angle_deg) * way.angle_deg
        return matrix_of(rotation=turn_about((x, y, z), angle), about_m=centre_m)
    return matrix
