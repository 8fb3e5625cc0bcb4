"""The easel: the painting that is open, the stroke under the pen, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from random import SystemRandom
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.commands import paint
from app.model.changes import ChangeKind, Changes
from app.model.document import Document
from app.model.entities import Entity, Layer, Stroke, Work
from app.model.tiles import Rect, TileGrid
from app.model.words import PersonError, Sentence
from widgets.canvas.buffer import CanvasBuffer
from widgets.canvas.pointer import Points
from widgets.later import listen, when_done
from widgets.reading_only import READING
from widgets.studio.bands import Bands
from widgets.studio.kit import Kit

if TYPE_CHECKING:
    from app.services.library_worker import LibraryService

HIDDEN = Sentence("This layer is hidden. Show it in the list of layers, and you can paint on it.")
UNREAD = Sentence(
    "This picture could not be opened. Nothing is lost: it stays in your library as it was. "
    "Please close Innerscape and open it again."
)
_SEEDS = SystemRandom()


class Easel(QObject):
    """Holds one work; gives the canvas its buffer and takes its strokes.

    Parameters
    ----------
    document, library
        Where works are, open and kept.
    kit : Kit
        What is in the hand.
    now : callable
        Returns the aware local time.
    warm : Future
        Done when the compiled code is loaded; nothing is opened before.

    Attributes
    ----------
    opened : Signal()
        Another work stands on the easel, its picture ready in ``buffer``.
    drawn : Signal(Rect)
        These canvas pixels of the buffer changed.
    changed : Signal()
        Title, layers or what can be undone changed.
    refused : Signal(object)
        A `Sentence`: why nothing was drawn or opened.
    opening : Signal(bool)
        A work is on its way from the library.
    """

    opened = Signal()
    drawn = Signal(object)
    changed = Signal()
    refused = Signal(object)
    opening = Signal(bool)

    def __init__(
        self,
        document: Document,
        library: LibraryService,
        kit: Kit,
        now: Callable[[], datetime],
        warm: Future[None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.buffer: CanvasBuffer | None = None
        self.kit = kit
        self._document, self._library, self._now = document, library, now
        self._warm = warm
        self._work_uid = self._layer_uid = self._wanted_uid = ""
        self._live: paint.LiveStroke | None = None
        self._bands = Bands(self._paint, self)
        self._bands.finished.connect(self._ready)
        self._is_ready = False
        listen(self, document.committed, self._follow)

    # -- what stands on it --------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """Return the document, for commands."""
        return self._document

    @property
    def work(self) -> Work | None:
        """Return the work as it is now, None before one is open."""
        work = self._document.find(self._work_uid)
        return work if isinstance(work, Work) else None

    @property
    def layer_uid(self) -> str:
        """Return the layer that is painted on."""
        return self._layer_uid

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return the work's layers, bottom first."""
        found = [self._document.find(uid) for uid in self.work.layers] if self.work else []
        return tuple(layer for layer in found if isinstance(layer, Layer))

    @property
    def steps(self) -> tuple[str, ...]:
        """Return what can be undone, oldest first, as message ids; the page itself stays."""
        steps = self._document.steps(self._work_uid) if self._work_uid else ()
        return steps[1:] if steps[:1] == (paint.NEW.message,) else steps

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.steps)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._work_uid) and self._document.can_redo(self._work_uid)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on it and nothing is on its way."""
        return self.work is None and not self._wanted_uid

    @property
    def is_ready(self) -> bool:
        """Whether the picture is all there, to see and to paint on."""
        return self._is_ready

    @property
    def is_drawing(self) -> bool:
        """Whether a stroke is under way."""
        return self._live is not None

    # -- opening ------------------------------------------------------------------------------

    def begin_page(self, *, prompt_uid: str = "") -> Work:
        """Put an empty page on the easel; one that is still blank is used again."""
        work = self.work
        if work is not None and self._is_blank(work):
            return self._dedicate(work, prompt_uid)
        work = paint.new_painting(self._document, created_at=self._now(), prompt_uid=prompt_uid)
        self._wanted_uid = work.uid
        self._when_warm(lambda: self._stand(work.uid))
        return work

    def _is_blank(self, work: Work) -> bool:
        strokes = (one for one in self._document.entities.values() if isinstance(one, Stroke))
        was_drawn_on = any(stroke.work_uid == work.uid for stroke in strokes)
        return not (was_drawn_on or self.steps or work.title or work.words or work.is_finished)

    def _dedicate(self, work: Work, prompt_uid: str) -> Work:
        meant = replace(work, prompt_uid=prompt_uid)
        with self._document.edit("New painting", scope=work.uid, is_undoable=False) as edit:
            edit.put(meant)
        self._wanted_uid = work.uid
        return meant

    def open(self, work_uid: str) -> None:
        """Put a work of the library on the easel, as soon as it is read."""
        self._wanted_uid = work_uid
        if work_uid == self._work_uid:
            return
        self.opening.emit(True)
        if self._is_here(work_uid):
            self._when_warm(lambda: self._stand(work_uid))
            return
        future: Future[tuple[dict[str, Entity], dict[str, TileGrid]]] = self._library.submit(
            lambda library: library.load_work(work_uid)
        )
        when_done(self, future, lambda loaded: self._take(work_uid, *loaded), self._fail)

    def _is_here(self, work_uid: str) -> bool:
        work = self._document.find(work_uid)
        return isinstance(work, Work) and all(map(self._document.has_grid, work.layers))

    def _when_warm(self, then: Callable[[], None]) -> None:
        # compiled code is loaded on another thread: here it would stop the window
        if self._warm.done():
            then()
        else:
            when_done(self, self._warm, lambda _: then())

    def _take(self, work_uid: str, entities: dict[str, Entity], grids: dict[str, TileGrid]) -> None:
        if work_uid == self._wanted_uid:
            self._document.load(entities, grids, scope=work_uid)
            self._when_warm(lambda: self._stand(work_uid))

    def _fail(self, error: BaseException) -> None:
        self._wanted_uid = self._work_uid
        self.opening.emit(False)
        self.refused.emit(error.sentence if isinstance(error, PersonError) else UNREAD)

    def _stand(self, work_uid: str) -> None:
        if work_uid != self._wanted_uid:
            return
        self.finish()
        before, self._work_uid = self._work_uid, work_uid
        if before and before != work_uid:
            self._document.unload(before)
        work = self.work
        if work is None:
            return
        self._layer_uid = work.layers[-1]
        self._is_ready = False
        self.buffer = CanvasBuffer(work.width, work.height)
        self._bands.stop()
        self._bands.add(self.buffer.rect)
        if not self._bands.is_busy:
            self._ready()

    def _ready(self) -> None:
        if not self._is_ready:
            self._is_ready = True
            self.opened.emit()
            self.opening.emit(False)
            self.changed.emit()

    # -- strokes: the canvas's hand -----------------------------------------------------------

    def begin(self, points: Points, *, is_eraser: bool) -> None:
        """Start a stroke on the chosen layer."""
        work, layer = self.work, self._document.find(self._layer_uid)
        if work is None or not isinstance(layer, Layer) or not self._is_ready:
            return
        if self._document.is_read_only:
            self.refused.emit(READING)
            return
        if not layer.is_visible:
            self.refused.emit(HIDDEN)
            return
        brush, radius_px, flow = self.kit.tip(is_eraser=is_eraser)
        live = paint.LiveStroke(
            self._document,
            work=work,
            layer_uid=layer.uid,
            brush=brush,
            colour=self.kit.colour,
            radius_px=radius_px,
            opacity=flow,
            is_eraser=is_eraser or self.kit.is_erasing,
            seed=_SEEDS.getrandbits(31),
            started_at=self._now(),
        )
        self._live = live
        self._show(live.begin(points))

    def move(self, points: Points) -> None:
        """Go on with the stroke."""
        if self._live is not None:
            self._show(self._live.move(points))

    def finish(self) -> None:
        """End the stroke."""
        if self._live is not None:
            live = self._live
            self._show(live.finish())
            self._live = None
            if not live.stroke.is_eraser:
                self.kit.used_colour()
            self.changed.emit()

    def cancel(self) -> None:
        """Take the stroke back."""
        if self._live is not None:
            live, self._live = self._live, None
            live.cancel()
            if self.buffer is not None:
                self._bands.add(self.buffer.rect)

    # -- commands -----------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back."""
        self.finish()
        if self.can_undo:
            self._document.undo(self._work_uid)

    def redo(self) -> None:
        """Do the last undone step again."""
        self.finish()
        if self._work_uid:
            self._document.redo(self._work_uid)

    def choose_layer(self, layer_uid: str) -> None:
        """Paint on another layer from now on."""
        self.finish()
        self._layer_uid = layer_uid
        self.changed.emit()

    def pick(self, x: float, y: float) -> tuple[int, int, int] | None:
        """Return the colour seen at a canvas point, None beside the canvas."""
        if self.work is None:
            return None
        return paint.pick_colour(self._document, self.work, int(x // 1), int(y // 1))

    # -- following the document ---------------------------------------------------------------

    def _follow(self, changes: Changes) -> None:
        if changes.scope != self._work_uid or not self._work_uid:
            return
        live = self._live
        is_own = live is not None and changes.merge == live.stroke.uid
        if not (is_own and changes.kind is ChangeKind.EDIT):
            self._repaint(changes)
            self.changed.emit()

    def _repaint(self, changes: Changes) -> None:
        work = self.work
        if work is None or self.buffer is None:
            return
        if self._layer_uid not in work.layers:
            self._layer_uid = work.layers[-1]
        looks = any(
            _look(each.before) != _look(each.after)
            for each in changes.entities
            if isinstance(each.after or each.before, Layer | Work)
        )
        self._bands.add(self.buffer.rect if looks else changes.dirty)

    def _show(self, rect: Rect) -> None:
        if not rect.is_empty:
            self._paint(rect)

    def _paint(self, rect: Rect) -> None:
        work = self.work
        if work is not None and self.buffer is not None:
            painted = self.buffer.paint(paint.layer_pixels(self._document, work), rect)
            if self._is_ready:
                self.drawn.emit(painted)


def _look(entity: Entity | None) -> object:
    """Return what of an entity is seen on the canvas."""
    if isinstance(entity, Layer):
        return entity.mode, entity.opacity, entity.is_visible
    return entity.layers if isinstance(entity, Work) else None
