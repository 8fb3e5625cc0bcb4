"""The page one stands in: its document, its scene, and what hands may do to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from psygnal import Signal

from app.commands.space import parts_of, visible_layers
from app.geometry.picking import StrokePoints, put_all
from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import Layer, Work
from app.model.space import Clay, Guide, SpaceStroke
from app.model.words import Sentence
from app.scene.stage import Stage

READING: Final = Sentence(
    "You are looking at what was kept, so nothing here is changed. Please step out and open your "
    "own page to draw."
)
HIDDEN: Final = Sentence(
    "This layer is hidden, so nothing was drawn and all of it is safe. Please show the layer, or "
    "choose another one."
)


class InsidePage:
    """One page while somebody is in it.

    The stage is kept as the document is by whoever owns it; here only what hands need is kept.

    Parameters
    ----------
    document : Document
        Where the page is.
    stage : Stage
        What is seen of it.
    work_uid : str
        The page.
    now : Callable[[], datetime]
        The clock; the time carries a zone.

    Attributes
    ----------
    layer_uid : str
        The layer to draw on.
    scale : float
        How many metres of the room are one for the person: who is small draws small.
    index : StrokePoints
        The strokes that can be touched.
    guides : tuple of Guide
        What a stroke may follow.
    refused : Signal(Sentence)
        What cannot be done, and why.
    changed : Signal()
        The page's layers, guides or undo changed.
    """

    refused = Signal(Sentence)
    changed = Signal()

    def __init__(
        self, document: Document, stage: Stage, work_uid: str, now: Callable[[], datetime]
    ) -> None:
        self.document, self.stage, self.now = document, stage, now
        self.work_uid = work_uid
        self.layer_uid = self._top_layer()
        self.scale = 1.0
        self.index = StrokePoints()
        self.guides = tuple(parts_of(document, work_uid, Guide))
        self._index_all()
        document.committed.connect(self._follow)

    def close(self) -> None:
        """Follow it no longer."""
        self.document.committed.disconnect(self._follow)

    @property
    def work(self) -> Work:
        """Return the page itself."""
        return self.document.get(self.work_uid, Work)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return its layers, the top one first."""
        found = (self.document.find(uid) for uid in reversed(self.work.layers))
        return tuple(each for each in found if isinstance(each, Layer))

    @property
    def clay(self) -> tuple[Clay, ...]:
        """Return the clay that can be seen."""
        found = parts_of(self.document, self.work_uid, Clay)
        return tuple(each for each in found if self.stage.clay.is_shown(each.uid))

    def may_draw(self) -> bool:
        """Return whether one can draw on the chosen layer; tells why not."""
        if not self.may_change():
            return False
        layer = self.document.find(self.layer_uid)
        if isinstance(layer, Layer) and layer.is_visible:
            return True
        self.refused.emit(HIDDEN)
        return False

    def may_change(self) -> bool:
        """Return whether the page can be changed at all; tells why not."""
        if self.document.is_read_only:
            self.refused.emit(READING)
            return False
        return not self.document.is_editing(self.work_uid)

    def use_layer(self, uid: str) -> None:
        """Draw on another layer."""
        if uid in self.work.layers:
            self.layer_uid = uid
            self.changed.emit()

    def _top_layer(self) -> str:
        seen = visible_layers(self.document, self.work_uid)
        return seen[-1] if seen else self.work.layers[-1]

    def _follow(self, changes: Changes) -> None:
        is_other = False
        for change in changes.entities:
            entity = change.after or change.before
            if isinstance(entity, SpaceStroke) and entity.work_uid == self.work_uid:
                self._follow_stroke(change.uid, change.after)
            else:
                is_other = is_other or isinstance(entity, Layer)
        if any(isinstance(each.after or each.before, Guide) for each in changes.entities):
            # looked through once here, and not in every frame: a page has thousands of parts
            self.guides = tuple(parts_of(self.document, self.work_uid, Guide))
        if is_other and self.document.find(self.work_uid) is not None:
            self._index_all()
            if self.layer_uid not in self.work.layers:
                self.layer_uid = self._top_layer()
        if changes.scope == self.work_uid:
            self.changed.emit()

    def _follow_stroke(self, uid: str, after: object) -> None:
        self.index.discard(uid)
        if isinstance(after, SpaceStroke):
            layer = self.document.find(after.layer_uid)
            if isinstance(layer, Layer) and layer.is_visible:
                put_all(self.index, [(after.uid, after.points, after.size_m)])

    def _index_all(self) -> None:
        self.index = StrokePoints()
        layers = set(visible_layers(self.document, self.work_uid))
        strokes = parts_of(self.document, self.work_uid, SpaceStroke)
        put_all(
            self.index,
            ((one.uid, one.points, one.size_m) for one in strokes if one.layer_uid in layers),
        )
