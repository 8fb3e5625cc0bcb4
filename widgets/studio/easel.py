"""The easel: the painting that is open, the stroke under the pen, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from random import SystemRandom
from typing import TYPE_CHECKING

from app.commands import paint
from app.model.changes import ChangeKind, Changes
from app.model.document import Document
from app.model.entities import Entity, Layer, Work, WorkKind
from app.model.tiles import Rect
from widgets.canvas.buffer import CanvasBuffer
from widgets.canvas.pointer import Points
from widgets.reading_only import READING
from widgets.studio.bands import Bands
from widgets.studio.kit import Kit
from widgets.studio.stand import HIDDEN, Stand

if TYPE_CHECKING:
    from app.services.library_worker import LibraryService

_SEEDS = SystemRandom()


class Easel(Stand):
    """Holds one painting; gives the canvas its buffer and takes its strokes.

    ``opened`` tells that its picture is ready in ``buffer``; ``drawn`` carries the `Rect` of
    canvas pixels of the buffer that changed.

    Parameters
    ----------
    kit : Kit
        What is in the hand.
    document, library, now, warm
        As for `Stand`.
    """

    kinds = frozenset({WorkKind.PAINTING})

    def __init__(
        self,
        document: Document,
        library: LibraryService,
        kit: Kit,
        now: Callable[[], datetime],
        warm: Future[None],
    ) -> None:
        super().__init__(document, library, now, warm)
        self.buffer: CanvasBuffer | None = None
        self.kit = kit
        self._live: paint.LiveStroke | None = None
        self._bands = Bands(self._paint, self)
        self._bands.finished.connect(self._ready)

    @property
    def is_drawing(self) -> bool:
        """Whether a stroke is under way."""
        return self._live is not None

    def _new(self, _kind: WorkKind, prompt_uid: str) -> Work:
        return paint.new_painting(self._document, created_at=self._now(), prompt_uid=prompt_uid)

    def _beginnings(self) -> tuple[str, ...]:
        return (paint.NEW.message,)

    def _set_up(self, work: Work) -> None:
        self.buffer = CanvasBuffer(work.width, work.height)
        self._bands.stop()
        self._bands.add(self.buffer.rect)
        if not self._bands.is_busy:
            self._ready()

    def _clear(self) -> None:
        self._bands.stop()
        self.buffer = None

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

    def pick(self, x: float, y: float) -> tuple[int, int, int] | None:
        """Return the colour seen at a canvas point, None beside the canvas."""
        if self.work is None:
            return None
        return paint.pick_colour(self._document, self.work, int(x // 1), int(y // 1))

    # -- following the document ---------------------------------------------------------------

    def _follow(self, changes: Changes) -> None:
        live = self._live
        is_own = live is not None and changes.merge == live.stroke.uid
        if not (is_own and changes.kind is ChangeKind.EDIT):
            self._repaint(changes)
            self.changed.emit()

    def _repaint(self, changes: Changes) -> None:
        if self.work is None or self.buffer is None:
            return
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
