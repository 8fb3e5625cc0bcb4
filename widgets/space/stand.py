"""What holds a page in space: its work, its scene, and the stroke under the pen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import datetime
from random import SystemRandom
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal

from app.commands import space as verbs
from app.model.changes import ChangeKind, Changes
from app.model.document import Document
from app.model.entities import Entity, Layer, Work, WorkKind
from app.model.meshes import Mesh
from app.model.space import Clay, Place, Pose
from app.scene.stage import Stage
from app.scene.stroke_shelf import GrowingStroke
from widgets.space.room import Room
from widgets.studio.stand import Stand

if TYPE_CHECKING:
    from app.services.library_worker import LibraryService

# as high as hands are when one sits
AT_HAND_M = (0.0, 1.1, 0.0)
_SEEDS = SystemRandom()


class UnderWay(Protocol):
    """Something a pen or hand has begun."""

    def finish(self) -> None:
        """End it."""
        ...


class SpaceStand(Stand):
    """Holds one page in space and keeps its scene as the document is.

    ``drawn`` carries nothing: the room has to be drawn again.

    Parameters
    ----------
    document, library, now, warm
        As for `Stand`.
    stage : Stage
        What is seen.
    environment_uid : callable
        Returns the surroundings of a new page of a kind.
    body : callable
        Returns the clay a new page of clay begins with.

    Attributes
    ----------
    placed : Signal(object)
        The surroundings are other ones: a `Place`, or None.
    """

    kinds = frozenset({WorkKind.SPACE, WorkKind.CLAY})
    placed = Signal(object)

    def __init__(
        self,
        document: Document,
        library: LibraryService,
        now: Callable[[], datetime],
        warm: Future[None],
        *,
        stage: Stage,
        environment_uid: Callable[[WorkKind], str],
        body: Callable[[], Mesh],
    ) -> None:
        super().__init__(document, library, now, warm)
        self.stage, self.now = stage, now
        self.room = Room(document, stage)
        self._environment_uid, self._body = environment_uid, body
        self._under_way: UnderWay | None = None

    @property
    def is_drawing(self) -> bool:
        """Whether something is under way."""
        return self._under_way is not None

    def _new(self, kind: WorkKind, prompt_uid: str) -> Work:
        return verbs.new_space(
            self._document,
            kind=kind,
            created_at=self._now(),
            environment_uid=self._environment_uid(kind),
            seed=_SEEDS.getrandbits(31),
            prompt_uid=prompt_uid,
            body=self._body() if kind is WorkKind.CLAY else None,
            body_pose=Pose(AT_HAND_M),
        )

    def _beginnings(self) -> tuple[str, ...]:
        return verbs.NEW_SPACE.message, verbs.NEW_CLAY.message

    def _set_up(self, work: Work) -> None:
        self.stage.show_work(self._document, work)
        self.room.show_work(work.uid)
        self.placed.emit(verbs.place_of(self._document, work.uid))
        self.drawn.emit(None)
        self._ready()

    def _clear(self) -> None:
        self._under_way = None

    @property
    def parts(self) -> list[Entity]:
        """Return all that stands on the page and in it."""
        return [
            each
            for each in self._document.entities.values()
            if getattr(each, "work_uid", "") == self._work_uid
        ]

    @property
    def mesh_uids(self) -> list[str]:
        """Return the meshes of the page's clay."""
        return [each.mesh_uid for each in self.parts if isinstance(each, Clay)]

    # -- what is under way --------------------------------------------------------------------

    def begin(self, gesture: UnderWay) -> None:
        """Something begins that `finish` has to end."""
        self._under_way = gesture

    def finish(self) -> None:
        """End what is under way."""
        gesture, self._under_way = self._under_way, None
        if gesture is not None:
            gesture.finish()
            self.changed.emit()

    def show_live(self, growing: Iterable[GrowingStroke], uids: Iterable[str] = ()) -> None:
        """Show strokes under the hand as far as they are.

        What is committed of ``uids`` meanwhile is not shown a second time.
        """
        self.stage.draw_live(growing, uids)
        self.drawn.emit(None)

    def end_live(self, finish: Callable[[], object]) -> None:
        """Commit strokes that were shown while they grew."""
        finish()
        self.show_live(())

    def clay_touched(self, clay_uid: str) -> None:
        """Show what a tool did to a piece of clay."""
        if clay_uid in self.stage.clay:
            self.stage.clay_touched(clay_uid)
        self.drawn.emit(None)

    # -- following the document ---------------------------------------------------------------

    def _follow(self, changes: Changes) -> None:
        is_growing = self.is_drawing and changes.kind is ChangeKind.EDIT and bool(changes.merge)
        self.stage.apply(changes, self._document)
        self.room.apply(changes)
        for change in changes.entities:
            if isinstance(change.after or change.before, Place):
                self.placed.emit(change.after)
        self.drawn.emit(None)
        if not is_growing or any(isinstance(each.after, Layer) for each in changes.entities):
            self.changed.emit()
