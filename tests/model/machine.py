"""A person at a painting, for Hypothesis: whatever they do, undo, redo and the mirror agree.

Give `PaintingMachine` another ``new_mirror`` to hold a real library to it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.catalogue.brushes import brushes
from app.commands.layers import add_layer, move_layer, remove_layer, rename_layer, set_layer
from app.commands.paint import LiveStroke, new_painting
from app.model.changes import Changes
from app.model.document import Document
from app.model.entities import BlendMode, Entity, Layer, Work
from app.model.tiles import Rect, Tile, TileGrid
from app.model.words import PersonError

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SIDE = 200

Key = tuple[str, int, int]
Snapshot = tuple[dict[str, Entity], dict[Key, bytes]]

coordinate = st.floats(-40, SIDE + 40, width=32)
places = st.tuples(coordinate, coordinate, st.floats(0, 1, width=32))


class Mirror(Protocol):
    """Whatever is told of every change and can say what it holds."""

    def apply(self, changes: Changes) -> None:
        """Take in one committed step."""

    def snapshot(self) -> Snapshot:
        """Return the entities, and the bytes of every tile that is not empty."""


class PlainMirror:
    """A mirror of two dictionaries."""

    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}
        self._tiles: dict[Key, Tile] = {}

    def apply(self, changes: Changes) -> None:
        for change in changes.entities:
            assert self._entities.get(change.uid) == change.before
            if change.after is None:
                del self._entities[change.uid]
            else:
                self._entities[change.uid] = change.after
        self._tiles.update({tile.key: tile.after for tile in changes.tiles})

    def snapshot(self) -> Snapshot:
        tiles = {key: tile.tobytes() for key, tile in self._tiles.items() if tile.any()}
        return dict(self._entities), tiles


def snapshot(document: Document) -> Snapshot:
    """Return what a document holds, as a mirror says it; pixels of removed layers too."""
    tiles = {}
    for uid, grid in document._contents.grids.items():
        for row, column in grid.covering(Rect(0, 0, grid.width, grid.height)):
            if grid.tiles[row, column].any():
                tiles[uid, row, column] = grid.tiles[row, column].tobytes()
    return dict(document.entities), tiles


class _SlippedError(Exception):
    """Something went wrong in the middle of an edit."""


class PaintingMachine(RuleBasedStateMachine):
    """Draws, erases, changes layers, fails, undoes and redoes beside a list of what was."""

    brushes = brushes()

    def new_mirror(self) -> Mirror:
        return PlainMirror()

    @initialize(width=st.integers(70, SIDE), height=st.integers(70, SIDE))
    def open_a_painting(self, width: int, height: int) -> None:
        self.document = Document()
        self.mirror = self.new_mirror()
        self.document.committed.connect(self.mirror.apply)
        self.before_all = snapshot(self.document)
        work = new_painting(self.document, width=width, height=height, created_at=NOW)
        self.scope = work.uid
        self.states = [snapshot(self.document)]
        self.at = 0

    @property
    def work(self) -> Work:
        work = self.document.find(self.scope)
        assert isinstance(work, Work)
        return work

    def _layer(self, number: int) -> str:
        return self.work.layers[number % len(self.work.layers)]

    def _did(self) -> None:
        now = snapshot(self.document)
        if now != self.states[self.at]:
            self.states = [*self.states[: self.at + 1], now]
            self.at += 1

    def _stroke(self, layer: int, brush: int, radius: float, *, is_eraser: bool) -> LiveStroke:
        return LiveStroke(
            self.document,
            work=self.work,
            layer_uid=self._layer(layer),
            brush=self.brushes[brush],
            colour=(200, 90, 30),
            radius_px=radius,
            opacity=0.8,
            is_eraser=is_eraser,
            seed=self.at,
            started_at=NOW,
        )

    @rule(
        layer=st.integers(0, 9),
        brush=st.integers(0, 5),
        is_eraser=st.booleans(),
        path=st.lists(places, min_size=1, max_size=6),
        radius=st.floats(0.5, 40),
    )
    def draw_or_erase(
        self, layer: int, brush: int, is_eraser: bool, path: list[tuple[float, ...]], radius: float
    ) -> None:
        stroke = self._stroke(layer, brush, radius, is_eraser=is_eraser)
        points = points_along(path)
        stroke.begin(points[:1])
        for point in points[1:, None]:
            stroke.move(point)
        stroke.finish()
        self._did()

    @rule(layer=st.integers(0, 9), path=st.lists(places, min_size=1, max_size=6))
    def pinch_instead_of_drawing(self, layer: int, path: list[tuple[float, ...]]) -> None:
        stroke = self._stroke(layer, 0, 9.0, is_eraser=False)
        points = points_along(path)
        stroke.begin(points[:1])
        stroke.move(points[1:])
        drawn = snapshot(self.document)
        stroke.cancel()
        assert snapshot(self.document) == self.states[self.at]
        # redo would bring back what was committed of it; whatever was undone before is gone
        self.document.redo(self.scope)
        kept = snapshot(self.document)
        assert set(kept[0]) <= set(drawn[0])
        self._did()

    @rule(above=st.integers(0, 9))
    def add_a_layer(self, above: int) -> None:
        if len(self.work.layers) < 4:
            add_layer(self.document, self.scope, above=self._layer(above))
            self._did()

    @rule(layer=st.integers(0, 9))
    def remove_a_layer(self, layer: int) -> None:
        try:
            remove_layer(self.document, self._layer(layer))
        except PersonError:
            assert len(self.work.layers) == 1
        self._did()

    @rule(layer=st.integers(0, 9), place=st.integers(-2, 9))
    def move_a_layer(self, layer: int, place: int) -> None:
        move_layer(self.document, self._layer(layer), place=place)
        self._did()

    @rule(layer=st.integers(0, 9), name=st.text(max_size=4))
    def rename_a_layer(self, layer: int, name: str) -> None:
        rename_layer(self.document, self._layer(layer), name=name)
        self._did()

    @rule(
        layer=st.integers(0, 9),
        mode=st.sampled_from(BlendMode),
        drag=st.lists(st.floats(-0.5, 1.5), min_size=1, max_size=3),
        is_visible=st.booleans(),
    )
    def drag_how_a_layer_looks(
        self, layer: int, mode: BlendMode, drag: list[float], is_visible: bool
    ) -> None:
        gesture = f"drag {len(self.states)} {self.at}"
        for opacity in drag:
            set_layer(
                self.document,
                self._layer(layer),
                mode=mode,
                opacity=opacity,
                is_visible=is_visible,
                merge=gesture,
            )
        self._did()

    @rule(layer=st.integers(0, 9), is_late=st.booleans())
    def fail_in_the_middle(self, layer: int, is_late: bool) -> None:
        uid = self._layer(layer)
        try:
            with self.document.edit("Fail", scope=self.scope) as edit:
                grid = edit.grid(uid, Rect(10, 10, 90, 40))
                grid.tiles[0, 0] ^= 21845
                edit.remove(uid)
                edit.add_grid("new", TileGrid.empty(5, 5))
                if is_late:
                    edit.put(Layer("new", self.scope, "New"))
                raise _SlippedError
        except _SlippedError:
            pass

    @rule()
    def undo(self) -> None:
        if self.at > 0:
            assert self.document.undo(self.scope) is not None
            self.at -= 1

    @rule()
    def redo(self) -> None:
        is_possible = self.at + 1 < len(self.states)
        assert (self.document.redo(self.scope) is not None) == is_possible
        self.at += is_possible

    @invariant()
    def the_document_is_where_it_should_be(self) -> None:
        if hasattr(self, "states"):
            assert snapshot(self.document) == self.states[self.at]

    @invariant()
    def the_mirror_holds_the_same(self) -> None:
        if hasattr(self, "states"):
            assert self.mirror.snapshot() == snapshot(self.document)


def points_along(path: list[tuple[float, ...]]) -> np.ndarray:
    """Return points of a slow hand: a commit falls between most of them."""
    points = np.zeros((len(path), 6), np.float32)
    points[:, :3] = path
    points[:, 5] = np.arange(len(path)) * 0.6
    return points
